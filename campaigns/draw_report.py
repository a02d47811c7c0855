"""Use case: draw the report of a campaign over some days: rates, answers, hours and the work of its agents."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from campaigns.rules.outcome_rates import OutcomeRates, outcome_rates
from campaigns.rules.refusals import Refusal
from campaigns.rules.report_figures import AgentWork, Days, HourTable, Question, questions_of
from campaigns.rules.script import WITH_OPTIONS, StepKind
from campaigns.rules.tier_report import AreaName
from campaigns.rules.tiers import TierNumbers, together
from campaigns.store.report_counts import calls_by_hour, given_answers, work_of_agents
from campaigns.store.scripts import newest_script
from campaigns.store.session import Database, Scope, Session
from campaigns.tier_drawing import NOBODY_THERE, TierWish, areas_below, path_of

NO_SCRIPT: Final[dict[str, Any]] = {"steps": {}}


@dataclass(frozen=True)
class Report:
    """A campaign, or an area of it, at one moment: people as they stand now, calls and answers of the days."""

    drawn_at: datetime
    path: tuple[AreaName, ...]
    days: Days
    numbers: TierNumbers
    rates: OutcomeRates
    hours: HourTable
    questions: tuple[Question, ...]
    script: dict[str, Any]  # the newest: titles and labels of the questions
    agents: tuple[AgentWork, ...]


def draw_report(db: Database, scope: Scope, wish: TierWish, days: Days, *, now: datetime) -> Report | Refusal:
    """Return the report, or why there is none."""
    with db.transaction(scope, one_moment=True) as session:
        path = path_of(session, wish)
        if isinstance(path, Refusal):
            return path
        here = path[-1].id if path else None
        numbers = together(areas_below(session, wish, here).values())
        if not numbers.persons:
            return NOBODY_THERE
        script = newest_script(session, wish.campaign_id) or NO_SCRIPT
        hours = calls_by_hour(session, wish.campaign_id, days, here)
        return Report(
            drawn_at=now,
            path=path,
            days=days,
            numbers=numbers,
            rates=outcome_rates(numbers.people),
            hours=HourTable({(one.weekday, one.hour): one for one in hours}),
            questions=_questions(session, wish, days, here, script),
            script=script,
            agents=tuple(work_of_agents(session, wish.campaign_id, days, here)),
        )


def _questions(
    session: Session, wish: TierWish, days: Days, area_id: str | None, script: dict[str, Any]
) -> tuple[Question, ...]:
    """Return the answers to the questions with options; what was written in words may say who somebody is."""
    steps = [name for name, step in script["steps"].items() if StepKind(step["kind"]) in WITH_OPTIONS]
    given, asked = given_answers(session, wish.campaign_id, days, area_id, steps)
    return tuple(questions_of(given, asked, steps))
