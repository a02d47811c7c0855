"""How a sandbox carrier is set up."""

from dataclasses import dataclass, field
from pathlib import Path

from campaigns.rules.clock import Clock
from config import Settings
from workers.carrier.faults import NO_FAULTS, Faults

AGENT_PHONES = "+91194555"  # numbers that begin like this are agents' own phones: they answer at once and stay


@dataclass(frozen=True)
class CarrierOptions:
    """The account that it serves, its clock and limits, and its luck."""

    account_sid: str
    auth_token: str
    api_key: str = ""
    api_secret: str = ""
    application: str = ""  # voice address of the TwiML application that browsers call; /status below it is told
    clock: Clock = field(default_factory=Clock)
    seed: int = 1
    faults: Faults = NO_FAULTS
    log: Path | None = None
    callers: str = ""  # voice address of the customer's numbers; /status below it is told
    calls_back: float = 0.0  # share of people who ring the customer's number after a call of hers that they missed
    calls_per_second: float = 1.0  # in carrier seconds; calls over it are queued, as Twilio does
    concurrent_calls: int = 100
    agent_phones: tuple[str, ...] = (AGENT_PHONES,)  # numbers or beginnings of numbers
    lone_seconds: float = 240.0  # about how long a person stays alone in a room before she hangs up
    webhook_seconds: float = 15.0  # wall seconds: the wire between two machines is not sped up
    hold_seconds: float = 60.0  # wall seconds that a held request is kept open at most


def carrier_options(settings: Settings) -> CarrierOptions:
    """Return the carrier that Raabta's own settings expect to find."""
    return CarrierOptions(
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token,
        api_key=settings.twilio_api_key,
        api_secret=settings.twilio_api_secret,
        application=f"{settings.hooks_base_url}/hooks/agent-browser",
        callers=f"{settings.hooks_base_url}/hooks/calls-in",
        clock=settings.clock,
        calls_per_second=settings.calls_per_second,
        concurrent_calls=settings.concurrent_calls,
    )
