"""Somebody at a browser of her own, who reads the pages in her language and can be shut out by none of them."""

import os
import re
from pathlib import Path

from babel.support import Translations
from playwright.sync_api import Browser, Locator, Page, expect

from agent_ui.languages import direction_of
from tests.browser.conftest import PC, barriers

PATIENCE = 90_000  # milliseconds; two slow cores carry the whole house
WORDS = Path(__file__).parents[2] / "agent_ui" / "translations"
PICTURES = os.environ.get("RAABTA_PICTURES")  # a folder, for those who want to see the pages


class Visitor:
    """A person with a page of her own. What goes wrong in it unseen is kept in `mistakes`."""

    def __init__(self, browser: Browser, address: str, language: str) -> None:
        self.address, self.language = address, language
        self.mistakes: list[str] = []
        self._translations = Translations.load(str(WORDS), [language])
        self._context = browser.new_context(viewport=PC)
        self._context.set_default_timeout(PATIENCE)
        self._context.on("weberror", lambda error: self.mistakes.append(str(error.error)))
        self._context.on("console", lambda said: self.mistakes.append(said.text) if said.type == "error" else None)
        self.page: Page = self._context.new_page()

    def leave(self) -> None:
        """Close the browser; nothing may have gone wrong in it, and nothing been refused by the page's own policy."""
        self._context.close()
        assert self.mistakes == []

    def say(self, words: str) -> str:
        """Return words of the pages in her language; a word that was never translated fails."""
        said = str(self._translations.ugettext(words))
        assert self.language == "en" or said != words, f"not translated: {words}"
        return said

    def sign_in(self, name: str, password: str) -> None:
        """Choose the language, then come in."""
        self.page.goto(f"{self.address}/sign-in")
        self.page.locator(f".choice button[lang={self.language}]").click()
        self.arrives("sign-in", self.say("Sign in"))
        self.page.get_by_label(self.say("Your ID")).fill(name)
        self.page.get_by_label(self.say("Password"), exact=True).fill(password)
        self.page.keyboard.press("Enter")

    def arrives(self, page: str, title: str | re.Pattern[str]) -> None:
        """See the page under its heading, in the right direction, with nothing in it that shuts anybody out."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title, timeout=PATIENCE)
        self.looks(page)

    def looks(self, page: str) -> None:
        """Look at the page as it stands."""
        html = self.page.locator("html")
        assert html.get_attribute("lang") == self.language
        assert html.get_attribute("dir") == direction_of(self.language)
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES, f"{page}-{self.language}.png"), full_page=True)
        found = barriers(self.page)
        assert found == [], f"{page}: {found}"

    def button(self, words: str) -> Locator:
        """Return the button with these words."""
        return self.page.get_by_role("button", name=self.say(words))

    def link(self, words: str) -> Locator:
        """Return the link with these words."""
        return self.page.get_by_role("link", name=self.say(words))

    def takes(self, link: Locator, folder: Path) -> Path:
        """Download what a link leads to."""
        with self.page.expect_download(timeout=PATIENCE) as taken:
            link.click()
        file = folder / taken.value.suggested_filename
        taken.value.save_as(file)
        return file
