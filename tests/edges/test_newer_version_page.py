"""The officer says that a list is a newer version, sees who changes before anything happens, and can undo an import."""

import re
from uuid import UUID

from sqlalchemy import func, select

from campaigns.lists.import_list import import_list
from campaigns.lists.note_lawful_basis import note_lawful_basis
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.roles import Role
from campaigns.shared.mending import Mended
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import (
    AccessTrace,
    Beneficiary,
    BeneficiaryList,
    BeneficiaryPhone,
    Case,
    ListRow,
)
from tests.edges.test_lists_pages import HASH, Officer, app, chosen, floor, nadia
from tests.flows.test_newer_versions import NEWER, OLDER
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import BASIS, scope
from tests.given_mends import mend

__all__ = ["app", "floor", "nadia"]  # fixtures of the officer's pages


def in_review(db: Database, floor: Floor, nadia: Officer, people: str, name: str) -> UUID:
    page = nadia.upload(floor.campaign.id, people, name)
    with db.transaction(EVERYTHING) as session:
        list_id = session.scalars(select(BeneficiaryList.id).where(BeneficiaryList.filename == name)).one()
    nadia.post(f"/lists/{list_id}/columns", **chosen(page.text))
    assert import_list(db, list_id, now=lambda: NOW) is None
    assert note_lawful_basis(db, scope(floor), list_id, BASIS, user_id=None, now=NOW) is None
    return list_id


def two_lists(db: Database, floor: Floor, nadia: Officer) -> tuple[UUID, UUID]:
    older = in_review(db, floor, nadia, OLDER, "october.csv")
    assert nadia.post(f"/lists/{older}/approve").status_code == 200
    return older, in_review(db, floor, nadia, NEWER, "november.csv")


def kept(db: Database, list_id: UUID) -> BeneficiaryList:
    with db.transaction(EVERYTHING) as session:
        return session.get_one(BeneficiaryList, list_id)


def rows(db: Database, table: type) -> int:
    with db.transaction(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_newer_version_is_offered_shown_and_takes_the_older_lists_place(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    older, newer = two_lists(db, floor, nadia)
    page = nadia.get(f"/lists/{newer}/check").text
    assert "This looks like a newer version of" in page
    assert "october.csv" in page
    page = nadia.post(f"/lists/{newer}/newer-version", older=str(older)).text
    assert re.search(r"Changed people</b> <span class=\"badge\">1<", page)
    assert re.search(r"<del><bdi>Raja Begum</bdi></del>\s*<ins><bdi>Raja Bano</bdi></ins>", page)
    assert re.search(r"<del><bdi>Bandipora</bdi></del>\s*<ins><bdi>Kupwara</bdi></ins>", page)
    assert '<del><bdi dir="ltr">+919419000002</bdi></del>' in page
    for change, name in (("new", "Zooni Begum"), ("missing", "Sara Bano"), ("unchanged", "FATA BEGUM")):
        assert name in nadia.get(f"/lists/{newer}/newer-version?change={change}").text
    assert rows(db, Case) == 3
    assert kept(db, older).status is ListStatus.APPROVED
    page = nadia.get(f"/lists/{newer}/check").text
    assert "Missing people stay with the older list and are called." in page
    page = nadia.post(f"/lists/{newer}/approve")
    assert page.status_code == 200
    assert "3 people are called because of this list" in page.text
    assert kept(db, older).status is ListStatus.REPLACED
    assert "A newer version has taken the place of this list." in nadia.get(f"/lists/{older}").text
    assert "Replaced by a newer version" in nadia.get(f"/lists/campaigns/{floor.campaign.id}").text
    with db.transaction(EVERYTHING) as session:
        traces = session.scalars(select(AccessTrace).where(AccessTrace.action == "list_versions_seen")).all()
    assert len(traces) == 4


def test_missing_people_are_given_up_only_where_the_box_is_ticked(db: Database, floor: Floor, nadia: Officer) -> None:
    older, newer = two_lists(db, floor, nadia)
    page = nadia.post(f"/lists/{newer}/newer-version", older=str(older)).text
    box = re.search(r'<input type="checkbox" name="withdraw_missing"[^>]*>', page)
    assert box
    assert "checked" not in box[0]
    assert "they are withdrawn when this list is approved" in page
    page = nadia.post(f"/lists/{newer}/newer-version", older=str(older), withdraw_missing="1").text
    assert "checked" in (re.search(r'<input type="checkbox" name="withdraw_missing"[^>]*>', page) or [""])[0]
    assert "Missing people are not called any more." in nadia.get(f"/lists/{newer}/check").text
    nadia.post(f"/lists/{newer}/approve")
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(Case.outcome).where(Case.list_id == older)).all() == [Outcome.WITHDRAWN]


def test_it_may_be_said_that_it_is_a_list_of_its_own(db: Database, floor: Floor, nadia: Officer) -> None:
    older, newer = two_lists(db, floor, nadia)
    nadia.post(f"/lists/{newer}/newer-version", older=str(older))
    assert kept(db, newer).accepted == 3
    page = nadia.post(f"/lists/{newer}/newer-version", older="").text
    assert "Changed people" not in page
    assert (kept(db, newer).replaces_id, kept(db, newer).accepted) == (None, 1)


def test_an_older_list_that_is_gone_or_strange_is_refused_in_a_sentence(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    older, newer = two_lists(db, floor, nadia)
    nadia.post(f"/lists/{newer}/newer-version", older=str(older))
    nadia.post(f"/lists/{older}/withdraw")
    answer = nadia.post(f"/lists/{newer}/approve")
    assert answer.status_code == 409
    assert "Say again of which list it is one." in answer.text
    answer = nadia.post(f"/lists/{newer}/newer-version", older=str(older))
    assert (answer.status_code, "Choose an approved list of this campaign." in answer.text) == (409, True)
    assert nadia.post(f"/lists/{newer}/newer-version", older="nothing").status_code == 400
    assert nadia.get(f"/lists/{newer}/newer-version?change=nothing").status_code == 404


def test_an_import_is_undone_with_one_button_and_leaves_nobody_behind(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    list_id = in_review(db, floor, nadia, OLDER, "october.csv")
    for page in ("problems", "check"):
        assert "Undo this import" in nadia.get(f"/lists/{list_id}/{page}").text
    assert isinstance(mend(db, floor, list_id, 2, 2, "9419000009"), Mended)
    page = nadia.post(f"/lists/{list_id}/undo-import")
    assert "Which column holds what?" in page.text
    list_ = kept(db, list_id)
    assert (list_.status, list_.accepted, list_.rejected, list_.rows_total) == (ListStatus.RECEIVED, 0, 0, None)
    assert [rows(db, table) for table in (ListRow, Beneficiary, BeneficiaryPhone, Case)] == [0, 0, 0, 0]
    nadia.post(f"/lists/{list_id}/columns", **chosen(page.text))
    assert import_list(db, list_id, now=lambda: NOW) is None
    assert kept(db, list_id).accepted == 3
    nadia.post(f"/lists/{list_id}/withdraw")
    assert [rows(db, table) for table in (Beneficiary, BeneficiaryPhone, Case)] == [0, 0, 0]
    nadia.upload(floor.campaign.id, OLDER, "october again.csv")
    assert rows(db, BeneficiaryList) == 2


def test_an_approved_list_cannot_be_undone_and_another_department_has_no_such_page(
    db: Database, app: object, floor: Floor, nadia: Officer
) -> None:
    older, newer = two_lists(db, floor, nadia)
    nadia.post(f"/lists/{older}/undo-import")
    assert kept(db, older).status is ListStatus.APPROVED
    assert "Undo this import" not in nadia.get(f"/lists/{older}").text
    assert "Newer version of a list" not in nadia.get(f"/lists/{older}/newer-version").text
    with db.transaction(EVERYTHING) as session:
        given_floor(session, "housing").user(session, "omar", Role.OFFICER, password_hash=HASH)
    omar = Officer(app, "omar")  # type: ignore[arg-type]
    assert omar.get(f"/lists/{newer}/newer-version").status_code == 404
    assert omar.post(f"/lists/{newer}/newer-version", older=str(older)).status_code == 404
    assert omar.post(f"/lists/{newer}/undo-import").status_code == 404


def test_a_list_of_people_who_are_called_already_says_what_to_do(db: Database, floor: Floor, nadia: Officer) -> None:
    nadia.post(f"/lists/{in_review(db, floor, nadia, OLDER, 'older.csv')}/approve")
    again = in_review(db, floor, nadia, OLDER + "\n", "again.csv")
    page = nadia.get(f"/lists/{again}/check").text
    assert "is called in this campaign already, so there is nothing to approve" in page
    assert f"/lists/{again}/newer-version" in page


def test_where_nobody_has_changed_those_who_are_new_are_shown_first(db: Database, floor: Floor, nadia: Officer) -> None:
    older = in_review(db, floor, nadia, OLDER, "october.csv")
    nadia.post(f"/lists/{older}/approve")
    one_more = in_review(db, floor, nadia, OLDER + "P-9,Mala Begum,9419000009,,Kupwara,\n", "november.csv")
    page = nadia.post(f"/lists/{one_more}/newer-version", older=str(older)).text
    people = page.split('id="people"')[1]
    assert "Mala Begum" in people
    assert "Fata Begum" not in people
