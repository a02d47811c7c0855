"""What else stands in the way: whoever removes only the first obstacle shall know that no call goes out for it yet."""

from collections.abc import Sequence
from typing import Final

from campaigns.rules.floor.obstacles import Obstacle

HOURS: Final = frozenset({Obstacle.HOLIDAY, Obstacle.OUTSIDE_HOURS, Obstacle.CALLING_RESTS, Obstacle.NO_HOURS_SET})
AGENTS: Final = frozenset(
    {
        Obstacle.NOBODY_SIGNED_IN,
        Obstacle.PREVIEW_WAITS,
        Obstacle.DESKS_SILENT,
        Obstacle.EVERYBODY_TALKS,
        Obstacle.NOBODY_READY,
    }
)
CARRIER: Final = frozenset(
    {
        Obstacle.CARRIER_REFUSED,
        Obstacle.CARRIER_NO_FUNDS,
        Obstacle.CALLER_ID_REFUSED,
        Obstacle.COUNTRY_BLOCKED,
        Obstacle.CLOCKS_APART,
        Obstacle.CARRIER_NOT_HEARD,
        Obstacle.CARRIER_DOWN,
        Obstacle.CARRIER_SILENT,
        Obstacle.CALLS_NOT_LEAVING,
        Obstacle.CARRIER_LIMIT,
    }
)
PEOPLE: Final = frozenset(
    {
        Obstacle.LANGUAGE_NOT_SPOKEN,
        Obstacle.SPEAKERS_NOT_READY,
        Obstacle.AREAS_SHUT,
        Obstacle.OWNER_AWAY,
        Obstacle.PHONES_BUSY,
        Obstacle.PHONES_REST,
        Obstacle.OPTED_OUT,
    }
)
# Several obstacles that are one thing to whoever removes it, and the one by which they are named here.
_KINDS: Final = (
    (HOURS, Obstacle.OUTSIDE_HOURS),
    (CARRIER, Obstacle.CARRIER_DOWN),
    (AGENTS, Obstacle.NOBODY_READY),
)
NAMED: Final = PEOPLE | {
    Obstacle.OUTSIDE_HOURS,
    Obstacle.CARRIER_DOWN,
    Obstacle.LINES_TAKEN,
    Obstacle.NOBODY_READY,
    Obstacle.WAITING_FOR_RETRY,
    Obstacle.DIALLER_AWAY,
}
# Nothing else matters before these are done, or there is nothing to do.
_ALONE: Final = frozenset(
    {
        Obstacle.NO_LIST,
        Obstacle.LIST_NOT_APPROVED,
        Obstacle.CAMPAIGN_NOT_APPROVED,
        Obstacle.CAMPAIGN_FINISHED,
        Obstacle.ALL_CLOSED,
        Obstacle.LAST_IN_CALLS,
    }
)


def besides(standing: Sequence[Obstacle]) -> tuple[Obstacle, ...]:
    """Return what stands besides the first and is not the same thing, nor follows from it; each kind once."""
    if not standing or standing[0] in _ALONE:
        return ()
    first, passed_over = standing[0], _passed_over(standing)
    named = dict.fromkeys(_kind(each) for each in standing[1:] if each not in passed_over)
    return tuple(each for each in named if each in NAMED and each is not _kind(first))


def _passed_over(standing: Sequence[Obstacle]) -> frozenset[Obstacle]:
    """Return what is no news beside the first: agents who go home with the hours, or are free again before it matters."""
    first, nothing = standing[0], frozenset[Obstacle]()
    told = PEOPLE if first is Obstacle.SEVERAL_REASONS else nothing
    away = AGENTS if first in HOURS else nothing
    free_by_then = {Obstacle.EVERYBODY_TALKS, Obstacle.NOBODY_READY}
    busy = free_by_then if first is Obstacle.WAITING_FOR_RETRY and Obstacle.EVERYBODY_TALKS in standing else nothing
    unspoken = {Obstacle.LANGUAGE_NOT_SPOKEN} if Obstacle.NOBODY_SIGNED_IN in standing else nothing
    return told | away | busy | unspoken


def _kind(obstacle: Obstacle) -> Obstacle:
    return next((name for kind, name in _KINDS if obstacle in kind), obstacle)
