"""The report of a campaign: rates, outcomes, answers, hours, referrals, work; as a page, a workbook and on paper."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from agent_ui.filters import unknown_filter
from agent_ui.house import house
from agent_ui.printed_tables import place_bars
from agent_ui.reports.figures_file import report_sheets
from agent_ui.reports.figures_words import (
    CLASSES,
    RATE_GROUPS,
    WEEKDAYS,
    answer_in_words,
    days_in_words,
    question_in_words,
    question_title,
)
from agent_ui.reports.printed_figures import (
    answer_bars,
    hour_tables,
    outcome_bars,
    printed_figures,
    referral_tables,
)
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from agent_ui.taken_out import note_taken_out, paper, workbook
from agent_ui.tiers.group_words import REASONS
from agent_ui.words import unknown_place
from campaigns.reports.draw_report import draw_report
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.drawn_report import Report
from campaigns.rules.reports.report_figures import FEWEST_TALKS, REFUSED_DAYS, AgentWork, Days, Span, days_of, span_of
from campaigns.rules.roles import Role
from campaigns.rules.scripts.script import StepKind
from campaigns.shared.tier_drawing import TierWish, path_of
from campaigns.store.reports.report_answers import TEXTS_OF_A_PAGE, AskedWords, WrittenAnswer, written_answers
from campaigns.store.scripts import newest_script
from campaigns.store.session import Scope
from campaigns.store.tables import Campaign

figures = Blueprint("figures", __name__, url_prefix="/reports", template_folder="templates")
READERS: Final = (Role.OFFICER, Role.SUPERVISOR, Role.ADMIN)
FILTERS: Final = ("area", "from", "to")
READERS_OF_WORDS: Final = (Role.OFFICER, Role.ADMIN)  # the department's, and no more people than need them


@figures.get("/<uuid:campaign_id>/figures")
@allow(*READERS)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the report; `?area=` narrows it, `?from=` and `?to=` choose the days of its calls."""
    campaign = campaign_to_watch(campaign_id)
    drawn = _drawn(campaign)
    if isinstance(drawn, Refusal):
        return _refused(campaign, drawn)
    return render_template(
        "reports/figures.html",
        campaign=campaign,
        report=drawn,
        days=days_in_words(drawn.days),
        rate_groups=RATE_GROUPS,
        classes=CLASSES,
        reasons=REASONS,
        weekdays=WEEKDAYS,
        question_title=question_title,
        question_in_words=question_in_words,
        answer_in_words=answer_in_words,
        hour_tables=[*hour_tables(drawn)],
        referral_tables=referral_tables(drawn),
        outcome_bars=outcome_bars(drawn),
        answer_bars=answer_bars,
        place_bars=place_bars(drawn.places, unknown_place(drawn.tier.path)),
        spans=_spans(drawn.agents),
        fewest_talks=FEWEST_TALKS,
        names_shown=_names_shown(),
        may_read=the_user().role in READERS_OF_WORDS,
        filters=_filters(),
    )


@figures.get("/<uuid:campaign_id>/figures.xlsx")
@allow(*READERS)
def download(campaign_id: UUID) -> ResponseReturnValue:
    """Send the same as a workbook, a sheet for each part."""
    campaign = campaign_to_watch(campaign_id)
    drawn = _drawn(campaign)
    if isinstance(drawn, Refusal):
        return _refused(campaign, drawn)
    return workbook(campaign, "report", report_sheets(campaign, drawn, names_shown=_names_shown()))


@figures.get("/<uuid:campaign_id>/figures.pdf")
@allow(*READERS)
def printed(campaign_id: UUID) -> ResponseReturnValue:
    """Send the same on paper, with its charts."""
    campaign = campaign_to_watch(campaign_id)
    drawn = _drawn(campaign)
    if isinstance(drawn, Refusal):
        return _refused(campaign, drawn)
    return paper(campaign, "report", printed_figures(campaign, drawn, names_shown=_names_shown()))


@figures.get("/<uuid:campaign_id>/answers/<step>")
@allow(*READERS_OF_WORDS)
def words(campaign_id: UUID, step: str) -> ResponseReturnValue:
    """Show what people answered to a question in their own words; who read it stands in the trace."""
    campaign, now = campaign_to_watch(campaign_id), house().now()
    days = unknown_filter(*FILTERS, "before") or _days(campaign)
    if isinstance(days, Refusal):
        return _refused(campaign, days)
    before, wish = _before(), TierWish(campaign.id, request.args.get("area") or None)
    with house().db.transaction(Scope(campaign.department_id)) as session:
        script = newest_script(session, campaign.id) or abort(404)
        if script["steps"].get(step, {}).get("kind") != StepKind.TEXT:
            abort(404)
        path = path_of(session, wish)
        if isinstance(path, Refusal):
            return _refused(campaign, path)
        found = written_answers(session, AskedWords(campaign.id, wish.area_id, step), days, before=before)
    note_taken_out(campaign, "answers_read", at=now, step=step, before=before[0].isoformat() if before else "")
    return render_template(
        "reports/words.html",
        campaign=campaign,
        title=question_title(script, step),
        days=days_in_words(days),
        step=step,
        answers=found[:TEXTS_OF_A_PAGE],
        more=_mark(found[TEXTS_OF_A_PAGE - 1]) if len(found) > TEXTS_OF_A_PAGE else None,
        later=before is not None,
        filters=_filters(),
    )


def _before() -> tuple[datetime, UUID] | None:
    """Read with which call the page before ended; whatever else stands there begins with the latest."""
    at, _, call_id = request.args.get("before", "").partition("_")
    try:
        moment, call = datetime.fromisoformat(at), UUID(call_id)
    except ValueError:
        return None
    return (moment, call) if moment.tzinfo else None


def _mark(last: WrittenAnswer) -> str:
    return f"{last.called_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}_{last.call_id}"


def _days(campaign: Campaign) -> Days | Refusal:
    return days_of(request.args.get("from"), request.args.get("to"), campaign.zone, now=house().now())


def _drawn(campaign: Campaign) -> Report | Refusal:
    days = unknown_filter(*FILTERS) or _days(campaign)
    if isinstance(days, Refusal):
        return days
    wish = TierWish(campaign.id, request.args.get("area") or None)
    return draw_report(house().db, Scope(campaign.department_id), wish, days, now=house().now())


def _refused(campaign: Campaign, refusal: Refusal) -> ResponseReturnValue:
    """Say why there is no such report, to whoever asked for a page or for a file of it, with the days to mend."""
    shown = render_template(
        "reports/figures_refused.html",
        campaign=campaign,
        refusal=refusal,
        of_days=refusal.because in REFUSED_DAYS,
        filters=_filters(),
    )
    return shown, 422


def _names_shown() -> bool:
    """Agents are the operator's people, not the department's."""
    return the_user().role is not Role.OFFICER


def _spans(agents: tuple[AgentWork, ...]) -> dict[str, Span | None]:
    """Return between what most agents lie, of those with talks enough to tell of them."""
    known = [one for one in agents if one.talks >= FEWEST_TALKS]
    return {
        "talks": span_of(float(one.talks) for one in known),
        "seconds": span_of(one.seconds_of_a_talk for one in known),
        "completed": span_of(one.share(one.completed) for one in known),
        "refused": span_of(one.share(one.refused) for one in known),
    }


def _filters() -> dict[str, str]:
    """Return the filters of the address, to go on with."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}
