"""A refusal is a value: what was asked cannot be done now, and why."""

from dataclasses import dataclass, field
from typing import Final


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


# Those that several use cases give.
LIST_UNKNOWN: Final = Refusal("list_unknown", "This list is not there any more: look among the lists of the campaign.")
NOT_YOUR_CALL: Final = Refusal(
    "not_your_call", "This call is not on your desk any more: go on with what your desk shows."
)
RECORD_GONE: Final = Refusal(
    "not_your_call", "This record is not on your desk any more: go on with what your desk shows."
)
NOTE_TOO_LONG: Final = Refusal("note_too_long", "The note is too long: shorten it to 2,000 letters.")
NOTE_CAME_LATE: Final = Refusal(
    "note_came_late", "The talk has left your desk. What you wrote of it is kept for your supervisor."
)
CAMPAIGN_UNKNOWN: Final = Refusal("campaign_unknown", "Choose a campaign of your department.")
CAMPAIGN_GONE: Final = Refusal("campaign_unknown", "This campaign is not there any more: choose another one.")
NOT_OF_YOUR_CENTRE: Final = Refusal("campaign_unknown", "Choose a campaign of your centre.")
NO_SUCH_CAMPAIGN: Final = Refusal(
    "no_such_campaign", "Check the campaign's name; you see only those of your own department."
)
CAMPAIGN_OVER: Final = Refusal(
    "campaign_over", "This campaign is finished and takes no more lists: choose another campaign, or begin a new one."
)
COLUMNS_SETTLED: Final = Refusal(
    "columns_settled",
    "The columns of this list cannot be changed now: undo its import first, or upload a newer version of the list.",
)
UPLOAD_UNKNOWN: Final = Refusal("upload_unknown", "There is no such upload any more: choose the file again.")
FILE_UNKNOWN: Final = Refusal("file_unknown", "This file is not there any more: look among the do-not-call files.")
FILE_SETTLED: Final = Refusal(
    "file_settled", "This file was taken or put aside before: load the page to see what holds now."
)
AREA_NOT_KNOWN: Final = Refusal(
    "area_not_known", "The directory has no area of this name or code: write it as the page of tiers shows it."
)
DESK_UNKNOWN: Final = Refusal("desk_unknown", "Sign in again.")
NO_DESK: Final = Refusal("no_desk", "Open your desk again.")
NO_DESK_PHONE: Final = Refusal("no_desk_phone", "Ask your administrator to enter the number of your desk phone.")
OUTCOME_PENDING: Final = Refusal("outcome_pending", "Finish the call and log its outcome first.")
OUTCOME_UNKNOWN: Final = Refusal("outcome_unknown", "Choose one of the listed outcomes.")
CALLBACK_TIME_MISSING: Final = Refusal("callback_time_missing", "Choose when to call back.")
DOES_NOT_FIT: Final = Refusal("answer_does_not_fit", "This answer does not fit the question. Ask it again.")
AGENT_GONE: Final = Refusal("agent_gone", "She is not signed in here any more: the floor shows who is.")
REASON_MISSING: Final = Refusal("reason_missing", "Write why, for example the date of the letter: an audit will ask.")
USER_UNKNOWN: Final = Refusal("user_unknown", "This person is not there any more: load the page again.")
