"""New ids of a long list's rows, made of the moment and the row, so that indexes are written at their end only.

They have the form of version 7 of RFC 9562, which not every server that we support can make.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

# The id of a row, with `:moment` from below: the row's number, then chance.
ORDERED_ID: Final = """CAST(:moment || '8' || lpad(to_hex(row), 7, '0')
      || lpad(to_hex(CAST(floor(random() * 4294967296) AS bigint)), 8, '0') AS uuid)"""


def id_moment(now: datetime, list_id: UUID) -> str:
    """Return the first half of new ids: milliseconds, the version 7, and a lot that keeps two lists apart.

    It is the same for all rows of a list, however many transactions bring them: else each begins elsewhere in the index.
    """
    return f"{_milliseconds(now)}7{list_id.int & 0xFFF:03x}"


def ids_of_moment(now: datetime) -> tuple[UUID, UUID]:
    """Return the bounds of all ids that were made of a moment."""
    return UUID(_milliseconds(now) + 20 * "0"), UUID(_milliseconds(now) + 20 * "f")


def _milliseconds(now: datetime) -> str:
    return f"{int(now.timestamp() * 1000):012x}"
