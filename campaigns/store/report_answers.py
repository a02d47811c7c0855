"""Counts the answers of some days by question for a report; what was written in words is read on a page of its own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.answer_figures import Asked, GivenAnswer
from campaigns.rules.report_figures import Days
from campaigns.rules.script import StepKind
from campaigns.store.report_counts import LIVES_THERE, facts_of

TEXTS_OF_A_PAGE: Final = 100
NOBODY: Final = Asked(0, 0.0, 0.0)

# The last answer of a person to a question stands. An answer of another shape was given when the question was another
# one, and a number beyond all sense is a slip of the keys.
_LAST: Final = f"""
  SELECT DISTINCT ON (a.case_id, a.step) a.case_id, a.step, a.value -> 'value' AS value, c.weight, a.at
  FROM calls k JOIN answers a ON a.call_id = k.id JOIN cases c ON c.id = a.case_id
  WHERE k.campaign_id = :campaign_id AND k.intended_at >= :begins AND k.intended_at < :ends
    AND a.value -> 'value' <> 'null' AND {LIVES_THERE} AND CASE
      WHEN a.step = ANY (:number) THEN a.value @? '$.value ? (@ >= -1e15 && @ <= 1e15)'
      WHEN a.step = ANY (:date) THEN a.value ->> 'value' ~ '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$'
      WHEN a.step = ANY (:text) THEN jsonb_typeof(a.value -> 'value') = 'string'
      ELSE a.step = ANY (:choice) END
  ORDER BY a.case_id, a.step, a.at DESC
"""  # noqa: S608 - our own words
_ANSWERS: Final = text(f"""
  SELECT step, said, count(*), CAST(sum(weight) AS float), CAST(sum(weight * weight) AS float)
  FROM (
    SELECT step, weight, CASE WHEN step = ANY (:text) THEN 'null'
      WHEN step = ANY (:date) THEN to_jsonb(left(value #>> '{{}}', 7)) ELSE value END AS said
    FROM ({_LAST}) AS last) AS given
  GROUP BY step, said
""")  # noqa: S608
_TEXTS: Final = text(f"""
  SELECT last.case_id, last.at, last.value #>> '{{}}', area.name
  FROM ({_LAST}) AS last JOIN cases c ON c.id = last.case_id
    LEFT JOIN areas area ON area.id = coalesce(c.block_id, c.district_id, c.state_id)
  ORDER BY last.at DESC, last.case_id LIMIT :most OFFSET :passed
""")  # noqa: S608


class WrittenAnswer(NamedTuple):
    """What somebody answered in words: in which case, when, and in which area she lives."""

    case_id: UUID
    at: datetime
    words: str
    place: str | None


def given_answers(
    session: Session, campaign_id: UUID, days: Days, area_id: str | None, kinds: Mapping[str, StepKind]
) -> tuple[list[GivenAnswer], dict[str, Asked]]:
    """Return the answers to some questions, and how many people answered each, with the sums of their weights.

    Equal answers come as one; several choices of one answer are told apart here, where they are few.
    """
    given: dict[tuple[str, str], GivenAnswer] = {}
    asked: dict[str, Asked] = {}
    for step, said, *numbers in session.execute(_ANSWERS, facts_of(campaign_id, days, area_id) | _steps(kinds)):
        asked[step] = Asked(*_sums(asked.get(step, NOBODY), numbers))
        for choice in said if isinstance(said, list) else [] if said is None else [said]:
            so_far = given.get((step, str(choice)), GivenAnswer(step, str(choice), *NOBODY))
            given[step, str(choice)] = GivenAnswer(step, str(choice), *_sums(so_far[2:], numbers))
    return list(given.values()), asked


def _sums(so_far: Iterable[float], more: Iterable[float]) -> tuple[int, float, float]:
    people, weight, squares = (one + other for one, other in zip(so_far, more, strict=True))
    return int(people), weight, squares


def written_answers(
    session: Session, campaign_id: UUID, days: Days, area_id: str | None, step: str, *, page: int
) -> Sequence[WrittenAnswer]:
    """Return a page of what people answered to a question in words, the latest first, and one more if there are more."""
    facts = facts_of(campaign_id, days, area_id) | _steps({step: StepKind.TEXT})
    pages = {"most": TEXTS_OF_A_PAGE + 1, "passed": (page - 1) * TEXTS_OF_A_PAGE}
    return [WrittenAnswer(*row) for row in session.execute(_TEXTS, facts | pages)]


def _steps(kinds: Mapping[str, StepKind]) -> dict[str, list[str]]:
    """Return the questions by what is counted of them."""
    counted: dict[str, list[str]] = {"choice": [], "number": [], "date": [], "text": []}
    for step, kind in kinds.items():
        counted[kind.value if kind.value in counted else "choice"].append(step)
    return counted
