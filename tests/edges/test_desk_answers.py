"""Who may give an answer: each finds its person, desk and talk at once, and is kept only where all of them are right."""

import pytest
from sqlalchemy import select

from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Answer, User
from tests.edges.test_desk import Desk, in_talk
from tests.given_centre import AGREED, Centre


def shazia(db: Database, **now: object) -> None:
    with db.transaction(EVERYTHING) as session:
        her = session.scalars(select(User).where(User.sign_in == "shazia")).one()
        for name, value in now.items():
            setattr(her, name, value)


def test_an_answer_of_her_talk_tells_nothing_but_that_it_is_kept(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    mark = desk.state().headers["ETag"].removeprefix('W/"').removesuffix('"')
    told = desk.do("answer", mark, call_id=str(call_id), step="identity", value="self")
    assert (told.status_code, told.headers["X-Part"]) == (200, "1")  # her scheme may be read out now
    mark = told.headers["ETag"].removeprefix('W/"').removesuffix('"')
    told = desk.do("answer", mark, call_id=str(call_id), step="purpose", value="yes")
    assert (told.status_code, told.headers["X-Part"], set(told.json)) == (200, "answers", {"revision", "seconds"})
    assert desk.now()["answers"] == {"identity": "self", "purpose": "yes"}


@pytest.mark.parametrize(
    ("since", "status"),
    [({"active": False}, 401), ({"password_hash": "another"}, 401), ({"role": Role.SUPERVISOR}, 403)],
    ids=["deactivated", "with another password", "no agent any more"],
)
def test_who_may_not_work_since_gives_no_answer(
    centre: Centre, desk: Desk, db: Database, since: dict[str, object], status: int
) -> None:
    call_id = in_talk(centre, desk)
    shazia(db, **since)
    assert desk.do("answer", call_id=str(call_id), step="identity", value="self").status_code == status
    assert centre.count(Answer) == 0


def test_nobody_answers_in_the_talk_of_another(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    centre.person("parveena")
    other = Desk(centre.app, "parveena")
    assert other.open(centre.floor.campaign.id) == 302
    refused = other.do("answer", call_id=str(call_id), step="identity", value="self")
    assert (refused.status_code, refused.json["because"], centre.count(Answer)) == (409, "not_your_call", 0)


def test_a_payment_that_came_after_the_day_of_the_call_is_not_believed(centre: Centre, desk: Desk) -> None:
    call_id = in_talk(centre, desk)
    for step, value in (AGREED | {"payment": "received"}).items():
        desk.do("answer", call_id=str(call_id), step=step, value=value)
    assert desk.now()["record"] == {"today": "2026-11-23"}
    refused = desk.do("answer", call_id=str(call_id), step="received_on", value="2026-11-24")
    assert (refused.status_code, refused.json["because"]) == (409, "answer_does_not_fit")
    assert desk.do("answer", call_id=str(call_id), step="received_on", value="2026-11-23").status_code == 200
