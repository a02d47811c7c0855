"""In which languages agents have talked with somebody in vain."""

from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from campaigns.rules.outcomes import Outcome
from campaigns.store.tables import AgentSession, Call, Case, LoggedOutcome

_SPOKEN_IN_VAIN: Final = (
    select(func.unnest(AgentSession.languages))
    .join(Call, Call.agent_session_id == AgentSession.id)
    .join(LoggedOutcome, LoggedOutcome.call_id == Call.id)
    .where(Call.case_id == bindparam("case_id"), LoggedOutcome.outcome == Outcome.OTHER_LANGUAGE)
)


def tried_languages(session: Session, case: Case) -> frozenset[str]:
    """Return all that the agents speak who needed another one for her, and the one in which she was to be called."""
    spoken = session.scalars(_SPOKEN_IN_VAIN, {"case_id": case.id})
    return frozenset(spoken) | {case.language or ""}
