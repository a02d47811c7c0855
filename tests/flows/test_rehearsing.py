"""A supervisor rehearses her campaign before anyone is called, and reads each morning when it will be finished."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import text

from campaigns.floor.forecast_campaigns import forecast_campaigns
from campaigns.rehearsal.ask_for_rehearsal import ask_for_rehearsal
from campaigns.rehearsal.rehearse_campaign import MOST_TRIES, rehearse_campaign
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.refusals import Refusal
from campaigns.rules.rehearsal.plan import RehearsalPlan
from campaigns.rules.rehearsal_states import RehearsalKind, RehearsalStatus
from campaigns.rules.roles import Role
from campaigns.shared.rehearsing import rehearsed
from campaigns.store.rehearsal.rehearsals import newest_forecast, rehearsal, rehearsals_of
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Campaign, Case, OptOut, Rehearsal, Table
from tests.flows.given_rehearsal import CARRIER, PLAN, a_campaign_of
from tests.given_floor import NOW, Floor, given_floor

UNTOUCHED = sorted(set(Table.metadata.tables) - {"rehearsals"})


def report_of(db: Database, floor: Floor) -> dict[str, Any]:
    found = rehearsed(db, floor.campaign.id, PLAN, CARRIER, now=NOW, heard=lambda share: None)
    assert not isinstance(found, Refusal), found
    return found


def refusal_of(db: Database, campaign_id: UUID, plan: RehearsalPlan = PLAN) -> str:
    found = rehearsed(db, campaign_id, plan, CARRIER, now=NOW, heard=lambda share: None)
    assert isinstance(found, Refusal), found
    return found.because


def everything(db: Database) -> dict[str, list[Any]]:
    with db.engine.connect() as connection:
        return {
            name: sorted(map(str, connection.execute(text(f"SELECT to_jsonb(t) FROM {name} t")).scalars()))  # noqa: S608
            for name in UNTOUCHED
        }


def test_a_rehearsal_says_of_every_block_how_its_people_end(db: Database) -> None:
    found = report_of(db, a_campaign_of(db, 90))
    rows = {row["name"]: row for row in found["places"]}
    assert set(rows) == {"Jammu And Kashmir", "Baramulla", "Pattan", "Sopore"}
    assert (rows["Pattan"]["people"], rows["Sopore"]["people"]) == (60, 30)
    for row in [*rows.values(), found["total"]]:
        assert row["people"] == row["reached"] + row["unreachable"] + row["otherwise"] + row["waiting"]
        assert row["cost"] == pytest.approx(0.6 * row["minutes"] + 0.1 * row["calls"], abs=0.01)
    assert found["total"]["calls"] == rows["Pattan"]["calls"] + rows["Sopore"]["calls"]


def test_a_rehearsal_changes_nothing_but_its_own_row(db: Database) -> None:
    floor = a_campaign_of(db, 30)
    before = everything(db)
    asked = ask_for_rehearsal(db, Scope(floor.department.id), floor.campaign.id, PLAN, None, now=NOW)
    assert isinstance(asked, UUID)
    rehearse_campaign(db, asked, CARRIER, now=lambda: NOW)
    assert everything(db) == before
    with db.transaction(EVERYTHING) as session:
        kept = rehearsal(session, asked)
    assert kept is not None
    assert (kept.status, kept.share_done) == (RehearsalStatus.DONE, 1.0)
    assert kept.result is not None
    assert kept.result["people"] == 30


def test_the_same_seed_gives_the_same_result(db: Database) -> None:
    floor = a_campaign_of(db, 40)
    assert report_of(db, floor) == report_of(db, floor)


def test_a_rehearsal_asked_for_is_a_job_of_the_reports_queue(db: Database, redis: Redis) -> None:
    floor = a_campaign_of(db, 5)
    asked = ask_for_rehearsal(db, Scope(floor.department.id), floor.campaign.id, PLAN, None, now=NOW)
    queue = Queue("reports", connection=redis, serializer=JSONSerializer)
    assert [(job.func_name, job.args) for job in queue.jobs] == [("workers.jobs.rehearse_campaign", [str(asked)])]


def test_a_campaign_is_rehearsed_once_at_a_time(db: Database) -> None:
    floor = a_campaign_of(db, 5)
    scope = Scope(floor.department.id)
    ask_for_rehearsal(db, scope, floor.campaign.id, PLAN, None, now=NOW)
    second = ask_for_rehearsal(db, scope, floor.campaign.id, PLAN, None, now=NOW)
    assert isinstance(second, Refusal)
    assert second.because == "rehearsed_now"


def test_the_same_rehearsal_twice_is_done_once(db: Database) -> None:
    floor = a_campaign_of(db, 5)
    asked = ask_for_rehearsal(db, Scope(floor.department.id), floor.campaign.id, PLAN, None, now=NOW)
    assert isinstance(asked, UUID)
    rehearse_campaign(db, asked, CARRIER, now=lambda: NOW)
    rehearse_campaign(db, asked, CARRIER, now=lambda: NOW + timedelta(hours=1))
    with db.transaction(EVERYTHING) as session:
        kept = rehearsal(session, asked)
    assert kept is not None
    assert (kept.tries, kept.ended_at) == (1, NOW)


def test_a_rehearsal_whose_worker_died_is_begun_again_and_given_up_in_the_end(db: Database) -> None:
    floor = a_campaign_of(db, 5)
    asked = ask_for_rehearsal(db, Scope(floor.department.id), floor.campaign.id, PLAN, None, now=NOW)
    assert isinstance(asked, UUID)
    with db.transaction(EVERYTHING) as session:
        dead = session.get_one(Rehearsal, asked)
        dead.status, dead.heard_at, dead.tries = RehearsalStatus.RUNNING, NOW - timedelta(hours=1), MOST_TRIES
    rehearse_campaign(db, asked, CARRIER, now=lambda: NOW)
    with db.transaction(EVERYTHING) as session:
        kept = rehearsal(session, asked)
    assert kept is not None
    assert kept.status is RehearsalStatus.REFUSED
    assert kept.result is not None
    assert kept.result["because"] == "rehearsal_given_up"


def test_no_department_rehearses_the_campaign_of_another(db: Database) -> None:
    floor = a_campaign_of(db, 5)
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
    found = ask_for_rehearsal(db, Scope(other.department.id), floor.campaign.id, PLAN, None, now=NOW)
    assert isinstance(found, Refusal)
    with db.transaction(Scope(other.department.id)) as session:
        assert rehearsals_of(session, floor.campaign.id) == []


@pytest.mark.parametrize(
    ("plan", "because"),
    [
        (RehearsalPlan(0, 30, PLAN.mode), "agents_wrong"),
        (RehearsalPlan(5, 0, PLAN.mode), "days_wrong"),
        (RehearsalPlan(5, 30, PLAN.mode, time(18), time(10)), "hours_wrong"),
        (RehearsalPlan(5, 30, PLAN.mode, time(21, 30), time(23)), "agents_outside_hours"),
        (RehearsalPlan(5, 30, PLAN.mode, days_off=tuple(range(7))), "no_day_left"),
        (RehearsalPlan(5, 30, PLAN.mode, runs=0), "runs_wrong"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_plan_that_calls_nobody_is_refused_in_a_sentence(db: Database, plan: RehearsalPlan, because: str) -> None:
    assert refusal_of(db, a_campaign_of(db, 1).campaign.id, plan) == because


def test_a_campaign_without_people_is_refused_in_a_sentence(db: Database) -> None:
    floor = a_campaign_of(db, 0)
    with db.transaction(EVERYTHING) as session:
        floor.lists[0].status = ListStatus.REVIEW
        session.merge(floor.lists[0])
    assert refusal_of(db, floor.campaign.id) == "list_not_approved"
    with db.transaction(EVERYTHING) as session:
        floor.lists[0].status = ListStatus.APPROVED
        session.merge(floor.lists[0])
    assert refusal_of(db, floor.campaign.id) == "nobody_left"
    assert refusal_of(db, UUID(int=1)) == "campaign_unknown"


def test_hours_that_never_open_and_attempts_longer_than_the_campaign_are_refused(db: Database) -> None:
    floor = a_campaign_of(db, 1)
    change(db, floor, opens=time(21, 30), closes=time(22))
    assert refusal_of(db, floor.campaign.id) == "hours_never_open"
    change(db, floor, opens=None, closes=None, max_attempts=12, retention_end=date(2026, 11, 25))
    assert refusal_of(db, floor.campaign.id) == "attempts_longer_than_campaign"


def test_people_whose_language_nobody_speaks_are_what_limits_it(db: Database) -> None:
    floor = a_campaign_of(db, 40)
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "zara", Role.AGENT, languages=["ur"])
        for case in session.query(Case).limit(10):
            case.language = "ks"
    found = report_of(db, floor)
    assert found["limit"]["because"] == "language"
    assert (found["limit"]["people"], found["limit"]["languages"]) == (10, ["ks"])
    assert found["total"]["waiting"] == 10
    assert found["finish"]["on"] is None


def test_numbers_that_must_not_be_called_are_left_out(db: Database) -> None:
    floor = a_campaign_of(db, 20)
    with db.transaction(EVERYTHING) as session:
        session.add(OptOut(department_id=floor.department.id, e164="+919419000003", at=NOW))
    found = report_of(db, floor)
    assert (found["silenced"], found["people"]) == (1, 19)


def test_what_the_campaign_has_seen_moves_what_is_assumed(db: Database) -> None:
    floor = a_campaign_of(db, 60)
    assumed = {row["name"]: row for row in report_of(db, floor)["assumptions"]}
    assert {row["n"] for row in assumed.values()} == {0}
    with db.transaction(EVERYTHING) as session:
        for count, case in enumerate(session.query(Case).limit(50)):
            floor.call(session, case, Outcome.NO_ANSWER, phone=f"+9194190{count + 1:05d}", at=NOW - timedelta(days=1))
    measured = {row["name"]: row for row in report_of(db, floor)["assumptions"]}
    assert measured["answered_first"]["n"] == 50
    assert measured["answered_first"]["value"] < assumed["answered_first"]["value"]
    assert measured["answered_first"]["value"] > 0.6 * assumed["answered_first"]["value"]


def test_each_morning_a_running_campaign_is_forecast_once(db: Database, redis: Redis) -> None:
    floor = a_campaign_of(db, 25)
    worked_yesterday(db, floor)
    night = datetime(2026, 11, 22, 22, 0, tzinfo=NOW.tzinfo)  # 03:30 in Kashmir
    forecast_campaigns(db, now=night)
    assert forecasts(db) == []
    for _ in range(2):
        forecast_campaigns(db, now=NOW)
    (asked,) = forecasts(db)
    plan = RehearsalPlan.from_json(asked.plan)
    assert (asked.forecast_on, plan.agents, plan.begins.hour) == (date(2026, 11, 23), 2, 11)
    rehearse_campaign(db, asked.id, CARRIER, now=lambda: NOW)
    with db.transaction(Scope(floor.department.id)) as session:
        newest = newest_forecast(session, floor.campaign.id)
    assert newest is not None
    assert newest.result is not None
    assert newest.result["finish"]["on"] is not None


def test_a_campaign_in_which_nobody_was_called_lately_has_no_pace_to_forecast_from(db: Database) -> None:
    a_campaign_of(db, 5)
    forecast_campaigns(db, now=NOW)
    assert forecasts(db) == []


def test_a_campaign_on_its_first_day_is_forecast_the_next_morning(db: Database) -> None:
    floor = a_campaign_of(db, 25)
    worked_yesterday(db, floor)
    forecast_campaigns(db, now=NOW - timedelta(hours=22))  # while its agents are at work
    assert forecasts(db) == []
    forecast_campaigns(db, now=NOW)
    assert len(forecasts(db)) == 1


def forecasts(db: Database) -> list[Rehearsal]:
    with db.transaction(EVERYTHING) as session:
        return list(session.query(Rehearsal).where(Rehearsal.kind == RehearsalKind.MORNING))


def worked_yesterday(db: Database, floor: Floor) -> None:
    """Two agents, from 11:30 to 14:30."""
    begins = NOW - timedelta(days=1)
    with db.transaction(EVERYTHING) as session:
        cases = list(session.query(Case).limit(2))
        for case, at in zip(cases, (begins, begins + timedelta(hours=3)), strict=True):
            floor.call(session, case, Outcome.NO_ANSWER, phone="+919419099999", at=at)
        for name in ("zara", "hina"):
            desk = floor.desk(session, name, AgentStatus.SIGNED_OUT, ended_at=begins + timedelta(hours=3))
            desk.started_at = begins


def change(db: Database, floor: Floor, **fields: object) -> None:
    with db.transaction(EVERYTHING) as session:
        campaign = session.get_one(Campaign, floor.campaign.id)
        for name, value in fields.items():
            setattr(campaign, name, value)
