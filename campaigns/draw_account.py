"""Use case: draw a campaign's account, one consistent picture in which every uploaded row ends in one place."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from campaigns.rules.account import tally
from campaigns.rules.drawn_account import Account, Place, PlaceTotals
from campaigns.rules.refusals import Refusal
from campaigns.store.account_rows import GroupOfRows, account_rows, groups_of_rows
from campaigns.store.accounts import account_head, lists_of_account
from campaigns.store.calls_in import calls_in_of
from campaigns.store.session import Database, Scope

NO_SUCH_CAMPAIGN = Refusal("no_such_campaign", "Check the campaign's name; you see only those of your own department.")


@contextmanager
def draw_account(db: Database, scope: Scope, campaign_id: UUID, *, now: datetime) -> Iterator[Account | Refusal]:
    """Give the account while one transaction stays open, so that totals and rows show the same moment.

    The rows stream: go through them inside the `with`.
    """
    with db.transaction(scope, one_moment=True) as session:
        head = account_head(session, campaign_id)
        if head is None:
            yield NO_SUCH_CAMPAIGN
            return
        groups = list(groups_of_rows(session, campaign_id))
        counted = Counter[UUID]()
        for group in groups:
            counted[group.list_id] += group.number
        lists = tuple(lists_of_account(session, campaign_id, counted))
        yield Account(
            campaign=head.campaign,
            slug=head.slug,
            department=head.department,
            zone=head.zone,
            drawn_at=now,
            lists=lists,
            whole=tally((group.facts, group.number) for group in groups),
            districts=_totals(groups, lambda group: group.place.whole_district),
            blocks=_totals(groups, lambda group: group.place),
            calls_in=calls_in_of(session, campaign_id),
            rows=(row for one in lists for row in account_rows(session, one.id)),
        )


def _totals(groups: Iterable[GroupOfRows], place: Callable[[GroupOfRows], Place]) -> tuple[PlaceTotals, ...]:
    """Tally each place; the known ones by name, rows of no known place last."""
    found: dict[Place, list[GroupOfRows]] = defaultdict(list)
    for group in groups:
        found[place(group)].append(group)
    return tuple(
        PlaceTotals(where, tally((group.facts, group.number) for group in found[where]))
        for where in sorted(
            found, key=lambda one: (not one.district, one.district or "", not one.block, one.block or "")
        )
    )
