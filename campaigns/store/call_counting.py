"""Counts dials by place and quarter of an hour as they are made and answered: triggers note, upkeep adds the notes up.

As with cases (store/case_counting) a note is a row that nobody else touches, and what is noted and not yet added up
counts as well. Every clock on earth stands a whole number of quarters beside UTC, so that hours of any zone add up.
"""

from typing import Final

from campaigns.rules.outcomes import OUTCOMES

EVERYWHERE: Final = "*"  # the place under which all dials of a campaign are added up
COLUMNS: Final = "department_id, campaign_id, area_id, quarter, dialled, answered, reached"
_PLACE: Final = "coalesce({case}.block_id, {case}.district_id, {case}.state_id, '')"  # the deepest known
_QUARTER: Final = "date_bin('15 minutes', {call}.sent_at, TIMESTAMPTZ '2000-01-01 00:00:00+00')"
_REACHED_BY: Final = ", ".join(f"'{outcome}'" for outcome, rule in OUTCOMES.items() if rule.reached)
_COUNTED: Final = (  # of a call that counts
    f"{_QUARTER} AS quarter, 1 AS dialled, CAST({{call}}.answered_at IS NOT NULL AS integer) AS answered,"
    f" CAST(coalesce({{call}}.outcome IN ({_REACHED_BY}) AND {{call}}.confirmed IS NOT false, false) AS integer) AS reached"
)
_COUNTS: Final = "{call}.sent_at IS NOT NULL AND {call}.direction = 'out'"


def place_of(case: str) -> str:
    """Return where the person of a case lives, as far as it is known, as SQL over the row of this name."""
    return _PLACE.format(case=case)


def counted_calls(calls: str, *, which: str = "true") -> str:
    """Return the query that counts calls anew, as notes have them."""
    return f"""
      SELECT k.department_id, k.campaign_id, {place_of("c")}, told.quarter, sum(told.dialled), sum(told.answered),
        sum(told.reached)
      FROM {calls} k JOIN cases c ON c.id = k.case_id CROSS JOIN LATERAL (SELECT {_COUNTED.format(call="k")}) told
      WHERE {_COUNTS.format(call="k")} AND {which} GROUP BY 1, 2, 3, 4
    """  # noqa: S608 - our own words


NOTE_ALL_CALLS: Final = f"INSERT INTO call_changes ({COLUMNS}) {counted_calls('calls', which='{which}')}"


def _signed(call: str, sign: int) -> str:
    return f"""
      SELECT told.quarter, {sign} * told.dialled, {sign} * told.answered, {sign} * told.reached
      FROM (SELECT {_COUNTED.format(call=call)}) told WHERE {_COUNTS.format(call=call)}
    """  # noqa: S608


def _changes_of(row: str, *halves: str) -> str:
    """Note what a change adds to each quarter, in one line where all of it lies in one."""
    return f"""
      INSERT INTO call_changes ({COLUMNS})
      SELECT {row}.department_id, {row}.campaign_id, coalesce(place, ''), quarter, sum(dialled), sum(answered), sum(reached)
      FROM ({" UNION ALL ".join(halves)}) AS halves (quarter, dialled, answered, reached)
      GROUP BY quarter HAVING sum(dialled) <> 0 OR sum(answered) <> 0 OR sum(reached) <> 0
    """  # noqa: S608


def _function(name: str, row: str, *halves: str) -> str:
    return f"""
      CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE place text; BEGIN
      SELECT {place_of("c")} INTO place FROM cases c WHERE c.id = {row}.case_id;
      {_changes_of(row, *halves)};
      RETURN NULL; END $$
    """  # noqa: S608


def _facts(call: str) -> str:
    return f"{call}.sent_at, {call}.direction, {call}.answered_at IS NULL, {call}.outcome, {call}.confirmed"


COUNT_CALLS: Final = (
    _function("count_new_call", "NEW", _signed("NEW", 1)),
    _function("count_changed_call", "NEW", _signed("OLD", -1), _signed("NEW", 1)),
    _function("count_gone_call", "OLD", _signed("OLD", -1)),
    f"CREATE TRIGGER count_new_call AFTER INSERT ON calls FOR EACH ROW WHEN ({_COUNTS.format(call='NEW')})"
    " EXECUTE FUNCTION count_new_call()",
    f"CREATE TRIGGER count_changed_call AFTER UPDATE ON calls FOR EACH ROW WHEN (({_facts('OLD')}) IS DISTINCT FROM"
    f" ({_facts('NEW')}) AND ({_COUNTS.format(call='OLD')} OR {_COUNTS.format(call='NEW')}))"
    " EXECUTE FUNCTION count_changed_call()",
    f"CREATE TRIGGER count_gone_call AFTER DELETE ON calls FOR EACH ROW WHEN ({_COUNTS.format(call='OLD')})"
    " EXECUTE FUNCTION count_gone_call()",
    # Somebody's place was mended: her calls go with her.
    f"""
    CREATE FUNCTION count_moved_calls() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO call_changes ({COLUMNS})
    SELECT k.department_id, k.campaign_id, moved.place, told.quarter, sum(moved.sign * told.dialled),
      sum(moved.sign * told.answered), sum(moved.sign * told.reached)
    FROM calls k CROSS JOIN LATERAL (SELECT {_COUNTED.format(call="k")}) told
      CROSS JOIN (VALUES ({place_of("OLD")}, -1), ({place_of("NEW")}, 1)) AS moved (place, sign)
    WHERE k.case_id = NEW.id AND {_COUNTS.format(call="k")} GROUP BY 1, 2, 3, 4;
    RETURN NULL; END $$
    """,  # noqa: S608
    f"CREATE TRIGGER count_moved_calls AFTER UPDATE ON cases FOR EACH ROW"
    f" WHEN ({place_of('OLD')} IS DISTINCT FROM {place_of('NEW')}) EXECUTE FUNCTION count_moved_calls()",
)
