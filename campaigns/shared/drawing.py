"""Puts an account together in an open transaction: head, totals on every tier, and the rows as they stream by."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from campaigns.rules.accounts.account import Tally, tally
from campaigns.rules.accounts.drawn_account import Account, Place, PlaceTotals, Tier, by_name
from campaigns.store.accounts.account_places import PlaceNames
from campaigns.store.accounts.account_rows import AccountRows
from campaigns.store.accounts.accounts import account_head, gone_through, leave_cores_to_the_floor, lists_of_account
from campaigns.store.accounts.row_groups import GroupOfRows, groups_of_rows
from campaigns.store.calls.calls_in import calls_in_of
from campaigns.store.session import Session


def drawn_account(session: Session, campaign_id: UUID, *, now: datetime) -> Account | None:
    """Return the account as the transaction sees it, or None where the campaign is not to be seen."""
    head = account_head(session, campaign_id)
    if head is None:
        return None
    leave_cores_to_the_floor(session)
    places = PlaceNames(session)
    with gone_through(session):
        groups = list(groups_of_rows(session, campaign_id, places))
    of_list: dict[UUID, list[GroupOfRows]] = defaultdict(list)
    for group in groups:
        of_list[group.list_id].append(group)
    by_list = {list_id: _tally(its) for list_id, its in of_list.items()}
    lists = tuple(lists_of_account(session, campaign_id, {list_id: its.rows for list_id, its in by_list.items()}))
    rows = AccountRows(session, places)
    return Account(
        campaign=head.campaign,
        slug=head.slug,
        department=head.department,
        zone=head.zone,
        drawn_at=now,
        lists=lists,
        whole=_tally(groups),
        by_list={one.id: by_list.get(one.id) or tally(()) for one in lists},
        tiers={tier: _totals(groups, tier) for tier in Tier},
        calls_in=calls_in_of(session, campaign_id),
        rows=(row for one in lists for row in rows.of_list(one)),
    )


def _totals(groups: Iterable[GroupOfRows], tier: Tier) -> tuple[PlaceTotals, ...]:
    """Tally each place of a tier; the known ones by name, rows of no known place last."""
    found: dict[Place, list[GroupOfRows]] = defaultdict(list)
    for group in groups:
        found[group.place.down_to(tier)].append(group)
    return tuple(PlaceTotals(where, _tally(found[where])) for where in sorted(found, key=by_name))


def _tally(groups: Iterable[GroupOfRows]) -> Tally:
    return tally((group.facts, group.number) for group in groups)
