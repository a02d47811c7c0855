"""Use case: draw one tier of a campaign: its areas, the whole, and the groups that are reached less."""

from datetime import datetime
from typing import Final

from campaigns.rules.equity import least_reached
from campaigns.rules.refusals import Refusal
from campaigns.rules.tier_report import AREAS, AreaName, TierReport, shown_row
from campaigns.rules.tiers import together
from campaigns.store.areas import named_areas
from campaigns.store.entitled_numbers import entitled_numbers
from campaigns.store.floor_campaigns import area_path
from campaigns.store.session import Database, Scope, Session
from campaigns.tier_drawing import TierWish, areas_below, groups_of, hidden_of, places_of, rows_of

NO_SUCH_AREA: Final = Refusal("area_unknown", "There is no such area. Begin again at the top of the tiers.")
OUTSIDE: Final = Refusal("tier_outside_role", "This area lies outside yours: you see your own area and those below it.")
NOBODY_THERE: Final = Refusal("nobody_selected", "Nobody is selected: choose another list, or an area higher up.")


def draw_tier(db: Database, scope: Scope, wish: TierWish, *, now: datetime) -> TierReport | Refusal:
    """Return the tier as it stands at one moment, or why there is none."""
    with db.transaction(scope, one_moment=True) as session:
        path = _path(session, wish)
        if isinstance(path, Refusal):
            return path
        here = path[-1] if path else AreaName()
        areas = areas_below(session, wish, here.id or None)
        whole = together(areas.values())
        if not whole.persons:
            return NOBODY_THERE
        hides = hidden_of(session, wish, path) if wish.careful else None
        entitled = entitled_numbers(session, wish.campaign_id, [here.id])
        groups = groups_of(session, wish, here.id or None, whole) if wish.at_root or not wish.careful else []
        least = least_reached([*groups, *places_of(session, wish, here.id or None, whole)])
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
        )


def _path(session: Session, wish: TierWish) -> tuple[AreaName, ...] | Refusal:
    """Return the areas from the top of what may be seen down to the one asked for."""
    asked = wish.area_id or wish.root
    if asked is None:
        return ()
    line = [AreaName(area.id, area.level, area.name) for area in area_path(session, asked)]
    if not line:
        return NO_SUCH_AREA
    if wish.root is None:
        return tuple(line)
    ids = [area.id for area in line]
    return tuple(line[ids.index(wish.root) :]) if wish.root in ids else OUTSIDE
