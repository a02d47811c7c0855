"""Notes the lawful basis of a list: the order, the purpose, until when data is kept, and the notice to people."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.lawful_basis import Gap, LawfulBasis
from campaigns.rules.refusals import LIST_UNKNOWN, Refusal
from campaigns.shared.changing import refused_meanwhile
from campaigns.store.lists.lawful_bases import gaps_in_basis, save_lawful_basis
from campaigns.store.lists.lists import lock_list
from campaigns.store.session import Database, Scope

log = logging.getLogger(__name__)
OVER = (ListStatus.APPROVED, ListStatus.WITHDRAWN)


@dataclass(frozen=True)
class IncompleteBasis(Refusal):
    """Some fields are missing or wrong."""

    gaps: tuple[Gap, ...] = ()


def note_lawful_basis(
    db: Database, scope: Scope, list_id: UUID, basis: LawfulBasis, *, user_id: UUID | None, now: datetime
) -> Refusal | None:
    """Keep the basis as a version of its own; what a list was approved with is never changed afterwards."""
    with db.transaction(scope) as session:
        if refusal := refused_meanwhile(session, list_id):
            return refusal
        kept = lock_list(session, list_id)
        if kept is None:
            return LIST_UNKNOWN
        if kept.status in OVER:
            return Refusal(
                "basis_settled",
                "This list is approved or withdrawn, so its lawful basis stays as it is: a newer version of the list can have another.",
            )
        if gaps := gaps_in_basis(session, kept.campaign_id, basis, now=now):
            return IncompleteBasis("basis_incomplete", gaps[0].hint, gaps=tuple(gaps))
        save_lawful_basis(session, kept, basis, user_id=user_id, at=now)
    log.info("lawful_basis_noted", extra={"list_id": str(list_id)})
    return None
