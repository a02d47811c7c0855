-- Counts the talks that stand by agent, place and day, then each as it ends, is logged, taken back or moved; and sums dials.
SELECT set_config('raabta.everything', 'on', true);  -- an owner may stand behind the wall as well
SELECT set_config('work_mem', '128MB', true);  -- millions of calls are sorted

-- All dials of a campaign stood under a place of their own; now they are summed above every place, as cases are.
DELETE FROM call_totals WHERE area_id = '*';
WITH RECURSIVE line (leaf, above) AS (
  SELECT here.area_id, a.parent_id FROM (SELECT DISTINCT area_id FROM call_totals) here LEFT JOIN areas a ON a.id = here.area_id
  UNION ALL
  SELECT line.leaf, a.parent_id FROM line JOIN areas a ON a.id = line.above
)
INSERT INTO call_totals_below (department_id, campaign_id, area_id, quarter, dialled, answered, reached)
SELECT department_id, campaign_id, coalesce(line.above, ''), quarter, sum(dialled), sum(answered), sum(reached)
FROM call_totals JOIN line ON line.leaf = area_id AND line.leaf <> '' GROUP BY 1, 2, 3, 4;

INSERT INTO work_totals (department_id, campaign_id, area_id, user_id, day, talks, seconds, completed, refused, callbacks)
SELECT k.department_id, k.campaign_id, coalesce(c.block_id, c.district_id, c.state_id, ''), desk.user_id,
  CAST(k.intended_at AT TIME ZONE m.zone AS date), count(*), sum(extract(epoch FROM k.ended_at - k.talking_at)),
  count(*) FILTER (WHERE k.outcome = 'completed'), count(*) FILTER (WHERE k.outcome IN ('refused', 'opt_out')),
  count(*) FILTER (WHERE k.outcome = 'call_later')
FROM calls k JOIN agent_sessions desk ON desk.id = k.agent_session_id JOIN cases c ON c.id = k.case_id
  JOIN campaigns m ON m.id = k.campaign_id
WHERE k.talking_at IS NOT NULL AND k.ended_at IS NOT NULL GROUP BY 1, 2, 3, 4, 5;
WITH RECURSIVE line (leaf, above) AS (
  SELECT here.area_id, a.parent_id FROM (SELECT DISTINCT area_id FROM work_totals) here LEFT JOIN areas a ON a.id = here.area_id
  UNION ALL
  SELECT line.leaf, a.parent_id FROM line JOIN areas a ON a.id = line.above
)
INSERT INTO work_totals_below (department_id, campaign_id, area_id, user_id, day, talks, seconds, completed, refused, callbacks)
SELECT department_id, campaign_id, coalesce(line.above, ''), user_id, day, sum(talks), sum(seconds), sum(completed),
  sum(refused), sum(callbacks)
FROM work_totals JOIN line ON line.leaf = area_id AND line.leaf <> '' GROUP BY 1, 2, 3, 4, 5;

-- Where words were said, of campaigns whose answers are counted; upkeep does the same for the others as it counts them.
WITH RECURSIVE line (leaf, id, above) AS (
  SELECT here.id, here.id, a.parent_id FROM (SELECT id FROM areas UNION ALL SELECT '') here LEFT JOIN areas a ON a.id = here.id
  UNION ALL
  SELECT line.leaf, a.id, a.parent_id FROM line JOIN areas a ON a.id = line.above
), up AS (
  SELECT leaf, line.id AS above FROM line JOIN areas a ON a.id = line.id AND a.level <> 'block'
  UNION ALL SELECT DISTINCT leaf, '' FROM line
)
INSERT INTO answer_words (department_id, campaign_id, area_id, step, at, call_id, case_id, until)
SELECT department_id, campaign_id, up.above, step, at, call_id, case_id, until
FROM (
  SELECT n.department_id, n.campaign_id, coalesce(c.block_id, c.district_id, c.state_id, '') AS place, g.step, g.case_id,
    g.call_id, k.intended_at AS at,
    lead(k.intended_at) OVER (PARTITION BY g.case_id, g.step ORDER BY k.intended_at, k.id) AS until
  FROM answers g JOIN calls k ON k.id = g.call_id JOIN cases c ON c.id = g.case_id
    JOIN answer_counts n ON n.campaign_id = k.campaign_id
  WHERE n.kinds ->> g.step = 'text' AND jsonb_typeof(g.value -> 'value') = 'string'
) said JOIN up ON up.leaf = said.place;

-- A change takes from one agent and day and adds to another, in one line where both are the same.
CREATE FUNCTION note_work() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO work_changes (department_id, campaign_id, area_id, agent_session_id, day, talks, seconds, completed, refused, callbacks)
SELECT c.department_id, c.campaign_id, coalesce(c.block_id, c.district_id, c.state_id, ''), half.desk, told.day,
  sum(sign), sum(sign * told.seconds), sum(sign * told.completed), sum(sign * told.refused), sum(sign * told.callback)
FROM (VALUES (OLD.agent_session_id, OLD.intended_at, OLD.talking_at, OLD.ended_at, OLD.outcome, -1),
    (NEW.agent_session_id, NEW.intended_at, NEW.talking_at, NEW.ended_at, NEW.outcome, 1)
  ) AS half (desk, intended_at, talking_at, ended_at, outcome, sign)
  JOIN cases c ON c.id = coalesce(NEW.case_id, OLD.case_id) JOIN campaigns m ON m.id = c.campaign_id
  CROSS JOIN LATERAL (
    SELECT CAST(half.intended_at AT TIME ZONE m.zone AS date) AS day,
      extract(epoch FROM half.ended_at - half.talking_at) AS seconds,
      CAST(coalesce(half.outcome = 'completed', false) AS integer) AS completed,
      CAST(coalesce(half.outcome IN ('refused', 'opt_out'), false) AS integer) AS refused,
      CAST(coalesce(half.outcome = 'call_later', false) AS integer) AS callback
  ) told
WHERE half.desk IS NOT NULL AND half.talking_at IS NOT NULL AND half.ended_at IS NOT NULL
GROUP BY 1, 2, 3, 4, 5
HAVING sum(sign) <> 0 OR sum(sign * told.seconds) <> 0 OR sum(sign * told.completed) <> 0
  OR sum(sign * told.refused) <> 0 OR sum(sign * told.callback) <> 0;
RETURN NULL; END $$;
CREATE TRIGGER note_new_work AFTER INSERT ON calls FOR EACH ROW
  WHEN (NEW.agent_session_id IS NOT NULL AND NEW.talking_at IS NOT NULL AND NEW.ended_at IS NOT NULL)
  EXECUTE FUNCTION note_work();
CREATE TRIGGER note_changed_work AFTER UPDATE ON calls FOR EACH ROW
  WHEN ((OLD.agent_session_id, OLD.intended_at, OLD.talking_at, OLD.ended_at, OLD.outcome)
    IS DISTINCT FROM (NEW.agent_session_id, NEW.intended_at, NEW.talking_at, NEW.ended_at, NEW.outcome)
    AND (OLD.talking_at IS NOT NULL AND OLD.ended_at IS NOT NULL OR NEW.talking_at IS NOT NULL AND NEW.ended_at IS NOT NULL))
  EXECUTE FUNCTION note_work();
CREATE TRIGGER note_gone_work AFTER DELETE ON calls FOR EACH ROW
  WHEN (OLD.agent_session_id IS NOT NULL AND OLD.talking_at IS NOT NULL AND OLD.ended_at IS NOT NULL)
  EXECUTE FUNCTION note_work();

-- Somebody's place was mended: the talks with her go with her.
CREATE FUNCTION note_moved_work() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO work_changes (department_id, campaign_id, area_id, agent_session_id, day, talks, seconds, completed, refused, callbacks)
SELECT k.department_id, k.campaign_id, moved.place, k.agent_session_id, CAST(k.intended_at AT TIME ZONE m.zone AS date),
  sum(sign), sum(sign * extract(epoch FROM k.ended_at - k.talking_at)),
  coalesce(sum(sign) FILTER (WHERE k.outcome = 'completed'), 0),
  coalesce(sum(sign) FILTER (WHERE k.outcome IN ('refused', 'opt_out')), 0),
  coalesce(sum(sign) FILTER (WHERE k.outcome = 'call_later'), 0)
FROM calls k JOIN campaigns m ON m.id = k.campaign_id
CROSS JOIN (VALUES (coalesce(OLD.block_id, OLD.district_id, OLD.state_id, ''), -1),
  (coalesce(NEW.block_id, NEW.district_id, NEW.state_id, ''), 1)) AS moved (place, sign)
WHERE k.case_id = NEW.id AND k.agent_session_id IS NOT NULL AND k.talking_at IS NOT NULL AND k.ended_at IS NOT NULL
GROUP BY 1, 2, 3, 4, 5;
RETURN NULL; END $$;
CREATE TRIGGER note_moved_work AFTER UPDATE ON cases FOR EACH ROW
  WHEN (coalesce(OLD.block_id, OLD.district_id, OLD.state_id, '')
    IS DISTINCT FROM coalesce(NEW.block_id, NEW.district_id, NEW.state_id, ''))
  EXECUTE FUNCTION note_moved_work();
