"""An administrator gives somebody another role, place or area; open sessions of hers have the new right at the next request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from campaigns.rules.floor.supervision import Left
from campaigns.rules.refusals import USER_UNKNOWN, Refusal
from campaigns.rules.roles import Role
from campaigns.shared.user_places import RoleWish, UserPlace, place_of_role
from campaigns.store.access_traces import note_access
from campaigns.store.desk.listenings import end_listening_of_user
from campaigns.store.desk.open_desks import live_agent_session, newest_agent_session
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AccessTrace, User
from campaigns.store.users import lock_users

OWN_ROLE: Final = Refusal("own_role", "You cannot change your own role: another administrator can.")
AT_DESK: Final = Refusal(
    "at_desk", "She works at a desk now: let her end her shift, or sign her out on the floor, and change this then."
)


@dataclass(frozen=True)
class AnswersKept(Refusal):
    """What she gave on calls is still on her computer, which only her own desk as an agent can send."""

    count: int = 0


def set_role(
    db: Database, user_id: UUID, wish: RoleWish, admin_id: UUID, *, now: datetime, all_the_same: bool = False
) -> Refusal | None:
    """Change it and keep who changed what; `all_the_same`: though answers are still on her computer, which then stay there.

    An administrator never changes herself, and must still be one: so the last of them stays.
    """
    if user_id == admin_id:
        return OWN_ROLE
    with db.transaction(EVERYTHING) as session:
        locked = lock_users(session, {user_id, admin_id})
        person, admin = locked.get(user_id), locked.get(admin_id)
        if person is None or admin is None or not admin.active or admin.role is not Role.ADMIN:
            return USER_UNKNOWN
        place = place_of_role(session, wish)
        if isinstance(place, Refusal):
            return place
        before = _place_of(person)
        if place == before:
            return None
        if refusal := _at_work(session, person, all_the_same=all_the_same):
            return refusal
        for name, value in vars(place).items():
            setattr(person, name, value)
        end_listening_of_user(session, person.id, Left.NO_RIGHT, at=now)
        subject = {"user": str(user_id), "before": _in_ids(before), "after": _in_ids(place)}
        note_access(session, AccessTrace(at=now, user_id=admin_id, action="role_set", subject=subject))
    return None


def _at_work(session: Session, person: User, *, all_the_same: bool) -> Refusal | None:
    if live_agent_session(session, person.id) is not None:
        return AT_DESK
    newest = newest_agent_session(session, person.id)
    if newest is None or not newest.kept or all_the_same:
        return None
    return AnswersKept(
        "answers_kept",
        "Answers that she gave on calls are still on her computer: let her sign in there as an agent first, which sends them.",
        count=newest.kept,
    )


def _place_of(person: User) -> UserPlace:
    return UserPlace(**{name: getattr(person, name) for name in UserPlace.__dataclass_fields__})


def _in_ids(place: UserPlace) -> dict[str, Any]:
    return {name: str(value) for name, value in vars(place).items() if value is not None}
