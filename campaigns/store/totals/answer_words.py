"""Where and when people answered in words: a line for each such answer in each area above blocks, in which pages are read.

No word stands in a line; it leads to the answer. `until`: when her next answer in words to the same question was asked
for (NULL: none was), so that of some days the latest is shown. Lines are made from the notes of changed answers, with
the totals of answers, and stand for the same script (store/totals/answer_counting).
"""

from typing import Final

from campaigns.store.totals.answer_counting import NOTED, NOTED_LEAVES, PLACE
from campaigns.store.totals.totals_below import lines_up

_KEY: Final = "campaign_id, area_id, step, at, call_id"
LINE: Final = f"department_id, {_KEY}, case_id, until"
_SAME: Final = (
    "(w.campaign_id, w.area_id, w.step, w.at, w.call_id) = (n.campaign_id, n.area_id, n.step, n.at, n.call_id)"
)
_WORDS: Final = """
  SELECT department_id, campaign_id, up.above AS area_id, step, at, call_id, case_id, until
  FROM (
    SELECT n.department_id, n.campaign_id, g.place, g.step, k.intended_at AS at, g.call_id, g.case_id,
      lead(k.intended_at) OVER (PARTITION BY g.case_id, g.step ORDER BY k.intended_at, k.id) AS until
    FROM {given} g JOIN calls k ON k.id = g.call_id JOIN answer_counts n ON n.campaign_id = k.campaign_id
    WHERE n.kinds ->> g.step = 'text' AND jsonb_typeof(g.value -> 'value') = 'string' {which}
  ) said JOIN (
    SELECT leaf, line.id AS above FROM line JOIN areas a ON a.id = line.id AND a.level <> 'block'
    UNION ALL SELECT DISTINCT leaf, '' FROM line
  ) up ON up.leaf = said.place
"""

# After NOTED and lines_up(NOTED_LEAVES): lines of answers that are no more go, those that came or are followed otherwise stay.
FOLDED_WORDS: Final = f"""
  words_now AS MATERIALIZED ({_WORDS.format(given="here", which="")}), words_gone AS (
    DELETE FROM answer_words w USING ({_WORDS.format(given="before", which="")}) n
    WHERE {_SAME} AND NOT EXISTS (SELECT FROM words_now n WHERE {_SAME})
  ), words_added AS (
    INSERT INTO answer_words ({LINE}) SELECT {LINE} FROM words_now
    ON CONFLICT ({_KEY}) DO UPDATE SET until = excluded.until
  )
"""  # noqa: S608 - our own words
ALL_WORDS: Final = f"""
  WITH RECURSIVE {lines_up("(SELECT id AS area_id FROM areas UNION ALL SELECT '') places")}
  {
    _WORDS.format(
        given=f"(SELECT a.*, {PLACE} AS place FROM answers a JOIN cases c ON c.id = a.case_id)",
        which="AND k.campaign_id = :campaign_id",
    )
}
"""  # noqa: S608
_UNTOUCHED: Final = "(case_id, step) NOT IN (SELECT case_id, step FROM answer_changes)"
WORDS_DRIFT: Final = f"""
  SELECT EXISTS (
    SELECT FROM (
      SELECT {LINE}, 1 AS lines FROM answer_words WHERE campaign_id = :campaign_id AND {_UNTOUCHED}
      UNION ALL SELECT {LINE}, -1 FROM ({ALL_WORDS}) anew WHERE {_UNTOUCHED}
    ) both_ways GROUP BY {LINE} HAVING sum(lines) <> 0
  )
"""  # noqa: S608

_OF_PAGE: Final = """
  SELECT case_id, call_id, step, at FROM {lines}
  WHERE campaign_id = :campaign_id AND area_id = :area_id AND step = :step AND at >= :begins AND (at, call_id) < (:at, :call_id)
    AND (until IS NULL OR until >= :ends) {and_else}
"""
# What is noted and not yet made into lines is read from the answers themselves.
WORDS_OF_PAGE: Final = f"""
  WITH RECURSIVE {NOTED.format(notes="answer_changes WHERE step = :step")}, {lines_up(NOTED_LEAVES)}, page AS MATERIALIZED (
    SELECT case_id, call_id, step, at FROM (
      (
        {_OF_PAGE.format(lines="answer_words", and_else="AND case_id NOT IN (SELECT case_id FROM answer_changes WHERE step = :step)")}
        ORDER BY at DESC, call_id DESC LIMIT :most
      )
      UNION ALL
      {_OF_PAGE.format(lines=f"({_WORDS.format(given='here', which='AND k.campaign_id = :campaign_id')}) noted", and_else="")}
    ) both_kinds ORDER BY at DESC, call_id DESC LIMIT :most
  )
  SELECT a.case_id, a.at, a.value ->> 'value', area.name, page.at, page.call_id
  FROM page JOIN answers a ON a.call_id = page.call_id AND a.step = page.step JOIN cases c ON c.id = a.case_id
    LEFT JOIN areas area ON area.id = coalesce(c.block_id, c.district_id, c.state_id)
  ORDER BY page.at DESC, page.call_id DESC
"""  # noqa: S608
