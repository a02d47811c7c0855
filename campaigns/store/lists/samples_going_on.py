"""Carries a sample over to the newer version of its list: who had her chance before, who is new, who is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.lists.sample_going_on import Met
from campaigns.rules.lists.sampling import Stratum
from campaigns.store.people.arrivals import meet_arrivals
from campaigns.store.people.samples import STRATUM, sampling_frame, standing_sample
from campaigns.store.tables import BeneficiaryList, ListComparison, ListSample

# Whom a sample has left out is nobody's beneficiary yet: her rows on both lists are met by what they say themselves.
_OLDER: Final = """
    SELECT r.row, r.beneficiary_id, r.phones, d.row IS NOT NULL AS was_drawn,
      r.details -> 'person' ->> 'scheme_person_id' AS person_id, r.details -> 'person' ->> 'folded_name' AS folded_name,
      r.details -> 'person' ->> 'area_id' AS area_id, coalesce(d.stratum, f.stratum, {stratum}) AS stratum
    FROM list_rows r
    LEFT JOIN drawn_rows d ON d.list_id = r.list_id AND d.row = r.row
    LEFT JOIN framed_rows f ON f.list_id = r.list_id AND f.row = r.row
    WHERE r.list_id = :older_id AND r.verdict = 'accepted'
"""
_MET: Final = """
    CREATE TEMP TABLE met ON COMMIT DROP AS
    WITH by_person AS (
      SELECT a.row, min(o.row) AS older_row FROM arrivals a JOIN older o USING (beneficiary_id) GROUP BY a.row
    ), by_id AS (
      SELECT a.row, min(o.row) AS older_row FROM arrivals a JOIN older o ON o.person_id = a.scheme_person_id GROUP BY a.row
    ), by_name AS (
      SELECT a.row, min(o.row) AS older_row
      FROM (SELECT *, unnest(phones) AS e164 FROM arrivals) a JOIN (SELECT *, unnest(phones) AS e164 FROM older) o
        ON o.e164 = a.e164 AND o.folded_name = a.folded_name AND o.area_id IS NOT DISTINCT FROM a.area_id
        AND (o.person_id IS NULL OR a.scheme_person_id IS NULL)
      GROUP BY a.row
    ), pairs AS (
      SELECT row, coalesce(p.older_row, i.older_row, n.older_row) AS older_row
      FROM arrivals LEFT JOIN by_person p USING (row) LEFT JOIN by_id i USING (row) LEFT JOIN by_name n USING (row)
    )
    SELECT row, CASE WHEN row = min(row) OVER (PARTITION BY older_row) THEN older_row END AS older_row FROM pairs
"""
_GOING_ON: Final = """
    CREATE TEMP TABLE going_on ON COMMIT DROP AS
    WITH said AS (
      SELECT m.row, o.row IS NULL AS is_new, coalesce(o.was_drawn, false) AS was_drawn,
        coalesce(o.stratum, :round || ':' || {stratum}) AS stratum
      FROM met m JOIN list_rows r ON r.list_id = :list_id AND r.row = m.row LEFT JOIN older o ON o.row = m.older_row
    )
    SELECT row, was_drawn, is_new OR NOT bool_or(was_drawn) OVER same AS is_new,
      CASE WHEN is_new OR bool_or(was_drawn) OVER same THEN stratum
        ELSE :round || ':' || regexp_replace(stratum, '^[0-9]+:', '') END AS stratum
    FROM said WINDOW same AS (PARTITION BY stratum)
"""
_COUNTED: Final = text("""
    SELECT stratum, is_new, count(*) AS people, count(*) FILTER (WHERE was_drawn) AS drawn,
      sum(CAST(CAST('x' || left(md5(row || ' ' || was_drawn), 15) AS bit(60)) AS bigint)) AS mark
    FROM going_on GROUP BY stratum, is_new ORDER BY stratum COLLATE "C"
""")
_DRAW: Final = text("""
    INSERT INTO drawn_rows (list_id, department_id, row, stratum, weight)
    SELECT :list_id, :department_id, lot.row, lot.stratum, size.weight
    FROM (
      SELECT row, stratum, is_new, was_drawn,
        row_number() OVER (PARTITION BY stratum ORDER BY md5(:seed || ' ' || row) COLLATE "C", row) AS place
      FROM going_on
    ) lot
    JOIN unnest(CAST(:strata AS text[]), CAST(:people AS integer[]), CAST(:drawn AS integer[]), CAST(:weights AS numeric[]))
      AS size (stratum, people, drawn, weight) USING (stratum)
    WHERE CASE WHEN lot.is_new OR size.drawn = size.people THEN lot.place <= size.drawn ELSE lot.was_drawn END
""")
_FRAME: Final = text("""
    INSERT INTO framed_rows (list_id, department_id, row, stratum)
    SELECT :list_id, :department_id, row, stratum FROM going_on
""")
# Whoever is no longer listed speaks for those who left with her.
_LEFT: Final = text("""
    WITH gone AS (
      SELECT o.row, o.was_drawn, o.stratum FROM older o WHERE o.row NOT IN (SELECT older_row FROM met WHERE older_row IS NOT NULL)
    ), weighed AS (
      SELECT stratum, CAST(count(*) AS numeric) / count(*) FILTER (WHERE was_drawn) AS weight
      FROM gone GROUP BY stratum HAVING bool_or(was_drawn)
    )
    UPDATE cases c SET weight = round(w.weight, 12)
    FROM gone g JOIN weighed w USING (stratum)
    WHERE g.was_drawn AND c.campaign_id = :campaign_id AND c.list_id = :older_id AND c.list_row = g.row
""")

_KNOW: Final = text("""
    UPDATE arrivals a SET beneficiary_id = o.beneficiary_id
    FROM met m JOIN older o ON o.row = m.older_row WHERE m.row = a.row
""")


@dataclass(frozen=True)
class GoingOn:
    """The people of a newer list by what they were in the sample of the older one; a change is seen by the digest."""

    met: list[Met]
    digest: str


def sample_to_go_on(session: Session, kept: BeneficiaryList) -> ListSample | None:
    """Return the sample of the older list that a list is to replace; None where all of that are called, or there is none."""
    return standing_sample(session, kept.replaces_id) if kept.replaces_id else None


def follows(sample: ListSample | None, before: ListSample | None) -> bool:
    """Tell whether the sample of a newer list goes on from that of the older one, where there is one."""
    return (sample.follows_id if sample else None) == (before.id if before else None)


def going_on_frame(session: Session, kept: BeneficiaryList, before: ListSample) -> GoingOn:
    """Meet the rows of a list in review with those of the older one, and count them by stratum."""
    _meet(session, kept, before)
    session.execute(text("DROP TABLE IF EXISTS pg_temp.going_on"))
    facts = {"list_id": kept.id, "round": str(before.round + 1)}
    session.execute(text(_GOING_ON.format(stratum=STRATUM[before.by])), facts)
    lines = session.execute(_COUNTED).all()
    marks = "\n".join(f"{line.stratum} {line.people} {line.mark}" for line in lines)
    met = [Met(line.stratum, line.is_new, line.people, line.drawn) for line in lines]
    return GoingOn(met, sha256(marks.encode()).hexdigest())


def draw_going_on(session: Session, sample: ListSample, strata: Sequence[Stratum]) -> None:
    """Draw the rows of a new sample from the frame just met, and keep in which stratum each row had its chance."""
    facts: dict[str, Any] = {"list_id": sample.list_id, "department_id": sample.department_id, "seed": sample.seed}
    told = {
        "strata": [one.name for one in strata],
        "people": [one.people for one in strata],
        "drawn": [one.drawn for one in strata],
        "weights": [one.weight for one in strata],
    }
    session.execute(_DRAW, facts | told)
    session.execute(_FRAME, facts)


def is_stale(session: Session, sample: ListSample) -> bool:
    """Tell whether the list's callable rows or their strata have changed since the sample was drawn."""
    if sample.follows_id is None:
        return sampling_frame(session, sample.list_id, sample.by).digest != sample.frame
    compared = session.get(ListComparison, sample.list_id)
    if compared is not None and compared.holds and compared.digest is not None:
        return compared.digest != sample.frame
    kept, before = session.get_one(BeneficiaryList, sample.list_id), session.get_one(ListSample, sample.follows_id)
    return going_on_frame(session, kept, before).digest != sample.frame


def weigh_those_left(session: Session, newer: BeneficiaryList, older: BeneficiaryList) -> None:
    """Let the cases that stay at the rows of a sampled list speak for the people who are no longer listed."""
    before = standing_sample(session, older.id)
    if before is None:
        return
    _meet(session, newer, before)
    session.execute(_LEFT, {"campaign_id": newer.campaign_id, "older_id": older.id})


def meet_before(session: Session, newer: BeneficiaryList, older_id: UUID) -> bool:
    """Meet the rows of two lists where only a sample of the older one has become people, for `know_those_met`."""
    before = standing_sample(session, older_id)
    if before is not None:
        _meet(session, newer, before)
    return before is not None


def know_those_met(session: Session) -> None:
    """Let the rows in `arrivals` be the people of the older list whose rows they have met."""
    session.execute(_KNOW)


def _meet(session: Session, kept: BeneficiaryList, before: ListSample) -> None:
    session.execute(text("DROP TABLE IF EXISTS pg_temp.met, pg_temp.older, pg_temp.arrivals"))
    older = _OLDER.format(stratum=STRATUM[before.by])
    session.execute(text(f"CREATE TEMP TABLE older ON COMMIT DROP AS {older}"), {"older_id": before.list_id})
    meet_arrivals(session, "r.verdict = 'accepted'", {"list_id": kept.id, "department_id": kept.department_id})
    session.execute(text("ANALYZE older"))
    session.execute(text(_MET))
    session.execute(text("ANALYZE met"))
    session.execute(text("DROP TABLE arrivals"))
