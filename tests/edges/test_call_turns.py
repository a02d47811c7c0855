"""Turns: never more calls a second than allowed, by account and by number, also when Redis forgets everything."""

import threading
import time
from uuid import uuid4

import pytest
from redis import Redis

from campaigns.telephony.call_turns import CALLED_AT_ONCE, CallTurns, Rates, Turn, Word

NUMBER = "+911940000001"
BUCKET, KEEPER = "raabta:turns:ACx:account", "raabta:turns:ACx:keeper"
LONG = 600.0  # seconds: no machine stands still for so long
SLOW = Rates(1 / LONG)


@pytest.fixture
def turns(redis: Redis) -> CallTurns:
    """Turns that have begun, with a token there, and with workers of great patience."""
    turns = CallTurns(redis, "ACx", LONG)
    turns.begin_anew(0)
    turns.begin_anew(0, caller_id=NUMBER)
    return turns


def there_since(redis: Redis, turns: float) -> None:
    """Let the token lie there since so many turns."""
    seconds, millionths = redis.time()
    redis.set(BUCKET, (seconds - turns * LONG) * 1000 + millionths / 1000)


def ask(turns: CallTurns, rates: Rates, call: str = "") -> Turn:
    return turns.take(call or str(uuid4()), NUMBER, rates)


def test_an_empty_redis_lets_nobody_through(redis: Redis) -> None:
    forgetful = CallTurns(redis, "ACx")
    assert {ask(forgetful, Rates(100)).word for _ in range(50)} == {Word.LOST}


def test_after_a_loss_the_first_call_waits_for_a_lease_and_only_one_waits(redis: Redis) -> None:
    turns = CallTurns(redis, "ACx", LONG)
    turns.begin_anew(LONG)
    answers = [ask(turns, Rates(100)) for _ in range(50)]
    assert [answer.word for answer in answers] == [Word.WAIT, *[Word.LINE] * 49]
    assert LONG / 2 < answers[0].wait <= LONG


def test_nobody_waits_who_would_wait_longer_than_a_worker_may(redis: Redis) -> None:
    turns = CallTurns(redis, "ACx")
    turns.begin_anew(LONG)
    assert ask(turns, Rates(100)).word is Word.LINE


def test_beginning_anew_twice_gives_no_second_token(turns: CallTurns) -> None:
    assert ask(turns, SLOW).word is Word.GO
    turns.begin_anew(0)
    assert ask(turns, SLOW).word is Word.WAIT


def test_one_call_waits_the_others_stand_in_line_and_are_called_in_their_order(turns: CallTurns, redis: Redis) -> None:
    assert ask(turns, SLOW, "first").word is Word.GO
    assert ask(turns, SLOW, "second").word is Word.WAIT
    assert ask(turns, SLOW, "third").word is Word.LINE
    assert ask(turns, SLOW, "fourth").word is Word.LINE
    assert turns.next_in_line() is None  # somebody waits
    there_since(redis, 0)
    assert ask(turns, SLOW, "third").word is Word.LINE
    went = ask(turns, SLOW, "second")
    assert (went.word, went.next_calls) == (Word.GO, ("third",))
    assert turns.next_in_line() == "fourth"


def test_when_turns_were_missed_as_many_more_of_the_line_are_called(turns: CallTurns, redis: Redis) -> None:
    assert ask(turns, SLOW, "first").word is Word.GO
    assert ask(turns, SLOW, "second").word is Word.WAIT
    line = [f"call {number}" for number in range(10)]
    assert {ask(turns, SLOW, call).word for call in line} == {Word.LINE}
    there_since(redis, 2.5)
    assert ask(turns, SLOW, "second").next_calls == tuple(line[:3]), "two turns were missed"
    there_since(redis, 1000)
    assert ask(turns, SLOW, line[0]).next_calls == tuple(line[3 : 3 + CALLED_AT_ONCE]), "no more than a worker takes"
    assert ask(turns, SLOW, line[1]).word is Word.WAIT, "a turn that was missed is not made up for"


def test_a_number_has_a_limit_of_its_own_and_takes_no_token_of_the_account_that_it_cannot_use(
    turns: CallTurns, redis: Redis
) -> None:
    slow_number = Rates(1000, 1 / LONG)
    assert ask(turns, slow_number).word is Word.GO
    assert ask(turns, slow_number).word is Word.WAIT
    redis.delete(KEEPER)
    turns.begin_anew(0, caller_id="+911940000002")
    threading.Event().wait(0.01)
    assert turns.take("other", "+911940000002", slow_number).word is Word.GO


def test_six_workers_at_once_never_pass_the_limit_and_all_get_their_turns(turns: CallTurns) -> None:
    went: list[float] = []
    begun = time.monotonic()
    until = begun + 60

    def work() -> None:
        call = str(uuid4())
        while len(went) < 60 and time.monotonic() < until:
            turn = ask(turns, Rates(50), call)
            if turn.word is Word.GO:
                went.append(time.monotonic())
            if turn.word is not Word.WAIT:
                call = str(uuid4())
            threading.Event().wait(turn.wait if turn.word is Word.WAIT else 0.002)

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(went) <= (max(went) - begun) * 50 + 3
    assert len(went) >= 60


def test_a_worker_that_dies_while_it_waits_holds_up_the_others_for_a_moment_only(
    turns: CallTurns, redis: Redis
) -> None:
    assert ask(turns, SLOW, "first").word is Word.GO
    waits = ask(turns, SLOW, "dies")
    assert waits.word is Word.WAIT
    remembered = redis.pttl(KEEPER) / 1000
    assert waits.wait / 2 < remembered <= waits.wait + 0.5, "until its turn, and half a second more"
    redis.set(BUCKET, 0)
    assert ask(turns, SLOW, "other").word is Word.LINE
    redis.delete(KEEPER)  # as it goes by itself
    assert ask(turns, SLOW, "other").word is Word.GO
