"""A refusal is a value: what was asked cannot be done now, and why."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """`because` is a constant word for code and translations; `hint` says in one sentence how to mend it.

    Where it is about a place in a file, `row` and `column` (its letters) name it once more, for sentences in other
    languages.
    """

    because: str
    hint: str = ""
    row: int | None = field(default=None, kw_only=True)
    column: str = field(default="", kw_only=True)
