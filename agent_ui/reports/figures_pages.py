"""The report of a campaign: rates, outcomes, answers, hours, work; as a page and as a workbook."""

from io import BytesIO
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.languages import direction
from agent_ui.reports.figures_file import report_sheets
from agent_ui.reports.figures_words import CLASSES, RATE_GROUPS, WEEKDAYS, answer_label, question_title
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from agent_ui.tiers.group_words import REASONS
from campaigns.draw_report import draw_report
from campaigns.rules.drawn_report import Report
from campaigns.rules.refusals import Refusal
from campaigns.rules.report_figures import FEWEST_TALKS, AgentWork, Span, days_of, span_of
from campaigns.rules.roles import Role
from campaigns.sheets.write_figures import write_figures
from campaigns.store.access_traces import note_access
from campaigns.store.session import Scope
from campaigns.store.tables import AccessTrace, Campaign
from campaigns.tier_drawing import TierWish

figures = Blueprint("figures", __name__, url_prefix="/reports", template_folder="templates")
READERS: Final = (Role.OFFICER, Role.SUPERVISOR, Role.ADMIN)
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@figures.get("/<uuid:campaign_id>/figures")
@allow(*READERS)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the report; `?area=` narrows it, `?from=` and `?to=` choose the days of its calls."""
    campaign = campaign_to_watch(campaign_id)
    drawn = _drawn(campaign)
    if isinstance(drawn, Refusal):
        return render_template("reports/figures_refused.html", campaign=campaign, refusal=drawn), 422
    return render_template(
        "reports/figures.html",
        campaign=campaign,
        report=drawn,
        rate_groups=RATE_GROUPS,
        classes=CLASSES,
        reasons=REASONS,
        weekdays=WEEKDAYS,
        question_title=question_title,
        answer_label=answer_label,
        spans=_spans(drawn.agents),
        fewest_talks=FEWEST_TALKS,
        names_shown=_names_shown(),
        filters=_filters(),
    )


@figures.get("/<uuid:campaign_id>/figures.xlsx")
@allow(*READERS)
def download(campaign_id: UUID) -> ResponseReturnValue:
    """Send the same as a workbook, a sheet for each part; that it was taken out stands in the trace."""
    campaign, now = campaign_to_watch(campaign_id), house().now()
    drawn = _drawn(campaign)
    if isinstance(drawn, Refusal):
        abort(404)
    subject = {"campaign_id": str(campaign.id), "area_id": request.args.get("area", "")}
    trace = AccessTrace(
        at=now, user_id=the_user().id, department_id=campaign.department_id, action="report_downloaded", subject=subject
    )
    with house().db.transaction(Scope(campaign.department_id)) as session:
        note_access(session, trace)
    file = BytesIO()
    write_figures(file, report_sheets(campaign, drawn, names_shown=_names_shown()), right_to_left=direction() == "rtl")
    file.seek(0)
    name = f"report-{campaign.slug}-{now:%Y%m%d-%H%M}.xlsx"
    return send_file(file, mimetype=WORKBOOK, as_attachment=True, download_name=name)


def _drawn(campaign: Campaign) -> Report | Refusal:
    now = house().now()
    days = days_of(request.args.get("from"), request.args.get("to"), campaign.zone, now=now)
    if isinstance(days, Refusal):
        return days
    wish = TierWish(campaign.id, request.args.get("area") or None)
    return draw_report(house().db, Scope(campaign.department_id), wish, days, now=now)


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
    return {name: request.args[name] for name in ("area", "from", "to") if request.args.get(name)}
