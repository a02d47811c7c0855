"""The box of what was given and not sent yet, in a page without a server: nothing but the browser keeps it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from agent_ui.bundle import bundle

HERE = "http://localhost:9/"  # nothing listens there: the page is handed to the browser
PAGE = '<!doctype html><meta name="csrf-token" content=""><script type="application/json" id="desk-page">{}</script>'
QUIET = "{ onState: () => null, onChange: () => null, onRefusal: () => null, onSignedOut: () => null }"
OUTBOX = bundle("desk/outbox.js")
BOX = bundle("desk/box.js")
OLD = """() => localStorage.setItem("raabta.desk.outbox", JSON.stringify([
  { id: "first-entry", path: "/desk/answer", body: { call_id: "one", step: "identity", value: "self" } },
  { id: "second-entry", path: "/desk/outcome", body: { key: "its-own-key", call_id: "one", outcome: "completed" } },
]))"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of the browser, at an address of its own."""
    page = chromium.new_page()
    page.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto(HERE)
    yield page
    page.close()


def test_what_a_page_of_before_kept_is_taken_into_the_box_once_and_in_its_order(page: Page) -> None:
    look = f"async () => {{ {BOX} return (await (await of_desk_box.openBox()).all()); }}"
    page.evaluate(OLD)
    taken = page.evaluate(look)
    assert [(entry["key"], entry["path"], entry["agent"]) for entry in taken] == [
        ("first-entry", "/desk/answer", None),
        ("its-own-key", "/desk/outcome", None),
    ]
    assert taken[0]["body"] == {"call_id": "one", "step": "identity", "value": "self", "key": "first-entry"}
    assert page.evaluate("() => localStorage.length") == 0
    page.evaluate(OLD)  # a tab of before, closed later
    assert page.evaluate(look) == taken


def test_an_outcome_that_may_have_left_is_taken_back_behind_itself_and_one_that_has_not_just_leaves(page: Page) -> None:
    kept = page.evaluate(
        f"""async () => {{
          {OUTBOX}{BOX}
          const outbox = new of_desk_outbox.Outbox(await of_desk_box.openBox(), {QUIET});
          for (const [key, call_id] of [["left-for-the-server", "one"], ["never-left-the-box", "two"]]) {{
            await outbox.put("/desk/outcome", {{ key, call_id, outcome: "completed" }});
          }}
          outbox.left.add("left-for-the-server");
          const taken = [];
          for (const call of ["one", "two", "three"]) taken.push(await outbox.takeBack(call));
          const waits = ["one", "two"].map((call) => outbox.hasOutcomeOf(call));
          await outbox.put("/desk/outcome", {{ call_id: "one", outcome: "refused" }});
          await outbox.look();
          return {{ taken, waits, again: outbox.hasOutcomeOf("one"), box: outbox.entries.map(({{ path, body }}) => [path, body.call_id]) }};
        }}"""
    )
    assert (kept["taken"], kept["waits"], kept["again"]) == ([True, True, False], [False, False], True)
    assert kept["box"] == [["/desk/outcome", "one"], ["/desk/undo", "one"], ["/desk/outcome", "one"]]
