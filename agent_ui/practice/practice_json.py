"""The state of a practice desk: that of any desk, made of rows that are never saved, and what the invented person says."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from agent_ui.desk.state_json import state_json
from agent_ui.practice.sentences import point_sentence
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallStatus, Direction
from campaigns.rules.practice.personas import Persona
from campaigns.rules.practice.practice import Check, Point, practice_status, score
from campaigns.rules.practice.talk import talk_of
from campaigns.rules.practice.truth import truth_of
from campaigns.rules.scripts.script import read_script
from campaigns.store.calling.calling_rules import calling_rules
from campaigns.store.calls.call_scripts import CallScript, script_of_version
from campaigns.store.desk.desk import DeskCall, DeskCampaign, DeskState, desk_work
from campaigns.store.personas import personas
from campaigns.store.practice import newest_practice_call, practice_passed
from campaigns.store.session import Session
from campaigns.store.tables import AgentSession, Beneficiary, Call, PracticeCall, User

NO_NUMBER = "+910000000000"  # shown masked; nobody has it


def practice_json(session: Session, user: User, campaign_id: UUID, language: str, *, now: datetime) -> dict[str, Any]:
    """Return the state of an agent's practice desk; `practice` holds what a real desk does not have."""
    work = desk_work(session, campaign_id)
    version = work.campaign.script_version_id
    newest = newest_practice_call(session, user.id, version, language) if version else None
    logged = newest is None or newest.logged_at is not None
    status = practice_status(
        newest.answered_at if newest else None, newest.hung_up_at if newest else None, now=now, logged=logged
    )
    script = script_of_version(session, version) if version else None
    document = script.document if script else None
    call = None
    if newest is not None and script is not None and not logged:
        call = _desk_call(session, newest, work, script, status)
    state = state_json(DeskState(_agent(user, work, newest, status, now), now, work, call))
    passed = practice_passed(session, user.id, version).get(language, 0)
    return {
        **state,
        "keys": user.desk_keys,
        "page": "",  # nothing of it is kept in the browser, so none is older than another
        "agent": f"practice-{user.id}",  # what this page keeps on the computer is never sent by a real desk
        "practice": {
            "language": language,
            "passed": passed,
            "required": work.campaign.practice_calls,
            "changes_in": _changes_in(newest, now),
            "talk": _talk(newest, document, work) if call and newest else None,
            "result": _result(newest, document) if newest and logged else None,
        },
    }


def _agent(
    user: User, work: DeskCampaign, call: PracticeCall | None, status: AgentStatus, now: datetime
) -> AgentSession:
    since = {
        AgentStatus.RESERVED: call.began_at if call else now,
        AgentStatus.ON_CALL: call.answered_at if call else now,
        AgentStatus.WRAP_UP: (call.hung_up_at if call else None) or now,
    }.get(status, (call.logged_at if call else None) or now)
    return AgentSession(
        id=work.campaign.id,
        user_id=user.id,
        campaign_id=work.campaign.id,
        department_id=work.campaign.department_id,
        status=status,
        pause_reason=PauseReason.TRAINING if status is AgentStatus.PAUSED else None,
        since=since,
        leg="none",
        languages=list(user.languages),
        kept=0,
        started_at=since,
        heard_at=now,
    )


def _desk_call(
    session: Session, call: PracticeCall, work: DeskCampaign, script: CallScript, status: AgentStatus
) -> DeskCall:
    persona, talking = personas()[call.persona], status is not AgentStatus.RESERVED
    ended = status is AgentStatus.WRAP_UP
    row = Call(
        id=call.id,
        campaign_id=call.campaign_id,
        phone=NO_NUMBER,
        caller_id=work.campaign.caller_id,
        status=CallStatus.ENDED if ended else CallStatus.TALKING if talking else CallStatus.RINGING,
        preview=False,
        direction=Direction.OUT,
        intended_at=call.began_at,
        expires_at=call.began_at + timedelta(minutes=1),
        talking_at=call.answered_at if talking else None,
        ended_at=call.hung_up_at if ended else None,
    )
    return DeskCall(
        call=row,
        beneficiary=_person(persona, call.language),
        language=call.language,
        block=None,
        district=None,
        state=None,
        answers={given["step"]: given["value"] for given in call.given},
        attempts=(),
        script=script,
        rules=calling_rules(session, work.campaign),
        last_day=work.campaign.retention_end,
        others=(),
        nearly_done=False,
    )


def _person(persona: Persona, language: str) -> Beneficiary:
    return Beneficiary(
        name=persona.says("name", language),
        relative_name=persona.says("relative_name", language),
        village=persona.says("village", language),
    )


def _talk(call: PracticeCall, document: Mapping[str, Any] | None, work: DeskCampaign) -> dict[str, Any] | None:
    persona = personas()[call.persona]
    today = call.began_at.astimezone(ZoneInfo(work.campaign.zone)).date()
    truth = truth_of(read_script(document), persona, today=today) if document else None
    if document is None or truth is None:
        return None
    return {"call": str(call.id), **asdict(talk_of(document, persona, truth, call.language))}


def _changes_in(call: PracticeCall | None, now: datetime) -> float | None:
    """Return after how many seconds of our clock the state changes by itself: she picks up, or rings off."""
    if call is None or call.logged_at is not None:
        return None
    ahead = [(moment - now).total_seconds() for moment in (call.answered_at, call.hung_up_at) if moment]
    return min((seconds for seconds in ahead if seconds > 0), default=None)


def _result(call: PracticeCall, document: Mapping[str, Any] | None) -> dict[str, Any]:
    points = [Point(Check(point["check"]), point["good"], point["facts"]) for point in call.points]
    lines = [{"good": point.good, "sentence": point_sentence(point, document)} for point in points]
    return {"passed": bool(call.passed), "score": score(points), "points": lines}
