"""Tells the totals of a campaign's account at this moment, however many rows it has."""

from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.accounts.drawn_account import AccountTotals, Area, Place, Tier
from campaigns.rules.refusals import NO_SUCH_CAMPAIGN, Refusal
from campaigns.shared.adding_up import Shown, added_up_account
from campaigns.store.floor.floor_campaigns import area_path
from campaigns.store.session import Database, Scope, Session

NO_SUCH_AREA: Final = Refusal("area_unknown", "There is no such area. Begin again at the top of the account.")


def add_up_account(
    db: Database,
    scope: Scope,
    campaign_id: UUID,
    area_id: str | None = None,
    *,
    now: datetime,
    most_places: int = Shown.most_places,
) -> AccountTotals | Refusal:
    """Return the totals with the tiers below an area (None: all), each down to which they have so many places at most."""
    with db.transaction(scope, one_moment=True) as session:
        place = _place(session, area_id)
        if isinstance(place, Refusal):
            return place
        return added_up_account(session, campaign_id, Shown(place, most_places), now=now) or NO_SUCH_CAMPAIGN


def _place(session: Session, area_id: str | None) -> Place | Refusal:
    place, path = Place(), area_path(session, area_id) if area_id else []
    if area_id and not path:
        return NO_SUCH_AREA
    for area in path:
        place = place.with_area(Tier(area.level), Area(area.id, area.name))
    return place
