"""A report as it is sent to a department's machines: the figures of the API in one object, with its printed pages."""

import json
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from campaigns.rules.accounts.named_campaign import NamedCampaign
from campaigns.rules.reports.deliveries import SentFile
from campaigns.rules.reports.drawn_report import Report
from campaigns.sheets.figures_json import campaign_json, outcomes_json, rates_json, tier_json
from campaigns.sheets.report_json import report_json


def delivered_json(campaign: NamedCampaign, report: Report, papers: Sequence[SentFile] = ()) -> bytes:
    """Return tier, outcomes, rates and the rest of the report as the API tells them, and its papers as base64."""
    figures = {
        "as_of": report.tier.drawn_at.isoformat(timespec="seconds"),
        "campaign": campaign_json(campaign),
        "tier": tier_json(report.tier),
        "outcomes": outcomes_json(report.numbers),
        "rates": rates_json(report.rates),
        "report": report_json(report),
        "papers": [_paper(one) for one in papers],
    }
    return json.dumps(figures, ensure_ascii=False).encode()


def _paper(file: SentFile) -> dict[str, Any]:
    return {"name": file.name, "media_type": file.media_type, "base64": b64encode(file.body).decode()}
