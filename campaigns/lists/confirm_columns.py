"""Takes the columns that an officer has confirmed, and has the list read by a job."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.list_states import ListEvent
from campaigns.rules.lists.column_doubts import with_doubted_fonts
from campaigns.rules.lists.columns import ColumnMap, problems
from campaigns.rules.lists.file_shape import file_shape
from campaigns.rules.lists.reading import Reading
from campaigns.rules.refusals import COLUMNS_SETTLED, LIST_UNKNOWN, Refusal
from campaigns.shared.changing import refused_meanwhile
from campaigns.store.lists.list_mends import note_undone
from campaigns.store.lists.lists import lock_list, move_list
from campaigns.store.lists.remembered_columns import save_remembered_columns
from campaigns.store.session import Database, Scope, enqueue


def confirm_columns(
    db: Database, scope: Scope, list_id: UUID, columns: ColumnMap, *, user_id: UUID | None, now: datetime
) -> Refusal | None:
    """Keep the columns and ask for the import; a list in review may be read again with other columns."""
    if wrong := problems(columns):
        return wrong[0]
    with db.transaction(scope) as session:
        if refusal := refused_meanwhile(session, list_id):
            return refusal
        kept = lock_list(session, list_id)
        if kept is None:
            return LIST_UNKNOWN
        if not move_list(session, kept, ListEvent.MAP, user_id=user_id, at=now):
            return COLUMNS_SETTLED
        note_undone(session, list_id, None, user_id=user_id, at=now)  # the rows are read anew, as the file has them
        columns = with_doubted_fonts(columns, Reading.from_json(kept.reading).doubts)
        kept.columns, kept.problem = columns.as_json(), None
        if shape := file_shape(columns.labels):
            save_remembered_columns(session, kept.department_id, shape, kept.columns, at=now)
        kept.rows_read, kept.rows_total = 0, None
        enqueue(session, "ingest", "import_list", kept.id)
    return None
