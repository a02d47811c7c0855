"""The report of a campaign, or of an area of it, at one moment: what page, paper, workbook, file and API tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.rules.accounts.outcome_rates import OutcomeRates
from campaigns.rules.reports.answer_figures import Question
from campaigns.rules.reports.report_figures import AgentWork, Days, HourTable, ReferralAges
from campaigns.rules.reports.tier_report import TierReport, TierRow
from campaigns.rules.reports.tiers import TierNumbers


@dataclass(frozen=True)
class Report:
    """People and referrals as they stand now, calls and answers of the days."""

    tier: TierReport
    places: tuple[TierRow, ...]  # areas of the first tier below at which people differ: no single state, no division
    numbers: TierNumbers  # of the whole tier
    rates: OutcomeRates
    days: Days
    hours: HourTable
    questions: tuple[Question, ...]
    script: Mapping[str, Any]  # the newest: titles and labels of the questions
    referrals: tuple[ReferralAges, ...]
    agents: tuple[AgentWork, ...]
