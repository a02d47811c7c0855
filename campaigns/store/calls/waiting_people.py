"""People who have answered and whom no agent has yet."""

from datetime import datetime
from typing import Final

from sqlalchemy import (
    ARRAY,
    ColumnClause,
    DateTime,
    Text,
    Uuid,
    any_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from campaigns.rules.call_states import CallStatus, Direction
from campaigns.store.ready_statements import Ready
from campaigns.store.tables import AgentSession, Call, Case

# As the indexes of live calls say it: given along as a fact it would be planned for anew each time.
_ENDED: Final[ColumnClause[str]] = literal_column(f"'{CallStatus.ENDED}'")
_hers = aliased(Call)
_LINE_OPEN: Final = exists().where(_hers.agent_session_id == bindparam("agent_session_id"), _hers.status != _ENDED)
_SPOKEN: Final = bindparam("languages", type_=ARRAY(Text))  # none: any
_CLAIM_LONGEST: Final = Ready(
    select(Call)
    .join(Case, Case.id == Call.case_id)
    .where(
        Call.campaign_id == bindparam("campaign_id", type_=Uuid),
        Call.status != _ENDED,
        Call.status == literal_column(f"'{CallStatus.ANSWERED}'"),
        Call.direction == literal_column(f"'{Direction.OUT}'"),
        Call.agent_session_id.is_(None),
        Call.outcome.is_(None),
        ~Call.abandoned,
        Call.answered_at >= bindparam("since", type_=DateTime(timezone=True)),
        or_(Case.language.is_(None), func.cardinality(_SPOKEN) == 0, Case.language == any_(_SPOKEN)),
        ~_LINE_OPEN,
    )
    .order_by(Call.answered_at)
    .limit(1)
    .with_for_update(of=Call, skip_locked=True, key_share=True)
)


def claim_longest_waiting(session: Session, agent: AgentSession, *, since: datetime) -> Call | None:
    """Lock the call of whoever has waited longest, of those who answered since a moment and whose language she speaks.

    One that is held is passed over: it is ending, or its carrier asks what to do with it and finds her ready. None, too,
    while a line is open in her room. It waits for no lock, so she may be locked before.
    """
    facts = {
        "agent_session_id": agent.id,
        "campaign_id": agent.campaign_id,
        "languages": agent.languages,
        "since": since,
    }
    found = _CLAIM_LONGEST.held(session, facts)
    return found[0] if found else None
