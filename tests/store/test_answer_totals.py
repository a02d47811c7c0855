"""The answers of a report are added up as they are given, and are at every moment what a count of all of them says."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, text

from campaigns.reports.add_up_changes import add_up_changes
from campaigns.reports.count_answers import count_answers
from campaigns.reports.count_campaigns_anew import count_campaigns_anew
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.answer_figures import what_is_counted
from campaigns.rules.reports.report_figures import Days
from campaigns.rules.scripts.script import StepKind
from campaigns.store.reports.report_answers import (
    TEXTS_OF_A_PAGE,
    AskedWords,
    WrittenAnswer,
    given_answers,
    written_answers,
)
from campaigns.store.session import EVERYTHING, Database, Scope, Session
from campaigns.store.tables import Answer, AnswerChange, AnswerTotal, AnswerWords, Call, Case
from campaigns.store.totals.answer_totals import (
    CountedFor,
    answers_counted_for,
    campaigns_to_count,
    count_answers_anew,
    forget_answer_counts,
)
from campaigns.store.totals.counting_anew import campaigns_counted_wrong
from tests.given_floor import DISTRICT, PATTAN, SOPORE, STATE, Floor, given_areas, given_floor

MONDAY = datetime(2026, 11, 23, 4, 40, tzinfo=UTC)  # ten past ten in Kashmir
DAY = timedelta(days=1)
ZONE = "Asia/Kolkata"
KINDS = {
    "paid": StepKind.CHOICE,
    "why": StepKind.CHOICES,
    "amount": StepKind.NUMBER,
    "since": StepKind.DATE,
    "words": StepKind.TEXT,
}
Told = tuple[list[Any], dict[str, Any]]


@pytest.fixture
def floor(db: Database) -> Floor:
    """A campaign whose answers are counted, though nobody has given any."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        count_answers_anew(session, floor.campaign.id, CountedFor(None, ZONE, what_is_counted(KINDS)))
    return floor


def days(first: int = 0, last: int = 6) -> Days:
    return Days(MONDAY.date() + first * DAY, MONDAY.date() + last * DAY, ZoneInfo(ZONE))


def told(session: Session, floor: Floor, of: Days, area_id: str | None) -> Told:
    given, asked = given_answers(session, floor.campaign.id, of, area_id, KINDS)
    return sorted(given), asked


def paid(db: Database, floor: Floor, of: Days | None = None, area_id: str | None = None) -> dict[str, int]:
    """Return people by what they said of their payment, and find all else as a count of all answers finds it."""
    with db.transaction(Scope(floor.department.id)) as session:
        asked = [(days(), None), (days(1, 1), DISTRICT), (days(0, 1), STATE), (days(2), None)]
        added_up = [told(session, floor, *one) for one in asked]
        given, _ = told(session, floor, of or days(), area_id)
        forget_answer_counts(session)
        assert added_up == [told(session, floor, *one) for one in asked]
        session.rollback()
    return {one.value: one.people for one in given if one.step == "paid"}


def page_of_words(
    db: Database,
    floor: Floor,
    of: Days,
    area_id: str | None,
    before: tuple[datetime, UUID] | None = None,
) -> Sequence[WrittenAnswer]:
    """A page of what people wrote, as the department reads it."""
    with db.transaction(Scope(floor.department.id)) as session:
        return written_answers(session, AskedWords(floor.campaign.id, area_id, "words"), of, before=before)


def words(db: Database, floor: Floor, of: Days | None = None, area_id: str | None = None) -> list[str]:
    """The words alone, which are the same where they are read one by one."""
    found = [one.words for one in page_of_words(db, floor, of or days(), area_id)]
    with db.transaction(Scope(floor.department.id)) as session:
        forget_answer_counts(session)
        asked = AskedWords(floor.campaign.id, area_id, "words")
        assert found == [one.words for one in written_answers(session, asked, of or days())]
        session.rollback()
    return found


def given_call(session: Session, floor: Floor, person: Case, day: int, **said: Any) -> Call:
    """Let a person say something in a talk of a day."""
    at = MONDAY + day * DAY
    call = floor.call(session, person, Outcome.COMPLETED, at=at, answered_at=at, ended_at=at)
    session.flush()
    for step, value in said.items():
        session.add(
            Answer(
                department_id=floor.department.id,
                call_id=call.id,
                case_id=person.id,
                step=step,
                value={"value": value},
                at=at,
            )
        )
    session.flush()
    return call


def test_answers_are_added_up_by_place_and_day_whether_folded_or_not(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        people = floor.list(session)
        first, second = floor.person(session, people, PATTAN), floor.person(session, people, SOPORE)
        second.weight = Decimal("2.5")
        session.flush()
        given_call(
            session, floor, first, 0, paid="yes", why=["snow", "far"], amount=1000, since="2026-10-03", words="So."
        )
        given_call(session, floor, second, 1, paid="no", why=["far"], amount=1e18, since="soon", words=None)
    for _ in range(2):
        assert paid(db, floor) == paid(db, floor, area_id=STATE) == {"yes": 1, "no": 1}
        assert paid(db, floor, days(1, 1)) == {"no": 1}
        assert paid(db, floor, area_id=PATTAN) == {"yes": 1}
        add_up_changes(db)
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(AnswerChange)).all() == []
        assert "So." not in {total.said for total in session.scalars(select(AnswerTotal))}
        assert campaigns_counted_wrong(session) == set()


def test_the_answer_of_her_latest_talk_of_the_days_stands(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        person = floor.person(session, floor.list(session), PATTAN)
        given_call(session, floor, person, 0, paid="no")
    add_up_changes(db)
    with db.transaction(EVERYTHING) as session:
        given_call(session, floor, session.get_one(Case, person.id), 2, paid="yes")
        given_call(session, floor, session.get_one(Case, person.id), 1, paid=None)
    for _ in range(2):
        assert paid(db, floor) == {"yes": 1}
        assert paid(db, floor, days(0, 1)) == {"no": 1}
        assert paid(db, floor, days(2)) == {"yes": 1}
        add_up_changes(db)
    with db.transaction(EVERYTHING) as session:  # an answer between the two comes late, from a desk without a link
        given_call(session, floor, session.get_one(Case, person.id), 1, paid="later")
    assert paid(db, floor, days(0, 1)) == {"later": 1}
    add_up_changes(db)
    assert paid(db, floor, days(0, 0)) == {"no": 1}
    assert paid(db, floor, days(1, 2)) == {"yes": 1}


def test_words_are_read_from_the_latest_talk_back_and_of_each_person_once(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        people = floor.list(session)
        first, second = floor.person(session, people, PATTAN), floor.person(session, people, SOPORE)
        given_call(session, floor, first, 0, words="Before.")
        given_call(session, floor, second, 1, words="Between.")
        given_call(session, floor, first, 2, words="After.")
        given_call(session, floor, first, 3, words=None)

    for _ in range(2):
        assert words(db, floor) == words(db, floor, area_id=DISTRICT) == ["After.", "Between."]
        assert words(db, floor, days(0, 1)) == words(db, floor, days(0, 1), STATE) == ["Between.", "Before."]
        assert (words(db, floor, area_id=PATTAN), words(db, floor, area_id=SOPORE)) == (["After."], ["Between."])
        add_up_changes(db)


def test_words_follow_what_becomes_of_them_folded_or_not(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        people = floor.list(session)
        first, second = floor.person(session, people, PATTAN), floor.person(session, people, SOPORE)
        given_call(session, floor, first, 0, words="Before.")
        later = given_call(session, floor, first, 2, words="After.")
        given_call(session, floor, second, 1, words="Between.")
    for fold in (False, True):
        with db.transaction(EVERYTHING) as session:
            session.get_one(Answer, (later.id, "words")).value = {"value": None if fold else "Erased soon."}
            session.get_one(Case, second.id).block_id = None if fold else PATTAN
        for _ in range(2):
            latest = ["Between.", "Before."] if fold else ["Erased soon.", "Between."]
            assert words(db, floor) == words(db, floor, area_id=DISTRICT) == latest
            assert words(db, floor, days(0, 1)) == ["Between.", "Before."]
            with db.transaction(EVERYTHING) as session:
                assert campaigns_counted_wrong(session) == set()
            add_up_changes(db)
    with db.transaction(EVERYTHING) as session:
        session.execute(delete(AnswerWords).where(AnswerWords.area_id == STATE))
        assert campaigns_counted_wrong(session) == {floor.campaign.id}
    assert count_campaigns_anew(db) == {floor.campaign.id: True}
    assert words(db, floor, area_id=STATE) == ["Between.", "Before."]


def test_pages_of_words_go_on_where_the_one_before_ended(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        people = floor.list(session)
        persons = [floor.person(session, people) for _ in range(TEXTS_OF_A_PAGE + 3)]
        for number, person in enumerate(persons):
            given_call(session, floor, person, 0, words=f"Number {number}.")  # all at the same moment
    for fold in (False, True):
        for area_id in (None, PATTAN):
            first = page_of_words(db, floor, days(), area_id)
            last = first[TEXTS_OF_A_PAGE - 1]
            rest = page_of_words(db, floor, days(), area_id, before=(last.called_at, last.call_id))
            assert (len(first), len(rest)) == (TEXTS_OF_A_PAGE + 1, 3)
            assert len({one.words for one in [*first[:-1], *rest]}) == TEXTS_OF_A_PAGE + 3
        if not fold:
            add_up_changes(db)


def test_what_is_changed_moved_or_taken_away_leaves_its_old_sum(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        person = floor.person(session, floor.list(session), PATTAN)
        call = given_call(session, floor, person, 0, paid="no", words="Ask Rashid.")
        given_call(session, floor, person, 3, paid="yes")
    add_up_changes(db)
    for fold in (False, True):
        with db.transaction(EVERYTHING) as session:
            answer = session.get_one(Answer, (call.id, "paid"))
            answer.value = {"value": "not all" if fold else "half"}
            session.flush()
            answer.value = {"value": "nothing" if fold else "some"}
            session.get_one(Case, person.id).block_id = None if fold else SOPORE
            session.get_one(Case, person.id).weight += 3
        assert paid(db, floor, days(0, 1)) == {"nothing" if fold else "some": 1}
        if fold:
            add_up_changes(db)
            assert paid(db, floor, days(0, 1), DISTRICT) == {"nothing": 1}
    with db.transaction(EVERYTHING) as session:
        session.execute(text("UPDATE answers SET value = '{\"value\": null}' WHERE step = 'words'"))  # erased
        session.execute(delete(Answer).where(Answer.call_id != call.id))
    assert paid(db, floor) == {"nothing": 1}
    add_up_changes(db)
    assert paid(db, floor) == {"nothing": 1}
    with db.transaction(EVERYTHING) as session:
        assert campaigns_counted_wrong(session) == set()


def test_answers_that_were_counted_wrong_are_found_and_counted_anew(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        given_call(session, floor, floor.person(session, floor.list(session), PATTAN), 0, paid="no")
    add_up_changes(db)
    with db.transaction(EVERYTHING) as session:
        session.execute(text("UPDATE answer_totals SET people = people + 1 WHERE area_id = ''"))
        assert campaigns_counted_wrong(session) == {floor.campaign.id}
    assert count_campaigns_anew(db) == {floor.campaign.id: True}
    assert paid(db, floor) == {"no": 1}


def test_answers_are_counted_anew_where_another_script_asks_otherwise(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        given_call(session, floor, floor.person(session, floor.list(session), PATTAN), 0, paid="no")
        forget_answer_counts(session)
    assert paid(db, floor) == {"no": 1}  # one by one, until they are counted
    add_up_changes(db)
    with db.transaction(EVERYTHING) as session:
        assert floor.campaign.id in campaigns_to_count(session)
    assert count_answers(db, floor.campaign.id)
    with db.transaction(EVERYTHING) as session:
        stand = answers_counted_for(session, floor.campaign.id)
        assert stand
        assert stand.version_id == floor.campaign.script_version_id
        assert floor.campaign.id not in campaigns_to_count(session)
        assert campaigns_counted_wrong(session) == set()
    assert paid(db, floor) == {"no": 1}
