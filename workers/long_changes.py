"""Makes a long change of a list through the very use cases that a page calls for a short one."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from campaigns.house import House
from campaigns.lists.approve_list import approve_list
from campaigns.lists.begin_change import begin_change
from campaigns.lists.choose_older_list import choose_older_list
from campaigns.lists.choose_reading import choose_reading
from campaigns.lists.draw_sample import draw_sample
from campaigns.lists.go_on_with_sample import go_on_with_sample
from campaigns.lists.mend_equal_values import mend_equal_values
from campaigns.lists.mend_from_file import mend_from_file
from campaigns.lists.refuse_change import BROKE, refuse_change
from campaigns.lists.refuse_repair import refuse_repair
from campaigns.lists.undo_import import undo_import
from campaigns.lists.undo_mend import undo_mend
from campaigns.lists.use_other_column import use_other_column
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.lists.list_wishes import (
    Approve,
    EqualValues,
    GoOn,
    ListWish,
    MendedWorkbook,
    NewerThan,
    NotSo,
    OtherColumn,
    ReadSo,
    Sample,
    UndoImport,
    UndoStep,
    Wish,
    Withdraw,
    wish_from_json,
)
from campaigns.rules.refusals import Refusal
from campaigns.shared.changing import ChangeOverError, Making
from campaigns.sheets.short_lived_folder import short_lived_folder
from campaigns.store.alone import alone_with
from campaigns.store.session import Database, DatabaseAway, Scope
from campaigns.store.tables import LongChange

ALONE: Final = "long_change"

BY_WISH: Final[dict[type[ListWish], Callable[..., object]]] = {
    EqualValues: mend_equal_values,
    OtherColumn: use_other_column,
    NotSo: refuse_repair,
    UndoStep: undo_mend,
    MendedWorkbook: mend_from_file,
    Sample: draw_sample,
    GoOn: go_on_with_sample,
    ReadSo: choose_reading,
}
BY_NAME: Final[dict[type[ListWish], Callable[..., object]]] = {
    Approve: approve_list,
    Withdraw: withdraw_list,
    UndoImport: undo_import,
}


def make_long_change(house: House, change_id: UUID) -> None:
    """Make it, unless it is made or another worker is at it. It is one transaction, which tells its own end."""
    with alone_with(house.db, ALONE, change_id) as alone, short_lived_folder() as folder:
        workbook = folder / "workbook"
        change = begin_change(house.db, change_id, workbook, now=house.now()) if alone else None
        if change is None or change.wish is None:
            return
        wish = wish_from_json(change.kind, change.wish, change_id=change.id, path=workbook)
        try:
            done = _done(house.db, change, wish, {"user_id": change.asked_by, "now": house.now()})
        except DatabaseAway:  # gone, or out of patience: the change waits, and upkeep rings again
            raise
        except ChangeOverError:
            return
        except Exception:
            refuse_change(house.db, change_id, BROKE, now=house.now())
            raise
        if isinstance(done, Refusal):
            refuse_change(house.db, change_id, done, now=house.now())


def _done(db: Database, change: LongChange, wish: Wish, by: dict[str, Any]) -> object:
    scope, list_id = Scope(change.department_id), change.list_id
    if isinstance(wish, NewerThan):
        making = Making(db, change.id, by["now"])
        of = wish.older_id
        return choose_older_list(db, scope, list_id, of, withdraw_missing=wish.withdraw_missing, making=making)
    if type(wish) in BY_NAME:
        return BY_NAME[type(wish)](db, scope, list_id, **by, change_id=change.id)
    return BY_WISH[type(wish)](db, scope, list_id, wish, **by)
