"""Draws one whole tier in an open transaction: its areas, their sum, and the groups that are reached less."""

from datetime import datetime

from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.equity import least_reached
from campaigns.rules.reports.tier_report import AREAS, AreaName, TierReport, shown_row
from campaigns.rules.reports.tiers import together
from campaigns.shared.tier_drawing import (
    NOBODY_THERE,
    TierWish,
    areas_below,
    groups_of,
    hidden_of,
    path_of,
    places_of,
    rows_of,
    uncalled_of,
)
from campaigns.store.areas.areas import named_areas
from campaigns.store.session import Session
from campaigns.store.totals.entitled_numbers import entitled_numbers


def whole_tier(session: Session, wish: TierWish, *, now: datetime) -> TierReport | Refusal:
    """Return the tier as the transaction sees it, or why there is none."""
    path = path_of(session, wish)
    if isinstance(path, Refusal):
        return path
    here = path[-1] if path else AreaName()
    area_id = here.id or None
    areas = areas_below(session, wish, area_id)
    whole = together(areas.values())
    uncalled = uncalled_of(session, wish, area_id)
    if not whole.persons and not (uncalled and uncalled.counts):
        return NOBODY_THERE
    hides = hidden_of(session, wish, path) if wish.careful else None
    entitled = entitled_numbers(session, wish.campaign_id, [here.id])
    groups = groups_of(session, wish, area_id, whole) if wish.at_root or not wish.careful else []
    least = least_reached([*groups, *places_of(session, wish, area_id, whole)])
    return TierReport(
        campaign_id=wish.campaign_id,
        drawn_at=now,
        path=path,
        whole=shown_row(here, whole, entitled.get(here.id), hides),
        rows=rows_of(session, wish, areas, hides),
        numbers=None if wish.careful else whole,
        groups=tuple(groups),
        least=tuple(least),
        names=named_areas(session, {group.value for group in least if group.kind == AREAS}),
        uncalled=uncalled,
        uncalled_in=named_areas(session, uncalled.areas if uncalled else ()),
    )
