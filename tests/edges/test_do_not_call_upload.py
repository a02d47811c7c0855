"""A do-not-call file comes over a bad link in chunks, as a list does, and is told what it is when it is here whole."""

import base64
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from campaigns.rules.calling.opt_outs import OptOutScope
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import DoNotCallFile, Upload, UploadChunk
from tests.edges.test_chunked_upload import CHUNK, Browser, app, floor
from tests.given_floor import Floor

__all__ = ["app", "floor"]  # fixtures of the upload's pages
FILE = b"Mobile\n" + b"".join(b"94190%05d\n" % number for number in range(5_000))
WRITTEN = {"issuer": "Telecom regulator", "as_of": "2026-11-01", "scope": "department"}


def begin(browser: Browser, department_id: UUID, size: int = len(FILE)) -> TestResponse:
    told = {"filename": "dnc.csv", "lastmodified": "1", "edges": "abc"}
    pairs = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
    return browser.ask(
        "POST", f"/opt-outs/{department_id}/uploads", {"Upload-Length": str(size), "Upload-Metadata": pairs}
    )


def sent(browser: Browser, begun: TestResponse, to: int = len(FILE)) -> None:
    at = begun.json["offset"]
    while at < to:
        answer = browser.send(begun.headers["Location"], at, FILE[at : min(at + CHUNK, to)])
        assert answer.status_code == 204, answer.text
        at = int(answer.headers["Upload-Offset"])


def count(db: Database, table: type) -> int:
    with db.transaction(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_chunks_become_one_file_with_what_was_written_of_it(app: Flask, db: Database, floor: Floor) -> None:
    nadia = Browser(app)
    begun = begin(nadia, floor.department.id)
    assert begun.status_code == 201
    sent(nadia, begun)
    finished = nadia.ask("POST", begun.json["finish"], data=WRITTEN)
    again = nadia.ask("POST", begun.json["finish"], data=WRITTEN)
    assert finished.json == again.json
    assert "/progress" in finished.json["at"]
    with db.transaction(EVERYTHING) as session:
        file = session.scalars(select(DoNotCallFile)).one()
        assert (file.size, file.issuer, file.scope) == (len(FILE), "Telecom regulator", OptOutScope.DEPARTMENT)
        assert session.scalars(select(Upload.do_not_call_file_id)).one() == file.id
    assert count(db, UploadChunk) == 0


def test_the_same_file_goes_on_where_it_stopped_and_its_page_says_so(app: Flask, floor: Floor) -> None:
    nadia = Browser(app)
    first = begin(nadia, floor.department.id)
    sent(nadia, first, to=2 * CHUNK)
    page = nadia.client.get(f"/opt-outs/{floor.department.id}/files").text
    assert "dnc.csv" in page
    assert "Unfinished uploads" in page
    second = begin(nadia, floor.department.id)
    assert (second.headers["Location"], second.json["offset"]) == (first.headers["Location"], 2 * CHUNK)


def test_what_was_not_written_is_asked_for_and_the_bytes_stay(app: Flask, db: Database, floor: Floor) -> None:
    nadia = Browser(app)
    begun = begin(nadia, floor.department.id)
    not_whole = nadia.ask("POST", begun.json["finish"], data=WRITTEN)
    assert not_whole.status_code == 409
    sent(nadia, begun)
    refused = nadia.ask("POST", begun.json["finish"], data=WRITTEN | {"issuer": ""})
    assert refused.status_code == 422
    assert refused.json["hint"].startswith("Write who made the file")
    assert nadia.ask("POST", begun.json["finish"], data=WRITTEN).status_code == 200
    assert count(db, DoNotCallFile) == 1


def test_an_upload_of_a_register_is_no_list_and_one_of_a_list_no_register(app: Flask, floor: Floor) -> None:
    nadia = Browser(app)
    begun = begin(nadia, floor.department.id)
    sent(nadia, begun)
    assert nadia.ask("POST", f"{begun.headers['Location']}/finish").json["because"] == "upload_unknown"
    listed = nadia.begin(floor.campaign.id, size=len(FILE))
    upload_id = listed.headers["Location"].rsplit("/", 1)[1]
    for at in range(0, len(FILE), CHUNK):
        nadia.send(listed.headers["Location"], at, FILE[at : at + CHUNK])
    wrong = nadia.ask("POST", f"/opt-outs/{floor.department.id}/uploads/{upload_id}/finish", data=WRITTEN)
    assert wrong.json["because"] == "upload_unknown"


def test_nobody_of_another_department_sees_it(app: Flask, floor: Floor) -> None:
    begun = begin(Browser(app), floor.department.id)
    stranger = Browser(app, "housing")
    assert begin(stranger, floor.department.id).status_code in (403, 404)
    assert stranger.ask("POST", begun.json["finish"], data=WRITTEN).status_code in (403, 404)
    assert stranger.ask("GET", begun.headers["Location"]).status_code == 404


def test_a_stopped_upload_is_deleted_from_the_register_s_page(app: Flask, db: Database, floor: Floor) -> None:
    nadia = Browser(app)
    begun = begin(nadia, floor.department.id)
    upload_id = begun.headers["Location"].rsplit("/", 1)[1]
    deleted = nadia.ask("POST", f"/lists/uploads/{upload_id}/delete", data={"csrf_token": nadia.token})
    assert deleted.headers["Location"].endswith(f"/opt-outs/{floor.department.id}/files")
    assert count(db, Upload) == 0
