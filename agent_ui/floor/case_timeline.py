"""The story of a case as lines of time: every fact that is kept, in a reader's words, the earliest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask_babel import LazyString, gettext, lazy_gettext

from agent_ui.floor.case_words import plan_in_words
from agent_ui.floor.decision_words import decision_in_words
from agent_ui.language_names import name_of_language
from agent_ui.numbers import clock, moment, number
from agent_ui.scripts.script_words import RELATIONS, SPEAKERS
from agent_ui.words import word
from campaigns.rules.call_states import CallStatus, Direction, EndReason
from campaigns.rules.case_states import CaseEvent, CaseStatus
from campaigns.rules.pacing_calls import LONGEST_WAIT
from campaigns.rules.phone_mask import mask_phone
from campaigns.store.calling.case_stories import CallTold, CaseStory
from campaigns.store.tables import Call

_ = lazy_gettext
ENDS: Final[dict[EndReason, LazyString]] = {
    EndReason.COMPLETED: _("The line was open and was closed."),
    EndReason.BUSY: _("The phone company says: busy."),
    EndReason.NO_ANSWER: _("The phone company says: it rang and nobody answered."),
    EndReason.REJECTED: _("The phone company says: rejected."),
    EndReason.UNREACHABLE: _("The phone company says: switched off or out of reach."),
    EndReason.INVALID_NUMBER: _("The phone company says: there is no such number."),
    EndReason.CONGESTION: _("The phone company says: its network was full."),
    EndReason.CANCELED: _("We gave the call up before anybody answered."),
    EndReason.FAILED: _("The phone company says: it failed."),
    EndReason.LOST: _("The phone company could not say what became of it."),
}
MOVED: Final[dict[CaseEvent, LazyString]] = {
    CaseEvent.CLOSE: _("The case was closed."),
    CaseEvent.WITHDRAW: _("The case was closed with its list."),
    CaseEvent.REOPEN: _("The case was opened again by another list."),
    CaseEvent.BOOK: _("A call was promised."),
}


@dataclass(frozen=True)
class Entry:
    """One line of time: a heading with what explains it."""

    at: datetime
    icon: str
    title: str
    lines: tuple[str, ...] = ()


def timeline(story: CaseStory, zone: str, *, names_shown: bool) -> list[Entry]:
    """Return everything that happened to a case. Officers do not see the names of the operator's agents."""
    entries = [_opened(story)]
    for told in story.calls:
        entries += _of_call(story, told, zone, names_shown=names_shown)
    entries += [*_planned(story, zone), *_held(story, zone), *_moved(story)]
    return sorted(entries, key=lambda entry: entry.at)


def _opened(story: CaseStory) -> Entry:
    row = gettext("Row %(row)s of the list %(list)s", row=number(story.case.list_row), list=_latin(story.list_name))
    lines = (row, word(story.row.verdict)) if story.row else (row,)
    return Entry(story.case.opened_at, "file-spreadsheet", gettext("The case was opened."), lines)


def _of_call(story: CaseStory, told: CallTold, zone: str, *, names_shown: bool) -> Iterator[Entry]:
    call = told.call
    if call.direction is Direction.IN:
        yield Entry(call.intended_at, "phone", gettext("The person rang us."))
    else:
        yield Entry(
            call.intended_at,
            "phone-outgoing",
            gettext("A call was placed."),
            tuple(_why_placed(story, told, zone, names_shown=names_shown)),
        )
    if call.status is not CallStatus.ENDED or call.ended_at is None:
        if steps := _steps(call, zone):
            latest = max(at for at in _moments(call) if at)
            yield Entry(latest, "phone", gettext("The call is under way."), (steps,))
        return
    if call.end_reason is EndReason.NOT_SENT:
        because = decision_in_words(call.refused_because or "expired")
        yield Entry(call.ended_at, "x", gettext("The call was not sent, and is no attempt."), (because,))
        return
    title = word(call.outcome) if call.outcome else gettext("The call ended.")
    yield Entry(call.ended_at, "circle-check", title, tuple(_evidence(told, zone, names_shown=names_shown)))


def _why_placed(story: CaseStory, told: CallTold, zone: str, *, names_shown: bool) -> Iterator[str]:
    call = told.call
    promised = any(move.call_id == call.id and move.before is CaseStatus.CALLBACK for move in story.moves)
    due = _due_before(story, call.intended_at)
    if promised:
        yield gettext("A callback was promised for %(at)s; promised calls go before all others.", at=moment(due, zone))
    else:
        yield gettext("Due since %(at)s.", at=moment(due, zone))
        place = story.block or story.district or gettext("place not known")
        language = name_of_language(story.case.language) if story.case.language else gettext("any language")
        yield gettext(
            "Line: %(place)s, %(language)s. Of the lines, the one that had had the fewest calls came first.",
            place=place,
            language=language,
        )
    if call.likely is not None:
        yield gettext(
            "Chosen among the next of these lines while no agent was free yet: about %(times)s times as likely to answer"
            " at this time of the day as is usual here. Likely people are called while many calls may be placed, less"
            " likely ones when few may, and nobody is passed over more than %(most)s times.",
            times=number(round(call.likely, 1)),
            most=number(LONGEST_WAIT),
        )
    yield gettext("Number %(number)s", number=_latin(mask_phone(call.phone)))
    if told.agent:
        yield gettext("Agent: %(name)s", name=told.agent) if names_shown else gettext("An agent was ready.")


def _due_before(story: CaseStory, at: datetime) -> datetime:
    """Return since when she was due at a call: the last plan or promise before it, or the opening of her case."""
    plans = [(plan.at, plan.due_at) for plan in story.plans]
    plans += [
        (told.logged.at, told.logged.callback_at) for told in story.calls if told.logged and told.logged.callback_at
    ]
    before = [plan for plan in plans if plan[0] <= at]
    return max(before)[1] if before else story.case.opened_at


def _evidence(told: CallTold, zone: str, *, names_shown: bool) -> Iterator[str]:
    call = told.call
    if steps := _steps(call, zone):
        yield steps
    if call.talking_at and call.ended_at:
        yield gettext("Talked for %(clock)s", clock=clock(call.ended_at - call.talking_at))
    if call.answered_by:
        yield gettext(
            "Who answered: %(who)s", who=str(RELATIONS[call.relation] if call.relation else SPEAKERS[call.answered_by])
        )
    if call.end_reason in ENDS:
        yield str(ENDS[call.end_reason])
    if call.carrier_call_id:
        yield gettext("The phone company's mark of this call: %(id)s", id=_latin(call.carrier_call_id))
    if told.logged:
        name = told.agent if names_shown and told.agent else gettext("the agent")
        yield gettext("Written down by %(name)s on %(at)s", name=name, at=moment(told.logged.at, zone))


def _steps(call: Call, zone: str) -> str:
    """Tell when each step of a call happened that has been told of; empty where none has."""
    names = (gettext("sent"), gettext("rang"), gettext("answered"), gettext("talked from"))
    happened = zip(names, _moments(call), strict=True)
    return str(gettext(", ")).join(f"{name} {at.astimezone(ZoneInfo(zone)):%H:%M:%S}" for name, at in happened if at)


def _moments(call: Call) -> tuple[datetime | None, ...]:
    return call.sent_at, call.ringing_at, call.answered_at, call.talking_at


def _planned(story: CaseStory, zone: str) -> Iterator[Entry]:
    own = {told.call.id for told in story.calls}
    for plan in story.plans:
        title = gettext("Next try from %(at)s", at=moment(plan.due_at, zone))
        lines = (
            []
            if plan.call_id in own
            else [gettext("The phone rang for somebody who shares it: that counts here, too.")]
        )
        yield Entry(plan.at, "clock", title, (*lines, plan_in_words(plan.because, plan.facts)))
    for told in story.calls:
        if told.logged and told.logged.callback_at:
            title = gettext("A callback was promised for %(at)s.", at=moment(told.logged.callback_at, zone))
            yield Entry(told.logged.at, "clock", title)


def _held(story: CaseStory, zone: str) -> Iterator[Entry]:
    for hold in story.holds:
        times = gettext(
            "Passed over on this day, times: %(times)s. The last time until %(until)s.",
            times=number(hold.times),
            until=moment(hold.until, zone),
        )
        yield Entry(hold.first_at, "pause", gettext("Held back."), (decision_in_words(hold.because), times))


def _moved(story: CaseStory) -> Iterator[Entry]:
    """What happened to the case apart from its calls."""
    for move in story.moves:
        if move.call_id is None and move.event in MOVED:
            lines = (word(move.outcome),) if move.outcome else ()
            yield Entry(move.at, "info", str(MOVED[move.event]), lines)


def _latin(text: str) -> str:
    """Keep numbers, marks and file names in their own direction within a sentence of any language."""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
