"""What cases are counted by: triggers (migration 0019) note each change, upkeep adds the notes up (`case_totals`).

A note is a row that nobody else touches, so desks never wait for each other because of a total; only `fold_changes`
writes totals, alone. What is noted and not yet added up counts as well, so that the sum is exact at every moment. A
change here wants a migration with triggers that count alike: `raabta doctor` holds the totals against this file.
"""

from typing import Final

from campaigns.rules.accounts.response_rates import says_most

# What a case is counted by. `claimed` is being called, too; nothing is written as an empty text.
_OF_CASE: Final = {
    "department_id": "{case}.department_id",
    "campaign_id": "{case}.campaign_id",
    "list_id": "{case}.list_id",
    "area_id": "coalesce({case}.block_id, {case}.district_id, {case}.state_id, '')",  # the deepest known
    "gender": "coalesce({case}.gender, '')",
    "category": "coalesce({case}.category, '')",
    "age_band": "coalesce({case}.age_band, '')",
    "status": "CASE {case}.status WHEN 'claimed' THEN 'in_call' ELSE {case}.status END",
    "outcome": "coalesce({case}.outcome, '')",
    "said_most": "coalesce({case}.said_most, '')",
    "reached": "{case}.reached",
}
COLUMNS: Final = ", ".join(_OF_CASE)


def counted_by(case: str) -> str:
    """Return what a case is counted by, as SQL over the row of this name."""
    return ", ".join(value.format(case=case) for value in _OF_CASE.values())


NOTE_ALL_CASES: Final = f"""
  INSERT INTO case_changes ({COLUMNS}, number)
  SELECT {counted_by("one")}, count(*) FROM {{cases}} one
  GROUP BY {", ".join(str(place + 1) for place in range(len(_OF_CASE)))}
"""  # noqa: S608 - our own words

_ORDER: Final = ", ".join(f"'{outcome}'" for outcome in says_most())
WHAT_SAYS_MOST: Final = f"""
  SELECT DISTINCT ON (k.case_id) k.case_id, k.outcome AS most FROM calls k
  WHERE k.outcome IS NOT NULL AND (k.sent_at IS NOT NULL OR k.direction = 'in' AND k.talking_at IS NOT NULL) {{which}}
  ORDER BY k.case_id, array_position(ARRAY[{_ORDER}], k.outcome)
"""  # noqa: S608
