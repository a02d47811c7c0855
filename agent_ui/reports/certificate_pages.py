"""Frozen accounts as a page: freezing one, what was frozen before, and the files to take away."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext

from agent_ui.house import house
from agent_ui.numbers import moment_of_year
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from agent_ui.taken_out import note_taken_out
from campaigns.accounts.ask_for_certificate import ask_for_certificate
from campaigns.rules.roles import Role
from campaigns.sheets.signing_key import NoKeyError, signing_key
from campaigns.store.accounts.certificates import certificate_of, certificates_of, file_of, last_freeze
from campaigns.store.session import Database, Scope
from campaigns.store.tables import Certificate

_ = lazy_gettext
certificates = Blueprint("certificates", __name__, url_prefix="/reports", template_folder="templates")
REFUSED: Final[dict[str, LazyString]] = {
    "same_moment": _("The last certificate shows this very moment, or a later one: look at the machine's clock."),
    "totals_disagree": _("Rows and totals of this account do not agree, so it was not signed. Tell an administrator."),
    "freeze_given_up": _("It was begun three times and never came to its end. Ask once more."),
    "no_key": _("There is no key to sign with. An administrator makes one: raabta doctor says how."),
}


@certificates.get("/<uuid:campaign_id>/certificates")
@allow(Role.OFFICER, Role.ADMIN)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the chain of a campaign's certificates."""
    campaign = campaign_to_watch(campaign_id)
    with house().db.transaction(Scope(campaign.department_id)) as session:
        asked, made = last_freeze(session, campaign.id), certificates_of(session, campaign.id)
    try:
        public_key = signing_key(house().settings.certificate_key_file).public
    except NoKeyError:
        public_key = ""
    return render_template(
        "reports/certificates.html",
        campaign=campaign,
        certificates=made,
        waits=asked is not None and asked.ended_at is None,
        problem=REFUSED.get(asked.refused_because) if asked and asked.refused_because else None,
        public_key=public_key,
        moment_of_year=moment_of_year,
    )


@certificates.post("/<uuid:campaign_id>/certificates")
@allow(Role.OFFICER, Role.ADMIN)
def freeze(campaign_id: UUID) -> ResponseReturnValue:
    """Ask for the next certificate; one that is being made already is the answer, too."""
    campaign = campaign_to_watch(campaign_id)
    ask_for_certificate(house().db, Scope(campaign.department_id), campaign.id, the_user().id, now=house().now())
    return redirect(url_for("certificates.show", campaign_id=campaign.id))


@certificates.get("/<uuid:campaign_id>/certificates/<int:number>.jsonl")
@allow(Role.OFFICER, Role.ADMIN)
def download(campaign_id: UUID, number: int) -> ResponseReturnValue:
    """Send a certificate as it was signed; that it was taken out stands in the trace."""
    campaign = campaign_to_watch(campaign_id)
    with house().db.transaction(Scope(campaign.department_id)) as session:
        certificate = certificate_of(session, campaign.id, number) or abort(404)
    note_taken_out(campaign, "certificate_downloaded", at=house().now(), number=number)
    name = f"account-{campaign.slug}-{number}.jsonl"
    return Response(
        _pieces(house().db, certificate),
        mimetype="application/jsonl",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(certificate.size)},
    )


def _pieces(db: Database, certificate: Certificate) -> Iterator[bytes]:
    with db.transaction(Scope(certificate.department_id)) as session:
        yield from file_of(session, certificate.id)
