"""The opt-out register in a real browser: an officer silences a number and a file of them, in Urdu."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from campaigns.house import House
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from tests.browser.visitor import Visitor
from tests.edges.test_sign_in import HASH, PASSWORD
from tests.given_centre import from_now_on
from tests.given_floor import given_floor
from tests.given_house import given_house
from workers import jobs

FILE = "Serial,Mobile\n1,9419012345\n2,7006123450\n3,9419\n"


@pytest.fixture
def house(database_url: str, redis_url: str, redis: Redis, db: Database) -> House:
    with db.transaction(EVERYTHING) as session:
        given_floor(session).user(session, "nadia", Role.OFFICER, password_hash=HASH)
    return given_house(db, redis, from_now_on(database_url, redis_url))


@pytest.fixture
def nadia(house: House, chromium: Browser, pages_of: Callable[[House], str], language: str) -> Iterator[Visitor]:
    nadia = Visitor(chromium, pages_of(house), language)
    nadia.sign_in("nadia", PASSWORD)
    nadia.link("Opt-outs").click()
    nadia.arrives("opt-outs", nadia.say("Opt-outs"))
    yield nadia
    nadia.leave()


def work_off(house: House) -> None:
    """A worker takes what stands in the queue."""
    jobs.open_with(house)
    queue = Queue("ingest", connection=house.redis, serializer=JSONSerializer)
    SimpleWorker([queue], connection=house.redis, serializer=JSONSerializer).work(burst=True, logging_level="WARNING")


def test_a_number_is_silenced_found_and_lifted(nadia: Visitor) -> None:
    page = nadia.page
    page.locator("#number").fill("94190 12345")
    page.locator("#because").fill("Letter of 12 November")
    nadia.button("Stop these calls").click()
    expect(page.get_by_text(nadia.say("The entry holds from now on: no such call is placed any more."))).to_be_visible()
    expect(page.locator("#found")).to_have_text("+91 94••• •2345")
    nadia.looks("opt-outs-found")
    page.locator("summary").click()
    page.get_by_label(nadia.say("Why may this person be called again?")).fill("She came herself")
    page.get_by_role("button", name=nadia.say("Lift"), exact=True).click()
    expect(page.get_by_text("She came herself")).to_be_visible()
    nadia.looks("opt-outs-lifted")


def test_a_file_is_counted_taken_and_replaced(nadia: Visitor, house: House, tmp_path: Path) -> None:
    page = nadia.page
    nadia.link("Do-not-call files").click()
    nadia.arrives("do-not-call-files", nadia.say("Do-not-call files"))
    for day, text in (("2026-10-01", FILE), ("2026-11-01", "Mobile\n7006123450\n")):
        path = tmp_path / f"dnc-{day}.csv"
        path.write_text(text)
        page.locator("#file").set_input_files(path)
        page.locator("#issuer").fill("Telecom regulator")
        page.locator("#as_of").fill(day)
        nadia.button("Upload and count").click()
        nadia.arrives("do-not-call-progress", nadia.say("The file is being read"))
        work_off(house)
        nadia.arrives("do-not-call-file", re.compile(day[:4]))
        if replaces := page.locator("[name=older][value=replace]").all():
            replaces[0].check()
            nadia.looks("do-not-call-replace")
        page.locator("form .button-main").click()
        expect(page.locator(".notice-good")).to_be_visible()
        nadia.looks("do-not-call-standing")
        nadia.link("All do-not-call files").click()
        nadia.arrives("do-not-call-files-more", nadia.say("Do-not-call files"))
    expect(page.locator(".badge")).to_have_text([nadia.say("Holds"), nadia.say("Holds no more")])
