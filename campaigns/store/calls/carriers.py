"""Carriers in the store: what rests, what was slowed down, and what stands at them now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, DateTime, bindparam, delete, exists, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.carrier.breaker import Rest
from campaigns.rules.carrier.clock import CLOCKS_APART
from campaigns.rules.carrier.limits import Measure, Slowdown, Strain
from campaigns.store.session import tell
from campaigns.store.tables import AgentSession, Call, Campaign, CarrierPause, CarrierSlowdown

WHOLE_ACCOUNT = ""
LATELY = timedelta(minutes=10)
ASKED = (CallStatus.SENT, CallStatus.UNKNOWN)
# "Not ended" is said as the indexes of what lives say it.
_STANDING: Final = text("""
  SELECT live.calls + desks.legs AS lines, live.of_number AS lines_of_number, slow.share, slow.since,
    EXISTS (SELECT FROM carrier_pauses WHERE carrier = :carrier AND caller_id IN ('', :caller_id)) AS rests
  FROM (
    SELECT count(*) AS calls, count(*) FILTER (WHERE caller_id = :caller_id) AS of_number
    FROM calls WHERE status <> 'ended' AND status <> 'intended' AND carrier = :carrier
  ) live
  CROSS JOIN (
    SELECT count(*) AS legs FROM agent_sessions WHERE status <> 'signed_out' AND leg_call_id IS NOT NULL
  ) desks
  LEFT JOIN carrier_slowdowns slow ON slow.carrier = :carrier AND slow.measure = :measure
""")
_TAKEN: Final = text("""
  SELECT live.calls + desks.legs, live.under_way, EXISTS (SELECT FROM carrier_pauses WHERE carrier = :carrier AND caller_id = '')
  FROM (
    SELECT count(*) AS calls,
      count(*) FILTER (WHERE status = 'intended' AND NOT preview OR status IN ('sent', 'unknown') OR sent_at >= (
        SELECT until FROM carrier_pauses WHERE carrier = :carrier AND caller_id = '' AND because = 'carrier_not_heard'
      )) AS under_way
    FROM calls WHERE status <> 'ended' AND carrier = :carrier
  ) live
  CROSS JOIN (
    SELECT count(*) AS legs FROM agent_sessions WHERE status <> 'signed_out' AND leg_call_id IS NOT NULL
  ) desks
""")
_HOLD: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:carrier, 0))")
_END_PAUSES: Final = text("""
  DELETE FROM carrier_pauses
  WHERE carrier = :carrier AND caller_id IN ('', :caller_id) AND (until <= :now OR since > :ahead)
    AND because <> 'carrier_not_heard'
  RETURNING carrier
""")


def _has_begun(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Leave out what a clock has written that ran ahead and was set right since."""
    return CarrierPause.since <= now + CLOCKS_APART


_now: Final = bindparam("now", type_=DateTime(timezone=True))
RESTS: Final = exists().where(  # in a statement about a campaign: nobody can be called, or not from its caller number
    CarrierPause.caller_id.in_([WHOLE_ACCOUNT, Campaign.caller_id]),
    CarrierPause.until > _now,
    _has_begun(_now),
)


@dataclass(frozen=True)
class Standing:
    """What stands at a carrier: lines of the account, those of one number, how far it was slowed, whether it rests."""

    lines: int
    lines_of_number: int
    slowdown: Slowdown | None
    rests: bool


@dataclass(frozen=True)
class LinesTaken:
    """How much of a carrier is taken, or about to be."""

    lines: int  # of calls, and of agents' own legs
    under_way: int  # calls that it is about to be asked for, was asked for without a clear answer, or is tried with
    on_trial: bool  # it has not taken a call yet since its last pause


def lock_carrier(session: Session, carrier: str) -> None:
    """Be the only one who lets a call leave for a carrier, until the transaction ends; lock nothing after it."""
    session.execute(_HOLD, {"carrier": f"carrier:{carrier}"})


def carrier_pause(
    session: Session, carrier: str, *, caller_id: str = WHOLE_ACCOUNT, now: datetime
) -> CarrierPause | None:
    """Return why nothing may be sent to a carrier, or from one caller number, now, if so; the longest pause."""
    paused = select(CarrierPause).where(_of(carrier, caller_id), CarrierPause.until > now, _has_begun(now))
    return session.scalar(paused.order_by(CarrierPause.until.desc()).limit(1))


def carrier_rests(session: Session, carrier: str, caller_id: str, *, now: datetime) -> list[Rest]:
    """Return the rests of an account and of one caller number that no call taken has ended yet."""
    found = session.scalars(select(CarrierPause).where(_of(carrier, caller_id), _has_begun(now)))
    return [Rest(pause.because, pause.since, pause.until, pause.trips) for pause in found]


def carrier_rest(session: Session, carrier: str, caller_id: str) -> Rest | None:
    """Return the rest of an account, or of one caller number alone."""
    pause = session.get(CarrierPause, (carrier, caller_id), populate_existing=True)
    return Rest(pause.because, pause.since, pause.until, pause.trips) if pause else None


def save_carrier_rest(session: Session, carrier: str, rest: Rest, *, caller_id: str = WHOLE_ACCOUNT) -> None:
    """Pause a carrier or a caller number, or lengthen its pause; never shorten it."""
    values = {"because": rest.because, "since": rest.since, "until": rest.until, "trips": rest.trips}
    statement = insert(CarrierPause).values(carrier=carrier, caller_id=caller_id, **values)
    longer = or_(CarrierPause.until < rest.until, ~_has_begun(rest.since))
    session.execute(statement.on_conflict_do_update(index_elements=["carrier", "caller_id"], set_=values, where=longer))


def end_carrier_pause(session: Session, carrier: str, *, caller_id: str = WHOLE_ACCOUNT, now: datetime) -> None:
    """Forget pauses that are over: the carrier has taken a call since. One that is not heard takes calls all the time."""
    facts = {"carrier": carrier, "caller_id": caller_id, "now": now, "ahead": now + CLOCKS_APART}
    if session.execute(_END_PAUSES, facts).all():
        tell_ready_agents(session)


def tell_ready_agents(session: Session) -> None:
    """Tell everybody who waits for a call that the carrier has gone or come back."""
    for agent_session_id in session.scalars(select(AgentSession.id).where(AgentSession.status == AgentStatus.READY)):
        tell(session, f"agent:{agent_session_id}")


def lines_taken(session: Session, carrier: str) -> LinesTaken:
    """Return what is taken at a carrier now, in one look."""
    return LinesTaken(*session.execute(_TAKEN, {"carrier": carrier}).one())


def carrier_slowdown(session: Session, carrier: str, measure: Measure) -> Slowdown | None:
    """Return to what a measure of a carrier was lowered."""
    kept = session.get(CarrierSlowdown, (carrier, measure), populate_existing=True)
    return Slowdown(kept.share, kept.since) if kept else None


def carrier_slowdowns(session: Session, carrier: str) -> dict[Measure, Slowdown]:
    """Return to what the measures of a carrier were lowered; those that were not are missing."""
    kept = session.scalars(select(CarrierSlowdown).where(CarrierSlowdown.carrier == carrier))
    return {Measure(one.measure): Slowdown(one.share, one.since) for one in kept}


def save_slowdown(session: Session, carrier: str, measure: Measure, slowdown: Slowdown, because: Strain) -> None:
    """Keep to what a measure was lowered."""
    values = {"share": slowdown.share, "since": slowdown.since, "because": because.value}
    statement = insert(CarrierSlowdown).values(carrier=carrier, measure=measure, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["carrier", "measure"], set_=values))


def standing_at(session: Session, carrier: str, caller_id: str) -> Standing:
    """Return what stands at a carrier now, in one look; hold the carrier before."""
    facts = {"carrier": carrier, "caller_id": caller_id, "measure": Measure.AT_ONCE.value}
    found = session.execute(_STANDING, facts).one()
    slowdown = Slowdown(found.share, found.since) if found.since else None
    return Standing(found.lines, found.lines_of_number, slowdown, found.rests)


def forget_carrier_pause(session: Session, carrier: str) -> None:
    """Let an account rest no more, whether its pause is over or not."""
    session.execute(
        delete(CarrierPause).where(CarrierPause.carrier == carrier, CarrierPause.caller_id == WHOLE_ACCOUNT)
    )


def calls_asked_since(session: Session, carrier: str, since: datetime) -> int:
    """Return how many requests since a moment have had no clear answer yet."""
    lives = text("calls.status <> 'ended'")
    asked = select(func.count()).where(lives, Call.carrier == carrier, Call.status.in_(ASKED), Call.sent_at >= since)
    return session.scalar(asked) or 0


def last_sent(session: Session, carrier: str, *, now: datetime) -> datetime | None:
    """Return when the last call left for a carrier, if it was lately."""
    lately = [Call.campaign_id.in_(select(Campaign.id)), Call.intended_at >= now - LATELY]  # by the index of the day
    return session.scalar(select(func.max(Call.sent_at)).where(Call.carrier == carrier, *lately))


def _of(carrier: str, caller_id: str) -> ColumnElement[bool]:
    return (CarrierPause.carrier == carrier) & CarrierPause.caller_id.in_({WHOLE_ACCOUNT, caller_id})
