"""Why an outcome has closed its case: what retry_plan.py decided then, told from what is kept."""

from enum import StrEnum

from campaigns.rules.calling.retry_plan import DIALS_PER_ATTEMPT
from campaigns.rules.outcomes import Outcome


class Closing(StrEnum):
    """What ended a case."""

    COMPLETED = "completed"
    REFUSED = "refused"
    DIED = "died"
    OPTED_OUT = "opted_out"  # she said so on a call
    NOT_TO_BE_CALLED = "not_to_be_called"  # her last number came to stand on a register
    NOT_HER_NUMBER = "not_her_number"
    NO_SUCH_NUMBER = "no_such_number"
    LIST_ENDED = "list_ended"
    TRIED_OUT = "tried_out"  # as many attempts as the campaign allows
    DIALLED_OUT = "dialled_out"  # too many dials that are no attempts
    ASKED_AGAIN = "asked_again"  # about a problem, after it had closed


_BY_ITSELF = {
    Outcome.COMPLETED: Closing.COMPLETED,
    Outcome.REFUSED: Closing.REFUSED,
    Outcome.DIED: Closing.DIED,
    Outcome.OPT_OUT: Closing.OPTED_OUT,
    Outcome.WRONG_NUMBER: Closing.NOT_HER_NUMBER,
    Outcome.INVALID_NUMBER: Closing.NO_SUCH_NUMBER,
    Outcome.NOT_CALLED: Closing.LIST_ENDED,
    Outcome.WITHDRAWN: Closing.LIST_ENDED,
}


def why_closed(outcome: Outcome, *, by_a_call: bool, attempts: int, dials: int, max_attempts: int) -> Closing:
    """Return what ended a case whose final outcome this is; attempts and dials are those of its last number."""
    if not by_a_call and outcome is Outcome.OPT_OUT:
        return Closing.NOT_TO_BE_CALLED
    if outcome in _BY_ITSELF:
        return _BY_ITSELF[outcome]
    if attempts < max_attempts and dials >= max_attempts * DIALS_PER_ATTEMPT:
        return Closing.DIALLED_OUT
    return Closing.TRIED_OUT
