"""Tells an officer at the head of every page how many problems wait for her own tier."""

from agent_ui.house import house
from agent_ui.sign_in.access import current_user
from campaigns.store.referrals.referral_pages import OFFICERS, problems_waiting
from campaigns.store.session import Scope


def new_problems() -> int:
    """Return how many nobody has taken yet; none for those who tend no referrals."""
    person = current_user()
    if person is None or person.role not in OFFICERS:
        return 0
    with house().db.transaction(Scope(person.department_id)) as session:
        return problems_waiting(session, person)
