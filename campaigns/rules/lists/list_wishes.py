"""What an officer may ask of many rows of a list at once, and the same as JSON for a worker who does it later."""

from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.long_changes import LongKind
from campaigns.rules.lists.repairs import Repair
from campaigns.rules.lists.sampling import SamplePlan, Shares, StrataBy
from campaigns.rules.verdicts import Reason, Warn


@dataclass(frozen=True)
class ListWish:
    """A wish; `change_id` is the long change as which a worker carries it out, None within the request."""

    change_id: UUID | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Approve(ListWish):
    """Open the cases of the list."""


@dataclass(frozen=True)
class Withdraw(ListWish):
    """Call nobody because of the list any more."""


@dataclass(frozen=True)
class EqualValues(ListWish):
    """Which rows: those of a cause whose cell holds what this row's does. `seen` is its mark when it was shown."""

    word: Reason | Warn
    column: int
    row: int
    seen: str
    text: str  # what they hold from now on


@dataclass(frozen=True)
class OtherColumn(ListWish):
    """The cause, and the column to take phones from."""

    word: Reason
    column: int


@dataclass(frozen=True)
class EqualCells:
    """All rows whose cell in this column holds what this row's does; `seen` is its mark when it was shown."""

    column: int
    row: int
    seen: str


@dataclass(frozen=True)
class NotSo(ListWish):
    """Which repairs: all of a kind, those of one row, or those of equal texts."""

    repair: Repair
    row: int | None = None
    equal: EqualCells | None = None


@dataclass(frozen=True)
class UndoStep(ListWish):
    """The step of mending that is undone."""

    step: int


@dataclass(frozen=True)
class UndoImport(ListWish):
    """Take away what was read of the file."""


@dataclass(frozen=True)
class NewerThan(ListWish):
    """Of which list this is a newer version, None for none; `withdraw_missing`: people it does not name are given up."""

    older_id: UUID | None
    withdraw_missing: bool = False


@dataclass(frozen=True)
class Sample(ListWish):
    """Call only people who are drawn, by this plan."""

    plan: SamplePlan


@dataclass(frozen=True)
class GoOn(ListWish):
    """Let the sample of the older list go on in this one, or call everyone from now on."""

    everyone: bool = False


@dataclass(frozen=True)
class ReadSo(ListWish):
    """Read the file from this sheet of a workbook, or in this encoding of a text; None where there is nothing to choose."""

    sheet: str | None = None
    encoding: TextEncoding | None = None


@dataclass(frozen=True)
class MendedWorkbook(ListWish):
    """A file on this machine's disk, and the most bytes that are taken."""

    path: Path
    max_bytes: int


Wish = (
    Approve
    | Withdraw
    | EqualValues
    | OtherColumn
    | NotSo
    | UndoStep
    | UndoImport
    | NewerThan
    | Sample
    | GoOn
    | ReadSo
    | MendedWorkbook
)
KINDS: Final[dict[type[ListWish], LongKind]] = {
    Approve: LongKind.APPROVE,
    Withdraw: LongKind.WITHDRAW,
    EqualValues: LongKind.EQUAL_VALUES,
    OtherColumn: LongKind.OTHER_COLUMN,
    NotSo: LongKind.NOT_SO,
    UndoStep: LongKind.UNDO,
    UndoImport: LongKind.UNDO_IMPORT,
    NewerThan: LongKind.NEWER_THAN,
    Sample: LongKind.SAMPLE,
    GoOn: LongKind.GO_ON,
    ReadSo: LongKind.READ_SO,
    MendedWorkbook: LongKind.FROM_FILE,
}
_OF_KIND: Final = {kind: wish for wish, kind in KINDS.items()}
_OURS_ALONE: Final = frozenset({"change_id", "path"})  # known to whoever makes it


def wish_as_json(wish: ListWish) -> dict[str, Any]:
    """Return what a worker needs to know; the workbook is kept beside it."""
    return {name: _plain(value) for name, value in asdict(wish).items() if name not in _OURS_ALONE}


def wish_from_json(kind: LongKind, kept: dict[str, Any], *, change_id: UUID, path: Path) -> Wish:
    """Return the wish of a long change; `path` is where the workbook lies for those that need one."""
    of = _OF_KIND[kind]
    words: dict[str, Any] = {**kept, "change_id": change_id}
    if "word" in words:
        words["word"] = Reason(words["word"]) if words["word"] in list(Reason) else Warn(words["word"])
    if "repair" in words:
        words["repair"] = Repair(words["repair"])
        words["equal"] = EqualCells(**words["equal"]) if words["equal"] else None
    if "older_id" in words:
        words["older_id"] = UUID(words["older_id"]) if words["older_id"] else None
    if words.get("encoding"):
        words["encoding"] = TextEncoding(words["encoding"])
    if "plan" in words:
        words["plan"] = _plan(words["plan"])
    if "path" in {each.name for each in fields(of)}:
        words["path"] = path
    wish: Wish = of(**words)  # type: ignore[assignment]
    return wish


def _plain(value: Any) -> Any:
    """Return what JSON can hold of a field."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return str(value) if isinstance(value, UUID | Decimal) else value


def _plan(kept: dict[str, Any]) -> SamplePlan:
    share = Decimal(kept["per_cent"]) if kept["per_cent"] is not None else None
    return SamplePlan(**kept | {"by": StrataBy(kept["by"]), "shares": Shares(kept["shares"]), "per_cent": share})
