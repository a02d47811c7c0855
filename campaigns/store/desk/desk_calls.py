"""The call that a desk shows: the person's record, her script and answers, and who else waits on her phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from campaigns.rules.calling.calling_hours import CallingRules
from campaigns.rules.calling.preview import skips_left
from campaigns.rules.outcomes import Outcome
from campaigns.rules.scripts.progress import NEARLY_DONE
from campaigns.store.calling.calling_rules import rules_of_case
from campaigns.store.calling.preview_skips import skips_in_a_row, skips_of_person
from campaigns.store.calls.call_scripts import CallScript, PersonKnown, script_for, with_record
from campaigns.store.calls.call_steps import NEWEST_STEP
from campaigns.store.calls.phone_sharers import SHARERS, Sharer
from campaigns.store.desk.answers import ANSWERS
from campaigns.store.lists.retention import LAST_DAY_OF_CASE
from campaigns.store.ready_statements import Ready
from campaigns.store.rows_as_one import rows_as_one
from campaigns.store.tables import AgentSession, Beneficiary, Call, Campaign, Case

MOST_ATTEMPTS = 4
_this = aliased(Call)  # the call that is on the desk
_at = func.coalesce(Call.answered_at, Call.sent_at, Call.intended_at)
_EARLIER: Final = (
    select(_at, Call.outcome)
    .join(_this, _this.case_id == Call.case_id)
    .where(_this.id == bindparam("call_id"), Call.id != _this.id, Call.outcome.is_not(None))
    .order_by(_at.desc())
    .limit(MOST_ATTEMPTS)
)
_CALL: Final = Ready(
    with_record(
        Call, Case, LAST_DAY_OF_CASE, NEWEST_STEP, rows_as_one(ANSWERS), rows_as_one(_EARLIER), rows_as_one(SHARERS)
    )
)


@dataclass(frozen=True)
class DeskCall:
    """The call that the agent has or whose outcome she owes, with the person's record."""

    call: Call
    beneficiary: Beneficiary
    language: str | None
    block: str | None
    district: str | None
    state: str | None
    answers: Mapping[str, Any]
    attempts: Sequence[tuple[datetime, Outcome]]
    script: CallScript | None
    rules: CallingRules
    last_day: date  # on which this person may be called, as her list says
    others: Sequence[Sharer]  # who waits on the same phone
    nearly_done: bool  # as the agent says
    skips_left: int = 0  # of records read before they are called


def desk_call(session: Session, campaign: Campaign, call_id: UUID, *, now: datetime) -> DeskCall | None:
    """Return a call of a campaign as the desk that has it shows it."""
    row = _CALL.one(session, {"call_id": call_id})
    if row is None:
        return None
    version_id, *person, call, case, last_day, step, answers, earlier, sharers = row
    beneficiary, language, block, district, state, *_ = person
    return DeskCall(
        call,
        beneficiary,
        language,
        block,
        district,
        state,
        answers=dict(answers or ()),
        attempts=[(datetime.fromisoformat(at), Outcome(outcome)) for at, outcome in earlier or ()],
        script=script_for(session, version_id, PersonKnown(*person)),
        others=[Sharer(UUID(case_id), *who) for case_id, *who in sharers or ()],
        nearly_done=step == NEARLY_DONE,
        last_day=last_day,
        rules=rules_of_case(session, campaign, case, now=now),
        skips_left=_skips_left(session, call) if call.preview else 0,
    )


def _skips_left(session: Session, call: Call) -> int:
    agent = session.get(AgentSession, call.agent_session_id) if call.agent_session_id else None
    in_a_row = skips_in_a_row(session, agent) if agent else 0
    return skips_left(in_a_row=in_a_row, of_person=skips_of_person(session, call.case_id))
