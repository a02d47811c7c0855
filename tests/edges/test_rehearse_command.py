"""`raabta rehearse` at a terminal, and the same as a job: sentences and a table, or one JSON object."""

import json

import pytest
from click.testing import CliRunner, Result
from redis import Redis

from campaigns.house import open_house
from campaigns.rehearsal.ask_for_rehearsal import ask_for_rehearsal
from campaigns.rules.refusals import Refusal
from campaigns.rules.rehearsal_states import RehearsalStatus
from campaigns.store.rehearsal.rehearsals import rehearsal
from campaigns.store.session import EVERYTHING, Database, Scope
from tests.flows.given_rehearsal import PLAN, a_campaign_of
from tests.given_centre import from_now_on
from tests.given_floor import Floor
from workers import jobs
from workers.commands.rehearse import rehearse

ENVIRONMENT = {"CLOCK_START": "2026-11-23T06:00:00+00:00", "CLOCK_ORIGIN": "0", "CLOCK_SPEED": "0.000000001"}
PRICE = {"CARRIER_PRICE_PER_MINUTE": "0.6", "CARRIER_CURRENCY": "INR", "CARRIER_PRICE_SOURCE": "tariff"}


@pytest.fixture
def floor(db: Database) -> Floor:
    return a_campaign_of(db, 60)


@pytest.fixture
def terminal(database_url: str, redis_url: str) -> CliRunner:
    own = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": "k" * 40}
    return CliRunner(env=own | ENVIRONMENT)


def rehearsed(terminal: CliRunner, *options: str, **env: str) -> Result:
    return terminal.invoke(rehearse, list(options), env=env)


def test_a_supervisor_reads_sentences_and_a_table(terminal: CliRunner, floor: Floor) -> None:
    told = rehearsed(terminal, "pension", "--agents", "4", "--runs", "2", **PRICE)
    assert told.exit_code == 0, told.output
    for words in ("Finished on", "95 of 100 people are through by", "limit", "Pattan", "Sopore", "INR", "(tariff)"):
        assert words in told.output


def test_the_same_as_json_and_the_same_again_for_the_same_seed(terminal: CliRunner, floor: Floor) -> None:
    options = ("pension", "--agents", "4", "--days", "20", "--runs", "1", "--seed", "7", "--mode", "preview", "--json")
    told = [json.loads(rehearsed(terminal, *options, "--hours", "9:30-17:00").stdout) for _ in range(2)]
    for one in told:
        del one["rehearsed_at"]
    assert told[0] == told[1]
    assert told[0]["plan"]["mode"] == "preview"
    assert (told[0]["plan"]["begins"], told[0]["plan"]["ends"]) == ("09:30", "17:00")
    assert told[0]["total"]["cost"] is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("nowhere", "--agents", "4"), "There is no campaign called nowhere."),
        (("pension", "--agents", "0"), "without any, nobody is called"),
        (("pension", "--agents", "4", "--days", "0"), "Rehearse 1 to 180 days."),
        (("pension", "--agents", "4", "--hours", "late"), "write it as 10:00-18:00"),
        (("pension", "--agents", "4", "--hours", "22:00-23:00"), "lie outside the calling hours"),
    ],
)
def test_what_cannot_be_rehearsed_is_said_in_a_sentence(
    terminal: CliRunner, floor: Floor, options: tuple[str, ...], words: str
) -> None:
    told = rehearsed(terminal, *options)
    assert told.exit_code != 0
    assert words in told.output


def test_a_worker_carries_out_a_rehearsal(
    db: Database, floor: Floor, database_url: str, redis_url: str, redis: Redis
) -> None:
    asked = ask_for_rehearsal(
        db, Scope(floor.department.id), floor.campaign.id, PLAN, None, now=floor.campaign.created_at
    )
    assert not isinstance(asked, Refusal)
    house = open_house(from_now_on(database_url, redis_url))
    jobs.open_with(house)
    jobs.rehearse_campaign(str(asked))
    house.close()
    with db.transaction(EVERYTHING) as session:
        kept = rehearsal(session, asked)
    assert kept is not None
    assert kept.status is RehearsalStatus.DONE
