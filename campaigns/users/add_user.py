"""Adds a person who may sign in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.rules.sign_in_ids import SIGN_IN_ID
from campaigns.shared.passwords import hash_password, password_refusal
from campaigns.shared.user_places import RoleWish, place_of_role
from campaigns.store.access_traces import note_access
from campaigns.store.session import NOBODY, Database
from campaigns.store.tables import AccessTrace, User
from campaigns.store.users import save_user, user_by_sign_in


@dataclass(frozen=True)
class NewUser:
    """What an administrator writes about a new person."""

    sign_in: str
    password: str
    name: str
    place: RoleWish
    languages: tuple[str, ...] = ()


def add_user(db: Database, wish: NewUser, admin_id: UUID, *, now: datetime) -> UUID | Refusal:
    """Save the person, or say what is missing."""
    missing = _missing(wish)
    if missing is not None:
        return missing
    password_hash = hash_password(wish.password)
    with db.transaction(NOBODY) as session:
        if user_by_sign_in(session, wish.sign_in) is not None:
            return Refusal("sign_in_taken", "Somebody has this ID already: choose another one.")
        place = place_of_role(session, wish.place)
        if isinstance(place, Refusal):
            return place
        person = User(
            sign_in=wish.sign_in,
            password_hash=password_hash,
            name=wish.name,
            languages=list(wish.languages),
            created_at=now,
            **vars(place),
        )
        save_user(session, person)
        subject = {"user": str(person.id), "role": place.role.value}
        note_access(session, AccessTrace(at=now, user_id=admin_id, action="user_added", subject=subject))
        return person.id


def _missing(wish: NewUser) -> Refusal | None:
    if not SIGN_IN_ID.fullmatch(wish.sign_in):
        return Refusal("sign_in_shape", "The ID needs 2 to 64 small letters, digits, dots or hyphens.")
    if not wish.name or "\0" in wish.name:
        return Refusal("name_missing", "Write the person's name.")
    return password_refusal(wish.password, wish.sign_in)
