"""Settles what a row's verdict owes to others: the opt-out register, rows of the same person, her case, shared phones.

It depends on nothing but what each row says itself and what those others say now, so it may be done again at any
time: after the import for the whole list, after a mend for the rows that the change may concern.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.lists.counted_rows import Totals, counts_for
from campaigns.rules.verdicts import Verdict
from campaigns.store.lists.kept_comparisons import note_rows_changed
from campaigns.store.lists.row_keys import renew_keys
from campaigns.store.lists.rows_beside import AMONG, Changed, with_sharing
from campaigns.store.people.arrivals import meet_arrivals, rows_looked_up
from campaigns.store.people.opt_outs import SILENCED_NUMBERS
from campaigns.store.tables import BeneficiaryList, Campaign

# What the row's own cells say; the three reasons are given here and taken back here.
_ACCEPTED_BY_ITSELF: Final = (
    "(verdict = 'accepted' OR reason IN ('suppressed', 'duplicate_in_file', 'duplicate_in_campaign'))"
)
_MANY: Final = 200  # changed rows; beyond, settling all of the list takes no longer than looking for some

# What is told of a row today, beside what `arrivals` says of it in any case.
_TOLD: Final = (
    ", details -> 'rows_of_phone' AS rows_of_phone, details -> 'same_as_row' AS same_as_row,"
    " details -> 'other_reasons' AS other_reasons"
)

# Of the rows of one person the first is kept; a row is silent where all its numbers are. A hash sorts faster than a text.
_SETTLE: Final = text(f"""
    CREATE TEMP TABLE settled ON COMMIT DROP AS
    WITH numbers AS (
      SELECT row, unnest(phones) AS e164 FROM arrivals
    ), silenced AS MATERIALIZED (
      SELECT e164 FROM (SELECT DISTINCT e164 FROM numbers) said WHERE e164 IN ({SILENCED_NUMBERS})
    ), silent_rows AS (
      SELECT row FROM numbers JOIN silenced USING (e164) JOIN arrivals USING (row)
      GROUP BY row HAVING count(*) = min(cardinality(phones))
    ), told AS (
      SELECT a.*,
        coalesce(
          'id ' || scheme_person_id,
          concat_ws(chr(31), 'who', folded_name, phones[1], coalesce(area_id, ''))
        ) COLLATE "C" AS who,
        s.row IS NOT NULL AS silent
      FROM arrivals a LEFT JOIN silent_rows s USING (row)
    ), kept AS (
      SELECT row, verdict, reason, phones, beneficiary_id, is_known, rows_of_phone, same_as_row, other_reasons,
        silent, first_value(row) OVER same AS first
      FROM told WINDOW same AS (PARTITION BY hashtextextended(who, 0), who, silent ORDER BY row)
    )
    SELECT k.row, k.phones, k.reason AS reason_before,
      coalesce(CAST(rows_of_phone AS integer), 1) AS rows_before, 1 AS rows_of_phone,
      CAST(same_as_row AS integer) AS same_before, CASE WHEN NOT silent AND first <> row THEN first END AS same_as_row,
      other_reasons ->> 0 AS other_before,
      CASE WHEN c.id IS NOT NULL AND (silent OR first <> row) THEN 'duplicate_in_campaign' END AS other_reason,
      CASE
        WHEN NOT k.row = ANY(CAST(:rows AS integer[])) THEN k.reason
        WHEN silent THEN 'suppressed'
        WHEN first <> row THEN 'duplicate_in_file'
        WHEN c.id IS NOT NULL THEN 'duplicate_in_campaign'
      END AS reason
    FROM kept k
    LEFT JOIN cases c ON k.is_known AND c.campaign_id = :campaign_id AND c.beneficiary_id = k.beneficiary_id
      AND c.outcome IS DISTINCT FROM 'withdrawn' AND c.list_id IS DISTINCT FROM :replaces_id
""")  # noqa: S608 - our own words
_COUNT_SHARED: Final = text("""
    WITH counted AS (
      SELECT row, count(*) OVER (PARTITION BY hashtextextended(e164, 0), e164) AS rows
      FROM (SELECT row, unnest(phones) AS e164 FROM settled WHERE reason IS NULL) numbers
    ), most AS (
      SELECT row, max(rows) AS rows FROM counted WHERE rows > 1 GROUP BY row
    )
    UPDATE settled s SET rows_of_phone = most.rows FROM most WHERE s.row = most.row
""")
_CHANGED: Final = text("""
    CREATE TEMP TABLE changed ON COMMIT DROP AS
    SELECT CAST(:list_id AS uuid) AS list_id, row, reason, rows_of_phone, same_as_row, other_reason FROM settled
    WHERE coalesce(row = ANY(CAST(:rows AS integer[])), true)
      AND (reason, rows_of_phone, same_as_row, other_reason)
        IS DISTINCT FROM (reason_before, rows_before, same_before, other_before) ORDER BY row
""")
_COUNT_CHANGED: Final = text("ANALYZE changed (row)")  # few: each is looked up, in their order
_WRITE: Final = text("""
    WITH written AS (
      UPDATE list_rows r SET reason = s.reason,
        verdict = CASE WHEN s.reason IS NULL THEN 'accepted' ELSE 'rejected' END,
        details = jsonb_strip_nulls((r.details - 'warnings') || jsonb_build_object(
          'same_as_row', s.same_as_row,
          'rows_of_phone', nullif(s.rows_of_phone, 1),
          'other_reasons', CASE WHEN s.other_reason IS NOT NULL THEN jsonb_build_array(s.other_reason) END,
          'warnings', nullif(coalesce(r.details -> 'warnings', '[]') - 'phone_shared'
            || CASE WHEN s.rows_of_phone = 1 THEN '[]' ELSE '["phone_shared"]'::jsonb END, '[]')
        ))
      FROM changed s
      WHERE r.list_id = s.list_id AND r.row = s.row
      RETURNING OLD.verdict AS was, OLD.details -> 'warnings' AS warned, OLD.details -> 'rows_of_phone' AS shared,
        r.verdict AS now, r.details -> 'warnings' AS warns, r.details -> 'rows_of_phone' AS shares
    )
    SELECT was, warned, shared, now, warns, shares, count(*) FROM written GROUP BY 1, 2, 3, 4, 5, 6
""")


def settle_rows(
    session: Session, kept: BeneficiaryList, changed: Changed | None = None, *, among: Sequence[int] | None = None
) -> Totals:
    """Settle a locked list, or only what a change of some rows concerns; return by how much its totals change.

    `among`: the rows beside which no other owes or is owed anything, where they are known.
    """
    facts: dict[str, Any] = {
        "list_id": kept.id,
        "department_id": kept.department_id,
        "campaign_id": kept.campaign_id,
        "scheme_id": session.get_one(Campaign, kept.campaign_id).scheme_id,
        "replaces_id": kept.replaces_id,
        "rows": None,  # all
        "among": among,
    }
    which = _ACCEPTED_BY_ITSELF if among is None else _ACCEPTED_BY_ITSELF + AMONG
    if changed is not None and len(changed.rows) <= _MANY:
        near, beside = with_sharing(session, kept, changed)
        facts |= near.facts()
        which = f"{which} AND (row = ANY(:rows) OR {beside})"
    elif changed is not None:
        renew_keys(session, kept)
    note_rows_changed(session, kept.id)
    meet_arrivals(session, which, facts, also=_TOLD)
    for statement in (_SETTLE, _COUNT_SHARED, _CHANGED, _COUNT_CHANGED):
        session.execute(statement, facts)
    with rows_looked_up(session):
        written = session.execute(_WRITE, facts)
    totals: Totals = Counter()
    for was, warned, shared, now, warns, shares, rows in written:
        for word in counts_for(Verdict(was), _details(warned, shared)):
            totals[word] -= rows
        for word in counts_for(Verdict(now), _details(warns, shares)):
            totals[word] += rows
    session.execute(text("DROP TABLE changed, settled, arrivals"))
    return totals


def _details(warnings: list[str] | None, rows_of_phone: int | None) -> dict[str, Any]:
    return {"warnings": warnings or [], "rows_of_phone": rows_of_phone or 1}
