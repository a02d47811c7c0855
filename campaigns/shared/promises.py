"""A call promised to a person who rang us: the first in the queue, to the number that she holds; shared like endings."""

from datetime import datetime

from campaigns.rules.calling.calling_hours import CallingRules, next_opening
from campaigns.rules.case_states import CaseEvent, CaseStatus
from campaigns.store.calling.cases import move_case
from campaigns.store.session import Session, tell
from campaigns.store.tables import Case

PROMISE_PRIORITY = 0


def promise_call(
    session: Session, case: Case, rules: CallingRules, *, at: datetime, position: int | None = None
) -> bool:
    """Promise a locked case a call as soon as the rules allow one, by whoever is free; asked again it is one promise.

    False where the case does not wait. `position`: of the number from which she rang; what was tried on another number
    does not count on it.
    """
    if case.status not in (CaseStatus.WAITING, CaseStatus.CALLBACK):
        return False
    due_at, owned = next_opening(rules, now=at) or at, case.owner_id is not None
    if case.status is CaseStatus.CALLBACK:
        due_at = min(due_at, case.due_at)
    stands = case.status is CaseStatus.CALLBACK and case.due_at == due_at and not owned
    if position is not None and position != case.phone_position:
        case.phone_position, case.attempts, stands = position, 0, False
    case.held_until = case.held_because = None
    if not stands and move_case(session, case, CaseEvent.BOOK, at=at):
        case.due_at, case.priority, case.owner_id = due_at, PROMISE_PRIORITY, None
    tell(session, "dialler")
    return True
