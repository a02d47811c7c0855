"""Reports go out at their time, each once, and what became of them stands in the log."""

import json
from base64 import b64decode
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.reports.begin_delivery import DeliveryWish, begin_delivery
from campaigns.reports.end_delivery import end_delivery
from campaigns.reports.ring_due_reports import ring_due_reports
from campaigns.reports.send_due_reports import send_due_reports
from campaigns.rules.accounts.written_order import WrittenOrder
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.deliveries import RETRIES, Every, NotDelivered, Sent, Way
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import DeliveryTry, ReportDelivery
from tests.given_floor import DISTRICT, NOW, PATTAN, Floor, given_areas, given_floor

TOMORROW = NOW + timedelta(days=1)
ADMIN = UUID(int=1)


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        one = floor.list(session)
        for _ in range(3):
            floor.person(session, one, PATTAN)
        floor.user(session, "anjum", Role.ADMIN, id=ADMIN)
    return floor


def begun(
    db: Database,
    floor: Floor,
    way: Way = Way.WEBHOOK,
    address: str = "https://example.org/hook",
    area: str = DISTRICT,
) -> UUID:
    wish = DeliveryWish(floor.campaign.id, area, way, address, Every.DAY, time(7), way_open=True, language="ur")
    found = begin_delivery(db, wish, ADMIN, now=NOW)
    assert isinstance(found, UUID)
    return found


class Office:
    """Receives reports; refuses as many as it is told to."""

    def __init__(self, refuses: int = 0) -> None:
        self.refuses, self.received = refuses, list[Sent]()

    def send(self, report: Sent) -> str:
        if self.refuses:
            self.refuses -= 1
            raise NotDelivered("The address answered 503.")
        self.received.append(report)
        return "The address answered 200."


class Scribe:
    """Writes no files but remembers which were asked for."""

    def __init__(self) -> None:
        self.asked: list[WrittenOrder] = []

    def written(self, order: WrittenOrder) -> bytes:
        self.asked.append(order)
        return f"{order.what} {order.kind}".encode()


def send(db: Database, office: Office, at: datetime) -> int:
    return send_due_reports(db, office, Scribe(), now=lambda: at)


def tries(db: Database) -> list[tuple[bool, str]]:
    with db.transaction(EVERYTHING) as session:
        found = session.scalars(select(DeliveryTry).order_by(DeliveryTry.at))
        return [(one.delivered, one.detail) for one in found]


def due(db: Database) -> datetime:
    with db.transaction(EVERYTHING) as session:
        return session.scalars(select(ReportDelivery.due_at)).one()


def test_a_report_goes_out_once_at_its_time(db: Database, floor: Floor) -> None:
    begun(db, floor)
    office = Office()
    assert send(db, office, NOW) == 0
    assert not ring_due_reports(db, now=NOW)
    assert ring_due_reports(db, now=TOMORROW)
    assert [send(db, office, TOMORROW) for _ in range(2)] == [1, 0]
    (report,) = office.received
    (file,) = report.files
    figures = json.loads(file.body)
    assert [(one["name"], b64decode(one["base64"])) for one in figures["papers"]] == [
        ("report-pension-district-623-ur-20261124-0600.pdf", b"report pdf")
    ]
    assert figures["tier"]["whole"]["people"] == 3
    assert figures["tier"]["path"][-1]["id"] == DISTRICT
    assert figures["report"]["referrals"] == []
    assert tries(db) == [(True, "The address answered 200.")]
    assert due(db) == NOW.replace(day=25, hour=1, minute=30)


@pytest.mark.parametrize("area", ["", DISTRICT])
def test_people_get_a_workbook_and_its_pages_in_the_language_of_the_delivery(
    db: Database, floor: Floor, area: str
) -> None:
    """The account is of the whole campaign, so whoever gets the report of one area does not get it."""
    begun(db, floor, Way.E_MAIL, "reports@example.org", area)
    scribe, office = Scribe(), Office()
    assert send_due_reports(db, office, scribe, now=lambda: TOMORROW) == 1
    assert {(one.language, one.at, one.area_id or "") for one in scribe.asked} == {("ur", TOMORROW, area)}
    (report,) = office.received
    name = "pension-district-623-ur-20261124-0600" if area else "pension-all-ur-20261124-0600"
    assert [(one.name, one.body) for one in report.files] == [
        (f"report-{name}.xlsx", b"report xlsx"),
        (f"report-{name}.pdf", b"report pdf"),
        *([] if area else [(f"account-{name}.pdf", b"account pdf")]),
    ]
    assert report.words.startswith("اس مہم")


def test_what_failed_is_tried_again_and_given_up_until_its_next_time(db: Database, floor: Floor) -> None:
    begun(db, floor)
    office, moment = Office(refuses=len(RETRIES) + 1), TOMORROW
    for wait in RETRIES:
        assert send(db, office, moment) == 0
        assert due(db) == moment + wait
        moment += wait
    assert send(db, office, moment) == 0
    assert due(db) > moment + timedelta(hours=6)
    assert {delivered for delivered, _ in tries(db)} == {False}
    later = due(db)
    assert send(db, office, later) == 1


def test_an_ended_delivery_sends_nothing(db: Database, floor: Floor) -> None:
    delivery = begun(db, floor)
    assert end_delivery(db, delivery, ADMIN, now=NOW) is None
    assert send(db, Office(), TOMORROW) == 0
    assert isinstance(end_delivery(db, UUID(int=0), ADMIN, now=NOW), Refusal)


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"address": "ftp://example.org"}, "web_address"),
        ({"campaign_id": None}, "campaign_missing"),
        ({"area": "Atlantis"}, "area_not_known"),
        ({"way_open": False}, "way_closed"),
    ],
)
def test_a_delivery_that_cannot_be_is_refused(db: Database, floor: Floor, wrong: dict[str, Any], because: str) -> None:
    wish: dict[str, Any] = {
        "campaign_id": floor.campaign.id, "area": "", "way": Way.WEBHOOK, "address": "https://example.org/",
        "every": Every.DAY, "at": time(7), "way_open": True,
    }  # fmt: skip
    refusal = begin_delivery(db, DeliveryWish(**wish | wrong), ADMIN, now=NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.because == because
