"""An officer's browser, and the form of a script that it last showed."""

import html
import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from campaigns.store.session import EVERYTHING
from campaigns.store.tables import ScriptVersion
from tests.given_centre import PASSWORD, Centre


class Office:
    """An officer's browser, and the form that it last showed."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.browser: FlaskClient = centre.app.test_client()
        self.page = self.browser.get("/sign-in").text
        self.send("/sign-in", sign_in="farooq", password=PASSWORD)
        self.at = f"/scripts/campaigns/{centre.floor.campaign.id}"

    def send(self, path: str, **fields: Any) -> Any:
        token = re.search(r'name="csrf-token" content="([^"]+)"', self.page)
        assert token is not None
        answer = self.browser.post(path, data={"csrf_token": token[1], **fields})
        self.page = answer.text if answer.status_code != 302 else self.browser.get(answer.location).text
        return answer

    def open(self, step: str = "") -> None:
        self.page = self.browser.get(f"{self.at}/edit?step={step}").text

    def written(self) -> dict[str, Any]:
        """What a browser would send of the form that it shows."""
        form = self.page[self.page.index("data-script=") :]
        fields: dict[str, Any] = {}
        for tag in re.findall(r"<input [^>]*>", form):
            name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
            if name and ("checkbox" not in tag or " checked" in tag):
                fields.setdefault(name[1], []).append(html.unescape(value[1]) if value else "on")
        for name, words in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)<', form):
            fields[name] = [html.unescape(words)]
        for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
            chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
            fields[name] = [html.unescape(chosen[1]) if chosen else ""]
        return fields

    def press(self, button: str, **changed: Any) -> Any:
        return self.send(f"{self.at}/edit", **{**self.written(), **changed, "do": button})

    @property
    def problems(self) -> list[str]:
        marked = re.findall(r'<ul class="mistake"[^>]*>(.*?)</ul>', self.page, re.DOTALL)
        return [html.unescape(sentence) for one in marked for sentence in re.findall(r"<li>(.*?)</li>", one)]

    def versions(self) -> list[tuple[int, dict[str, Any]]]:
        with self.centre.db.transaction(EVERYTHING) as session:
            found = session.scalars(select(ScriptVersion).order_by(ScriptVersion.version))
            return [(version.version, version.document) for version in found]
