"""An agent rings an invented person, to practise the script of a campaign; nobody is dialled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.practice.next_persona import next_persona
from campaigns.rules.practice.practice import RINGS
from campaigns.rules.practice.truth import truth_of
from campaigns.rules.refusals import NOT_OF_YOUR_CENTRE, Refusal
from campaigns.rules.scripts.script import read_script
from campaigns.store.desk.open_desks import live_agent_session
from campaigns.store.personas import personas
from campaigns.store.practice import open_practice_call, personas_met, save_practice_call
from campaigns.store.scripts import script_document
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import Campaign, PracticeCall, User


def begin_practice_call(
    db: Database, user_id: UUID, campaign_id: UUID, language: str, *, now: datetime
) -> UUID | Refusal:
    """Return the id of the practice call that rings now; one that is open is gone on with, or broken off for another.

    A desk that takes calls would be given one while its agent practises, so she takes a break there first.
    """
    with db.transaction(EVERYTHING) as session:
        user = session.get(User, user_id, with_for_update={"key_share": True})
        campaign = session.get(Campaign, campaign_id)
        hers = user and campaign and user.operator_id and campaign.operator_id == user.operator_id
        if user is None or campaign is None or not hers:
            return NOT_OF_YOUR_CENTRE
        desk = live_agent_session(session, user_id)
        if desk is not None and (desk.status is not AgentStatus.PAUSED or desk.call_id is not None):
            return Refusal("desk_takes_calls", "Take a training break at your desk first, then practise.")
        version = campaign.script_version_id
        script = script_document(session, version) if version else None
        if version is None or script is None or language not in script["languages"]:
            return Refusal("script_lacks_language", "This campaign has no script in this language. Choose another.")
        begun = open_practice_call(session, user_id)
        if begun is not None and (begun.script_version_id, begun.language) == (version, language):
            return begun.id
        if begun is not None:
            begun.logged_at, begun.passed = now, False
            session.flush()  # the open one must be closed before the index lets the new one in
        return _begin(session, campaign, user_id, script, language, now=now)


def _begin(
    session: Session, campaign: Campaign, user_id: UUID, script: Mapping[str, Any], language: str, *, now: datetime
) -> UUID | Refusal:
    if campaign.script_version_id is None:
        return Refusal("script_lacks_language", "This campaign has no script in this language. Choose another.")
    today, read = now.astimezone(ZoneInfo(campaign.zone)).date(), read_script(script)
    able = [key for key, persona in personas().items() if truth_of(read, persona, today=today)]
    met = personas_met(session, user_id, campaign.script_version_id, language)
    key = next_persona(able, met.passed, met.tried, agent=user_id)
    if key is None:
        return Refusal("nobody_to_practise_with", "Nobody can be practised with in this script. Tell your supervisor.")
    call = PracticeCall(
        id=uuid4(),
        department_id=campaign.department_id,
        campaign_id=campaign.id,
        user_id=user_id,
        script_version_id=campaign.script_version_id,
        language=language,
        persona=key,
        began_at=now,
        answered_at=now + RINGS,
        given=[],
        points=[],
    )
    save_practice_call(session, call)
    return call.id
