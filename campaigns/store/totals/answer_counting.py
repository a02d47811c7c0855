"""What answers are counted by: place, day, question and what was said; triggers (migration 0030) note, upkeep adds up.

The answer of a person to a question that stands is that of her latest talk among those of the days asked for. Therefore
an answer counts on the day of its talk, `until` the day of her next talk with an answer to the same question: whoever
asks for days adds up what lies within them and is followed by nothing within them. A note holds what an answer was
before, so that what it counted as is taken away and what it is now is added, in one sum, whenever the note is folded.
Totals are kept of areas above blocks: a block's answers are few, and are read one by one.
"""

from typing import Final

from campaigns.store.totals.totals_below import lines_up

LINE: Final = "department_id, campaign_id, area_id, day, step, said, until"
SUMS: Final = "people, weight, squares"
NEVER: Final = "9999-12-31"  # nothing follows it
LONGEST_CHOICE: Final = 500  # letters; what is longer was written in words, when the question was another one

_DAY: Final = "^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$"

# What an answer counts as; NULL: as none. An answer of another shape was given when the question was another one, and a
# number beyond all sense is a slip of the keys. Of a day it counts the month, and of words only that there are some.
SAID: Final = f"""
  CASE {{kind}}
    WHEN 'number' THEN CASE WHEN {{value}} @? '$.value ? (@ >= -1e15 && @ <= 1e15)' THEN {{value}} -> 'value' END
    WHEN 'date' THEN CASE WHEN {{value}} ->> 'value' ~ '{_DAY}'
      THEN to_jsonb(left({{value}} ->> 'value', 7)) END
    WHEN 'text' THEN CASE WHEN jsonb_typeof({{value}} -> 'value') = 'string' THEN CAST('null' AS jsonb) END
    WHEN 'choice' THEN CASE WHEN {{value}} -> 'value' <> 'null' AND length({{value}} ->> 'value') <= {LONGEST_CHOICE}
      THEN {{value}} -> 'value' END
  END
"""
PLACE: Final = "coalesce(c.block_id, c.district_id, c.state_id, '')"

# `given`: rows (case_id, call_id, step, value, place, weight), all of a person to a question or none of them.
_STANDING: Final = f"""
  SELECT department_id, campaign_id, place, day, step, CAST(said AS text) AS said, coalesce(next, DATE '{NEVER}') AS until,
    CAST({{sign}} AS integer) AS people, {{sign}} * weight AS weight, {{sign}} * weight * weight AS squares
  FROM (
    SELECT n.department_id, n.campaign_id, g.place, g.weight, g.step, told.said, told.day,
      lead(told.day) OVER (PARTITION BY g.case_id, g.step ORDER BY k.intended_at, k.id) AS next
    FROM {{given}} g JOIN calls k ON k.id = g.call_id JOIN answer_counts n ON n.campaign_id = k.campaign_id
      CROSS JOIN LATERAL (
        SELECT CAST(k.intended_at AT TIME ZONE n.zone AS date) AS day,
          {SAID.format(kind="(n.kinds ->> g.step)", value="g.value")} AS said
      ) told
    WHERE told.said IS NOT NULL {{which}}
  ) followed WHERE next IS DISTINCT FROM day
"""  # noqa: S608 - our own words
_SUMMED: Final = f"""
  SELECT department_id, campaign_id, up.above AS area_id, day, step, said, until,
    sum(people) AS people, sum(weight) AS weight, sum(squares) AS squares
  FROM (
    SELECT {LINE.replace("area_id", "place")}, sum(people) AS people, sum(weight) AS weight, sum(squares) AS squares
    FROM ({{standing}}) AS standing GROUP BY {LINE.replace("area_id", "place")}
  ) of_place JOIN (
    SELECT leaf, line.id AS above FROM line JOIN areas a ON a.id = line.id AND a.level <> 'block'
    UNION ALL SELECT DISTINCT leaf, '' FROM line
  ) up ON up.leaf = of_place.place
  GROUP BY {LINE.replace("area_id", "up.above")}
"""  # noqa: S608

# All answers of a campaign, counted from nothing.
COUNTED_ANSWERS: Final = f"""
  WITH RECURSIVE {lines_up("(SELECT id AS area_id FROM areas UNION ALL SELECT '') places")}
  {
    _SUMMED.format(
        standing=_STANDING.format(
            sign=1,
            given=f"(SELECT a.*, {PLACE} AS place, c.weight FROM answers a JOIN cases c ON c.id = a.case_id)",
            which="AND k.campaign_id = :campaign_id",
        )
    )
}
"""  # noqa: S608

# What notes change: what the answers to the same questions by the same people counted as, and count as.
NOTED: Final = f"""
  touched AS MATERIALIZED (
    SELECT t.case_id, t.step, {PLACE} AS place, c.weight,
      coalesce(t.was_place, {PLACE}) AS place_before, coalesce(t.was_weight, c.weight) AS weight_before
    FROM (
      SELECT case_id, step, (array_agg(place ORDER BY id) FILTER (WHERE place IS NOT NULL))[1] AS was_place,
        (array_agg(weight ORDER BY id) FILTER (WHERE weight IS NOT NULL))[1] AS was_weight
      FROM {{notes}} GROUP BY case_id, step
    ) t JOIN cases c ON c.id = t.case_id
  ), first_notes AS MATERIALIZED (
    SELECT DISTINCT ON (call_id, step) case_id, call_id, step, was FROM {{notes}} ORDER BY call_id, step, id
  ), here AS MATERIALIZED (
    SELECT a.case_id, a.call_id, a.step, a.value, t.place, t.weight, t.place_before, t.weight_before
    FROM touched t JOIN answers a ON a.case_id = t.case_id AND a.step = t.step
  ), before AS MATERIALIZED (
    SELECT case_id, call_id, step, value, place_before AS place, weight_before AS weight
    FROM here WHERE NOT EXISTS (SELECT FROM first_notes f WHERE f.call_id = here.call_id AND f.step = here.step)
    UNION ALL
    SELECT f.case_id, f.call_id, f.step, f.was, t.place_before, t.weight_before
    FROM first_notes f JOIN touched t USING (case_id, step) WHERE f.was IS NOT NULL
  )
"""  # noqa: S608
NOTED_LEAVES: Final = "(SELECT place AS area_id FROM touched UNION SELECT place_before FROM touched) places"


def noted_lines(which: str = "") -> str:
    """Return the query for the lines that notes add to totals and take from them, after NOTED and lines_up(NOTED_LEAVES)."""
    both = " UNION ALL ".join(
        _STANDING.format(sign=sign, given=given, which=which) for sign, given in ((1, "here"), (-1, "before"))
    )
    return f"{_SUMMED.format(standing=both)} HAVING sum(people) <> 0 OR sum(weight) <> 0 OR sum(squares) <> 0"
