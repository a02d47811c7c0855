"""One step of mending a locked list: rows judged again, each change kept, the totals right; shared by its use cases."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.counted_rows import Totals, counts_for
from campaigns.rules.lists.mend_kinds import MendKind
from campaigns.rules.lists.mends import (
    NOT_IN_REVIEW,
    Judging,
    cell_at,
    mended_row,
    mended_text,
    still_refused,
    with_changes,
)
from campaigns.rules.refusals import LIST_UNKNOWN, Refusal
from campaigns.rules.verdicts import Verdict, Warn
from campaigns.shared.changing import Making, refused_meanwhile
from campaigns.shared.place_lookups import PLACE_LOOKUPS
from campaigns.store.areas.known_areas import known_gazetteer
from campaigns.store.campaign_choices import campaign_line
from campaigns.store.lists.list_mends import (
    accepted_among,
    next_step,
    originals,
    refusals,
    rows_by_number,
    save_mended_rows,
    save_mends,
)
from campaigns.store.lists.lists import lock_list
from campaigns.store.lists.rows_beside import Changed
from campaigns.store.lists.rows_settling import settle_rows
from campaigns.store.session import Session, tell
from campaigns.store.tables import BeneficiaryList, ListRow


@dataclass(frozen=True)
class By:
    """Who mends, how and when."""

    kind: MendKind
    user_id: UUID | None
    at: datetime


@dataclass(frozen=True)
class Mended:
    """What a step came to: how many rows it changed, and how many of them can be called now."""

    step: int
    rows: int
    accepted: int


@dataclass
class Step:
    """A step under way on a locked list."""

    session: Session
    kept: BeneficiaryList
    judging: Judging
    number: int
    making: Making
    rows: int = 0
    _totals: Totals = field(default_factory=Counter)
    _changed: Changed = field(default_factory=Changed)

    @property
    def width(self) -> int:
        """Return how many columns the file has."""
        return len(self.kept.sample[0]) if self.kept.sample else 0

    def mend(self, rows: Sequence[ListRow], changes: Mapping[int, Mapping[int, str]], by: By) -> None:
        """Change cells, given by row and column, and keep what stood there before; equal texts are no change."""
        mends: list[dict[str, Any]] = []
        before = originals(self.session, self.kept.id, [row.row for row in rows])
        real: dict[int, dict[int, str]] = {}
        for row in rows:
            original = before.setdefault(row.row, _as_stored(row))
            for column, typed in changes.get(row.row, {}).items():
                text, was = mended_text(typed, column, self.judging), cell_at(row.cells, column)
                if text != was:
                    real.setdefault(row.row, {})[column] = text
                    mends.append(self._mend(row, column, was, text, original, by))
        self.put([row for row in rows if row.row in real], real, before)
        save_mends(self.session, mends)

    def refuse(self, rows: Sequence[ListRow], cells: Mapping[int, Collection[int]], by: By) -> None:
        """Keep that cells, given by row and column, were read wrongly: their text stays and is judged without that."""
        before = originals(self.session, self.kept.id, [row.row for row in rows])
        mends: list[dict[str, Any]] = []
        for row in rows:
            original = before.setdefault(row.row, _as_stored(row))
            texts = {column: cell_at(row.cells, column) for column in cells.get(row.row, ())}
            mends += [self._mend(row, column, text, text, original, by) for column, text in texts.items()]
        save_mends(self.session, mends)
        refused = [row for row in rows if cells.get(row.row)]
        self.put(refused, {row.row: {} for row in refused}, before)

    def put(
        self,
        rows: Sequence[ListRow],
        changes: Mapping[int, Mapping[int, str]],
        before: Mapping[int, dict[str, Any]],
        *,
        undoing: int | None = None,
    ) -> None:
        """Write rows with some cells changed, judged again from how they were imported; a step may be on its way out."""
        if not rows:
            return
        not_so = refusals(self.session, self.kept.id, [row.row for row in rows], without=undoing)
        cells = {row.row: with_changes(row.cells, changes[row.row], len(before[row.row]["cells"])) for row in rows}
        places = known_gazetteer(self.session, self.judging.region, on=self.judging.now.date(), lookups=PLACE_LOOKUPS)
        stored = [
            mended_row(
                row.row,
                before[row.row],
                cells[row.row],
                self.judging,
                places,
                still_refused(not_so.get(row.row, {}), cells[row.row]),
            )
            for row in rows
        ]
        for row, now in zip(rows, stored, strict=True):
            self._totals.subtract(counts_for(row.verdict, row.details))
            self._totals.update(counts_for(Verdict(now["verdict"]), now["details"]))
            self._changed.add(row.row, row.phones, row.details)
            self._changed.add(row.row, now["phones"], now["details"])
        self.rows += len(rows)
        save_mended_rows(self.session, self.kept.id, stored)

    def end(self, **also: int) -> Mended:
        """Settle what the change means for other rows, set the list's totals right, and say so, with what else there is."""
        for word, more in settle_rows(self.session, self.kept, self._changed).items():
            self._totals[word] += more
        self.kept.accepted += self._totals[Verdict.ACCEPTED]
        self.kept.rejected += self._totals[Verdict.REJECTED]
        self.kept.ignored += self._totals[Verdict.IGNORED]
        warned = {word.value: self.kept.warned.get(word, 0) + self._totals[word] for word in Warn}
        self.kept.warned = {word: rows for word, rows in warned.items() if rows}
        tell(self.session, f"list:{self.kept.id}")
        self.making.made(self.session, {"step": self.number, "rows": self.rows, **also})
        return Mended(self.number, self.rows, accepted_among(self.session, self.kept.id, self._changed.rows))

    def _mend(self, row: ListRow, column: int, was: str, text: str, original: dict[str, Any], by: By) -> dict[str, Any]:
        return {
            "department_id": self.kept.department_id,
            "list_id": self.kept.id,
            "step": self.number,
            "row": row.row,
            "column": column,
            "kind": by.kind,
            "before": was,
            "after": text,
            "original": original,
            "at": by.at,
            "user_id": by.user_id,
        }


def begin_step(session: Session, list_id: UUID, making: Making) -> Step | Refusal:
    """Lock a list in review, so that one step at a time changes it."""
    if refusal := refused_meanwhile(session, list_id, making.change_id):
        return refusal
    kept = lock_list(session, list_id)
    if kept is None:
        return LIST_UNKNOWN
    if kept.status is not ListStatus.REVIEW:
        return NOT_IN_REVIEW
    found = campaign_line(session, kept.campaign_id)
    if found is None:
        return LIST_UNKNOWN
    columns = ColumnMap.from_json(kept.columns)
    head = rows_by_number(session, list_id, [columns.header_row or 0])
    labels = tuple(str(cell) for row in head.values() for cell in row.cells)
    judging = Judging(columns, labels, found[0].region, kept.uploaded_at)
    return Step(session, kept, judging, next_step(session, list_id), making)


def _as_stored(row: ListRow) -> dict[str, Any]:
    return {
        "verdict": row.verdict.value,
        "reason": row.reason.value if row.reason else None,
        "details": row.details,
        "name": row.name,
        "phones": list(row.phones),
        "cells": row.cells,
    }
