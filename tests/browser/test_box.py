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
LINK = bundle("desk/link.js")
ON_ITS_WAY = """async () => {
  const asked = [];
  window.fetch = (path) => new Promise((answer) => asked.push(answer));
  const told = (body, headers) => new Response(JSON.stringify(body), { headers });
  const until = async (count) => { while (asked.length < count) await new Promise((later) => setTimeout(later)); };
  const call = { id: "one", started_seconds: 0, expires_seconds: 0 };
  const first = of_desk_link.readState();
  await until(1);
  asked[0](told({ revision: 1, seconds: 0, status: "on_call", call, answers: {} }, { ETag: 'W/"aaaa"' }));
  await first;
  const news = of_desk_link.readState();
  await until(2);
  const answer = of_desk_link.post("/desk/answer", { call_id: "one", step: "identity", value: "refuses" });
  await until(3);
  asked[2](told({ revision: 3, seconds: 1 }, { "X-Part": "answers", ETag: 'W/"bbbb"' }));
  const answered = await answer;
  asked[1](told({ revision: 2, seconds: 0, status: "wrap_up" }, { "X-Part": "1", ETag: 'W/"cccc"' }));
  return [answered, await news].map(({ status, answers }) => [status, answers]);
}"""
FULL = """async () => {
  const box = await of_desk_box.openBox();
  const add = (key) => box.add({ key, agent: "shazia", path: "/desk/answer", body: { key } });
  const [first, second] = [await add("first"), await add("second")];
  const { disk } = box;
  const hangs = { objectStore: () => ({ add: () => ({}), delete: () => ({}), getAll: () => ({}) }) };
  disk.transaction = () => hangs; // as Chromium's, on a disk that is full: neither done nor refused, and then closed
  const third = add("third");
  disk.onclose();
  await Promise.all([third, box.remove(first), add("fourth"), box.refuse(second, { because: "said_twice" })]);
  const keys = async (box) => [await box.all(), await box.refused()].map((of) => of.map(({ key }) => key));
  const here = await keys(box);
  const withRoom = await of_desk_box.openBox(); // loaded again, and there is room on the disk
  return { lasting: [box.lasting, withRoom.lasting], here, again: await keys(withRoom), left: localStorage.length };
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of the browser, at an address of its own."""
    page = chromium.new_page()
    page.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto(HERE)
    yield page
    page.close()


def test_what_a_full_disk_does_not_take_stays_in_its_order_in_the_browser_and_goes_on_the_disk_when_it_has_room(
    page: Page,
) -> None:
    found = page.evaluate(FULL.replace("async () => {", f"async () => {{ {BOX}", 1))
    assert found["here"] == found["again"] == [["third", "fourth"], ["second"]]
    assert (found["lasting"], found["left"]) == ([False, True], 0)


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


def test_an_answer_is_not_forgotten_by_a_state_that_was_on_its_way_when_it_was_given(page: Page) -> None:
    answered, late = page.evaluate(ON_ITS_WAY.replace("async () => {", f"async () => {{ {LINK}", 1))
    assert answered == ["on_call", {"identity": "refuses"}]
    assert late == ["wrap_up", {"identity": "refuses"}]


def test_what_was_saved_is_not_offered_for_taking_back_once_she_talks_with_the_next_person(page: Page) -> None:
    offered = page.evaluate(
        f"""() => {{
          {bundle("desk/undo.js")}
          of_desk_page.page.words = {{}};
          const undo = new of_desk_undo.Undo(document.body, () => null);
          undo.offer({{ call_id: "one", outcome: "refused" }});
          return ["one", "two"].map((call) => (undo.giveWay(call), document.querySelectorAll("button").length));
        }}"""
    )
    assert offered == [1, 0]
