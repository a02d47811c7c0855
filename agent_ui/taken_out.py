"""Sends figures of a campaign as a file to take away; that they were taken out stands in the trace."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from flask import request, send_file
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.languages import direction
from agent_ui.sign_in.access import the_user
from agent_ui.typeset import PrintedReport, typeset
from campaigns.sheets.write_figures import FigureSheet, write_figures
from campaigns.store.access_traces import note_access
from campaigns.store.session import Scope
from campaigns.store.tables import AccessTrace, Campaign

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def note_taken_out(campaign: Campaign, action: str, *, at: datetime, **subject: str | int) -> None:
    """Note who took what out of a campaign."""
    trace = AccessTrace(
        at=at,
        user_id=the_user().id,
        department_id=campaign.department_id,
        action=action,
        subject={"campaign_id": str(campaign.id), **subject},
    )
    with house().db.transaction(Scope(campaign.department_id)) as session:
        note_access(session, trace)


def workbook(campaign: Campaign, name: str, sheets: Sequence[FigureSheet]) -> ResponseReturnValue:
    """Send the sheets of a tier or a report as a workbook that runs as the page does."""
    file = BytesIO()
    write_figures(file, sheets, right_to_left=direction() == "rtl")
    file.seek(0)
    return _sent(campaign, name, "xlsx", file, XLSX)


def paper(campaign: Campaign, name: str, report: PrintedReport) -> ResponseReturnValue:
    """Send a tier or a report as PDF."""
    return _sent(campaign, name, "pdf", BytesIO(typeset(report)), "application/pdf")


def _sent(campaign: Campaign, name: str, kind: str, file: BytesIO, mimetype: str) -> ResponseReturnValue:
    now = house().now()
    note_taken_out(campaign, f"{name}_downloaded", at=now, area_id=request.args.get("area", ""), format=kind)
    filename = f"{name}-{campaign.slug}-{now:%Y%m%d-%H%M}.{kind}"
    return send_file(file, mimetype=mimetype, as_attachment=True, download_name=filename)
