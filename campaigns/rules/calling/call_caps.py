"""How often a phone and a person may be rung, whoever rings: caps a day, gaps between calls, and what holds a case back.

A number that two departments call is one telephone in one house; so everything here is counted across all campaigns.
A callback that she asked for is no attempt on her: it outranks the caps and gaps, and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

IN_CALL_REST: Final = timedelta(minutes=2)  # until a busy phone is looked at again
SILENCED_REST: Final = timedelta(minutes=10)  # until then upkeep has moved her to her next number, or closed her case


class Hold(StrEnum):
    """Why a case that is due is not called now."""

    PHONE_IN_CALL = "phone_in_call"
    PERSON_IN_CALL = "person_in_call"  # on another of her numbers, by another campaign
    OPTED_OUT = "opted_out"
    PHONE_RESTS = "phone_rests"  # the gap between two calls on one phone
    PHONE_CAP = "phone_cap"
    PERSON_CAP = "person_cap"


@dataclass(frozen=True)
class Caps:
    """The caps of a jurisdiction on one day. Defaults are our own judgement from domain.md sections 6 and 9."""

    calls_per_phone: int = 3
    calls_per_person: int = 3
    gap: timedelta = timedelta(minutes=20)  # busy is rung again after 20 to 30 minutes
    gap_after_talk: timedelta = timedelta(hours=3)  # somebody of the household was talked with


@dataclass(frozen=True)
class PhoneHistory:
    """What was done on a phone, by anybody. Calls that the network swallowed rang nowhere and are left out."""

    in_call: bool = False
    silenced: bool = False
    calls_today: int = 0
    calls_to_person_today: int = 0  # on all her numbers
    last_call: datetime | None = None  # its end, or when it was sent
    last_talk: datetime | None = None
    person_in_call: bool = False  # on any of her numbers


@dataclass(frozen=True)
class Held:
    """Not now: why, and when to look again."""

    because: Hold
    until: datetime


def held_back(caps: Caps, phone: PhoneHistory, *, promised: bool, tomorrow: datetime, now: datetime) -> Held | None:
    """Tell what holds a due case back, or None where she may be rung. `tomorrow`: the next local midnight."""
    if stop := _stops_promises_too(phone, now=now):
        return stop
    if promised:
        return None
    if phone.calls_today >= caps.calls_per_phone:
        return Held(Hold.PHONE_CAP, tomorrow)
    if phone.calls_to_person_today >= caps.calls_per_person:
        return Held(Hold.PERSON_CAP, tomorrow)
    rested = rested_at(caps, phone)
    return Held(Hold.PHONE_RESTS, rested) if rested and now < rested else None


def _stops_promises_too(phone: PhoneHistory, *, now: datetime) -> Held | None:
    if phone.in_call or phone.person_in_call:
        because = Hold.PHONE_IN_CALL if phone.in_call else Hold.PERSON_IN_CALL
        return Held(because, now + IN_CALL_REST)
    return Held(Hold.OPTED_OUT, now + SILENCED_REST) if phone.silenced else None


def rested_at(caps: Caps, phone: PhoneHistory) -> datetime | None:
    """Return when the gap after the last call on a phone is over; None where there was none lately."""
    over = [phone.last_call + caps.gap] if phone.last_call else []
    over += [phone.last_talk + caps.gap_after_talk] if phone.last_talk else []
    return max(over, default=None)
