-- Counts the dials that stand by place and quarter of an hour, then each as it is made, answered or gone.
SELECT set_config('raabta.everything', 'on', true);  -- an owner may stand behind the wall as well

INSERT INTO call_changes (department_id, campaign_id, area_id, quarter, dialled, answered, reached)
SELECT k.department_id, k.campaign_id, coalesce(c.block_id, c.district_id, c.state_id, ''), told.quarter,
  sum(told.dialled), sum(told.answered), sum(told.reached)
FROM calls k JOIN cases c ON c.id = k.case_id CROSS JOIN LATERAL (
  SELECT date_bin('15 minutes', k.sent_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS quarter, 1 AS dialled,
    CAST(k.answered_at IS NOT NULL AS integer) AS answered,
    CAST(coalesce(k.outcome IN ('completed', 'call_later', 'refused', 'other_language', 'died', 'cut_off', 'opt_out',
      'not_logged') AND k.confirmed IS NOT false, false) AS integer) AS reached
) told
WHERE k.sent_at IS NOT NULL AND k.direction = 'out' AND true GROUP BY 1, 2, 3, 4;

CREATE FUNCTION count_new_call() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE place text; BEGIN
SELECT coalesce(c.block_id, c.district_id, c.state_id, '') INTO place FROM cases c WHERE c.id = NEW.case_id;
INSERT INTO call_changes (department_id, campaign_id, area_id, quarter, dialled, answered, reached)
SELECT NEW.department_id, NEW.campaign_id, coalesce(place, ''), quarter, sum(dialled), sum(answered), sum(reached)
FROM (
  SELECT told.quarter, 1 * told.dialled, 1 * told.answered, 1 * told.reached FROM (
    SELECT date_bin('15 minutes', NEW.sent_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS quarter, 1 AS dialled,
      CAST(NEW.answered_at IS NOT NULL AS integer) AS answered,
      CAST(coalesce(NEW.outcome IN ('completed', 'call_later', 'refused', 'other_language', 'died', 'cut_off',
        'opt_out', 'not_logged') AND NEW.confirmed IS NOT false, false) AS integer) AS reached
  ) told WHERE NEW.sent_at IS NOT NULL AND NEW.direction = 'out'
) AS halves (quarter, dialled, answered, reached)
GROUP BY quarter HAVING sum(dialled) <> 0 OR sum(answered) <> 0 OR sum(reached) <> 0 ;
RETURN NULL; END $$;

-- A change takes from one quarter and adds to another, in one line where all of it lies in one.
CREATE FUNCTION count_changed_call() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE place text; BEGIN
SELECT coalesce(c.block_id, c.district_id, c.state_id, '') INTO place FROM cases c WHERE c.id = NEW.case_id;
INSERT INTO call_changes (department_id, campaign_id, area_id, quarter, dialled, answered, reached)
SELECT NEW.department_id, NEW.campaign_id, coalesce(place, ''), quarter, sum(dialled), sum(answered), sum(reached)
FROM (
  SELECT told.quarter, -1 * told.dialled, -1 * told.answered, -1 * told.reached FROM (
    SELECT date_bin('15 minutes', OLD.sent_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS quarter, 1 AS dialled,
      CAST(OLD.answered_at IS NOT NULL AS integer) AS answered,
      CAST(coalesce(OLD.outcome IN ('completed', 'call_later', 'refused', 'other_language', 'died', 'cut_off',
        'opt_out', 'not_logged') AND OLD.confirmed IS NOT false, false) AS integer) AS reached
  ) told WHERE OLD.sent_at IS NOT NULL AND OLD.direction = 'out'
  UNION ALL
  SELECT told.quarter, 1 * told.dialled, 1 * told.answered, 1 * told.reached FROM (
    SELECT date_bin('15 minutes', NEW.sent_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS quarter, 1 AS dialled,
      CAST(NEW.answered_at IS NOT NULL AS integer) AS answered,
      CAST(coalesce(NEW.outcome IN ('completed', 'call_later', 'refused', 'other_language', 'died', 'cut_off',
        'opt_out', 'not_logged') AND NEW.confirmed IS NOT false, false) AS integer) AS reached
  ) told WHERE NEW.sent_at IS NOT NULL AND NEW.direction = 'out'
) AS halves (quarter, dialled, answered, reached)
GROUP BY quarter HAVING sum(dialled) <> 0 OR sum(answered) <> 0 OR sum(reached) <> 0 ;
RETURN NULL; END $$;

CREATE FUNCTION count_gone_call() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE place text; BEGIN
SELECT coalesce(c.block_id, c.district_id, c.state_id, '') INTO place FROM cases c WHERE c.id = OLD.case_id;
INSERT INTO call_changes (department_id, campaign_id, area_id, quarter, dialled, answered, reached)
SELECT OLD.department_id, OLD.campaign_id, coalesce(place, ''), quarter, sum(dialled), sum(answered), sum(reached)
FROM (
  SELECT told.quarter, -1 * told.dialled, -1 * told.answered, -1 * told.reached FROM (
    SELECT date_bin('15 minutes', OLD.sent_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS quarter, 1 AS dialled,
      CAST(OLD.answered_at IS NOT NULL AS integer) AS answered,
      CAST(coalesce(OLD.outcome IN ('completed', 'call_later', 'refused', 'other_language', 'died', 'cut_off',
        'opt_out', 'not_logged') AND OLD.confirmed IS NOT false, false) AS integer) AS reached
  ) told WHERE OLD.sent_at IS NOT NULL AND OLD.direction = 'out'
) AS halves (quarter, dialled, answered, reached)
GROUP BY quarter HAVING sum(dialled) <> 0 OR sum(answered) <> 0 OR sum(reached) <> 0 ;
RETURN NULL; END $$;

CREATE TRIGGER count_new_call AFTER INSERT ON calls FOR EACH ROW
  WHEN (NEW.sent_at IS NOT NULL AND NEW.direction = 'out') EXECUTE FUNCTION count_new_call();
CREATE TRIGGER count_changed_call AFTER UPDATE ON calls FOR EACH ROW
  WHEN ((OLD.sent_at, OLD.direction, OLD.answered_at IS NULL, OLD.outcome, OLD.confirmed)
    IS DISTINCT FROM (NEW.sent_at, NEW.direction, NEW.answered_at IS NULL, NEW.outcome, NEW.confirmed)
    AND (OLD.sent_at IS NOT NULL AND OLD.direction = 'out' OR NEW.sent_at IS NOT NULL AND NEW.direction = 'out'))
  EXECUTE FUNCTION count_changed_call();
CREATE TRIGGER count_gone_call AFTER DELETE ON calls FOR EACH ROW
  WHEN (OLD.sent_at IS NOT NULL AND OLD.direction = 'out') EXECUTE FUNCTION count_gone_call();

-- Somebody's place was mended: her calls go with her.
CREATE FUNCTION count_moved_calls() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO call_changes (department_id, campaign_id, area_id, quarter, dialled, answered, reached)
SELECT k.department_id, k.campaign_id, moved.place, told.quarter, sum(moved.sign * told.dialled),
  sum(moved.sign * told.answered), sum(moved.sign * told.reached)
FROM calls k CROSS JOIN LATERAL (
  SELECT date_bin('15 minutes', k.sent_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS quarter, 1 AS dialled,
    CAST(k.answered_at IS NOT NULL AS integer) AS answered,
    CAST(coalesce(k.outcome IN ('completed', 'call_later', 'refused', 'other_language', 'died', 'cut_off', 'opt_out',
      'not_logged') AND k.confirmed IS NOT false, false) AS integer) AS reached
) told
CROSS JOIN (VALUES (coalesce(OLD.block_id, OLD.district_id, OLD.state_id, ''), -1),
  (coalesce(NEW.block_id, NEW.district_id, NEW.state_id, ''), 1)) AS moved (place, sign)
WHERE k.case_id = NEW.id AND k.sent_at IS NOT NULL AND k.direction = 'out' GROUP BY 1, 2, 3, 4;
RETURN NULL; END $$;
CREATE TRIGGER count_moved_calls AFTER UPDATE ON cases FOR EACH ROW
  WHEN (coalesce(OLD.block_id, OLD.district_id, OLD.state_id, '')
    IS DISTINCT FROM coalesce(NEW.block_id, NEW.district_id, NEW.state_id, ''))
  EXECUTE FUNCTION count_moved_calls();
