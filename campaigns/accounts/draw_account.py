"""Draws a campaign's account, one consistent picture in which every uploaded row ends in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from campaigns.rules.accounts.drawn_account import Account
from campaigns.rules.refusals import NO_SUCH_CAMPAIGN, Refusal
from campaigns.shared.drawing import drawn_account
from campaigns.store.session import Database, Scope


@contextmanager
def draw_account(db: Database, scope: Scope, campaign_id: UUID, *, now: datetime) -> Iterator[Account | Refusal]:
    """Give the account while one transaction stays open, so that totals and rows show the same moment.

    The rows stream: go through them inside the `with`.
    """
    with db.transaction(scope, one_moment=True) as session:
        yield drawn_account(session, campaign_id, now=now) or NO_SUCH_CAMPAIGN
