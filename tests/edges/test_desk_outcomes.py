"""What an agent logs at her desk: kept safely whatever is pasted, promised only while the campaign lasts, taken back."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.store.desk.answers import save_answers
from campaigns.store.lists.lawful_bases import save_lawful_basis
from campaigns.store.referrals.referrals import categories_of, save_usual_categories
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList, Call, Campaign, Case, LoggedOutcome
from tests.edges.test_desk import Desk, in_talk, wish
from tests.edges.test_no_identity_number_stays import AADHAAR, CNIC, dashed, everything_kept, spaced, whole_numbers
from tests.given_centre import AGREED, Centre
from tests.given_floor import NOW
from tests.given_list import BASIS


def notes(db: Database) -> list[str | None]:
    with db.transaction(EVERYTHING) as session:
        return list(session.scalars(select(LoggedOutcome.note)))


def test_a_note_of_a_megabyte_is_refused_with_a_sentence_and_the_call_stays(
    centre: Centre, desk: Desk, db: Database
) -> None:
    call_id = in_talk(centre, desk)
    refused = desk.do("outcome", **wish(call_id, note="x" * 500_000))
    assert (refused.status_code, refused.json["because"]) == (409, "note_too_long")
    assert "shorten it to 2,000 letters" in refused.json["hint"]
    assert refused.json["state"]["call"]["id"] == str(call_id)
    far_too_long = desk.do("outcome", **wish(call_id, note="x" * 2_000_000))
    assert (far_too_long.status_code, "shorten it" in far_too_long.json["hint"]) == (413, True)
    assert notes(db) == []


def test_pasted_html_and_signs_that_no_database_keeps_are_kept_as_words(
    centre: Centre, desk: Desk, db: Database
) -> None:
    call_id = in_talk(centre, desk)
    bad = '<b onclick="alert(1)">مدد</b>\x00\ud800'
    assert desk.do("outcome", **wish(call_id, note=bad)).status_code == 200
    assert notes(db) == ['<b onclick="alert(1)">مدد</b>?']


def test_a_callback_is_promised_only_as_long_as_her_list_may_be_called(
    centre: Centre, desk: Desk, db: Database
) -> None:
    call_id = in_talk(centre, desk)
    tomorrow = desk.now()["slots"][1]["at"]
    with db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, centre.floor.campaign.id).retention_end = date(2026, 11, 23)
    assert [slot["name"] for slot in desk.now()["slots"]] == ["today_later"]
    assert {hour[:10] for hour in desk.now()["slot_hours"]} == {"2026-11-23"}
    refused = desk.do("outcome", **wish(call_id, "call_later", callback_at=tomorrow))
    assert (refused.status_code, refused.json["because"]) == (409, "callback_after_end")
    with db.transaction(EVERYTHING) as session:
        list_id = session.scalars(select(Case.list_id).join(Call).where(Call.id == call_id)).one()
        basis = replace(BASIS, keep_until=date(2027, 6, 30))
        save_lawful_basis(session, session.get_one(BeneficiaryList, list_id), basis, user_id=None, at=NOW)
    assert tomorrow in [slot["at"] for slot in desk.now()["slots"]]
    assert desk.do("outcome", **wish(call_id, "call_later", callback_at=tomorrow)).status_code == 200


def test_an_outcome_is_taken_back_and_the_answers_stand_as_they_were(centre: Centre, desk: Desk, db: Database) -> None:
    call_id = in_talk(centre, desk)
    centre.tell(call_id, CallEvent.END, EndReason.COMPLETED)
    before = desk.now()
    assert desk.do("outcome", **wish(call_id, "died", answers=AGREED)).json["status"] == "ready"
    after = desk.do("undo", call_id=str(call_id)).json
    assert (after["status"], after["call"]["id"], after["answers"]) == ("wrap_up", before["call"]["id"], AGREED)
    assert after["today"] == before["today"]
    assert notes(db) == []
    assert desk.do("outcome", **wish(call_id, "completed")).json["status"] == "ready"
    with db.transaction(EVERYTHING) as session:
        session.scalars(select(LoggedOutcome)).one().at = NOW - timedelta(minutes=1)
    late = desk.do("undo", call_id=str(call_id))
    assert (late.status_code, late.json["because"]) == (409, "too_late_to_undo")


def test_of_an_identity_number_that_she_types_only_the_last_four_digits_stay(
    centre: Centre, desk: Desk, db: Database
) -> None:
    call_id = in_talk(centre, desk)
    with db.transaction(EVERYTHING) as session:
        save_usual_categories(session, centre.floor.campaign)
        session.flush()
        problem = categories_of(session, centre.floor.campaign.id)[0].id
        save_answers(session, session.get_one(Call, call_id), {"remark": f"card {AADHAAR[0]}"}, at=NOW)
    does_not_fit = desk.do("answer", call_id=str(call_id), step="identity", value=f"self {spaced(AADHAAR[1])}")
    assert does_not_fit.status_code == 409, "and what was refused is kept for her supervisor"
    desk.do("refer", key="refer-it", call_id=str(call_id), category_id=str(problem), note=dashed(CNIC[0]))
    note = f"Aadhaar {AADHAAR[2]} is not seeded, ring her son at 919419012345"
    assert desk.do("outcome", **wish(call_id, note=note)).status_code == 200
    kept = everything_kept(db)
    assert whole_numbers(kept) == set()
    for last_four in (AADHAAR[0][-4:], AADHAAR[1][-4:], AADHAAR[2][-4:], CNIC[0][-4:]):
        assert f"X{last_four}" in kept
    assert notes(db) == [f"Aadhaar XXXXXXXX{AADHAAR[2][-4:]} is not seeded, ring her son at 919419012345"]
