"""Reports go out at their time, each once, and what became of them stands in the log."""

import json
import socketserver
import threading
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from campaigns.begin_delivery import DeliveryWish, begin_delivery
from campaigns.end_delivery import end_delivery
from campaigns.ring_due_reports import ring_due_reports
from campaigns.rules.deliveries import RETRIES, Every, NotDelivered, Sent, Way, signature, signing_secret
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.rules.written_order import FileKind, Written, WrittenOrder
from campaigns.send_due_reports import send_due_reports
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import DeliveryTry, ReportDelivery
from config import Settings
from tests.given_floor import DISTRICT, NOW, PATTAN, Floor, given_areas, given_floor
from workers.senders import Senders

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


def begun(db: Database, floor: Floor, way: Way = Way.WEBHOOK, address: str = "https://example.org/hook") -> UUID:
    wish = DeliveryWish(floor.campaign.id, DISTRICT, way, address, Every.DAY, time(7), way_open=True, language="ur")
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
    """Writes no workbooks but remembers which were asked for."""

    def __init__(self) -> None:
        self.asked: list[WrittenOrder] = []

    def workbook(self, order: WrittenOrder) -> bytes:
        self.asked.append(order)
        return b"book"


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
    figures = json.loads(report.body)
    assert figures["tier"]["whole"]["people"] == 3
    assert figures["tier"]["path"][-1]["id"] == DISTRICT
    assert figures["report"]["referrals"] == []
    assert tries(db) == [(True, "The address answered 200.")]
    assert due(db) == NOW.replace(day=25, hour=1, minute=30)


def test_people_get_a_workbook_in_the_language_of_the_delivery(db: Database, floor: Floor) -> None:
    begun(db, floor, Way.E_MAIL, "reports@example.org")
    scribe, office = Scribe(), Office()
    assert send_due_reports(db, office, scribe, now=lambda: TOMORROW) == 1
    assert scribe.asked == [
        WrittenOrder(Written.REPORT, FileKind.XLSX, floor.campaign.id, "ur", TOMORROW, DISTRICT),
    ]
    (report,) = office.received
    assert report.body == b"book"
    assert report.filename == "report-pension-district-623-ur-20261124-0600.xlsx"
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


@pytest.fixture
def report() -> Sent:
    return Sent(UUID(int=7), Way.WEBHOOK, "https://example.org/hook", "Subject", "r.xlsx", "Figures.", b"book", NOW)


def settings(**more: Any) -> Settings:
    return Settings(database_url="-", redis_url="-", secret_key="k" * 40, **more)


def test_a_webhook_carries_a_signature_of_its_body(report: Sent) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(204 if len(asked) == 1 else 302)

    senders = Senders(settings(), web=httpx.Client(transport=httpx.MockTransport(answer)))
    assert senders.send(report) == "The address answered 204."
    (request,) = asked
    secret = signing_secret("k" * 40, report.delivery_id)
    assert request.headers["Raabta-Signature"] == signature(secret, b"book", at=NOW)
    assert request.read() == b"book"
    with pytest.raises(NotDelivered, match="302"):
        senders.send(report)


def test_a_folder_gets_a_whole_file_or_none(report: Sent, tmp_path: Path) -> None:
    to_folder = Sent(**vars(report) | {"way": Way.FOLDER, "address": "directorate"})
    assert Senders(settings(delivery_folder=str(tmp_path))).send(to_folder) == "directorate/r.xlsx"
    assert [file.name for file in (tmp_path / "directorate").iterdir()] == ["r.xlsx"]
    assert (tmp_path / "directorate" / "r.xlsx").read_bytes() == b"book"
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotDelivered, match="cannot be written"):
        Senders(settings(delivery_folder=str(tmp_path / "file"))).send(to_folder)
    with pytest.raises(NotDelivered, match="DELIVERY_FOLDER"):
        Senders(settings()).send(to_folder)


class PostOffice(socketserver.StreamRequestHandler):
    """A mail server as small as may be, without encryption: keeps what it is sent."""

    mails: list[bytes]

    def handle(self) -> None:
        self.wfile.write(b"220 post\r\n")
        while line := self.rfile.readline():
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                mail = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    mail += line
                self.mails.append(mail)
            self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 well\r\n")


@pytest.fixture
def post_office() -> Iterator[tuple[str, list[bytes]]]:
    PostOffice.mails = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), PostOffice) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}", PostOffice.mails
        server.shutdown()


def test_a_mail_brings_the_workbook_and_no_password_over_an_open_line(
    report: Sent, post_office: tuple[str, list[bytes]]
) -> None:
    where, mails = post_office
    by_mail = Sent(**vars(report) | {"way": Way.E_MAIL, "address": "reports@example.org"})
    sender = Senders(settings(smtp_url=f"smtp://{where}", mail_from="raabta@example.org"))
    assert sender.send(by_mail) == "The mail server has taken it."
    mail = message_from_bytes(mails[0])
    assert (mail["To"], mail["From"]) == ("reports@example.org", "raabta@example.org")
    assert [*mail.walk()][-1].get_payload(decode=True) == b"book"
    with pytest.raises(NotDelivered, match="no encryption"):
        Senders(settings(smtp_url=f"smtp://me:word@{where}", mail_from="raabta@example.org")).send(by_mail)
    with pytest.raises(NotDelivered, match="SMTP_URL"):
        Senders(settings()).send(by_mail)
