"""The sentences that only a practice desk shows."""

from flask_babel import lazy_gettext

_ = lazy_gettext
_SENTENCES = {
    "practice": _("Practice"),
    "practice_title": _("Practice calls"),
    "practice_first": _("You will talk with invented people. Nobody is called, and nothing of it counts."),
    "practice_how": _("Read out what the desk shows, listen to what the person says, and note it as it was said."),
    "practice_passed_of": _("{passed} of {required} practice calls passed in {language}"),
    "practice_passed": _("{passed} practice calls passed in {language}"),
    "practice_enough": _("You may take real calls in this language."),
    "practice_next": _("Call the next person"),
    "practice_again": _("Try the next person"),
    "practice_good": _("Passed: {score} of 100"),
    "practice_missed": _("Not passed yet: {score} of 100"),
    "practice_done": _("done"),
    "practice_better": _("to do better"),
    "practice_leave": _("Leave practice"),
    "practice_says": _("What {name} says"),
    "practice_aloud": _("Read her words aloud"),
}


def practice_words() -> dict[str, str]:
    """Return them in the page's language."""
    return {name: str(sentence) for name, sentence in _SENTENCES.items()}
