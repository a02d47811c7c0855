"""Keeps the totals of answers: folds notes into them, counts a campaign's answers anew, and holds both against each other."""

from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from campaigns.rules.campaign_states import CampaignStatus
from campaigns.store.tables import AnswerCount, Campaign, ScriptVersion
from campaigns.store.totals.answer_counting import COUNTED_ANSWERS, LINE, NOTED, NOTED_LEAVES, SUMS, noted_lines
from campaigns.store.totals.answer_words import ALL_WORDS, FOLDED_WORDS, WORDS_DRIFT
from campaigns.store.totals.answer_words import LINE as WORDS_LINE
from campaigns.store.totals.totals_below import lines_up

_LOCK: Final = "hashtextextended('answer_totals', 0)"
_ALONE: Final = text(f"SELECT pg_try_advisory_xact_lock({_LOCK})")
_ADD: Final = """
  ON CONFLICT (campaign_id, area_id, day, step, said, until) DO UPDATE SET people = answer_totals.people + excluded.people,
    weight = answer_totals.weight + excluded.weight, squares = answer_totals.squares + excluded.squares
"""
# All notes of a person's question go together: what it counted as before is told by the first of them.
_FOLD: Final = text(f"""
  WITH RECURSIVE gone AS (
    DELETE FROM answer_changes WHERE (case_id, step) IN (
      SELECT case_id, step FROM answer_changes ORDER BY id LIMIT :limit
    ) RETURNING *
  ), {NOTED.format(notes="gone")}, {lines_up(NOTED_LEAVES)}, added AS (
    INSERT INTO answer_totals ({LINE}, {SUMS}) {noted_lines()} {_ADD}
  ), {FOLDED_WORDS}
  SELECT count(*) FROM gone
""")  # noqa: S608 - our own words
_ROOM: Final = text("SET LOCAL work_mem = '128MB'")  # millions of answers are sorted
_ANEW: Final = (
    text("""
      DELETE FROM answer_changes WHERE case_id IN (SELECT id FROM cases WHERE campaign_id = :campaign_id)
    """),
    text("DELETE FROM answer_totals WHERE campaign_id = :campaign_id"),
    text("DELETE FROM answer_words WHERE campaign_id = :campaign_id"),
    text("DELETE FROM answer_counts WHERE campaign_id = :campaign_id"),
    text("""
      INSERT INTO answer_counts (campaign_id, department_id, script_version_id, zone, kinds)
      SELECT id, department_id, :version_id, :zone, :kinds FROM campaigns WHERE id = :campaign_id
    """).bindparams(bindparam("kinds", type_=JSONB)),
    text(f"INSERT INTO answer_totals ({LINE}, {SUMS}) {COUNTED_ANSWERS}"),
    text(f"INSERT INTO answer_words ({WORDS_LINE}) {ALL_WORDS}"),
)
_DRIFT: Final = text(f"""
  WITH RECURSIVE {NOTED.format(notes="answer_changes")}, {lines_up(NOTED_LEAVES)}
  SELECT EXISTS (
    SELECT FROM (
      SELECT {LINE}, {SUMS} FROM answer_totals WHERE campaign_id = :campaign_id
      UNION ALL {noted_lines("AND k.campaign_id = :campaign_id")}
      UNION ALL SELECT {LINE}, -people, -weight, -squares FROM ({COUNTED_ANSWERS}) anew
    ) both_ways GROUP BY {LINE} HAVING sum(people) <> 0 OR sum(weight) <> 0 OR sum(squares) <> 0
  )
""")  # noqa: S608
_WORDS: Final = text(WORDS_DRIFT)


class CountedFor(NamedTuple):
    """For what a campaign's answers are counted: what is counted of each question, and the days of which zone."""

    version_id: UUID | None
    zone: str
    kinds: dict[str, str]

    def same_as(self, wanted: "CountedFor") -> bool:
        """Tell whether the same is counted, though for another version of a script."""
        return (self.zone, self.kinds) == (wanted.zone, wanted.kinds)


def fold_answers(session: Session, *, limit: int) -> int:
    """Add the oldest notes to the totals; return how many. None where somebody else is at it."""
    if not alone_with_answers(session):
        return 0
    return session.scalar(_FOLD, {"limit": limit}) or 0


def alone_with_answers(session: Session) -> bool:
    """Hold the totals of answers until the transaction ends; False where somebody else does."""
    return bool(session.scalar(_ALONE))


def answers_counted_for(session: Session, campaign_id: UUID) -> CountedFor | None:
    """Return for what the totals of a campaign stand; None where its answers were never counted."""
    query = select(AnswerCount.script_version_id, AnswerCount.zone, AnswerCount.kinds)
    found = session.execute(query.where(AnswerCount.campaign_id == campaign_id)).one_or_none()
    return CountedFor(*found) if found else None


def campaigns_to_count(session: Session) -> list[UUID]:
    """Return the campaigns whose answers are counted for another script or zone than they have now, or for none."""
    query = (
        select(Campaign.id)
        .outerjoin(AnswerCount, AnswerCount.campaign_id == Campaign.id)
        .where(
            Campaign.status != CampaignStatus.ARCHIVED,
            AnswerCount.script_version_id.is_distinct_from(Campaign.script_version_id)
            | AnswerCount.zone.is_distinct_from(Campaign.zone),
        )
    )
    return list(session.scalars(query))


def script_to_count_for(session: Session, campaign_id: UUID) -> tuple[UUID | None, str, dict[str, Any] | None] | None:
    """Return a campaign's newest script, its zone, and the script's document."""
    query = select(Campaign.script_version_id, Campaign.zone, ScriptVersion.document)
    joined = query.outerjoin(ScriptVersion, ScriptVersion.id == Campaign.script_version_id)
    found = session.execute(joined.where(Campaign.id == campaign_id)).one_or_none()
    return (found[0], found[1], found[2]) if found else None


def count_answers_anew(session: Session, campaign_id: UUID, wanted: CountedFor) -> None:
    """Count all answers of a campaign in place of its totals; only where the caller is alone with them, at one moment."""
    session.execute(_ROOM)
    for statement in _ANEW:
        session.execute(statement, {"campaign_id": campaign_id, **wanted._asdict()})


def note_same_kinds(session: Session, campaign_id: UUID, wanted: CountedFor) -> None:
    """Keep that the totals stand for a newer script, too, of which the same is counted."""
    session.get_one(AnswerCount, campaign_id).script_version_id = wanted.version_id


def forget_answer_counts(session: Session) -> None:
    """Let all answers be counted anew, because areas lie below others than before; until then they are read one by one."""
    session.execute(delete(AnswerCount))


def answers_counted_wrong(session: Session) -> set[UUID]:
    """Return the campaigns of which totals and a new count of all answers differ: there must never be one."""
    counted = session.scalars(select(AnswerCount.campaign_id)).all()
    return {one for one in counted for drift in (_DRIFT, _WORDS) if session.scalar(drift, {"campaign_id": one})}
