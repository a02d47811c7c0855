"""Says in one sentence why a case is closed."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

from campaigns.rules.calling.why_closed import Closing, why_closed
from campaigns.rules.case_states import CaseEvent, CaseStatus
from campaigns.store.calling.case_stories import CaseStory
from campaigns.store.tables import CaseMove

_ = lazy_gettext
CLOSED_BY: Final[dict[Closing, LazyString]] = {
    Closing.COMPLETED: _("Everything was asked. Nobody is called twice for the same."),
    Closing.REFUSED: _("The person refused. Nobody who has refused is called again."),
    Closing.DIED: _("Whoever answered said that the person has died."),
    Closing.OPTED_OUT: _("The person asked not to be called again."),
    Closing.NOT_TO_BE_CALLED: _("The number may not be called any more, and there is no other number to try."),
    Closing.NOT_HER_NUMBER: _("The number is not the person's, and there is no other number to try."),
    Closing.NO_SUCH_NUMBER: _("There is no such number, and there is no other number to try."),
    Closing.LIST_ENDED: _("The list that names the person is no longer called."),
    Closing.TRIED_OUT: _("As many attempts as the campaign allows were made, and there is no other number to try."),
    Closing.DIALLED_OUT: _(
        "Too many calls came to nothing without counting as attempts, and there is no other number to try."
    ),
    Closing.ASKED_AGAIN: _(
        "The person was asked again about a problem that was told. How the case had ended before that stays as it was."
    ),
}


def closing_in_words(story: CaseStory, max_attempts: int) -> str | None:
    """Say why a case is closed; None while it is not, or where nothing is kept of how it was."""
    closings = [move for move in story.moves if move.after is CaseStatus.CLOSED]
    if story.case.status is not CaseStatus.CLOSED or not closings:
        return None
    return str(CLOSED_BY[_closing(story, closings, max_attempts)])


def _closing(story: CaseStory, closings: list[CaseMove], max_attempts: int) -> Closing:
    move = closings[-1]
    call = next((told.call for told in story.calls if told.call.id == move.call_id), None)
    if move.event is CaseEvent.WITHDRAW or move.outcome is None:
        return Closing.LIST_ENDED
    if call and call.outcome not in (None, move.outcome) and len(closings) > 1:
        return Closing.ASKED_AGAIN
    sent = [told.call.phone for told in story.calls if told.call.sent_at]
    return why_closed(
        move.outcome,
        by_a_call=move.call_id is not None,
        attempts=story.case.attempts,
        dials=sent.count(sent[-1]) if sent else 0,
        max_attempts=max_attempts,
    )
