"""A desk's sign of life: what it says of itself whenever it asks; kept in the transaction that answers it, if there is one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from campaigns.store.desk.open_desks import note_heard
from campaigns.store.session import Session, tell
from campaigns.store.tables import AgentSession


@dataclass(frozen=True)
class SignOfLife:
    """That a desk is there. `kept`: how many entries it still keeps on its computer; None where it says nothing of it."""

    at: datetime
    kept: int | None
    every: timedelta  # of our clock: a desk that was heard more lately is not noted again

    def is_news_of(self, agent: AgentSession) -> bool:
        """Tell whether it is to be noted."""
        return self._keeps_other(agent) or self.at - agent.heard_at >= self.every

    def _keeps_other(self, agent: AgentSession) -> bool:
        return self.kept is not None and self.kept != agent.kept


def note_sign(session: Session, agent: AgentSession, sign: SignOfLife) -> None:
    """Keep a sign of life that is news of a desk as it was read; should it be lost, the next one comes within seconds."""
    if sign.is_news_of(agent):
        hear(session, agent.id, at=sign.at, kept=sign.kept if sign.kept != agent.kept else None)


def hear(session: Session, agent_session_id: UUID, *, at: datetime, kept: int | None) -> bool:
    """Keep that a desk was heard, and how much it keeps where that is news to the floor; False where it is closed."""
    campaign_id = note_heard(session, agent_session_id, at=at, kept=kept)
    if campaign_id is not None and kept is not None:
        tell(session, f"floor:{campaign_id}")
    return campaign_id is not None
