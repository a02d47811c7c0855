"""Sets how a campaign's calls are placed: its dial mode, the cap and the target of abandoned calls, and its clocks."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.rules.calling.rule_changes import Placing, Subject, placing_fault
from campaigns.rules.refusals import Refusal
from campaigns.shared.rules_as_seen import lock_campaign_as_seen
from campaigns.store.calling.rule_changes import RuleChange, note_rule_change
from campaigns.store.session import Database, Scope, tell
from campaigns.store.tables import Campaign


def change_placing(
    db: Database, campaign: Campaign, placing: Placing, user_id: UUID, *, seen: str, now: datetime
) -> Refusal | None:
    """Change it, also while the campaign calls; `seen` is the mark of what was on the page.

    The dialler's next look follows it. Calls that are out stay as they were placed.
    """
    with db.transaction(Scope(campaign.department_id)) as session:
        locked = lock_campaign_as_seen(session, campaign.id, seen)
        if isinstance(locked, Refusal):
            return locked
        if fault := placing_fault(placing):
            return fault
        before = _told(placing_of(locked))
        for name, value in asdict(placing).items():
            setattr(locked, name, value)
        change = RuleChange(Subject.PLACING, str(locked.id), before, _told(placing))
        note_rule_change(session, change, department_id=locked.department_id, user_id=user_id, at=now)
        tell(session, f"floor:{locked.id}")
        return None


def placing_of(campaign: Campaign) -> Placing:
    """Return how a campaign's calls are placed now."""
    return Placing(
        campaign.mode,
        campaign.abandon_target,
        campaign.abandon_cap,
        campaign.wrap_up_seconds,
        campaign.preview_seconds,
    )


def _told(placing: Placing) -> dict[str, Any]:
    return asdict(placing) | {"mode": placing.mode.value}
