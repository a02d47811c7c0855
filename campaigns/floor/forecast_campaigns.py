"""Asks each morning, for every running campaign, when it will be finished; and rings again for rehearsals that wait."""

from datetime import datetime, time
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from campaigns.rules.rehearsal.plan import RehearsalPlan
from campaigns.rules.rehearsal_states import RehearsalKind, RehearsalStatus
from campaigns.store.rehearsal.rehearsal_facts import floor_seen
from campaigns.store.rehearsal.rehearsals import (
    campaigns_without_forecast,
    rehearsals_to_run,
    save_rehearsal,
    zones_of_running,
)
from campaigns.store.session import EVERYTHING, Database, Session, enqueue
from campaigns.store.tables import Campaign, Rehearsal

MORNING: Final = time(5)  # local; before the first agents sit down
AHEAD_DAYS: Final = 120


def forecast_campaigns(db: Database, *, now: datetime) -> None:
    """Save a forecast to be made for each campaign that has none of this morning, with the floor of its last week."""
    with db.transaction(EVERYTHING) as session:
        local = {zone: now.astimezone(ZoneInfo(zone)) for zone in zones_of_running(session)}
        mornings = {zone: at.date() for zone, at in local.items() if at.time() >= MORNING}
        for campaign in campaigns_without_forecast(session, mornings):
            _ask(session, campaign, now=now)
        for waiting in rehearsals_to_run(session, now=now):
            enqueue(session, "reports", "rehearse_campaign", waiting.id)


def _ask(session: Session, campaign: Campaign, *, now: datetime) -> None:
    floor = floor_seen(session, campaign, now=now)
    if floor is None or floor.begins >= floor.ends:
        return  # nobody was called lately, or today is the first day: there is no pace to go on at
    plan = RehearsalPlan(floor.agents, AHEAD_DAYS, campaign.mode, floor.begins, floor.ends)
    asked = Rehearsal(
        id=uuid4(),
        department_id=campaign.department_id,
        campaign_id=campaign.id,
        kind=RehearsalKind.MORNING,
        status=RehearsalStatus.WAITING,
        plan=plan.as_json(),
        asked_at=now,
        forecast_on=now.astimezone(ZoneInfo(campaign.zone)).date(),
        tries=0,
        share_done=0.0,
    )
    save_rehearsal(session, asked)
