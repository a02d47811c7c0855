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
LIST_UNKNOWN: Final = Refusal("list_unknown", "There is no such list.")
NOT_YOUR_CALL: Final = Refusal("not_your_call", "This call is not on your desk any more.")
CAMPAIGN_UNKNOWN: Final = Refusal("campaign_unknown", "There is no such campaign in your department.")
UPLOAD_UNKNOWN: Final = Refusal("upload_unknown", "There is no such upload any more: choose the file again.")
DESK_UNKNOWN: Final = Refusal("desk_unknown", "Sign in again.")
REASON_MISSING: Final = Refusal("reason_missing", "Write why, for example the date of the letter: an audit will ask.")
USER_UNKNOWN: Final = Refusal("user_unknown", "This person is not there any more: load the page again.")
NOT_OF_YOUR_CENTRE: Final = Refusal("campaign_unknown", "Choose a campaign of your centre.")
