"""Puts a tier together in an open transaction: areas, sums, what must be hidden, and groups that are reached less."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from uuid import UUID

from campaigns.rules.accounts.response_rates import Rate
from campaigns.rules.accounts.uncalled_rows import UncalledRows
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.case_groups import NOT_KNOWN, GroupKind, group_order
from campaigns.rules.reports.equity import GroupReach, reach_of_groups
from campaigns.rules.reports.small_counts import hidden_cells, with_sums
from campaigns.rules.reports.tier_report import AREAS, AreaName, RowHides, TierRow, hidden_in_tier, shown_row, small_in
from campaigns.rules.reports.tiers import TierNumbers, count_tiers, together
from campaigns.store.areas.areas import named_areas
from campaigns.store.floor.floor_campaigns import area_path
from campaigns.store.session import Session
from campaigns.store.totals.case_totals import tier_cells, whole_cells
from campaigns.store.totals.entitled_numbers import entitled_numbers
from campaigns.store.totals.reached_places import reached_places
from campaigns.store.totals.row_totals import rows_counted_at, uncalled_counts

NO_SUCH_AREA: Final = Refusal("area_unknown", "There is no such area. Begin again at the top of the tiers.")
OUTSIDE: Final = Refusal("tier_outside_role", "This area lies outside yours: you see your own area and those below it.")
NOBODY_THERE: Final = Refusal("nobody_selected", "Nobody is selected: choose another list, or an area higher up.")
FEWEST_NAMED: Final = 20  # people of a group that is named where small counts are hidden


@dataclass(frozen=True)
class TierWish:
    """Which tier somebody asks for. `root`: the topmost area that her role sees; `careful`: hide small counts."""

    campaign_id: UUID
    area_id: str | None = None
    lists: Collection[UUID] = ()
    root: str | None = None
    careful: bool = False

    @property
    def at_root(self) -> bool:
        """Tell whether it is the topmost tier that her role sees."""
        return self.area_id is None or self.area_id == self.root


def path_of(session: Session, wish: TierWish) -> tuple[AreaName, ...] | Refusal:
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


def areas_below(session: Session, wish: TierWish, area_id: str | None) -> dict[str, TierNumbers]:
    """Return the people of each area next below one, by its id; under an empty id those of no known place below it."""
    cells = tier_cells(session, wish.campaign_id, area_id, lists=wish.lists)
    return count_tiers((cell.area, cell.cases) for cell in cells)


def hidden_of(session: Session, wish: TierWish, path: Sequence[AreaName]) -> RowHides:
    """Return what must be hidden of an area's sums: what the tiers above it hide, from the topmost one seen down."""
    hides = small_in(together(areas_below(session, wish, wish.root).values()))
    for above, below in pairwise([wish.root, *(area.id for area in path if area.id != wish.root)]):
        areas = areas_below(session, wish, above)
        ids = sorted(areas)
        cut = dict(zip(ids, hidden_in_tier([areas[one] for one in ids], hides), strict=True))
        hides = cut.get(below or "", hides)
    return hides


def rows_of(
    session: Session, wish: TierWish, areas: Mapping[str, TierNumbers], hides: RowHides | None
) -> tuple[TierRow, ...]:
    """Return the rows of a tier by name, people of no known place last; `hides`: what of their sums is hidden."""
    names, entitled = named_areas(session, areas), entitled_numbers(session, wish.campaign_id, areas)
    cut: dict[str, RowHides] = {}
    if hides is not None:
        ids = sorted(areas)
        cut = dict(zip(ids, hidden_in_tier([areas[one] for one in ids], hides), strict=True))
    rows = [
        shown_row(names.get(one, AreaName()), numbers, entitled.get(one), cut.get(one) if hides is not None else None)
        for one, numbers in areas.items()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.area.name, row.area.name, row.area.id)))


def groups_of(session: Session, wish: TierWish, area_id: str | None, whole: TierNumbers) -> list[GroupReach]:
    """Return the genders, categories and ages of an area's people, each beside the whole."""
    kinds = tuple(GroupKind)
    cells = whole_cells(session, wish.campaign_id, area_id, kinds=kinds, lists=wish.lists)
    groups = count_tiers(((cell.kind, cell.value), cell.cases) for cell in cells)
    found: list[tuple[str, str, Rate]] = []
    for kind in kinds:
        values = sorted((value for one, value in groups if one == kind), key=lambda value: group_order(kind, value))
        if values == [NOT_KNOWN]:
            continue  # the lists say nothing of it
        rates = [_reach(groups[kind, value]) for value in values]
        kept = _unhidden(rates) if wish.careful else range(len(rates))
        found += [(kind, values[at], rates[at]) for at in kept]
    return reach_of_groups(found, _reach(whole))


def places_of(session: Session, wish: TierWish, area_id: str | None, whole: TierNumbers) -> list[GroupReach]:
    """Return the deepest areas in which an area's people live and are reached less, each beside the whole."""
    fewest, all_of_them = FEWEST_NAMED if wish.careful else 1, _reach(whole)
    places = reached_places(session, wish.campaign_id, area_id, wish.lists, fewest=fewest, less_than=all_of_them)
    here = area_id or ""  # who lives just somewhere in it
    below = ((AREAS, one.area, Rate(one.reached, one.called_for)) for one in places if one.area not in ("", here))
    return reach_of_groups(below, all_of_them)


def uncalled_of(session: Session, wish: TierWish, area_id: str | None) -> UncalledRows | None:
    """Return the rows of an area's lists that nobody is called for; None where they have not been counted yet."""
    counted_at = rows_counted_at(session, wish.campaign_id)
    if counted_at is None:
        return None
    counts = uncalled_counts(session, wish.campaign_id, area_id, wish.lists)
    return UncalledRows(counted_at, tuple(counts), careful=wish.careful)


def _reach(numbers: TierNumbers) -> Rate:
    return Rate(numbers.reached, numbers.called_for)


def _unhidden(rates: Sequence[Rate]) -> Iterator[int]:
    """Return which groups can be shown with their numbers without giving a small one away."""
    table = with_sums([[rate.part, rate.whole - rate.part] for rate in rates])
    hidden = {row for row, _ in hidden_cells(table)}
    return (at for at in range(len(rates)) if at not in hidden)
