"""Sets for one campaign when in the day it calls, how often it tries, and whether it learns when people answer."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.rules.calling.campaign_plans import CampaignPlan, plan_fault
from campaigns.rules.calling.rule_changes import CallPlan, Subject, plan_hours_fault
from campaigns.rules.refusals import Refusal
from campaigns.shared.rules_as_seen import lock_campaign_as_seen
from campaigns.store.calling.call_caps import calling_caps
from campaigns.store.calling.calling_rules import calling_rules
from campaigns.store.calling.rule_changes import RuleChange, note_rule_change
from campaigns.store.session import Database, Scope, Session, tell
from campaigns.store.tables import Campaign


def change_call_plan(
    db: Database, campaign: Campaign, plan: CallPlan, user_id: UUID, *, seen: str, now: datetime
) -> Refusal | None:
    """Save a campaign's plan; `seen` is the mark of the plan that was on the page. It holds for the next claim."""
    with db.transaction(Scope(campaign.department_id)) as session:
        locked = lock_campaign_as_seen(session, campaign.id, seen)
        if isinstance(locked, Refusal):
            return locked
        if fault := plan_hours_fault(locked.region, plan):
            return fault
        if fault := _never_reaches(session, locked, plan, now=now):
            return fault
        before = _told(locked)
        locked.opens, locked.closes = plan.opens, plan.closes
        locked.max_attempts, locked.learned_hours = plan.max_attempts, plan.learned_hours
        change = RuleChange(Subject.PLAN, str(locked.id), before, _told(locked))
        note_rule_change(session, change, department_id=locked.department_id, user_id=user_id, at=now)
        tell(session, f"floor:{locked.id}")
        return None


def _never_reaches(session: Session, campaign: Campaign, plan: CallPlan, *, now: datetime) -> Refusal | None:
    within = (plan.opens, plan.closes) if plan.opens and plan.closes else None
    planned = CampaignPlan(
        replace(calling_rules(session, campaign), within=within),
        plan.max_attempts,
        campaign.retention_end,
        campaign.languages,
        spoken=None,  # who speaks what is asked at the approval
        gap=calling_caps(session, campaign.region, on=now.date()).gap,
    )
    return plan_fault(planned, now=now)


def _told(campaign: Campaign) -> dict[str, Any]:
    return {
        "opens": f"{campaign.opens:%H:%M}" if campaign.opens else None,
        "closes": f"{campaign.closes:%H:%M}" if campaign.closes else None,
        "max_attempts": campaign.max_attempts,
        "learned_hours": campaign.learned_hours,
    }
