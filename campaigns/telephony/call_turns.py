"""Our own limit on calls per second, so that nothing waits in the carrier's queue and rings unattended.

Two token buckets in Redis, one of the carrier account and one of the caller number, emptied together by one atomic
script. A call that finds no token does not hold its worker: one call waits for the next token, the others stand in a
line, and whoever gets a token calls the next of the line. Whoever is called comes a moment later, so a line that is
called one by one is as slow as that moment: where tokens lay unused, as many more are called. Redis may be lost at any
moment: buckets that are not there stand for "nobody knows", never for "full"; they begin anew, empty, from what
PostgreSQL knows.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from redis import Redis

LEASE: Final = 1.0  # wall seconds within which a call that got its turn has left for the carrier
LONGEST_WAIT: Final = 1.0
LINE_LIVES: Final = 120  # seconds; calls in it have expired long before
CALLED_AT_ONCE: Final = 4  # of the line, at most: as many as one worker begins together

# KEYS: account bucket, number bucket, line, keeper. ARGV: steps of both in milliseconds (0: no limit of its own),
# call, longest wait, how long the line is kept, how many of it are called at most. A bucket is the moment at which its
# next token is there. A token used a little early, within the tolerance, is missing later: nothing is gained or lost by
# a worker that wakes late.
TAKE: Final = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local steps, free = {tonumber(ARGV[1]), tonumber(ARGV[2])}, {0, 0}
local at, tolerance, there, slowest = now, 20, 0, 0
for bucket = 1, 2 do
  if steps[bucket] > 0 then
    local kept = redis.call('GET', KEYS[bucket])
    if not kept then return {'lost', '0'} end
    free[bucket] = tonumber(kept)
    at = math.max(at, free[bucket])
    tolerance = math.min(tolerance, steps[bucket])
    there, slowest = math.max(there, free[bucket]), math.max(slowest, steps[bucket])
  end
end
local keeper = redis.call('GET', KEYS[4])
if at - tolerance <= now and (not keeper or keeper == ARGV[3]) then
  for bucket = 1, 2 do
    if steps[bucket] > 0 then
      redis.call('SET', KEYS[bucket], string.format('%.3f', math.max(free[bucket], now) + steps[bucket]))
    end
  end
  redis.call('DEL', KEYS[4])
  redis.call('ZREM', KEYS[3], ARGV[3])
  local missed = slowest > 0 and math.floor(math.max(0, now - there) / slowest) or 0
  local called = redis.call('ZPOPMIN', KEYS[3], math.min(1 + missed, tonumber(ARGV[6])))
  local answer = {'go', '0'}
  for place = 1, #called, 2 do answer[#answer + 1] = called[place] end
  return answer
end
local wait = math.max(1, math.ceil(at - now))
if wait <= tonumber(ARGV[4]) and (not keeper or keeper == ARGV[3]) then
  redis.call('SET', KEYS[4], ARGV[3], 'PX', wait + 500)
  return {'wait', tostring(wait)}
end
redis.call('ZADD', KEYS[3], 'NX', now, ARGV[3])
redis.call('EXPIRE', KEYS[3], ARGV[5])
return {'line', tostring(wait)}
"""
BEGIN: Final = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
redis.call('SET', KEYS[1], string.format('%.3f', now + ARGV[1]), 'NX')
return 1
"""
# Whoever asks when nobody waits for a token gets the first of the line.
NEXT: Final = """
if redis.call('EXISTS', KEYS[2]) == 1 then return '' end
return redis.call('ZPOPMIN', KEYS[1])[1] or ''
"""


class Word(StrEnum):
    """What a call is told that asks for its turn."""

    GO = "go"
    WAIT = "wait"  # it is the one that waits for the next token
    LINE = "line"  # it stands in the line and will be called
    LOST = "lost"  # nobody knows: the buckets must begin anew


@dataclass(frozen=True)
class Turn:
    """The answer: for how many seconds to wait, and which calls of the line are to be rung now."""

    word: Word
    wait: float
    next_calls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rates:
    """Calls per wall second now: of the account, and of one caller number (None: no limit of its own)."""

    account: float
    number: float | None = None


class CallTurns:
    """The turns of one carrier account; one worker may wait so many wall seconds for the next."""

    def __init__(self, redis: Redis, account: str, longest_wait: float = LONGEST_WAIT) -> None:
        self._take, self._begin, self._next = map(redis.register_script, (TAKE, BEGIN, NEXT))
        self._key, self._longest_wait = f"raabta:turns:{account}", longest_wait

    def take(self, call_id: str, caller_id: str, rates: Rates) -> Turn:
        """Ask for a call's turn. Raises redis errors when Redis is away."""
        keys = [self._bucket(), self._bucket(caller_id), f"{self._key}:line", f"{self._key}:keeper"]
        steps = [_step(rates.account), _step(rates.number)]
        args: list[str | float] = [*steps, call_id, self._longest_wait * 1000, LINE_LIVES, CALLED_AT_ONCE]
        word, wait, *next_calls = (part.decode() for part in self._take(keys=keys, args=args))
        return Turn(Word(word), float(wait) / 1000, tuple(next_calls))

    def begin_anew(self, wait: float, *, caller_id: str = "") -> None:
        """Fill nothing: the bucket's first token comes after `wait` seconds. One that is there stays as it is."""
        self._begin(keys=[self._bucket(caller_id)], args=[wait * 1000])

    def next_in_line(self) -> str | None:
        """Return the call that stands first in the line, unless somebody waits for the next token already."""
        found = self._next(keys=[f"{self._key}:line", f"{self._key}:keeper"])
        return found.decode() or None

    def _bucket(self, caller_id: str = "") -> str:
        return f"{self._key}:number:{caller_id}" if caller_id else f"{self._key}:account"


def _step(per_second: float | None) -> float:
    return round(1000 / per_second, 3) if per_second else 0
