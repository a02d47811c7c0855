"""Our own limit on calls per second, so that nothing waits in the carrier's queue and rings unattended.

A turnstile in Redis shared by all workers: each call takes the next free moment. Redis may be lost; then the
turnstile begins anew, at worst one call early.
"""

from redis import Redis

TURNSTILE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local next = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
redis.call('SET', KEYS[1], next + ARGV[1], 'PX', next - now + ARGV[1] + 1000)
return next - now
"""


class CallRate:
    """At most `per_second` calls per wall second for one carrier account."""

    def __init__(self, redis: Redis, account: str, per_second: float) -> None:
        self.turn = redis.register_script(TURNSTILE)
        self.key = f"raabta:call_rate:{account}"
        self.step = max(1, round(1000 / per_second))  # milliseconds

    def next_turn(self) -> float:
        """Take a turn; returns how many wall seconds to wait for it. Raises redis errors when Redis is away."""
        return float(self.turn(keys=[self.key], args=[self.step])) / 1000
