"""Settles lists in review again when the opt-out register has changed: who may be called now, and who may not any more."""

import logging
from uuid import UUID

from campaigns.rules.calling.opt_outs import OptOutScope
from campaigns.rules.list_states import ListStatus
from campaigns.store.lists.do_not_call_files import do_not_call_file
from campaigns.store.lists.lists import count_verdicts, lists_in_review, lock_list
from campaigns.store.lists.opt_out_register import opt_out
from campaigns.store.lists.rows_beside import Changed
from campaigns.store.lists.rows_settling import settle_rows
from campaigns.store.session import EVERYTHING, Database, tell
from campaigns.store.tables import DoNotCallFile, OptOut

log = logging.getLogger(__name__)


def settle_lists(db: Database, *, opt_out_id: UUID | None = None, file_id: UUID | None = None) -> int:
    """Settle what one entry is about, or whole lists after a file; return how many lists were looked at."""
    with db.transaction(EVERYTHING) as session:
        entry: OptOut | DoNotCallFile | None
        entry = opt_out(session, opt_out_id) if opt_out_id else do_not_call_file(session, file_id) if file_id else None
        if entry is None:
            return 0
        whose = None if entry.scope is OptOutScope.EVERYWHERE else entry.department_id
        found = lists_in_review(session, whose)
    changed = Changed(phones={entry.e164}) if isinstance(entry, OptOut) else None
    for list_id in found:
        _settle(db, list_id, changed)
    log.info("lists_settled", extra={"lists": len(found)})
    return len(found)


def _settle(db: Database, list_id: UUID, changed: Changed | None) -> None:
    with db.transaction(EVERYTHING) as session:
        kept = lock_list(session, list_id)
        if kept is not None and kept.status is ListStatus.REVIEW:
            settle_rows(session, kept, changed)
            count_verdicts(session, kept)
            tell(session, f"list:{list_id}")
