"""Who is here, and who may open a page."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import abort, g, session

from agent_ui.house import house
from agent_ui.sign_in.signed_in import password_mark, signed_in_user
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, NOBODY, Scope
from campaigns.store.tables import User

P = ParamSpec("P")
R = TypeVar("R")


def current_user() -> User | None:
    """Return who is signed in; asked of the database once per request, so a deactivated person is out at once."""
    if "person" not in g:
        g.person = signed_in_user(house().db, session)
    person: User | None = g.person
    return person


def the_user() -> User:
    """Return who is signed in, or send to the sign-in page."""
    return current_user() or abort(401)


def current_scope() -> Scope:
    """Return whose rows the signed-in person may see: an admin everything, others their department's (or nothing).

    Programme staff see the totals of their area only, and nothing while they have none.
    Agents and supervisors belong to no department: their pages open the scope of the campaign they work.
    """
    person = current_user()
    if person is None:
        return NOBODY
    if person.role is Role.PROGRAMME:
        return Scope(person.department_id, area_id=person.area_id) if person.area_id else NOBODY
    return EVERYTHING if person.role is Role.ADMIN else Scope(department_id=person.department_id)


def allow(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Open a page to these roles only: strangers go to the sign-in page, others get 403."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if the_user().role not in roles:
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return guard


def enter(person: User) -> None:
    """Begin a session in a fresh cookie; only the language that was just chosen is carried over."""
    chosen = session.get("language")
    session.clear()
    session.permanent = True
    session["user"] = str(person.id)
    session["mark"] = password_mark(person)
    if chosen:
        session["language"] = chosen
    g.person = person


def leave() -> None:
    """End the session."""
    chosen = session.get("language")
    session.clear()
    if chosen:
        session["language"] = chosen
    g.person = None
