"""The sign-in page, the way out, and the choice of language."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import MethodNotAllowed, NotFound

from agent_ui.house import house
from agent_ui.limits import one_address, one_person, one_person_here
from agent_ui.sign_in.access import current_user, enter, leave
from agent_ui.sign_in.language import languages_to_choose
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.users.choose_language import choose_language
from campaigns.users.choose_letters import choose_letters
from campaigns.users.sign_in import sign_in

pages = Blueprint("sign_in", __name__, template_folder="templates")

FIRST_PAGE = {
    Role.AGENT: "/desk/",
    Role.SUPERVISOR: "/floor/",
    Role.OFFICER: "/lists/",
    Role.PROGRAMME: "/tiers/",
    Role.ADMIN: "/admin/",
}


@pages.get("/")
def first_page() -> ResponseReturnValue:
    """Lead everybody to the page of their work."""
    person = current_user()
    return redirect(FIRST_PAGE[person.role] if person else url_for("sign_in.form"))


@pages.get("/sign-in")
def form() -> ResponseReturnValue:
    """Show the sign-in page, or lead on somebody who is already in."""
    person = current_user()
    if person is not None:
        return redirect(FIRST_PAGE[person.role])
    return render_template("sign_in/sign_in.html", refusal=None)


@pages.post("/sign-in")
@one_person_here
@one_person
@one_address
def let_in() -> ResponseReturnValue:
    """Check ID and password; a refusal keeps the ID that was written."""
    match sign_in(house().db, request.form.get("sign_in", ""), request.form.get("password", ""), now=house().now()):
        case Refusal() as refusal:
            return render_template("sign_in/sign_in.html", refusal=refusal), 422
        case person:
            enter(person)
            return redirect(own_path(request.form.get("next")) or FIRST_PAGE[person.role])


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session on this computer."""
    leave()
    return redirect(url_for("sign_in.form"))


@pages.post("/language")
def language() -> ResponseReturnValue:
    """Read on in another language, or in other letters; a signed-in person keeps both."""
    chosen = request.form.get("language")
    if chosen in languages_to_choose():
        session["language"] = chosen
        person = current_user()
        if person is not None:
            choose_language(house().db, person.id, chosen)
    if "nastaliq" in request.form and (reader := current_user()):
        choose_letters(house().db, reader.id, nastaliq=request.form["nastaliq"] == "on")
    here = own_path(request.form.get("next"))
    return redirect(here if here and opens_by_link(here) else "/")


def opens_by_link(address: str) -> bool:
    """Tell whether a path of ours is a page, and not where a form was sent."""
    try:
        current_app.url_map.bind("").match(urlsplit(address).path, method="GET")
    except (NotFound, MethodNotAllowed):
        return False
    return True


def own_path(address: str | None) -> str | None:
    """Return an address only if it is a path of ours, so that nobody is led away through us."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc or any(ord(letter) < 32 for letter in address) else address
