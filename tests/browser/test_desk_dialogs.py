"""Every small question over the desk shuts nobody out: in each language, by day and by night, on a PC and on a phone."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PC
from tests.browser.seat import Seat
from tests.browser.test_desk_states import PHONE
from tests.browser.visitor import PICTURES

# Opens one after the other as the desk does, and asks axe of each; what is refused has what an agent had given.
OPEN_EACH = """async ([words, rules, only]) => {
  const { chooseBreak, chooseMore, chooseSkip, makeSure, showRefused } = await import("/static/desk/dialogs.js");
  const { keypad } = await import("/static/desk/keypad.js");
  const { referProblem } = await import("/static/desk/referring.js");
  const given = { number: 1, path: "/desk/outcome", hint: words, body: { outcome: "call_later", note: words } };
  const desk = { state: { call: {} }, dialogOpen: false, errands: { attempt: (errand) => errand() } };
  const dialogs = {
    break: () => chooseBreak(["tea", "lunch", "prayer", "meeting", "training", "technical"], words),
    skip: () => chooseSkip(["bad_time"]),
    more: () => chooseMore([1, 2, 3, 4, 5].map((one) => [one, words])),
    keypad: () => keypad(() => null),
    died: () => makeSure("died"),
    opt_out: () => makeSure("opt_out"),
    refused: () => showRefused({ refusals: [given] }),
    refer: () => referProblem(desk),
  };
  const found = {};
  for (const [name, open] of Object.entries(dialogs).filter(([name]) => !only || name === only)) {
    open();
    for (let frame = 0; !document.querySelector("dialog[open]"); frame++) {
      if (frame > 600) throw new Error(`no dialog opens: ${name}`);
      await new Promise(requestAnimationFrame);
    }
    const box = document.querySelector("dialog[open]");
    const { violations } = rules.length ? await axe.run(box, { runOnly: rules, resultTypes: ["violations"] }) : { violations: [] };
    const { top, bottom, left, right } = box.getBoundingClientRect();
    const inside = top >= 0 && left >= 0 && right <= innerWidth && (bottom <= innerHeight || innerWidth < 400);
    const wide = box.scrollWidth > box.clientWidth;
    found[name] = [...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)), inside || "outside", wide && "wide"];
    if (!only) box.dispatchEvent(new Event("cancel"));
  }
  return Object.entries(found).map(([name, said]) => [name, said.filter((word) => typeof word === "string")]).filter(([, said]) => said.length);
}"""
WORDS = "This callback time is not in the calling hours. Choose another one."


BY_RULES = {"light": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"], "dark": ["color-contrast"]}


def every_dialog(page: Page, *rules: str) -> list[Any]:
    found: list[Any] = page.evaluate(OPEN_EACH, [WORDS, rules, None])
    return found


def picture(page: Page, folder: str, language: str) -> None:
    for name in ("break", "keypad", "refused", "refer"):
        page.evaluate(OPEN_EACH, [WORDS, [], name])
        page.screenshot(path=Path(folder, f"dialog-{name}-{language}.png"))
        page.keyboard.press("Escape")


def test_every_small_question_is_seen_by_all(seat: Seat) -> None:
    page = seat.sign_in("en")
    for language in ("en", "ur", "hi"):
        page.locator(f"form.choice button[lang={language}]").click()
        expect(page.locator(f"html[lang={language}]")).to_have_count(1)
        seat.in_status("paused")
        Axe().run(page, context="main")  # and from now on its script stands in the page
        for scheme, rules in BY_RULES.items():
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of two words
            assert (language, scheme, every_dialog(page, *rules)) == (language, scheme, [])
            if PICTURES:
                picture(page, PICTURES, f"{language}-{scheme}")
        page.set_viewport_size(PHONE)
        assert (language, "phone", every_dialog(page)) == (language, "phone", [])
        page.set_viewport_size(PC)
