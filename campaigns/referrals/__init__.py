"""Use cases of referrals: from the problem heard on a call to the yes of the citizen."""
