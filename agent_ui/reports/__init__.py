"""Reports: what a department can prove about a campaign."""
