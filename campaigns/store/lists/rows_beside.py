"""Finds the rows beside which some changed rows of a list are settled: those that share a phone or a scheme id with them."""

from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.store.lists.row_keys import keep_keys, rows_by_key
from campaigns.store.tables import BeneficiaryList

# A change may change the verdict of rows that share a phone or a scheme id with it, and so what is told of the phones of
# rows that share one with those. They are judged beside rows that share one with them in turn, which stay as they are.
_STEPS: Final = 2
_BESIDE: Final = "(phones && CAST(:phones AS text[]) OR details -> 'person' ->> 'scheme_person_id' = ANY(:ids))"
_SHARING: Final = f"""
    SELECT array_agg(r.row) AS rows, array_agg(DISTINCT n.e164) AS phones,
      array_agg(DISTINCT details -> 'person' ->> 'scheme_person_id') AS ids
    FROM list_rows r LEFT JOIN LATERAL unnest(r.phones) AS n (e164) ON true
    WHERE list_id = :list_id AND {_BESIDE}
"""  # noqa: S608 - our own words
AMONG: Final = " AND row = ANY(:among)"


@dataclass
class Changed:
    """Rows of a list that were changed, with every phone and scheme id that they had before or have now."""

    rows: set[int] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def add(self, row: int, phones: list[str], details: dict[str, Any]) -> None:
        """Take in a row as it was, or as it is."""
        self.rows.add(row)
        self.phones.update(phones)
        if scheme_person_id := details.get("person", {}).get("scheme_person_id"):
            self.ids.add(scheme_person_id)


@dataclass
class Near(Changed):
    """Changed rows with those that share something with them; `among`: where others that do are looked for."""

    among: list[int] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        return {"rows": list(self.rows), "phones": list(self.phones), "ids": list(self.ids), "among": self.among}


def with_sharing(session: Session, kept: BeneficiaryList, changed: Changed) -> tuple[Near, str]:
    """Return the rows that a change concerns, and of which others it is to be looked at beside them."""
    near = Near(set(changed.rows), set(changed.phones), set(changed.ids))
    is_keyed = keep_keys(session, kept, changed.rows)
    for _ in range(_STEPS):
        sharing = _SHARING
        if is_keyed:
            near.among, sharing = rows_by_key(session, kept.id, near.phones | near.ids), _SHARING + AMONG
        found = session.execute(text(sharing), near.facts() | {"list_id": kept.id}).one()
        if not set(found.rows or ()) - near.rows:
            return near, "false"  # nobody else shares anything with them: the list need not be looked through again
        near.rows.update(found.rows)
        near.phones.update(filter(None, found.phones))
        near.ids.update(filter(None, found.ids))
    if is_keyed:
        near.among = rows_by_key(session, kept.id, near.phones | near.ids)
    return near, _BESIDE + AMONG if is_keyed else _BESIDE
