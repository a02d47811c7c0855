"""A report as it is sent to a department's machines: the figures of the API in one object."""

import json

from campaigns.rules.accounts.named_campaign import NamedCampaign
from campaigns.rules.reports.drawn_report import Report
from campaigns.sheets.figures_json import campaign_json, outcomes_json, rates_json, tier_json
from campaigns.sheets.report_json import report_json


def delivered_json(campaign: NamedCampaign, report: Report) -> bytes:
    """Return tier, outcomes, rates and the rest of the report as the API tells them."""
    figures = {
        "as_of": report.tier.drawn_at.isoformat(timespec="seconds"),
        "campaign": campaign_json(campaign),
        "tier": tier_json(report.tier),
        "outcomes": outcomes_json(report.numbers),
        "rates": rates_json(report.rates),
        "report": report_json(report),
    }
    return json.dumps(figures, ensure_ascii=False).encode()
