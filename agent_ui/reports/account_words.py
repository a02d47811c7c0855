"""The words of an account's files in the language of the request."""

from functools import cache, partial
from typing import Final

from flask_babel import LazyString, lazy_gettext

from agent_ui.endings import COLUMNS, ENDINGS, TIER_NAMES, TIER_TITLES, detail_in_words
from agent_ui.languages import direction, language
from agent_ui.numbers import moment_of_year
from agent_ui.scripts.script_words import SPEAKERS
from agent_ui.words import word
from campaigns.rules.outcomes import Outcome
from campaigns.sheets.account_words import AccountWords

_ = lazy_gettext
HEADINGS: Final[dict[str, LazyString]] = {
    "list": _("File"),
    "row": _("Row"),
    "scheme_person_id": _("Id of the scheme"),
    "phone_end": _("End of the phone"),
    "ending": _("Ending"),
    "detail": _("In detail"),
    "same_as": _("Same person as"),
    "callback_at": _("Callback promised for"),
    "aapor": _("AAPOR code"),
    "attempts": _("Calls to her"),
    "each_attempt": _("Each call to her"),
    "weight": _("Weight"),
    "stratum": _("Group of the sample"),
    "calls_in": _("Calls to us"),
    "each_call_in": _("Each call to us"),
    "answered_by": _("Who answered"),
    "rows": _("Rows"),
    "con1": _("Contact rate"),
    "rr1": _("Response rate"),
}
STILL_OPEN: Final = _("Being called now")
ROWS: Final = _("Every row")
UNKNOWN: Final = _("Place not known")


def account_words(zone: str) -> AccountWords:
    """Return the words; they are looked up within the request, also while the file streams."""
    results = {outcome.value: word(outcome) for outcome in Outcome}
    return AccountWords(
        language=language(),
        right_to_left=direction() == "rtl",
        columns={name: str(label) for name, label in (*HEADINGS.items(), *TIER_NAMES.items())},
        endings={ending.value: str(label) for ending, label in ENDINGS.items()},
        results={**results, "in_call": str(STILL_OPEN)},
        speakers={who: str(label) for who, label in SPEAKERS.items()},
        sheets={"rows": str(ROWS), **{tier: str(label) for tier, label in TIER_TITLES.items()}},
        groups=[(str(label), frozenset(gathered)) for label, gathered in COLUMNS],
        unknown_place=str(UNKNOWN),
        moment=partial(moment_of_year, zone=zone),
        detail=cache(detail_in_words),
    )
