"""An officer's referrals, the nearest deadline first; and one of them whole: take it, write what was done, call it solved."""

from typing import Final
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from agent_ui.house import house
from agent_ui.referrals.coming_call import coming_call
from agent_ui.referrals.words import EVENTS, STATUSES, TIERS, days_in_words, named
from agent_ui.sign_in.access import allow, the_user
from campaigns.referrals.tend_referral import BY_OFFICERS, tend_referral
from campaigns.rules.phone_mask import mask_phone
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus, advance
from campaigns.rules.referrals.tiers import Tier
from campaigns.rules.refusals import Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.referrals.referral_pages import (
    OFFICERS,
    ReferralStory,
    referral_story,
    referrals_by_status,
    referrals_for,
)
from campaigns.store.referrals.referrals import TO_DO
from campaigns.store.session import Scope
from campaigns.store.tables import AccessTrace

referrals = Blueprint("referrals", __name__, url_prefix="/referrals", template_folder="templates")
SHOWN: Final = {
    "to-do": TO_DO,
    "asked": (ReferralStatus.SOLVED, ReferralStatus.CONFIRMING),
    "not-confirmed": (ReferralStatus.NOT_CONFIRMED,),
    "closed": (ReferralStatus.CLOSED,),
}


@referrals.get("/")
@allow(*OFFICERS)
def home() -> ResponseReturnValue:
    """Show those of the officer's area: `?show=` by where they stand, `?tier=` of one tier only."""
    show, officer = request.args.get("show", "to-do"), the_user()
    tier = Tier(request.args["tier"]) if request.args.get("tier") in list(Tier) else None
    with house().db.transaction(Scope(officer.department_id)) as session:
        lines = referrals_for(session, officer, SHOWN.get(show) or abort(404), tier)
        counts = referrals_by_status(session, officer)
    numbers = {name: sum(counts.get(status, 0) for status in statuses) for name, statuses in SHOWN.items()}
    return render_template(
        "referrals/home.html", lines=lines, numbers=numbers, show=show, tier=tier, tiers=TIERS, **_common()
    )


@referrals.get("/<uuid:referral_id>")
@allow(*OFFICERS)
def show(referral_id: UUID) -> ResponseReturnValue:
    """Show one with the person whom it is about; who looked stays on record."""
    return _page(referral_id, None)


@referrals.post("/<uuid:referral_id>")
@allow(*OFFICERS)
def tend(referral_id: UUID) -> ResponseReturnValue:
    """Take it, note something, or call it solved."""
    event = request.form.get("event", "")
    if event not in BY_OFFICERS:
        abort(400)
    note = request.form.get("note", "")
    refusal = tend_referral(house().db, the_user(), referral_id, ReferralEvent(event), note, now=house().now())
    if refusal is not None:
        return _page(referral_id, refusal), 404 if refusal.because == "referral_unknown" else 422
    return redirect(url_for("referrals.show", referral_id=referral_id))


def _page(referral_id: UUID, refusal: Refusal | None) -> str:
    officer = the_user()
    with house().db.transaction(Scope(officer.department_id)) as session:
        story = referral_story(session, officer, referral_id) or abort(404)
        note_access(session, _trace(story))
        coming = coming_call(session, story, now=house().now())
    status = story.line.referral.status
    return render_template(
        "referrals/referral.html",
        story=story,
        coming=coming,
        phone=mask_phone(story.phone),
        events=[event for event in BY_OFFICERS if advance(status, event) is not None and _helps(event, story)],
        refusal=gettext(refusal.hint) if refusal else None,
        written=request.form.get("note", ""),
        **_common(),
    )


def _helps(event: ReferralEvent, story: ReferralStory) -> bool:
    """To call it solved once more helps only where somebody can ask the citizen; of who is erased nothing is written."""
    if event is ReferralEvent.NOTE and story.erased:
        return False
    return event is not ReferralEvent.SOLVE or story.asked or story.line.referral.status in TO_DO


def _trace(story: ReferralStory) -> AccessTrace:
    referral, officer = story.line.referral, the_user()
    subject = {"referral_id": str(referral.id), "case_id": str(referral.case_id)}
    facts = {"department_id": referral.department_id, "user_id": officer.id}
    return AccessTrace(at=house().now(), action="referral_seen", subject=subject, **facts)


def _common() -> dict[str, object]:
    return {
        "now": house().now(),
        "named": named,
        "status_words": STATUSES,
        "event_words": EVENTS,
        "tier_words": TIERS,
        "days_in_words": days_in_words,
    }
