-- Counts cases as they change: triggers note each change, upkeep adds the notes up (store/case_totals).
SELECT set_config('raabta.everything', 'on', true);  -- an owner may stand behind the wall as well

UPDATE cases c SET gender = CASE WHEN b.gender IN ('female', 'male', 'transgender') THEN b.gender
    WHEN b.gender IS NOT NULL THEN 'other' END,
  category = CASE WHEN b.category IN ('sc', 'st', 'obc', 'ews', 'general', 'rba', 'alc', 'minority')
    THEN b.category WHEN b.category IS NOT NULL THEN 'other' END,
  age_band = CASE WHEN age < 18 THEN 'under_18' WHEN age < 30 THEN '18_29' WHEN age < 45 THEN '30_44'
    WHEN age < 60 THEN '45_59' WHEN age < 75 THEN '60_74' WHEN age IS NOT NULL THEN '75_plus' END
FROM (SELECT id, opened_at FROM cases) o, beneficiaries b,
  LATERAL (SELECT extract(year FROM o.opened_at) - b.birth_year AS age) years
WHERE o.id = c.id AND b.id = c.beneficiary_id
  AND (b.gender IS NOT NULL OR b.category IS NOT NULL OR b.birth_year IS NOT NULL);

UPDATE cases c SET said_most = said.most FROM (
  SELECT DISTINCT ON (k.case_id) k.case_id, k.outcome AS most FROM calls k
  WHERE k.outcome IS NOT NULL AND (k.sent_at IS NOT NULL OR k.direction = 'in' AND k.talking_at IS NOT NULL)
  ORDER BY k.case_id, array_position(CAST(ARRAY['completed', 'cut_off', 'not_logged', 'opt_out', 'refused', 'died',
    'other_language', 'call_later', 'abandoned', 'not_available', 'promised', 'busy', 'lost', 'machine', 'no_answer',
    'not_called', 'rejected', 'technical', 'unreachable', 'invalid_number', 'withdrawn', 'wrong_number'] AS text[]),
    k.outcome)
) said WHERE said.case_id = c.id;

INSERT INTO case_changes (department_id, campaign_id, list_id, area_id, gender, category, age_band, status, outcome,
  said_most, reached, number)
SELECT one.department_id, one.campaign_id, one.list_id, coalesce(one.block_id, one.district_id, one.state_id, ''),
  coalesce(one.gender, ''), coalesce(one.category, ''), coalesce(one.age_band, ''),
  CASE one.status WHEN 'claimed' THEN 'in_call' ELSE one.status END, coalesce(one.outcome, ''),
  coalesce(one.said_most, ''), one.reached, count(*)
FROM cases one GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;

CREATE FUNCTION count_arrived_cases() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO case_changes (department_id, campaign_id, list_id, area_id, gender, category, age_band, status, outcome,
  said_most, reached, number)
SELECT one.department_id, one.campaign_id, one.list_id, coalesce(one.block_id, one.district_id, one.state_id, ''),
  coalesce(one.gender, ''), coalesce(one.category, ''), coalesce(one.age_band, ''),
  CASE one.status WHEN 'claimed' THEN 'in_call' ELSE one.status END, coalesce(one.outcome, ''),
  coalesce(one.said_most, ''), one.reached, count(*)
FROM arrived one GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ;
RETURN NULL; END $$;
CREATE TRIGGER count_arrived_cases AFTER INSERT ON cases REFERENCING NEW TABLE AS arrived
  FOR EACH STATEMENT EXECUTE FUNCTION count_arrived_cases();

CREATE FUNCTION count_changed_case() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO case_changes (department_id, campaign_id, list_id, area_id, gender, category, age_band, status, outcome,
  said_most, reached, number)
VALUES (OLD.department_id, OLD.campaign_id, OLD.list_id, coalesce(OLD.block_id, OLD.district_id, OLD.state_id, ''),
  coalesce(OLD.gender, ''), coalesce(OLD.category, ''), coalesce(OLD.age_band, ''),
  CASE OLD.status WHEN 'claimed' THEN 'in_call' ELSE OLD.status END, coalesce(OLD.outcome, ''),
  coalesce(OLD.said_most, ''), OLD.reached, -1),
  (NEW.department_id, NEW.campaign_id, NEW.list_id, coalesce(NEW.block_id, NEW.district_id, NEW.state_id, ''),
  coalesce(NEW.gender, ''), coalesce(NEW.category, ''), coalesce(NEW.age_band, ''),
  CASE NEW.status WHEN 'claimed' THEN 'in_call' ELSE NEW.status END, coalesce(NEW.outcome, ''),
  coalesce(NEW.said_most, ''), NEW.reached, 1);
RETURN NULL; END $$;
CREATE TRIGGER count_changed_case AFTER UPDATE ON cases FOR EACH ROW WHEN ((
  OLD.department_id, OLD.campaign_id, OLD.list_id, coalesce(OLD.block_id, OLD.district_id, OLD.state_id, ''),
  coalesce(OLD.gender, ''), coalesce(OLD.category, ''), coalesce(OLD.age_band, ''),
  CASE OLD.status WHEN 'claimed' THEN 'in_call' ELSE OLD.status END, coalesce(OLD.outcome, ''),
  coalesce(OLD.said_most, ''), OLD.reached
) IS DISTINCT FROM (
  NEW.department_id, NEW.campaign_id, NEW.list_id, coalesce(NEW.block_id, NEW.district_id, NEW.state_id, ''),
  coalesce(NEW.gender, ''), coalesce(NEW.category, ''), coalesce(NEW.age_band, ''),
  CASE NEW.status WHEN 'claimed' THEN 'in_call' ELSE NEW.status END, coalesce(NEW.outcome, ''),
  coalesce(NEW.said_most, ''), NEW.reached
)) EXECUTE FUNCTION count_changed_case();

CREATE FUNCTION count_gone_case() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO case_changes (department_id, campaign_id, list_id, area_id, gender, category, age_band, status, outcome,
  said_most, reached, number)
VALUES (OLD.department_id, OLD.campaign_id, OLD.list_id, coalesce(OLD.block_id, OLD.district_id, OLD.state_id, ''),
  coalesce(OLD.gender, ''), coalesce(OLD.category, ''), coalesce(OLD.age_band, ''),
  CASE OLD.status WHEN 'claimed' THEN 'in_call' ELSE OLD.status END, coalesce(OLD.outcome, ''),
  coalesce(OLD.said_most, ''), OLD.reached, -1);
RETURN NULL; END $$;
CREATE TRIGGER count_gone_case AFTER DELETE ON cases FOR EACH ROW EXECUTE FUNCTION count_gone_case();

-- What says most about a person of all that her calls came to.
CREATE FUNCTION keep_what_says_most() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
UPDATE cases c SET said_most = said.most
FROM (SELECT (SELECT most FROM (
  SELECT DISTINCT ON (k.case_id) k.case_id, k.outcome AS most FROM calls k
  WHERE k.outcome IS NOT NULL AND (k.sent_at IS NOT NULL OR k.direction = 'in' AND k.talking_at IS NOT NULL)
    AND k.case_id = NEW.case_id
  ORDER BY k.case_id, array_position(CAST(ARRAY['completed', 'cut_off', 'not_logged', 'opt_out', 'refused', 'died',
    'other_language', 'call_later', 'abandoned', 'not_available', 'promised', 'busy', 'lost', 'machine', 'no_answer',
    'not_called', 'rejected', 'technical', 'unreachable', 'invalid_number', 'withdrawn', 'wrong_number'] AS text[]),
    k.outcome)
) said) AS most) said
WHERE c.id = NEW.case_id AND c.said_most IS DISTINCT FROM said.most;
RETURN NULL; END $$;
CREATE TRIGGER keep_what_was_said AFTER INSERT ON calls FOR EACH ROW WHEN (NEW.outcome IS NOT NULL)
  EXECUTE FUNCTION keep_what_says_most();
CREATE TRIGGER keep_what_is_said AFTER UPDATE ON calls FOR EACH ROW
  WHEN (coalesce(OLD.outcome, NEW.outcome) IS NOT NULL
    AND (OLD.outcome, OLD.sent_at IS NULL, OLD.talking_at IS NULL)
      IS DISTINCT FROM (NEW.outcome, NEW.sent_at IS NULL, NEW.talking_at IS NULL))
  EXECUTE FUNCTION keep_what_says_most();
