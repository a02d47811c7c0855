"""The calendar of a region: everybody concerned reads it, an administrator changes it, and each change is on record."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.calendar.calendar_form import Written, written_caps, written_hours, written_rule
from agent_ui.calendar.change_words import SUBJECTS, Here, change_in_words, weekday_in_words
from agent_ui.house import house
from agent_ui.lists.refusals import sentence
from agent_ui.sign_in.access import allow, the_user
from campaigns.calling.change_call_caps import change_call_caps
from campaigns.calling.change_calling_hours import change_calling_hours
from campaigns.calling.change_share import change_share
from campaigns.calling.end_place_rule import end_place_rule
from campaigns.calling.note_place_rule import note_place_rule
from campaigns.rules.areas.places import LEVELS
from campaigns.rules.calling.calling_hours import SHIPPED, ZONES
from campaigns.rules.calling.rule_changes import Subject
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.areas.areas import area_names
from campaigns.store.calling.call_caps import calling_caps
from campaigns.store.calling.calling_rule_rows import (
    areas_called,
    campaigns_by_share,
    gaps_from,
    holidays_from,
    hours_of,
    outages_from,
)
from campaigns.store.calling.rule_changes import latest_change, rule_changes
from campaigns.store.floor.floor_campaigns import watched_campaigns
from campaigns.store.session import EVERYTHING, Scope, Session
from campaigns.store.tables import Area
from campaigns.store.users import department

calendar_pages = Blueprint("calendar", __name__, url_prefix="/calendar", template_folder="templates")
READERS: Final = (Role.ADMIN, Role.OFFICER, Role.SUPERVISOR)


@calendar_pages.get("/")
@allow(*READERS)
def home() -> ResponseReturnValue:
    """Lead to the region of the signed-in person."""
    return redirect(url_for("calendar.show", region=_regions()[0]))


@calendar_pages.get("/<any(IN,PK):region>")
@allow(*READERS)
def show(region: str) -> ResponseReturnValue:
    """Show what holds in a region, what is announced, and who changed what."""
    return _page(region)


@calendar_pages.post("/<any(IN,PK):region>/hours")
@allow(Role.ADMIN)
def hours(region: str) -> ResponseReturnValue:
    """Set dated calling hours."""
    wish = written_hours(Written(request.form, region))
    return _after(region, "hours", wish, lambda: change_calling_hours(house().db, wish, the_user().id, now=_now()))  # type: ignore[arg-type]  # _after asks it of wishes alone


@calendar_pages.post("/<any(IN,PK):region>/caps")
@allow(Role.ADMIN)
def caps(region: str) -> ResponseReturnValue:
    """Set dated caps."""
    wish = written_caps(Written(request.form, region))
    return _after(region, "caps", wish, lambda: change_call_caps(house().db, wish, the_user().id, now=_now()))  # type: ignore[arg-type]  # as above


@calendar_pages.post("/<any(IN,PK):region>/<any(holiday,gap,outage):kind>")
@allow(*READERS)
def note(region: str, kind: str) -> ResponseReturnValue:
    """Note an outage; an administrator notes holidays and gaps, too."""
    _may_note(region, kind)
    rule = written_rule(Written(request.form, region), kind)
    return _after(
        region,
        kind,
        rule,
        lambda: note_place_rule(house().db, rule, now=_now(), user_id=the_user().id),  # type: ignore[arg-type]  # as above
    )


@calendar_pages.post("/<any(IN,PK):region>/<any(holiday,gap,outage):kind>/<uuid:rule_id>/end")
@allow(*READERS)
def end(region: str, kind: str, rule_id: UUID) -> ResponseReturnValue:
    """Take back a holiday or a gap, or say that an outage is over."""
    _may_note(region, kind)
    refusal = end_place_rule(house().db, Subject(kind), rule_id, the_user().id, jurisdiction=region, now=_now())
    return (_page(region, refusal, kind), 409) if refusal else redirect(url_for("calendar.show", region=region))


@calendar_pages.post("/<any(IN,PK):region>/share/<uuid:campaign_id>")
@allow(Role.ADMIN)
def share(region: str, campaign_id: UUID) -> ResponseReturnValue:
    """Set a campaign's share of the lines."""
    try:
        wanted, seen = (int(request.form.get(name, "")) for name in ("share", "seen"))
    except ValueError:
        abort(400)
    refusal = change_share(house().db, campaign_id, wanted, the_user().id, seen=seen, now=_now())
    return (_page(region, refusal, "share"), 409) if refusal else redirect(url_for("calendar.show", region=region))


def _after(region: str, form: str, wish: object, carry_out: Callable[[], Refusal | None]) -> ResponseReturnValue:
    """Carry out what was written, or show the page again with what is wrong beside what was written."""
    refusal = wish if isinstance(wish, Refusal) else carry_out()
    if refusal is None:
        return redirect(url_for("calendar.show", region=region, done=form))
    return _page(region, refusal, form), 422


def _may_note(region: str, kind: str) -> None:
    if region not in _regions():
        abort(404)
    if kind != Subject.OUTAGE and the_user().role is not Role.ADMIN:
        abort(403)


def _regions() -> list[str]:
    """Return the regions that concern the signed-in person, her own first."""
    person = the_user()
    with house().db.transaction(EVERYTHING) as session:
        if person.role is Role.OFFICER and person.department_id:
            found = department(session, person.department_id)
            return [found.region] if found else list(ZONES)
        if person.role is Role.SUPERVISOR:
            return sorted({campaign.region for campaign, _ in watched_campaigns(session, person)}) or list(ZONES)
    return list(ZONES)


def _page(region: str, refusal: Refusal | None = None, opened: str = "") -> str:
    if region not in _regions():
        abort(404)
    with house().db.transaction(EVERYTHING) as session:  # rules of a region belong to no department
        rows = _rows(session, region, now=_now())
    return render_template(
        "calendar/calendar.html",
        region=region,
        regions=_regions(),
        zone=ZONES[region],
        law=SHIPPED[region],
        subjects=SUBJECTS,
        weekday_in_words=weekday_in_words,
        change_in_words=change_in_words,
        is_admin=the_user().role is Role.ADMIN,
        areas=_areas(region),
        refusal=sentence(refusal) if refusal else None,
        opened=opened,
        written=request.form if opened else {},
        **rows,
    )


def _rows(session: Session, region: str, *, now: datetime) -> dict[str, Any]:
    """Return what the page shows; of campaigns only an administrator sees anything."""
    today = now.astimezone(ZoneInfo(ZONES[region])).date()
    campaigns = campaigns_by_share(session) if the_user().role is Role.ADMIN else []
    changes = rule_changes(session, [region, *(str(campaign.id) for campaign in campaigns)])
    told = [one.after or one.before for one in changes]
    return {
        "today": today,
        "hours": hours_of(session, region, on=today),
        "caps": calling_caps(session, region, on=today),
        "holidays": holidays_from(session, region, day=today),
        "gaps": gaps_from(session, region, day=today),
        "outages": outages_from(session, region, now=now),
        "campaigns": campaigns,
        "changes": changes,
        "here": Here(ZONES[region], area_names(session, [named["area_id"] for named in told if named.get("area_id")])),
        "seen": latest_change(session, region),
    }


def _areas(region: str) -> list[Area]:
    """Return the areas in which the campaigns that the signed-in person may watch have people."""
    with house().db.transaction(EVERYTHING) as session:
        departments = {campaign.department_id for campaign, _ in watched_campaigns(session, the_user())}
    found: dict[str, Area] = {}
    for department_id in departments:
        with house().db.transaction(Scope(department_id)) as session:
            found |= {area.id: area for area in areas_called(session, region)}
    return sorted(found.values(), key=lambda area: (LEVELS.index(area.level), area.name))


def _now() -> datetime:
    return house().now()
