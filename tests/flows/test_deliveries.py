"""Reports go out at their time, each once, and what became of them stands in the log."""

import json
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import select

from campaigns.reports.begin_delivery import DeliveryWish, begin_delivery
from campaigns.reports.begin_due_reports import begin_due_reports
from campaigns.reports.end_delivery import end_delivery
from campaigns.reports.ring_due_reports import ring_due_reports
from campaigns.reports.send_due_reports import send_due_reports
from campaigns.reports.try_file_again import NOT_GIVEN_UP, try_file_again
from campaigns.rules.accounts.written_order import FileKind, Written, WrittenOrder
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.deliveries import AT_WORK, MOST_TRIES, RETRIES, Every, NotDelivered, Sent, Way
from campaigns.rules.reports.undelivered import BROKE_OFF, FAULT, MISSED, WEB_REFUSED, WRITTEN_TOO_SLOWLY
from campaigns.rules.roles import Role
from campaigns.store.reports.report_deliveries import missing_files
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import DeliveryTry, ReportDelivery
from tests.given_floor import DISTRICT, NOW, PATTAN, Floor, given_areas, given_floor

TOMORROW = NOW.replace(day=24, hour=1, minute=30)  # 07:00 where the people live
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
    """Receives files; refuses as many as it is told to."""

    def __init__(self, refuses: int = 0) -> None:
        self.refuses, self.received = refuses, list[Sent]()

    def send(self, report: Sent) -> str:
        if self.refuses:
            self.refuses -= 1
            raise NotDelivered(WEB_REFUSED, "503")
        self.received.append(report)
        return "200"


class Broken(Office):
    """Fails in a way that nobody has thought of, or is killed over its work."""

    def __init__(self, trouble: BaseException) -> None:
        super().__init__()
        self.trouble = trouble

    def send(self, report: Sent) -> str:
        raise self.trouble


class Scribe:
    """Writes no files but remembers which were asked for; is too slow for those it is told."""

    def __init__(self, slow: Written | None = None) -> None:
        self.asked, self.slow = list[WrittenOrder](), slow

    def written(self, order: WrittenOrder) -> bytes:
        self.asked.append(order)
        if order.kind is FileKind.PDF and order.what is self.slow:
            raise NotDelivered(WRITTEN_TOO_SLOWLY)
        return f"{order.what} {order.kind}".encode()


def send(db: Database, office: Office, at: datetime, scribe: Scribe | None = None) -> list[int]:
    """Do one job after the other until one has nothing left; return how many files arrived by each."""
    arrived = []
    while ring_due_reports(db, now=at):
        begin_due_reports(db, now=at)
        arrived.append(send_due_reports(db, office, scribe or Scribe(), now=lambda: at))
    return arrived


def tries(db: Database) -> list[tuple[bool, str, str]]:
    with db.transaction(EVERYTHING) as session:
        found = session.scalars(select(DeliveryTry).order_by(DeliveryTry.at))
        return [(one.delivered, one.detail, one.said) for one in found]


def missing(db: Database) -> list[tuple[str, int, datetime | None]]:
    with db.transaction(EVERYTHING) as session:
        return [(one.file.part, one.file.tries, one.file.ended_at) for one in missing_files(session)]


def due(db: Database) -> datetime:
    with db.transaction(EVERYTHING) as session:
        return session.scalars(select(ReportDelivery.due_at)).one()


def test_however_often_upkeep_rings_one_job_waits(db: Database, floor: Floor, redis: Redis) -> None:
    """Whatever else the worker of reports has to do would wait behind all of them."""
    begun(db, floor)
    assert [ring_due_reports(db, now=TOMORROW) for _ in range(3)] == [True] * 3
    assert Queue("reports", connection=redis, serializer=JSONSerializer).count == 1


def test_a_report_goes_out_once_at_its_time_its_figures_first(db: Database, floor: Floor) -> None:
    begun(db, floor)
    office = Office()
    assert send(db, office, NOW) == []
    assert [send(db, office, TOMORROW) for _ in range(2)] == [[2], []]
    figures, paper = office.received
    told = json.loads(figures.file.body)
    assert told["tier"]["whole"]["people"] == 3
    assert told["tier"]["path"][-1]["id"] == DISTRICT
    assert told["report"]["referrals"] == []
    assert (paper.file.name, paper.file.body) == ("report-pension-district-623-ur-20261124-0130.pdf", b"report pdf")
    assert tries(db) == [(True, "", "200")] * 2
    assert due(db) == NOW.replace(day=25, hour=1, minute=30)


@pytest.mark.parametrize("area", ["", DISTRICT])
def test_people_get_a_workbook_and_its_pages_in_the_language_of_the_delivery(
    db: Database, floor: Floor, area: str
) -> None:
    """The account is of the whole campaign, so whoever gets the report of one area does not get it."""
    begun(db, floor, Way.E_MAIL, "reports@example.org", area)
    scribe, office = Scribe(), Office()
    assert sum(send(db, office, TOMORROW, scribe)) == (2 if area else 3)
    assert {(one.language, one.at, one.area_id or "") for one in scribe.asked} == {("ur", TOMORROW, area)}
    name = "pension-district-623-ur-20261124-0130" if area else "pension-all-ur-20261124-0130"
    first, *papers = [(one.file.name, one.file.body) for one in office.received]
    assert first == (f"report-{name}.xlsx", b"report xlsx")
    pages = [(f"report-{name}.pdf", b"report pdf"), *([] if area else [(f"account-{name}.pdf", b"account pdf")])]
    assert sorted(papers) == sorted(pages)
    assert office.received[0].words.startswith("اس مہم")


def test_a_paper_that_is_too_slow_holds_back_no_other_file_and_is_tried_again(db: Database, floor: Floor) -> None:
    for folder in ("one", "other"):
        begun(db, floor, Way.FOLDER, folder, area="")
    office = Office()
    send(db, office, TOMORROW, Scribe(slow=Written.ACCOUNT))
    sent = [one.file.body.decode() for one in office.received]
    assert sent == ["report xlsx", "report xlsx", "report pdf", "report pdf"]
    assert missing(db) == [("account", 1, None)] * 2
    assert (False, WRITTEN_TOO_SLOWLY.hint, "") in tries(db)
    send(db, office, TOMORROW + RETRIES[0])
    assert len(office.received) == 6
    assert all("-20261124-0130." in one.file.name for one in office.received)  # none lies there twice
    assert missing(db) == []


def test_what_failed_is_tried_again_and_given_up_until_its_next_time(db: Database, floor: Floor) -> None:
    begun(db, floor)
    office, moment = Office(refuses=2 * (len(RETRIES) + 1)), TOMORROW
    for wait in RETRIES:
        assert sum(send(db, office, moment)) == 0
        moment += wait
    assert missing(db) == [("figures", 5, None), ("report", 5, None)]
    assert sum(send(db, office, moment)) == 0
    assert missing(db) == [("figures", 6, moment), ("report", 6, moment)]
    assert set(tries(db)) == {(False, WEB_REFUSED.hint, "503")}
    assert send(db, office, due(db)) == [2]
    assert missing(db) == []


@pytest.mark.parametrize(
    ("trouble", "told"), [(KeyError("of a library"), (FAULT.hint, "KeyError")), (SystemExit(9), (BROKE_OFF.hint, ""))]
)
def test_what_nobody_has_thought_of_and_a_worker_that_dies_are_tried_so_often_and_then_given_up_too(
    db: Database, floor: Floor, trouble: BaseException, told: tuple[str, str]
) -> None:
    begun(db, floor)
    moment = TOMORROW
    for wait in (*RETRIES, RETRIES[-1]):
        for _file in ("figures", "report"):
            with pytest.raises(type(trouble)):
                send(db, Broken(trouble), moment)
        moment += max(wait, AT_WORK)
    assert sum(send(db, Office(), moment)) == 0
    assert tries(db) == [(False, *told)] * 2 * MOST_TRIES
    with db.transaction(EVERYTHING) as session:
        given_up = [one.file for one in missing_files(session) if one.file.ended_at]
    assert len(given_up) == 2
    assert [try_file_again(db, file.id, ADMIN, now=moment) for file in given_up] == [None, None]
    assert try_file_again(db, given_up[0].id, ADMIN, now=moment) is NOT_GIVEN_UP
    assert send(db, Office(), moment) == [2]
    assert missing(db) == []


def test_a_report_that_nobody_was_there_to_send_is_noted_for_each_of_its_days_and_comes_late_once(
    db: Database, floor: Floor
) -> None:
    begun(db, floor)
    office, back = Office(), TOMORROW + timedelta(days=2, hours=4)
    assert send(db, office, back) == [2]
    assert len(office.received) == 2
    with db.transaction(EVERYTHING) as session:
        missed = select(DeliveryTry.at).where(DeliveryTry.detail == MISSED.hint, ~DeliveryTry.delivered)
        assert session.scalars(missed.order_by(DeliveryTry.at)).all() == [
            TOMORROW + timedelta(days=n) for n in range(3)
        ]
    assert due(db) == TOMORROW + timedelta(days=3)


def test_an_ended_delivery_sends_nothing(db: Database, floor: Floor) -> None:
    delivery = begun(db, floor)
    send(db, Office(refuses=2), TOMORROW)
    assert end_delivery(db, delivery, ADMIN, now=NOW) is None
    assert send(db, Office(), TOMORROW + timedelta(days=1)) == []
    assert missing(db) == []
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
