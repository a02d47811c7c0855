"""What a campaign's floor has taught the pacing rule: a pure fold of what happened since the last look.

The dialler keeps a `Learned` in memory and hands it back with the news of each second; after a restart it folds the
day's calls again. Nothing here is truth: all of it follows from stored calls.
"""

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from campaigns.rules.pacing_budget import Budget
from campaigns.rules.pacing_forecast import Forecast, draw_forecast
from campaigns.rules.pacing_laws import AnswerRate, DurationLaw, Floats, Ints, RingLaw, Speeds
from campaigns.rules.pacing_progress import MARKS, Steps
from campaigns.rules.pacing_staying import Staying

DRAWN_EVERY: Final = 90.0  # seconds
ANSWER_MEMORY: Final = 200.0  # dials after which an answer counts half


def _none() -> Floats:
    return np.zeros(0)


def _nobody() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class News:
    """What happened on the floor since the last look; each field is one short query over the calls."""

    seconds: float  # since the last look
    signed_in: int
    placed: float = 0.0  # calls, each counted by how likely it is to be answered, in times the usual
    answered_after: Floats = field(
        default_factory=_none
    )  # seconds from the dial, of calls that someone or something picked up
    failed_after: Floats = field(default_factory=_none)  # seconds from the dial, of calls that nobody will answer
    talk_agents: Ints = field(default_factory=_nobody)  # who ended a talk, and how long it was
    talk_seconds: Floats = field(default_factory=_none)
    wrap_agents: Ints = field(default_factory=_nobody)
    wrap_seconds: Floats = field(default_factory=_none)
    steps: Ints = field(default_factory=_nobody)  # every step of the calls whose wrap-up ended
    step_so_far: Floats = field(default_factory=_none)  # seconds in the talk (or wrap-up) before the step began
    step_stayed: Floats = field(default_factory=_none)  # seconds in the step
    step_rest: Floats = field(default_factory=_none)  # seconds from there to the end of the wrap-up
    came_ready: int = 0  # wrap-ups after which the agent was ready
    went_unannounced: int = 0  # wrap-ups after which she was not, and had not said so
    live_answers: int = 0  # answered by a person, as far as is known
    abandoned: int = 0


@dataclass(frozen=True)
class Learned:
    """Laws, rates and the account of abandons, with the tables drawn from them."""

    talk: DurationLaw
    steps: Steps
    wrap: DurationLaw
    talk_speeds: Speeds
    wrap_speeds: Speeds
    rings: RingLaw
    answer_rate: AnswerRate
    staying: Staying
    budget: Budget
    forecast: Forecast
    drawn_ago: float = 0.0
    calls_known: int = 0  # answered or over, since the cold start

    def remaining(self, step: int) -> Floats:
        """Return the share of agents not yet free, by whole seconds since this step of the script began."""
        mark = (step - 1) * len(MARKS)
        if not 0 <= mark < len(self.steps.rests):
            raise LookupError(f"no call came through step {step}")
        return 1.0 - np.cumsum(DurationLaw(self.steps.rests[mark]).by_second())


def nothing_learned(cap: float, ring_seconds: float = 30.0) -> Learned:
    """Return what holds at a cold start: wide guesses, soon outweighed."""
    talk = DurationLaw.expected(100.0, 1.0, worth=20)
    wrap, rings = DurationLaw.expected(25.0, 0.8, worth=20), RingLaw.expected(ring_seconds)
    return Learned(
        talk=talk,
        steps=Steps.unknown(),
        wrap=wrap,
        talk_speeds=Speeds.unknown(),
        wrap_speeds=Speeds.unknown(),
        rings=rings,
        answer_rate=AnswerRate.expected(0.4, worth=15),
        staying=Staying(),
        budget=Budget(cap),
        forecast=draw_forecast(wrap, talk, Steps.unknown().rests, rings),
    )


def learn(learned: Learned, news: News) -> Learned:
    """Fold what happened since the last look into what is known."""
    rings = learned.rings.learn(news.answered_after, news.failed_after)
    talk = learned.talk.learn(news.talk_seconds / learned.talk_speeds.of(news.talk_agents))
    wrap = learned.wrap.learn(news.wrap_seconds / learned.wrap_speeds.of(news.wrap_agents))
    after = replace(
        learned,
        talk=talk,
        steps=learned.steps.learn(news.steps, news.step_so_far, news.step_stayed, news.step_rest),
        wrap=wrap,
        talk_speeds=_faster(learned.talk_speeds, news.talk_agents, news.talk_seconds, talk),
        wrap_speeds=_faster(learned.wrap_speeds, news.wrap_agents, news.wrap_seconds, wrap),
        rings=rings,
        answer_rate=learned.answer_rate.learn(
            len(news.answered_after), news.placed, news.seconds, learned.forecast.answers_by_second, ANSWER_MEMORY
        ),
        staying=learned.staying.learn(news.came_ready, news.went_unannounced),
        budget=learned.budget.learn(news.live_answers, news.abandoned, news.seconds, news.signed_in),
        drawn_ago=learned.drawn_ago + news.seconds,
        calls_known=learned.calls_known + len(news.answered_after) + len(news.failed_after),
    )
    if after.drawn_ago < DRAWN_EVERY:
        return after
    return replace(after, forecast=draw_forecast(wrap, talk, after.steps.rests, rings), drawn_ago=0.0)


def _faster(speeds: Speeds, agents: Ints, seconds: Floats, law: DurationLaw) -> Speeds:
    return speeds.learn(agents, seconds, law.mean_log()) if len(agents) else speeds
