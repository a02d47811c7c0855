"""Counts cases as they change: triggers note each change, upkeep adds the notes up (store/case_totals reads both).

A note is a row that nobody else touches, so desks never wait for each other because of a total; only `fold_changes`
writes totals, alone. What is noted and not yet added up counts as well, so that the sum is exact at every moment.
"""

from typing import Final

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
COUNT_CASES: Final = (
    f"""
    CREATE FUNCTION count_arrived_cases() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    {NOTE_ALL_CASES.format(cases="arrived")};
    RETURN NULL; END $$
    """,
    "CREATE TRIGGER count_arrived_cases AFTER INSERT ON cases REFERENCING NEW TABLE AS arrived"
    " FOR EACH STATEMENT EXECUTE FUNCTION count_arrived_cases()",
    f"""
    CREATE FUNCTION count_changed_case() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO case_changes ({COLUMNS}, number)
    VALUES ({counted_by("OLD")}, -1), ({counted_by("NEW")}, 1);
    RETURN NULL; END $$
    """,  # noqa: S608
    "CREATE TRIGGER count_changed_case AFTER UPDATE ON cases FOR EACH ROW"
    f" WHEN (({counted_by('OLD')}) IS DISTINCT FROM ({counted_by('NEW')})) EXECUTE FUNCTION count_changed_case()",
    f"""
    CREATE FUNCTION count_gone_case() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO case_changes ({COLUMNS}, number) VALUES ({counted_by("OLD")}, -1);
    RETURN NULL; END $$
    """,  # noqa: S608
    "CREATE TRIGGER count_gone_case AFTER DELETE ON cases FOR EACH ROW EXECUTE FUNCTION count_gone_case()",
)

# Outcomes as they stand, what says most about a person first (rules/response_rates.says_most; a test compares).
SAYS_MOST: Final = (
    "completed", "cut_off", "not_logged", "opt_out", "refused", "died", "other_language", "call_later", "abandoned",
    "not_available", "promised", "busy", "lost", "machine", "no_answer", "not_called", "rejected", "technical",
    "unreachable", "invalid_number", "withdrawn", "wrong_number",
)  # fmt: skip
WHAT_SAYS_MOST: Final = f"""
  SELECT DISTINCT ON (k.case_id) k.case_id, k.outcome AS most FROM calls k
  WHERE k.outcome IS NOT NULL AND (k.sent_at IS NOT NULL OR k.direction = 'in' AND k.talking_at IS NOT NULL) {{which}}
  ORDER BY k.case_id, array_position(CAST(ARRAY{list(SAYS_MOST)} AS text[]), k.outcome)
"""  # noqa: S608
KEEP_WHAT_SAYS_MOST: Final = (
    f"""
    CREATE FUNCTION keep_what_says_most() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE cases c SET said_most = said.most
    FROM (SELECT (SELECT most FROM ({WHAT_SAYS_MOST.format(which="AND k.case_id = NEW.case_id")}) said) AS most) said
    WHERE c.id = NEW.case_id AND c.said_most IS DISTINCT FROM said.most;
    RETURN NULL; END $$
    """,  # noqa: S608
    "CREATE TRIGGER keep_what_was_said AFTER INSERT ON calls FOR EACH ROW WHEN (NEW.outcome IS NOT NULL)"
    " EXECUTE FUNCTION keep_what_says_most()",
    "CREATE TRIGGER keep_what_is_said AFTER UPDATE ON calls FOR EACH ROW"
    " WHEN (coalesce(OLD.outcome, NEW.outcome) IS NOT NULL"
    " AND (OLD.outcome, OLD.sent_at IS NULL, OLD.talking_at IS NULL) IS DISTINCT FROM"
    " (NEW.outcome, NEW.sent_at IS NULL, NEW.talking_at IS NULL)) EXECUTE FUNCTION keep_what_says_most()",
)

# An area and all below it, however many levels: what a person who sees one tier may see of the totals.
AREAS_BELOW: Final = """
  CREATE FUNCTION areas_below(above text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    WITH RECURSIVE below AS (
      SELECT id FROM areas WHERE id = above
      UNION ALL
      SELECT child.id FROM areas child JOIN below ON child.parent_id = below.id
    )
    SELECT id FROM below
  $$
"""

# That a list was withdrawn decides how its people count; nothing else of a list is told to those who see a tier only.
WITHDRAWN_LISTS: Final = """
  CREATE FUNCTION withdrawn_lists(of_campaign uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
  DECLARE seen text := coalesce(current_setting('raabta.everything', true), ''); BEGIN
    PERFORM set_config('raabta.everything', 'on', true);  -- a plain owner may not write this into the function's head
    RETURN QUERY SELECT id FROM lists WHERE campaign_id = of_campaign AND status = 'withdrawn';
    PERFORM set_config('raabta.everything', seen, true);
  END $$
"""


def open_tier(table: str) -> str:
    """Return the statement that shows rows of a walled table to those who see one area of their department only."""
    return (
        f"CREATE POLICY own_tier ON {table} FOR SELECT USING ("
        "department_id = (SELECT nullif(current_setting('raabta.tier_of', true), '')::uuid)"
        " AND area_id IN (SELECT areas_below(current_setting('raabta.area', true))))"
    )
