"""Counts the answers of some days by question for a report; what was written in words is read on a page of its own."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.reports.answer_figures import Asked, GivenAnswer, what_is_counted
from campaigns.rules.reports.report_figures import Days
from campaigns.rules.scripts.script import StepKind
from campaigns.store.reports.report_counts import facts_of, is_block, people_of
from campaigns.store.totals.answer_counting import LINE, NOTED, NOTED_LEAVES, SAID, SUMS, noted_lines
from campaigns.store.totals.answer_totals import answers_counted_for
from campaigns.store.totals.answer_words import WORDS_OF_PAGE
from campaigns.store.totals.totals_below import lines_up

TEXTS_OF_A_PAGE: Final = 100
FIRST_ID: Final = UUID(int=0)
NOBODY: Final = Asked(0, 0.0, 0.0)

# The answer of a person to a question that stands is that of her latest talk of these days.
_LAST: Final = f"""
  SELECT DISTINCT ON (a.case_id, a.step) a.case_id, a.step, told.said, c.weight
  FROM calls k JOIN answers a ON a.call_id = k.id JOIN {{people}} c ON c.id = a.case_id
    CROSS JOIN LATERAL (SELECT {SAID.format(kind="(CAST(:kinds AS jsonb) ->> a.step)", value="a.value")} AS said) told
  WHERE k.campaign_id = :campaign_id AND k.intended_at >= :begins AND k.intended_at < :ends
    AND told.said IS NOT NULL AND {{lives_there}}
  ORDER BY a.case_id, a.step, k.intended_at DESC, k.id DESC
"""  # noqa: S608 - our own words
_ADDED_UP: Final = """
  SELECT step, said, CAST(sum(people) AS bigint), CAST(sum(weight) AS float), CAST(sum(squares) AS float)
  FROM ({lines}) AS lines GROUP BY step, said HAVING sum(people) <> 0
"""
_ONE_BY_ONE: Final = _ADDED_UP.format(
    lines=f"SELECT step, CAST(said AS text) AS said, 1 AS people, weight, weight * weight AS squares FROM ({_LAST}) AS last"  # noqa: S608
)
_OF_DAYS: Final = "area_id = :area_id AND day BETWEEN :first AND :last AND until > :last"
_FROM_TOTALS: Final = text(f"""
  WITH RECURSIVE {NOTED.format(notes="answer_changes")}, {lines_up(NOTED_LEAVES)}
  {
    _ADDED_UP.format(
        lines=f"SELECT {LINE}, {SUMS} FROM answer_totals WHERE campaign_id = :campaign_id AND {_OF_DAYS} UNION ALL "
        f"SELECT * FROM ({noted_lines('AND k.campaign_id = :campaign_id')}) AS noted WHERE {_OF_DAYS}"
    )
}
""")  # noqa: S608
# The same of words, from the latest talk back: of a block its people are few, else it is read where words are found.
_TEXTS: Final = """
  SELECT a.case_id, a.at, a.value ->> 'value', area.name, k.intended_at, k.id
  FROM calls k JOIN answers a ON a.call_id = k.id JOIN {people} c ON c.id = a.case_id
    LEFT JOIN areas area ON area.id = coalesce(c.block_id, c.district_id, c.state_id)
  WHERE k.campaign_id = :campaign_id AND k.intended_at >= :begins AND (k.intended_at, k.id) < (:at, :call_id)
    AND a.step = :step AND jsonb_typeof(a.value -> 'value') = 'string' AND {lives_there} AND NOT EXISTS (
      SELECT FROM answers after JOIN calls later ON later.id = after.call_id
      WHERE after.case_id = a.case_id AND after.step = a.step AND jsonb_typeof(after.value -> 'value') = 'string'
        AND later.intended_at < :ends AND (later.intended_at, later.id) > (k.intended_at, k.id)
    )
  ORDER BY k.intended_at DESC, k.id DESC LIMIT :most
"""
_FOUND: Final = text(WORDS_OF_PAGE)


class AskedWords(NamedTuple):
    """A question of a campaign that is answered in words, and of whose people (None: of all)."""

    campaign_id: UUID
    area_id: str | None
    step: str


class WrittenAnswer(NamedTuple):
    """What somebody answered in words: in which case, when, and in which area she lives."""

    case_id: UUID
    at: datetime
    words: str
    place: str | None
    called_at: datetime  # with the call, where the next page goes on
    call_id: UUID


def given_answers(
    session: Session, campaign_id: UUID, days: Days, area_id: str | None, kinds: Mapping[str, StepKind]
) -> tuple[list[GivenAnswer], dict[str, Asked]]:
    """Return the answers to some questions, and how many people answered each, with the sums of their weights.

    Equal answers come as one; several choices of one answer are told apart here, where they are few.
    """
    given: dict[tuple[str, str], GivenAnswer] = {}
    asked: dict[str, Asked] = {}
    for step, told, *numbers in _counted(session, campaign_id, days, area_id, what_is_counted(kinds)):
        said = json.loads(told)
        asked[step] = Asked(*_sums(asked.get(step, NOBODY), numbers))
        for choice in said if isinstance(said, list) else [] if said is None else [said]:
            so_far = given.get((step, str(choice)), GivenAnswer(step, str(choice), *NOBODY))
            given[step, str(choice)] = GivenAnswer(step, str(choice), *_sums(so_far[2:], numbers))
    return list(given.values()), asked


def _counted(
    session: Session, campaign_id: UUID, days: Days, area_id: str | None, kinds: dict[str, str]
) -> list[tuple[Any, ...]]:
    """Return people by question and answer: of a block one by one, else from totals, where these stand for the script."""
    stand = answers_counted_for(session, campaign_id)
    if stand is None or (stand.zone, stand.kinds) != (days.zone.key, kinds) or is_block(session, area_id):
        one_by_one = text(_ONE_BY_ONE.format(**people_of(session, area_id)))
        facts = facts_of(campaign_id, days, area_id) | {"kinds": json.dumps(kinds)}
        return [tuple(row) for row in session.execute(one_by_one, facts)]
    asked = {"campaign_id": campaign_id, "area_id": area_id or "", "first": days.first, "last": days.last}
    return [tuple(row) for row in session.execute(_FROM_TOTALS, asked)]


def _sums(so_far: Iterable[float], more: Iterable[float]) -> tuple[int, float, float]:
    people, weight, squares = (one + other for one, other in zip(so_far, more, strict=True))
    return int(people), weight, squares


def written_answers(
    session: Session, asked: AskedWords, days: Days, *, before: tuple[datetime, UUID] | None = None
) -> Sequence[WrittenAnswer]:
    """Return a page of what people answered to a question in words, the latest first, and one more if there are more.

    `before`: only calls before this moment and call, with which an earlier page ended.
    """
    at, call_id = before if before and before[0] < days.ends else (days.ends, FIRST_ID)
    page = {"step": asked.step, "most": TEXTS_OF_A_PAGE + 1, "at": at, "call_id": call_id}
    facts = facts_of(asked.campaign_id, days, asked.area_id) | page
    stand = answers_counted_for(session, asked.campaign_id)
    counted = stand is not None and stand.kinds.get(asked.step) == StepKind.TEXT
    if counted and not is_block(session, asked.area_id):
        query, facts = _FOUND, facts | {"area_id": asked.area_id or ""}
    else:
        query = text(_TEXTS.format(**people_of(session, asked.area_id)))
    return [WrittenAnswer(*row) for row in session.execute(query, facts)]
