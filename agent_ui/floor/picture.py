"""Puts the floor's numbers together as the page shows them: one picture of one moment."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.rules.accounts.response_rates import Rate
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.calling.local_day import local_day
from campaigns.rules.carrier.calls_in import CallsInNumbers
from campaigns.rules.desk.breaks import Allowed
from campaigns.rules.floor.agents_in_need import Desk, Need, Patience, need_of
from campaigns.rules.floor.why_not_dialling import WhyNot, why_not_dialling
from campaigns.store.calls.calls_in import calls_in_of
from campaigns.store.desk.breaks_taken import breaks_allowed
from campaigns.store.dialling.campaign_paces import campaign_pace
from campaigns.store.dialling.dialler_now import DiallerNow
from campaigns.store.dialling.dialling_facts import dialling_facts
from campaigns.store.floor.floor_agents import AgentNow, agents_on_floor
from campaigns.store.floor.floor_campaigns import area_path
from campaigns.store.floor.live_numbers import SLOT, CallNumbers, calls_of_day, dials_of_day
from campaigns.store.floor.waiting_numbers import QueueNumbers, queue_of
from campaigns.store.session import Session
from campaigns.store.tables import Area, Campaign, CampaignPace
from campaigns.store.totals.area_numbers import AreaNumbers, child_areas, numbers_of_area
from campaigns.store.totals.call_totals import Dials

LINK_SILENCE = timedelta(seconds=20)  # of wall time
CHOICES = ("all", AgentStatus.ON_CALL, AgentStatus.READY, AgentStatus.WRAP_UP, AgentStatus.PAUSED)  # in the address


@dataclass(frozen=True)
class Carrier:
    """What of the settings decides how the floor looks."""

    name: str
    desk_silence: timedelta
    clock_speed: float
    dialler: DiallerNow | None = None  # its lines, and whether it runs


@dataclass(frozen=True)
class AgentShown:
    """An agent with what the page says of her."""

    agent: AgentNow
    seconds: int  # in her status
    silent: int  # seconds since her desk was heard
    need: Need | None
    break_allowed: timedelta | None  # a day, of the break that she takes now

    @property
    def break_minutes(self) -> tuple[int, int] | None:
        """Return how many minutes of her break are used today, and how many are allowed."""
        if self.break_allowed is None:
            return None
        used = self.agent.break_before + timedelta(seconds=self.seconds)
        return used // timedelta(minutes=1), self.break_allowed // timedelta(minutes=1)

    @property
    def is_on_call(self) -> bool:
        """Tell whether somebody can listen to her now."""
        return self.agent.status is AgentStatus.ON_CALL


@dataclass(frozen=True)
class HalfHour:
    """One bar of the chart."""

    begins: datetime
    reached: int


@dataclass(frozen=True)
class FloorPicture:
    """Everything that the floor page shows."""

    at: datetime
    path: list[Area]
    today: CallNumbers
    yesterday: Dials
    queue: QueueNumbers
    whole: AreaNumbers
    areas: list[AreaNumbers]
    half_hours: list[HalfHour]
    agents: list[AgentShown]
    why: WhyNot | None
    calls_in: CallsInNumbers  # of today, in all areas
    pace: CampaignPace | None  # of a campaign that is or was predictive

    @property
    def by_status(self) -> Counter[AgentStatus]:
        """Count agents by status."""
        return Counter(shown.agent.status for shown in self.agents)

    @property
    def in_need(self) -> list[AgentShown]:
        """Return the agents who may need somebody, the most pressing need and the longest first."""
        order = list(Need)
        waiting = [shown for shown in self.agents if shown.need]
        return sorted(waiting, key=lambda shown: (order.index(shown.need or order[-1]), -shown.seconds))

    @property
    def answered(self) -> Rate:
        """Return the share of today's calls that a person answered."""
        return Rate(self.today.answered, self.today.dialled)

    @property
    def answered_yesterday(self) -> Rate:
        """Return the same of yesterday."""
        return Rate(self.yesterday.answered, self.yesterday.dialled)

    @property
    def abandoned(self) -> Rate:
        """Return the share of answered calls for which no agent was there in time."""
        return Rate(self.today.abandoned, self.today.answered)


def chosen_agents(agents: list[AgentShown], of: str, order: str) -> list[AgentShown]:
    """Return the agents of a status, by name as they came or the longest in it first."""
    found = [shown for shown in agents if of in ("all", shown.agent.status)]
    return sorted(found, key=lambda shown: -shown.seconds) if order == "longest" else found


def floor_picture(
    session: Session, campaign: Campaign, area_id: str | None, carrier: Carrier, *, now: datetime
) -> FloorPicture | None:
    """Return the floor of a campaign in an area, or None where there is no such area."""
    path = area_path(session, area_id) if area_id else []
    if area_id and not path:
        return None
    area = path[-1] if path else None
    today = local_day(ZoneInfo(campaign.zone), now=now)
    facts = dialling_facts(
        session, campaign, carrier=carrier.name, desk_silence=carrier.desk_silence, now=now, dialler=carrier.dialler
    )
    breaks = breaks_allowed(session, campaign.operator_id)
    calls = calls_of_day(session, campaign.id, today, area)
    return FloorPicture(
        at=now,
        path=path,
        today=calls,
        yesterday=dials_of_day(session, campaign.id, today.before, area),
        queue=queue_of(session, campaign.id, area, now=now),
        whole=numbers_of_area(session, campaign.id, area),
        areas=child_areas(session, campaign.id, area),
        half_hours=_half_hours(calls.by_half_hour, today.begins, now),
        agents=_shown(agents_on_floor(session, campaign.id, today, now=now), breaks, campaign, carrier, now),
        why=why_not_dialling(facts),
        calls_in=calls_in_of(session, campaign.id, today),
        pace=campaign_pace(session, campaign.id),
    )


def _half_hours(reached: dict[int, int], midnight: datetime, now: datetime) -> list[HalfHour]:
    """Return every half hour from the first in which somebody was reached, two hours back at least, up to now."""
    present = int((now - midnight).total_seconds() // SLOT)
    first = min([*reached, max(present - 3, 0)])
    return [
        HalfHour(midnight + timedelta(seconds=SLOT * slot), reached.get(slot, 0)) for slot in range(first, present + 1)
    ]


def _shown(
    agents: list[AgentNow], breaks: Allowed, campaign: Campaign, carrier: Carrier, now: datetime
) -> list[AgentShown]:
    logged = sum(agent.talks.logged for agent in agents)
    patience = Patience(
        timedelta(seconds=campaign.wrap_up_seconds),
        LINK_SILENCE * carrier.clock_speed,
        refused_share=sum(agent.talks.refused for agent in agents) / logged if logged else 0.0,
        breaks=breaks,
    )
    return [_agent(agent, patience, now) for agent in agents]


def _agent(agent: AgentNow, patience: Patience, now: datetime) -> AgentShown:
    in_status, silent = max(now - agent.since, timedelta()), max(now - agent.heard_at, timedelta())
    desk = Desk(
        agent.status,
        agent.pause_reason,
        in_status,
        silent,
        asked=agent.asked_for_help_at is not None,
        line_fell=agent.line_fell_at is not None,
        break_before=agent.break_before,
        talks=agent.talks.logged,
        refused=agent.talks.refused,
    )
    allowed = patience.breaks.get(agent.pause_reason) if agent.pause_reason else None
    seconds = (int(in_status.total_seconds()), int(silent.total_seconds()))
    return AgentShown(agent, *seconds, need_of(desk, patience), allowed)
