"""A refusal is a value: what was asked cannot be done now, and why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """`because` is a constant word for code and translations; `hint` says in one sentence how to mend it."""

    because: str
    hint: str = ""
