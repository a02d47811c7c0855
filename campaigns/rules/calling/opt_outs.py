"""Opt-outs: how far a wish not to be called reaches, and where Raabta heard of it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class OptOutScope(StrEnum):
    """How far it reaches (issue 3 part 9)."""

    SCHEME = "scheme"  # calls about one scheme
    DEPARTMENT = "department"  # every call of one department
    EVERYWHERE = "everywhere"  # every call of every department that Raabta serves


class OptOutSource(StrEnum):
    """Where Raabta heard of it."""

    CALL = "call"  # the person asked for it on a call
    OFFICE = "office"  # an officer entered it, after a letter or a visit
    FILE = "do_not_call_file"  # the number stands in a do-not-call file


@dataclass(frozen=True)
class Reach:
    """A scope with the department, and the scheme where the scope is one scheme."""

    scope: OptOutScope
    department_id: UUID
    scheme_id: UUID | None = None

    def __post_init__(self) -> None:
        """Hold a scheme where the scope is one scheme, and nowhere else."""
        if (self.scope is OptOutScope.SCHEME) is (self.scheme_id is None):
            raise ValueError(self.scope)


def silences(reach: Reach, *, department_id: UUID, scheme_id: UUID) -> bool:
    """Tell whether an opt-out that reaches so far forbids the calls of a department about a scheme.

    The view `silenced_numbers` says the same in SQL (store/people/opt_outs.py); a test holds the two together.
    """
    match reach.scope:
        case OptOutScope.EVERYWHERE:
            return True
        case OptOutScope.DEPARTMENT:
            return reach.department_id == department_id
        case OptOutScope.SCHEME:
            return reach.department_id == department_id and reach.scheme_id == scheme_id
