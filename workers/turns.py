"""The turns of calls: a worker waits a moment for one, or puts the call into the line and goes on with other work."""

import time
from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from campaigns.house import House
from campaigns.rules.carrier.limits import Measure, first_turn_after_loss, share_now
from campaigns.store.calls.calls import caller_ids_of_intended
from campaigns.store.calls.carriers import carrier_slowdown, last_sent
from campaigns.store.session import EVERYTHING, Session
from campaigns.telephony.call_turns import LEASE, CallTurns, Rates, Turn, Word

TRIES: Final = 5
A_MOMENT: Final = 0.05  # wall seconds: a turn that comes so soon is waited for by those that have theirs


def take_turns(house: House, call_ids: Sequence[UUID]) -> Iterator[list[UUID]]:
    """Yield those calls that may leave, when their turns have come; the others are rung again, at last by upkeep.

    Calls whose turns come a moment after each other leave together.

    Raises redis errors when Redis is away.
    """
    with house.db.transaction(EVERYTHING) as session:
        waiting = caller_ids_of_intended(session, call_ids)
        rates = _rates_now(house, session)
    if len(waiting) < len(call_ids):  # a bell had rung twice, or too late; a turn is not wasted on it
        ring_next(house)
    ready = list[UUID]()
    for call_id, caller_id in waiting.items():
        for turn in _tries(house, call_id, caller_id, rates):
            if turn.wait > A_MOMENT and ready:
                yield ready
                ready = []
            if turn.word is Word.GO:
                ready.append(call_id)
            time.sleep(turn.wait)
    if ready:
        yield ready


def _tries(house: House, call_id: UUID, caller_id: str, rates: Rates) -> Iterator[Turn]:
    """Ask for a call's turn until it has come, or the call stands in the line; whoever is told to wait waits first."""
    turns = _turns(house)
    for _ in range(TRIES):
        turn = turns.take(str(call_id), caller_id, rates)
        match turn.word:
            case Word.GO:
                if turn.next_calls:
                    house.db.bells.enqueue("dial", "place_call", *turn.next_calls)
                yield turn
                return
            case Word.LINE:
                return
            case Word.LOST:
                _begin_anew(house, turns, rates, caller_id)
            case Word.WAIT:
                yield turn


def ring_next(house: House) -> None:
    """Ring for the call that stands first in the line, if nobody waits for the next turn."""
    if call_id := _turns(house).next_in_line():
        house.db.bells.enqueue("dial", "place_call", call_id)


def _rates_now(house: House, session: Session) -> Rates:
    """Return how many calls may leave in a wall second, after what the carrier has shown lately."""
    settings = house.settings
    slowdown = carrier_slowdown(session, house.telephony.name, Measure.PER_SECOND)
    speed, share = settings.clock_speed, share_now(slowdown, now=house.now())
    number = settings.number_calls_per_second
    return Rates(settings.calls_per_second * speed * share, number * speed if number else None)


def _begin_anew(house: House, turns: CallTurns, rates: Rates, caller_id: str) -> None:
    """Redis has forgotten: PostgreSQL knows what has left, and one lease covers what is just leaving."""
    with house.db.transaction(EVERYTHING) as session:
        latest = last_sent(session, house.telephony.name, now=house.now())
    since = (house.now() - latest).total_seconds() / house.settings.clock_speed if latest else None
    turns.begin_anew(first_turn_after_loss(1 / rates.account, LEASE, since))
    if rates.number:
        turns.begin_anew(first_turn_after_loss(1 / rates.number, LEASE, since), caller_id=caller_id)


def _turns(house: House) -> CallTurns:
    return CallTurns(house.redis, house.settings.twilio_account_sid)
