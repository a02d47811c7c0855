-- The figures of a campaign, counted anew from its rows and calls by nothing but SQL:
--   psql -v campaign=SLUG -f figures.sql
-- One line for each figure: what is counted, on which tier, in which area, under which word, and how many.
--   endings   rows of lists by where they ended, as the account has them
--   outcomes  people by the outcome that counts for them in the rates, as the account has them
--   floor     people as the floor shows them: reached, waiting, unreachable, closed; refused are of the reached
--   calls     calls of a day: dialled and answered by when they left, abandoned, live; reached are people
--   work      talks of each agent: how many, whole seconds of them, and what came of them
--   hours     dials by the weekday (1 is Monday) and the hour in which they left: dialled, answered, reached
-- What an outcome means stands in the table `meaning`; a test compares it with campaigns/rules/outcomes.py.
WITH RECURSIVE
this AS (
  SELECT id, zone FROM campaigns WHERE slug = :'campaign'
),
meaning (outcome, standing, closes, reaches) AS (
  VALUES -- standing: what says most about a person comes first (AAPOR: I, R, O, NC, UH, NE)
    ('completed', 1, true, true), ('refused', 3, true, true), ('opt_out', 3, true, true), ('cut_off', 3, false, true),
    ('not_logged', 3, false, true), ('other_language', 4, false, true), ('died', 4, true, true),
    ('call_later', 5, false, true), ('not_available', 5, false, false), ('abandoned', 5, false, false),
    ('promised', 5, false, false), ('machine', 6, false, false), ('busy', 6, false, false),
    ('no_answer', 6, false, false), ('rejected', 6, false, false), ('unreachable', 6, false, false),
    ('technical', 6, false, false), ('lost', 6, false, false), ('not_called', 6, true, false),
    ('wrong_number', 8, true, false), ('invalid_number', 8, true, false), ('withdrawn', 8, true, false)
),
call_history AS ( -- every call that left for the carrier, and every call of a person to us
  SELECT k.id, k.case_id, k.direction, k.outcome, k.confirmed, k.intended_at, k.sent_at, k.answered_at, k.abandoned,
    k.status <> 'ended' AND k.sent_at IS NOT NULL AS live,
    k.sent_at IS NOT NULL OR (k.direction = 'in' AND k.talking_at IS NOT NULL) AS counts,
    m.reaches AND k.confirmed IS NOT false AS reached
  FROM calls k JOIN this ON this.id = k.campaign_id LEFT JOIN meaning m ON m.outcome = k.outcome
),
tried AS ( -- all that calls to her came to, with her last outcome
  SELECT case_id, outcome FROM call_history WHERE counts AND outcome IS NOT NULL
  UNION
  SELECT c.id, c.outcome FROM cases c JOIN this ON this.id = c.campaign_id WHERE c.outcome IS NOT NULL
),
says_most AS (
  SELECT DISTINCT ON (t.case_id) t.case_id, t.outcome
  FROM tried t JOIN meaning m USING (outcome) JOIN cases c ON c.id = t.case_id
  ORDER BY t.case_id, m.standing, NOT m.reaches, t.outcome <> c.outcome, t.outcome COLLATE "C"
),
people AS (
  SELECT c.id, c.list_id, c.list_row, c.beneficiary_id, c.state_id, c.district_id, c.block_id, c.status, l.status AS list,
    c.outcome AS last,
    CASE WHEN c.outcome IS NULL THEN 'not_called' WHEN last.closes THEN c.outcome ELSE most.outcome END AS outcome,
    EXISTS (SELECT FROM call_history k WHERE k.case_id = c.id AND k.reached) AS reached
  FROM cases c JOIN this ON this.id = c.campaign_id JOIN lists l ON l.id = c.list_id
    LEFT JOIN meaning last ON last.outcome = c.outcome LEFT JOIN says_most most ON most.case_id = c.id
),
ended AS ( -- where each person ended
  SELECT p.*,
    CASE
      WHEN p.status IN ('claimed', 'in_call') THEN 'in_call'
      WHEN p.status <> 'closed' AND p.list = 'withdrawn' THEN 'withdrawn'
      WHEN p.status <> 'closed' THEN p.status
      WHEN p.outcome = 'withdrawn' THEN 'withdrawn'
      WHEN p.reached AND m.reaches THEN 'reached'
      WHEN m.closes THEN 'closed'
      ELSE 'unreachable'
    END AS ending
  FROM people p JOIN meaning m ON m.outcome = p.outcome
),
line AS ( -- each area with the areas above it
  SELECT id AS deepest, id, level, parent_id FROM areas
  UNION ALL
  SELECT line.deepest, a.id, a.level, a.parent_id FROM line JOIN areas a ON a.id = line.parent_id
),
tree AS (
  SELECT deepest, max(id) FILTER (WHERE level = 'state') AS state, max(id) FILTER (WHERE level = 'division') AS division,
    max(id) FILTER (WHERE level = 'district') AS district, max(id) FILTER (WHERE level = 'block') AS block
  FROM line GROUP BY deepest
),
rows AS ( -- each row of each list, where it ended, and whom it counts
  SELECT
    dense_rank() OVER (ORDER BY l.uploaded_at, l.id) AS list,
    coalesce(e.state_id, b.state_id, r.details -> 'person' ->> 'state_id', r.details -> 'place' ->> 'state_id') AS state,
    coalesce(e.district_id, b.district_id, r.details -> 'person' ->> 'district_id', r.details -> 'place' ->> 'district_id')
      AS district,
    coalesce(e.block_id, b.block_id, r.details -> 'person' ->> 'block_id', r.details -> 'place' ->> 'block_id') AS block,
    CASE
      WHEN r.verdict <> 'accepted' AND l.status = 'withdrawn' THEN 'withdrawn'
      WHEN r.reason IN ('duplicate_in_file', 'duplicate_in_campaign') AND r.verdict <> 'accepted' THEN 'same_person'
      WHEN r.verdict <> 'accepted' THEN r.verdict
      WHEN e.id IS NULL AND l.status IN ('approved', 'replaced')
        THEN CASE WHEN s.id IS NULL OR d.row IS NOT NULL THEN 'not_opened' ELSE 'excluded' END
      WHEN e.id IS NULL THEN CASE l.status WHEN 'withdrawn' THEN 'withdrawn' ELSE 'waiting_for_approval' END
      WHEN (e.list_id, e.list_row) = (r.list_id, r.row) THEN e.ending
      WHEN l.status = 'withdrawn' THEN 'withdrawn'
      ELSE 'same_person'
    END AS ending,
    CASE WHEN (e.list_id, e.list_row) = (r.list_id, r.row) THEN e.outcome END AS outcome
  FROM list_rows r
    JOIN lists l ON l.id = r.list_id AND l.status IN ('review', 'approved', 'replaced', 'withdrawn')
    JOIN this ON this.id = l.campaign_id
    LEFT JOIN list_samples s ON s.list_id = r.list_id AND s.dropped_at IS NULL
    LEFT JOIN drawn_rows d ON d.list_id = r.list_id AND d.row = r.row
    LEFT JOIN beneficiaries b ON b.id = r.beneficiary_id
    LEFT JOIN ended e ON e.beneficiary_id = r.beneficiary_id
),
placed AS (
  SELECT r.list, r.ending, r.outcome, coalesce(t.state, r.state, '') AS state, coalesce(t.division, '') AS division,
    coalesce(t.district, r.district, '') AS district, coalesce(t.block, r.block, '') AS block
  FROM rows r LEFT JOIN tree t ON t.deepest = coalesce(r.block, r.district, r.state)
),
on_tiers AS (
  SELECT tier, area, ending, outcome FROM placed CROSS JOIN LATERAL (
    VALUES ('all', ''), ('list', CAST(list AS text)), ('state', state), ('division', division), ('district', district),
      ('block', block)
  ) AS on_tier (tier, area)
),
floor AS ( -- people by place, as the floor gathers them
  SELECT tier, area,
    CASE
      WHEN ending IN ('waiting', 'callback', 'in_call') THEN 'waiting'
      WHEN ending IN ('reached', 'unreachable') THEN ending
      ELSE 'closed'
    END AS stands,
    ending = 'reached' AND last IN ('refused', 'opt_out') AS refused
  FROM ended CROSS JOIN LATERAL (
    VALUES ('all', ''), ('state', coalesce(state_id, '')), ('district', coalesce(district_id, '')),
      ('block', coalesce(block_id, ''))
  ) AS on_tier (tier, area)
),
days AS (
  SELECT CAST(CAST(k.intended_at AT TIME ZONE this.zone AS date) AS text) AS day,
    CAST(CAST(k.sent_at AT TIME ZONE this.zone AS date) AS text) AS left_on, k.*
  FROM call_history k, this
)
SELECT 'endings' AS figure, tier, area, ending AS word, count(*) AS number FROM on_tiers GROUP BY tier, area, ending
UNION ALL
SELECT 'outcomes', tier, area, outcome, count(*) FROM on_tiers WHERE outcome IS NOT NULL GROUP BY tier, area, outcome
UNION ALL
SELECT 'floor', tier, area, stands, count(*) FROM floor GROUP BY tier, area, stands
UNION ALL
SELECT 'floor', tier, area, 'refused', count(*) FROM floor WHERE refused GROUP BY tier, area
UNION ALL
SELECT 'calls', 'day', left_on, word, count(*) FROM days CROSS JOIN LATERAL (
  VALUES ('dialled', true), ('answered', answered_at IS NOT NULL)
) AS of_dial (word, counted) WHERE counted AND sent_at IS NOT NULL AND direction = 'out' GROUP BY left_on, word
UNION ALL
SELECT 'calls', 'day', day, word, count(*) FROM days CROSS JOIN LATERAL (
  VALUES ('abandoned', abandoned), ('live', live)
) AS of_call (word, counted) WHERE counted GROUP BY day, word
UNION ALL
SELECT 'calls', 'day', day, 'reached', count(DISTINCT case_id) FROM days WHERE reached GROUP BY day
UNION ALL
SELECT 'hours', 'hour', left_at, word, count(*) FROM (
  SELECT to_char(k.sent_at AT TIME ZONE this.zone, 'FMID FMHH24') AS left_at, k.* FROM call_history k, this
  WHERE k.sent_at IS NOT NULL AND k.direction = 'out'
) dials CROSS JOIN LATERAL (
  VALUES ('dialled', true), ('answered', answered_at IS NOT NULL), ('reached', reached)
) AS of_dial (word, counted) WHERE counted GROUP BY left_at, word
UNION ALL
SELECT 'work', 'agent', CAST(user_id AS text), word, CAST(floor(sum(counted)) AS bigint) FROM (
  SELECT desk.user_id, extract(epoch FROM k.ended_at - k.talking_at) AS seconds, coalesce(k.outcome, '') AS outcome
  FROM calls k JOIN this ON this.id = k.campaign_id JOIN agent_sessions desk ON desk.id = k.agent_session_id
  WHERE k.talking_at IS NOT NULL AND k.ended_at IS NOT NULL
) talks CROSS JOIN LATERAL (
  VALUES ('talks', 1), ('seconds', seconds), ('completed', CAST(outcome = 'completed' AS integer)),
    ('refused', CAST(outcome IN ('refused', 'opt_out') AS integer)), ('callbacks', CAST(outcome = 'call_later' AS integer))
) AS of_talk (word, counted) GROUP BY user_id, word HAVING floor(sum(counted)) <> 0
ORDER BY 1, 2, 3, 4;
