"""A file that comes in chunks over a bad link becomes the same list as one that came whole, and nobody else sees it."""

import base64
import hashlib
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from agent_ui.app import create_app
from campaigns.house import House
from campaigns.lists.clear_old_uploads import clear_old_uploads
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.lists.uploads import MOST_AT_ONCE
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import BeneficiaryList, Campaign, Upload, UploadChunk
from campaigns.telephony.twilio_calls import TwilioCalls
from tests.given_centre import HASH, PASSWORD, from_now_on
from tests.given_floor import NOW, Floor, given_floor

MOST = 300_000
ROWS = "Name,Mobile,District\n" + "".join(f"Person {n},94190{n:05d},Bandipora\n" for n in range(2_000))
FILE = ROWS.encode()
CHUNK = 20_000


@pytest.fixture
def app(database_url: str, redis_url: str, db: Database, redis: Redis) -> Flask:
    settings = from_now_on(database_url, redis_url, max_upload_bytes=MOST)
    return create_app(settings, built=House(settings, db, redis, TwilioCalls(settings)))


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        floor.user(session, "nadia", Role.OFFICER, password_hash=HASH)
        floor.user(session, "salma", Role.AGENT, password_hash=HASH)
        given_floor(session, "housing").user(session, "housing", Role.OFFICER, password_hash=HASH)
        return floor


class Browser:
    """Somebody's page, which speaks tus."""

    def __init__(self, app: Flask, sign_in: str = "nadia") -> None:
        self.client = app.test_client()
        form = {"csrf_token": self.read_token(), "sign_in": sign_in, "password": PASSWORD}
        assert self.client.post("/sign-in", data=form).status_code == 302
        self.token = self.read_token()

    def read_token(self) -> str:
        page = self.client.get("/sign-in", follow_redirects=True).text
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found
        return found[1]

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        given = {"Accept": "application/json", "X-CSRFToken": self.token, **(headers or {})}
        return self.client.open(path, method=method, headers=given, **more)

    def begin(self, campaign_id: UUID, name: str = "people.csv", size: int = len(FILE), **more: str) -> TestResponse:
        told = {"filename": name, "lastmodified": "1", "edges": "abc"} | more
        pairs = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
        headers = {"Upload-Length": str(size), "Upload-Metadata": pairs}
        return self.ask("POST", f"/lists/campaigns/{campaign_id}/uploads", headers)

    def send(self, address: str, offset: int, content: bytes, **headers: str) -> TestResponse:
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        given = {"Upload-Offset": str(offset), "Upload-Checksum": f"sha256 {digest}"} | headers
        kind = given.pop("kind", "application/offset+octet-stream")
        return self.ask("PATCH", address, given, data=content, content_type=kind)

    def send_all(self, address: str, *, until: int = len(FILE)) -> None:
        for offset in range(0, until, CHUNK):
            assert self.send(address, offset, FILE[offset : offset + CHUNK]).status_code == 204


@pytest.fixture
def nadia(app: Flask, floor: Floor) -> Browser:
    return Browser(app)


def begun(browser: Browser, floor: Floor, **more: Any) -> str:
    answer = browser.begin(floor.campaign.id, **more)
    assert answer.status_code == 201, answer.text
    return str(answer.location)


def count(db: Database, table: type) -> int:
    with db.transaction(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_chunks_become_the_very_file(db: Database, nadia: Browser, floor: Floor) -> None:
    address = begun(nadia, floor)
    nadia.send_all(address)
    finished = nadia.ask("POST", f"{address}/finish")
    assert finished.status_code == 200
    assert nadia.client.get(finished.json["at"]).status_code == 200
    with db.transaction(EVERYTHING) as session:
        kept = session.scalars(select(BeneficiaryList)).one()
    assert (kept.sha256, kept.size) == (hashlib.sha256(FILE).hexdigest(), len(FILE))
    assert (kept.filename, kept.rows_expected) == ("people.csv", 2_001)
    assert count(db, UploadChunk) == 0
    again = nadia.ask("POST", f"{address}/finish")  # the first answer was lost
    assert again.json == finished.json
    assert count(db, BeneficiaryList) == 1


def test_a_chunk_whose_answer_was_lost_changes_nothing_when_it_comes_again(
    db: Database, nadia: Browser, floor: Floor
) -> None:
    address = begun(nadia, floor)
    for _ in range(2):
        assert nadia.send(address, 0, FILE[:CHUNK]).headers["Upload-Offset"] == str(CHUNK)
    assert count(db, UploadChunk) == 1


def test_a_gap_is_refused_with_where_to_go_on(nadia: Browser, floor: Floor) -> None:
    address = begun(nadia, floor)
    nadia.send(address, 0, FILE[:CHUNK])
    for offset, content in ((2 * CHUNK, FILE[2 * CHUNK : 3 * CHUNK]), (0, b"x" * CHUNK)):
        refused = nadia.send(address, offset, content)
        assert (refused.status_code, refused.headers["Upload-Offset"]) == (409, str(CHUNK))
        assert refused.json["offset"] == CHUNK
    state = nadia.ask("HEAD", address)
    assert (state.headers["Upload-Offset"], state.headers["Upload-Length"]) == (str(CHUNK), str(len(FILE)))
    assert state.headers["Tus-Resumable"] == "1.0.0"
    early = nadia.ask("POST", f"{address}/finish")
    assert (early.status_code, early.json["because"]) == (409, "not_whole")


def test_the_same_file_chosen_again_goes_on_where_it_stopped(nadia: Browser, floor: Floor, app: Flask) -> None:
    address = begun(nadia, floor)
    nadia.send_all(address, until=CHUNK * 2)
    again = Browser(app).begin(floor.campaign.id)
    assert (again.location, again.headers["Upload-Offset"]) == (address, str(2 * CHUNK))
    for changed in ({"edges": "other"}, {"lastmodified": "2"}, {"name": "others.csv"}, {"size": len(FILE) - 1}):
        assert nadia.begin(floor.campaign.id, **changed).location != address


def test_what_was_changed_on_its_way_is_not_taken(db: Database, nadia: Browser, floor: Floor) -> None:
    address = begun(nadia, floor)
    good = base64.b64encode(hashlib.sha256(FILE[:CHUNK]).digest()).decode()
    changed = nadia.send(address, 0, b"y" + FILE[1:CHUNK], **{"Upload-Checksum": f"sha256 {good}"})
    assert (changed.status_code, changed.json["because"]) == (460, "wrong_checksum")
    for checksum in ("md5 eA==", "sha256 §", "sha256", ""):
        assert nadia.send(address, 0, FILE[:CHUNK], **{"Upload-Checksum": checksum}).status_code in (400, 460)
    assert nadia.send(address, 0, FILE[:CHUNK], kind="text/plain").status_code == 400
    assert nadia.send(address, 0, FILE[:CHUNK], **{"Upload-Offset": "-1"}).status_code == 400
    assert count(db, UploadChunk) == 0
    assert nadia.send(address, 0, FILE[:CHUNK], **{"Upload-Checksum": f"sha256 {good}"}).status_code == 204


def test_no_chunk_goes_beyond_the_file_or_is_a_crumb(nadia: Browser, floor: Floor) -> None:
    address = begun(nadia, floor, size=CHUNK)
    beyond = nadia.send(address, 0, b"x" * (CHUNK + 1))
    assert (beyond.status_code, beyond.json["because"]) == (413, "beyond_the_end")
    assert "changed meanwhile" in beyond.json["hint"]
    crumb = nadia.send(address, 0, b"x")
    assert (crumb.status_code, crumb.json["because"]) == (422, "chunk_too_small")
    assert nadia.send(address, 0, b"x" * (MOST + 1)).status_code == 413


@pytest.mark.parametrize(
    ("size", "status", "because"), [(0, 422, "empty"), (MOST + 1, 413, "too_big"), (10**14, 400, "http_400")]
)
def test_a_file_that_cannot_be_taken_is_refused_before_it_is_sent(
    nadia: Browser, floor: Floor, size: int, status: int, because: str
) -> None:
    refused = nadia.begin(floor.campaign.id, size=size)
    assert (refused.status_code, refused.json["because"], bool(refused.json["hint"])) == (status, because, True)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("../../etc/people.csv", "people.csv"), ("C:\\lists\\x\x07\u202ey.csv", "xy.csv"), ("لوگ.csv", "لوگ.csv")],
)
def test_a_file_is_called_by_its_plain_name(db: Database, nadia: Browser, floor: Floor, sent: str, kept: str) -> None:
    begun(nadia, floor, name=sent)
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(Upload.filename)).all() == [kept]


@pytest.mark.parametrize("metadata", ["", "filename", "filename §§", "filename /w==", "filename  "])
def test_a_file_without_a_name_is_none(nadia: Browser, floor: Floor, metadata: str) -> None:
    headers = {"Upload-Length": "10", "Upload-Metadata": metadata}
    assert nadia.ask("POST", f"/lists/campaigns/{floor.campaign.id}/uploads", headers).status_code == 400


def test_a_file_that_is_no_list_is_said_so_and_can_be_deleted(db: Database, nadia: Browser, floor: Floor) -> None:
    address = begun(nadia, floor, size=CHUNK)
    nadia.send(address, 0, b"%PDF" + b"x" * (CHUNK - 4))
    for _ in range(2):
        refused = nadia.ask("POST", f"{address}/finish")
        assert (refused.status_code, refused.json["because"]) == (422, "pdf")
    assert nadia.ask("DELETE", address).status_code == 204
    assert (count(db, Upload), count(db, UploadChunk), count(db, BeneficiaryList)) == (0, 0, 0)
    assert nadia.ask("DELETE", address).status_code == 404
    assert nadia.send(address, 0, b"x").status_code == 404


def test_the_same_list_sent_again_leads_to_the_earlier_one(nadia: Browser, floor: Floor) -> None:
    first = begun(nadia, floor)
    nadia.send_all(first)
    at = nadia.ask("POST", f"{first}/finish").json["at"]
    second = begun(nadia, floor, name="copy.csv")
    nadia.send_all(second)
    refused = nadia.ask("POST", f"{second}/finish")
    assert (refused.status_code, refused.json["because"]) == (422, "same_file")
    assert at.startswith(refused.json["earlier"])


def test_nobody_has_too_many_unfinished_uploads(nadia: Browser, floor: Floor) -> None:
    for number in range(MOST_AT_ONCE):
        begun(nadia, floor, name=f"{number}.csv")
    refused = nadia.begin(floor.campaign.id, name="more.csv")
    assert (refused.status_code, refused.json["because"]) == (422, "too_many_uploads")
    begun(nadia, floor, name="0.csv")  # one of hers she may go on with


def test_nobody_sends_chunks_without_end(nadia: Browser, floor: Floor) -> None:
    address = begun(nadia, floor)
    statuses = {nadia.send(address, 1, b"x").status_code for _ in range(601)}
    assert statuses == {409, 429}


def test_a_finished_campaign_takes_no_file(db: Database, nadia: Browser, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, floor.campaign.id).status = CampaignStatus.FINISHED
    assert nadia.begin(floor.campaign.id).json["because"] == "campaign_over"


def test_only_an_officer_of_the_department_with_her_token_sends(
    db: Database, app: Flask, nadia: Browser, floor: Floor
) -> None:
    address = begun(nadia, floor)
    nadia.send(address, 0, FILE[:CHUNK])
    tries = (("PATCH", address), ("HEAD", address), ("GET", address), ("DELETE", address))
    for sign_in, status in (("housing", 404), ("salma", 403)):
        stranger = Browser(app, sign_in)
        assert stranger.begin(floor.campaign.id).status_code == status
        assert stranger.send(address, CHUNK, FILE[CHUNK : 2 * CHUNK]).status_code == status
        for method, path in (*tries[1:], ("POST", f"{address}/finish"), ("POST", f"{address}/delete")):
            assert stranger.ask(method, path).status_code == status, (sign_in, method, path)
    nadia.token = ""
    for method, path in (("PATCH", address), ("DELETE", address), ("POST", f"{address}/finish")):
        assert nadia.ask(method, path).status_code == 400, (method, path)
    for method, path in tries:
        assert app.test_client().open(path, method=method).status_code in (302, 400), method
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(Upload.received)).all() == [CHUNK]
        stranger_scope = session.scalars(select(Campaign.department_id).where(Campaign.slug == "housing")).one()
    with db.transaction(Scope(stranger_scope)) as session:
        assert (session.scalars(select(Upload)).all(), session.scalars(select(UploadChunk)).all()) == ([], [])


def test_a_stopped_upload_is_shown_on_its_campaign_and_can_be_deleted_there(
    db: Database, nadia: Browser, floor: Floor
) -> None:
    address = begun(nadia, floor, size=100 * 20_000 // 16)
    page = f"/lists/campaigns/{floor.campaign.id}"
    nadia.send(address, 0, b"x" * (124_000))
    assert "Being uploaded: 99% is here" in nadia.client.get(page).text
    with db.transaction(EVERYTHING) as session:
        session.scalars(select(Upload)).one().heard_at -= timedelta(minutes=5)
    for shown in (page, f"{page}/upload"):
        assert "Upload stopped at 99%: choose the file again to go on" in nadia.client.get(shown).text
    answer = nadia.client.post(f"{address}/delete", data={"csrf_token": nadia.token})
    assert (answer.status_code, answer.location) == (302, page)
    assert count(db, UploadChunk) == 0


def test_upkeep_clears_what_has_stopped_for_a_week(db: Database, nadia: Browser, floor: Floor) -> None:
    old, new = begun(nadia, floor, name="old.csv"), begun(nadia, floor, name="new.csv")
    for address in (old, new):
        nadia.send(address, 0, FILE[:CHUNK])
    with db.transaction(EVERYTHING) as session:
        for upload in session.scalars(select(Upload)):
            upload.heard_at = NOW - timedelta(days=7 if upload.filename == "old.csv" else 6, minutes=1)
    clear_old_uploads(db, now=NOW)
    assert (nadia.ask("HEAD", old).status_code, nadia.ask("HEAD", new).status_code) == (404, 200)
    assert count(db, UploadChunk) == 1
