"""An agent tries her desk phone before a shift: it is rung once and says that it works."""

from uuid import UUID

from campaigns.rules.refusals import NO_DESK_PHONE, NOT_OF_YOUR_CENTRE, Refusal
from campaigns.store.session import EVERYTHING, Database, enqueue
from campaigns.store.tables import Campaign, User


def ask_for_test_call(db: Database, user_id: UUID, campaign_id: UUID) -> Refusal | None:
    """Let her phone be rung from the number of a campaign of her centre."""
    with db.transaction(EVERYTHING) as session:
        user, campaign = session.get(User, user_id), session.get(Campaign, campaign_id)
        if user is None or campaign is None or not user.operator_id or campaign.operator_id != user.operator_id:
            return NOT_OF_YOUR_CENTRE
        if not user.desk_phone:
            return NO_DESK_PHONE
        enqueue(session, "dial", "try_desk_phone", user_id, campaign_id)
        return None
