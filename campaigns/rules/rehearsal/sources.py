"""Every assumption of a rehearsal with where it comes from, and how many calls of the campaign stand behind it."""

from typing import Any

from campaigns.rules.outcomes import Outcome
from campaigns.rules.rehearsal.assumptions import Assumptions, Duration

KILKARI = "Kilkari call records, gh.bmj.com/content/6/Suppl_5/e005213"
SURVEYS = "six phone surveys of 2020, knigalit.ru book2044837"
HARNESS = "own measurements on a simulated floor (tests/pacing)"
JUDGEMENT = "own judgement"


def stated(known: Assumptions) -> list[dict[str, Any]]:
    """Return the assumptions as they are shown: name, value, unit, source and the calls behind it (0: assumed)."""
    measured = known.measured
    best = max(range(9, 21), key=lambda hour: known.by_hour[hour])
    rows: list[tuple[str, float, str, str, int]] = [
        ("answered_first", known.answered_at(1), "share", KILKARI, measured.answers),
        ("answered_second", known.answered_at(2), "share", KILKARI, measured.answers),
        ("answered_third", known.answered_at(3), "share", KILKARI, measured.answers),
        ("best_hour", best, "hour", "late morning and evening, idinsight.org/?p=2098; how much: " + JUDGEMENT, measured.answers),
        ("completed", known.talks[Outcome.COMPLETED], "share", SURVEYS, measured.talks),
        ("wrong_number", known.talks[Outcome.WRONG_NUMBER], "share", SURVEYS, measured.talks),
        ("refused", known.talks[Outcome.REFUSED], "share", SURVEYS, measured.talks),
        ("call_later", known.talks[Outcome.CALL_LATER], "share", JUDGEMENT, measured.talks),
        ("interview", known.interview.mean, "seconds", "planning figure of four minutes; " + JUDGEMENT, measured.talks),
        ("other_talk", known.other_talk.mean, "seconds", JUDGEMENT, measured.talks),
        ("wrap_up", known.wrap_up.mean, "seconds", HARNESS, measured.wrap_ups),
        ("ring", _whole(known.ring, known.set_up), "seconds", HARNESS, 0),
        ("away", known.away, "share", "adherence of 93 % is usual, dialog.lk/ecm/call_center_metrics.html", 0),
    ]  # fmt: skip
    return [
        {"name": name, "value": round(value, 3), "unit": unit, "source": source, "n": calls}
        for name, value, unit, source, calls in rows
    ]


def _whole(ring: Duration, set_up: float) -> float:
    return ring.mean + set_up
