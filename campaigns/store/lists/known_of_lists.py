"""What this process knows of lists from having gone through their rows: it holds while the list and the areas stand."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Final, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.store.areas.known_areas import areas_stamp

Found = TypeVar("Found")

MOST: Final = 30  # lists
_STANDS: Final = text("SELECT CAST(xmin AS text) FROM lists WHERE id = :list_id")  # written whenever its rows are
_KNOWN: Final["WeakKeyDictionary[Any, OrderedDict[UUID, tuple[str, Any]]]"] = WeakKeyDictionary()
_ONE_AT_A_TIME: Final = Lock()


def known_of_list(session: Session, list_id: UUID, look: Callable[[], Found]) -> Found:
    """Return what a look at the rows of a list has found, from memory where neither it nor the areas have changed since.

    Whoever asks has made sure that she may see the list.
    """
    stands = f"{session.scalar(_STANDS, {'list_id': list_id})} {areas_stamp(session)}"
    with _ONE_AT_A_TIME:
        lists = _KNOWN.setdefault(session.get_bind(), OrderedDict())
        known = lists.get(list_id)
    if known is None or known[0] != stands:
        known = (stands, look())
    with _ONE_AT_A_TIME:
        lists[list_id] = known
        lists.move_to_end(list_id)
        while len(lists) > MOST:
            lists.popitem(last=False)
    found: Found = known[1]
    return found
