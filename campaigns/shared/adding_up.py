"""Adds an account up from what is kept, in an open transaction: as exact as by going through every row, and at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from campaigns.rules.accounts.account import Ended, Ending, Tally
from campaigns.rules.accounts.drawn_account import AccountTotals, Area, Place, PlaceTotals, Tier, by_name
from campaigns.rules.outcomes import Outcome
from campaigns.store.accounts.accounts import account_head, lists_of_account
from campaigns.store.accounts.calls_in_vain import called_in_vain
from campaigns.store.areas.areas import areas_of_level
from campaigns.store.calls.calls_in import calls_in_of
from campaigns.store.session import Session
from campaigns.store.totals.account_lines import AccountLine, AccountLines

Where = TypeVar("Where", UUID, str)
EVERYWHERE: Final = ""  # stands above all areas
# Of so many rows and people called in vain it is told how often each was called: that goes through them. The files always do.
FEW_ROWS: Final = 100_000
FEW_IN_VAIN: Final = 5_000


@dataclass(frozen=True)
class Shown:
    """Which tiers are told: those below a place (of none: all), each down to which they have so many places at most."""

    place: Place = field(default_factory=Place)
    most_places: int = 200


def added_up_account(session: Session, campaign_id: UUID, shown: Shown, *, now: datetime) -> AccountTotals | None:
    """Return the totals as the transaction sees them, or None where the campaign is not to be seen."""
    head = account_head(session, campaign_id)
    if head is None:
        return None
    lists = lists_of_account(session, campaign_id, {})
    kept = AccountLines(session, campaign_id, lists)
    lines = list(kept.of([EVERYWHERE]))
    whole, by_list = _tally(lines), _tallies((line.list_id, line) for line in lines)
    told = {one.id: by_list.get(one.id) or _tally(()) for one in lists}
    area = _area(kept, shown.place)
    return AccountTotals(
        campaign=head.campaign,
        slug=head.slug,
        department=head.department,
        zone=head.zone,
        drawn_at=now,
        lists=tuple(replace(one, counted=told[one.id].rows) for one in lists),
        whole=_with_dials(whole, called_in_vain(session, campaign_id)) if _is_small(whole) else whole,
        by_list=told,
        tiers=_tiers(session, kept, area or PlaceTotals(Place(), whole), shown.most_places),
        calls_in=calls_in_of(session, campaign_id),
        area=area,
        counting=kept.counting,
    )


def _area(kept: AccountLines, place: Place) -> PlaceTotals | None:
    deepest = place.deepest
    return PlaceTotals(place, _tally(kept.of([deepest.id]))) if deepest else None


def _tiers(session: Session, kept: AccountLines, root: PlaceTotals, most: int) -> dict[Tier, tuple[PlaceTotals, ...]]:
    """Go down tier by tier where there is somebody, as long as a tier has few enough places to be told."""
    found: dict[Tier, tuple[PlaceTotals, ...]] = {}
    above = {_id(root.place): root}  # all that was met, and
    rest = {_id(root.place): root.tally}  # who of it lives in none of the places met below it
    for tier in root.place.tiers_below:
        areas = areas_of_level(session, tier, [id_ or None for id_ in above], most=most + 1)
        if len(areas) > most:
            break
        parents = {one.id: one.parent_id or EVERYWHERE for one in areas}
        names = {one.id: one.name for one in areas}
        here: list[PlaceTotals] = []
        for id_, tally in _tallies((line.area_id, line) for line in kept.of(parents)).items():
            place = above[parents[id_]].place.with_area(tier, Area(id_, names[id_]))
            here.append(PlaceTotals(place, tally))
            rest[parents[id_]] = _without(rest[parents[id_]], tally)
        elsewhere = [PlaceTotals(above[id_].place, tally) for id_, tally in rest.items() if tally.rows]
        found[tier] = tuple(sorted([*here, *elsewhere], key=lambda one: by_name(one.place)))
        above |= {_id(one.place): one for one in here}
        rest |= {_id(one.place): one.tally for one in here}
    return found


def _id(place: Place) -> str:
    return place.deepest.id if place.deepest else EVERYWHERE


def _tallies(lines: Iterable[tuple[Where, AccountLine]]) -> dict[Where, Tally]:
    found: dict[Where, list[AccountLine]] = defaultdict(list)
    for where, line in lines:
        found[where].append(line)
    return {where: _tally(its) for where, its in found.items()}


def _tally(lines: Iterable[AccountLine]) -> Tally:
    rows, ended, people = 0, Counter[Ended](), Counter[Outcome]()
    for line in lines:
        rows += line.number
        ended[line.ended] += line.number
        if line.counted_as is not None:
            people[line.counted_as] += line.number
    return Tally(rows, ended, people)


def _without(one: Tally, part: Tally) -> Tally:
    ended, people = Counter(one.ended), Counter(one.people)
    ended.subtract(part.ended)
    people.subtract(part.people)
    return Tally(one.rows - part.rows, ended, people)


def _is_small(whole: Tally) -> bool:
    return whole.rows <= FEW_ROWS and whole.ended[Ended(Ending.UNREACHABLE)] <= FEW_IN_VAIN


def _with_dials(whole: Tally, dials: Mapping[int, int]) -> Tally:
    """Say of those who were called in vain how often."""
    ended = Counter({one: number for one, number in whole.ended.items() if one.ending is not Ending.UNREACHABLE})
    ended.update({Ended(Ending.UNREACHABLE, str(often)): number for often, number in dials.items()})
    return Tally(whole.rows, ended, whole.people)
