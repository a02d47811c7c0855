-- Counts people called in vain by how often they were called, as they end: triggers note, upkeep adds the notes up.
SELECT set_config('raabta.everything', 'on', true);  -- an owner may stand behind the wall as well

-- Of the last outcome and the one that says most: these leave a person unreachable, the second ones only where she
-- herself was not spoken to. Made from rules/reports/tiers.stand_of; tests hold the two against each other.
CREATE FUNCTION is_unreachable(status text, outcome text, said_most text, reached boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT status = 'closed' AND coalesce(outcome, '') || '>' || coalesce(said_most, '') = ANY (CAST(ARRAY[
    'call_later>', 'call_later>call_later', 'call_later>wrong_number', 'call_later>not_available',
    'call_later>other_language', 'call_later>cut_off', 'call_later>not_logged', 'call_later>abandoned',
    'call_later>machine', 'call_later>busy', 'call_later>no_answer', 'call_later>rejected', 'call_later>unreachable',
    'call_later>invalid_number', 'call_later>technical', 'call_later>lost', 'call_later>promised',
    'call_later>not_called', 'call_later>withdrawn', 'not_available>', 'not_available>call_later',
    'not_available>wrong_number', 'not_available>not_available', 'not_available>other_language',
    'not_available>cut_off', 'not_available>not_logged', 'not_available>abandoned', 'not_available>machine',
    'not_available>busy', 'not_available>no_answer', 'not_available>rejected', 'not_available>unreachable',
    'not_available>invalid_number', 'not_available>technical', 'not_available>lost', 'not_available>promised',
    'not_available>not_called', 'not_available>withdrawn', 'other_language>', 'other_language>call_later',
    'other_language>wrong_number', 'other_language>not_available', 'other_language>other_language',
    'other_language>died', 'other_language>cut_off', 'other_language>not_logged', 'other_language>abandoned',
    'other_language>machine', 'other_language>busy', 'other_language>no_answer', 'other_language>rejected',
    'other_language>unreachable', 'other_language>invalid_number', 'other_language>technical', 'other_language>lost',
    'other_language>promised', 'other_language>not_called', 'other_language>withdrawn', 'cut_off>',
    'cut_off>call_later', 'cut_off>wrong_number', 'cut_off>not_available', 'cut_off>refused',
    'cut_off>other_language', 'cut_off>died', 'cut_off>cut_off', 'cut_off>opt_out', 'cut_off>not_logged',
    'cut_off>abandoned', 'cut_off>machine', 'cut_off>busy', 'cut_off>no_answer', 'cut_off>rejected',
    'cut_off>unreachable', 'cut_off>invalid_number', 'cut_off>technical', 'cut_off>lost', 'cut_off>promised',
    'cut_off>not_called', 'cut_off>withdrawn', 'not_logged>', 'not_logged>call_later', 'not_logged>wrong_number',
    'not_logged>not_available', 'not_logged>refused', 'not_logged>other_language', 'not_logged>died',
    'not_logged>cut_off', 'not_logged>opt_out', 'not_logged>not_logged', 'not_logged>abandoned', 'not_logged>machine',
    'not_logged>busy', 'not_logged>no_answer', 'not_logged>rejected', 'not_logged>unreachable',
    'not_logged>invalid_number', 'not_logged>technical', 'not_logged>lost', 'not_logged>promised',
    'not_logged>not_called', 'not_logged>withdrawn', 'abandoned>', 'abandoned>call_later', 'abandoned>wrong_number',
    'abandoned>not_available', 'abandoned>other_language', 'abandoned>cut_off', 'abandoned>not_logged',
    'abandoned>abandoned', 'abandoned>machine', 'abandoned>busy', 'abandoned>no_answer', 'abandoned>rejected',
    'abandoned>unreachable', 'abandoned>invalid_number', 'abandoned>technical', 'abandoned>lost',
    'abandoned>promised', 'abandoned>not_called', 'abandoned>withdrawn', 'machine>', 'machine>call_later',
    'machine>wrong_number', 'machine>not_available', 'machine>other_language', 'machine>cut_off',
    'machine>not_logged', 'machine>abandoned', 'machine>machine', 'machine>busy', 'machine>no_answer',
    'machine>rejected', 'machine>unreachable', 'machine>invalid_number', 'machine>technical', 'machine>lost',
    'machine>promised', 'machine>not_called', 'machine>withdrawn', 'busy>', 'busy>call_later', 'busy>wrong_number',
    'busy>not_available', 'busy>other_language', 'busy>cut_off', 'busy>not_logged', 'busy>abandoned', 'busy>machine',
    'busy>busy', 'busy>no_answer', 'busy>rejected', 'busy>unreachable', 'busy>invalid_number', 'busy>technical',
    'busy>lost', 'busy>promised', 'busy>not_called', 'busy>withdrawn', 'no_answer>', 'no_answer>call_later',
    'no_answer>wrong_number', 'no_answer>not_available', 'no_answer>other_language', 'no_answer>cut_off',
    'no_answer>not_logged', 'no_answer>abandoned', 'no_answer>machine', 'no_answer>busy', 'no_answer>no_answer',
    'no_answer>rejected', 'no_answer>unreachable', 'no_answer>invalid_number', 'no_answer>technical',
    'no_answer>lost', 'no_answer>promised', 'no_answer>not_called', 'no_answer>withdrawn', 'rejected>',
    'rejected>call_later', 'rejected>wrong_number', 'rejected>not_available', 'rejected>other_language',
    'rejected>cut_off', 'rejected>not_logged', 'rejected>abandoned', 'rejected>machine', 'rejected>busy',
    'rejected>no_answer', 'rejected>rejected', 'rejected>unreachable', 'rejected>invalid_number',
    'rejected>technical', 'rejected>lost', 'rejected>promised', 'rejected>not_called', 'rejected>withdrawn',
    'unreachable>', 'unreachable>call_later', 'unreachable>wrong_number', 'unreachable>not_available',
    'unreachable>other_language', 'unreachable>cut_off', 'unreachable>not_logged', 'unreachable>abandoned',
    'unreachable>machine', 'unreachable>busy', 'unreachable>no_answer', 'unreachable>rejected',
    'unreachable>unreachable', 'unreachable>invalid_number', 'unreachable>technical', 'unreachable>lost',
    'unreachable>promised', 'unreachable>not_called', 'unreachable>withdrawn', 'technical>', 'technical>call_later',
    'technical>wrong_number', 'technical>not_available', 'technical>other_language', 'technical>cut_off',
    'technical>not_logged', 'technical>abandoned', 'technical>machine', 'technical>busy', 'technical>no_answer',
    'technical>rejected', 'technical>unreachable', 'technical>invalid_number', 'technical>technical',
    'technical>lost', 'technical>promised', 'technical>not_called', 'technical>withdrawn', 'lost>', 'lost>call_later',
    'lost>wrong_number', 'lost>not_available', 'lost>other_language', 'lost>cut_off', 'lost>not_logged',
    'lost>abandoned', 'lost>machine', 'lost>busy', 'lost>no_answer', 'lost>rejected', 'lost>unreachable',
    'lost>invalid_number', 'lost>technical', 'lost>lost', 'lost>promised', 'lost>not_called', 'lost>withdrawn',
    'promised>', 'promised>call_later', 'promised>wrong_number', 'promised>not_available', 'promised>other_language',
    'promised>cut_off', 'promised>not_logged', 'promised>abandoned', 'promised>machine', 'promised>busy',
    'promised>no_answer', 'promised>rejected', 'promised>unreachable', 'promised>invalid_number',
    'promised>technical', 'promised>lost', 'promised>promised', 'promised>not_called', 'promised>withdrawn'
  ] AS text[])) AND NOT (reached AND coalesce(outcome, '') || '>' || coalesce(said_most, '') = ANY (CAST(ARRAY[
    'call_later>', 'call_later>call_later', 'call_later>wrong_number', 'call_later>not_available',
    'call_later>other_language', 'call_later>cut_off', 'call_later>not_logged', 'call_later>abandoned',
    'call_later>machine', 'call_later>busy', 'call_later>no_answer', 'call_later>rejected', 'call_later>unreachable',
    'call_later>invalid_number', 'call_later>technical', 'call_later>lost', 'call_later>promised',
    'call_later>not_called', 'call_later>withdrawn', 'not_available>call_later', 'not_available>other_language',
    'not_available>cut_off', 'not_available>not_logged', 'other_language>', 'other_language>call_later',
    'other_language>wrong_number', 'other_language>not_available', 'other_language>other_language',
    'other_language>died', 'other_language>cut_off', 'other_language>not_logged', 'other_language>abandoned',
    'other_language>machine', 'other_language>busy', 'other_language>no_answer', 'other_language>rejected',
    'other_language>unreachable', 'other_language>invalid_number', 'other_language>technical', 'other_language>lost',
    'other_language>promised', 'other_language>not_called', 'other_language>withdrawn', 'cut_off>',
    'cut_off>call_later', 'cut_off>wrong_number', 'cut_off>not_available', 'cut_off>refused',
    'cut_off>other_language', 'cut_off>died', 'cut_off>cut_off', 'cut_off>opt_out', 'cut_off>not_logged',
    'cut_off>abandoned', 'cut_off>machine', 'cut_off>busy', 'cut_off>no_answer', 'cut_off>rejected',
    'cut_off>unreachable', 'cut_off>invalid_number', 'cut_off>technical', 'cut_off>lost', 'cut_off>promised',
    'cut_off>not_called', 'cut_off>withdrawn', 'not_logged>', 'not_logged>call_later', 'not_logged>wrong_number',
    'not_logged>not_available', 'not_logged>refused', 'not_logged>other_language', 'not_logged>died',
    'not_logged>cut_off', 'not_logged>opt_out', 'not_logged>not_logged', 'not_logged>abandoned', 'not_logged>machine',
    'not_logged>busy', 'not_logged>no_answer', 'not_logged>rejected', 'not_logged>unreachable',
    'not_logged>invalid_number', 'not_logged>technical', 'not_logged>lost', 'not_logged>promised',
    'not_logged>not_called', 'not_logged>withdrawn', 'abandoned>call_later', 'abandoned>other_language',
    'abandoned>cut_off', 'abandoned>not_logged', 'machine>call_later', 'machine>other_language', 'machine>cut_off',
    'machine>not_logged', 'busy>call_later', 'busy>other_language', 'busy>cut_off', 'busy>not_logged',
    'no_answer>call_later', 'no_answer>other_language', 'no_answer>cut_off', 'no_answer>not_logged',
    'rejected>call_later', 'rejected>other_language', 'rejected>cut_off', 'rejected>not_logged',
    'unreachable>call_later', 'unreachable>other_language', 'unreachable>cut_off', 'unreachable>not_logged',
    'technical>call_later', 'technical>other_language', 'technical>cut_off', 'technical>not_logged',
    'lost>call_later', 'lost>other_language', 'lost>cut_off', 'lost>not_logged', 'promised>call_later',
    'promised>other_language', 'promised>cut_off', 'promised>not_logged'
  ] AS text[])))
$$;

-- Her own calls that left for the carrier, and those to others on her phone that counted for her.
CREATE FUNCTION dials_of_case(case_asked uuid, campaign_asked uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT (SELECT count(*) FROM calls k WHERE k.case_id = case_asked AND k.sent_at IS NOT NULL) + (
    SELECT count(*) FROM calls k WHERE k.case_id <> case_asked AND k.campaign_id = campaign_asked
      AND k.sent_at IS NOT NULL AND k.id IN (
        SELECT call_id FROM planned_tries WHERE case_id = case_asked
        UNION ALL SELECT call_id FROM case_moves
        WHERE case_id = case_asked AND event = 'close' AND call_id IS NOT NULL))
$$;

INSERT INTO unreachable_totals (department_id, campaign_id, dials, number)
SELECT department_id, campaign_id, dials_of_case(id, campaign_id), count(*) FROM cases
WHERE is_unreachable(status, outcome, said_most, reached) GROUP BY 1, 2, 3;

CREATE FUNCTION count_unreachable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO unreachable_changes (department_id, campaign_id, dials, number)
VALUES (NEW.department_id, NEW.campaign_id, dials_of_case(NEW.id, NEW.campaign_id),
  CASE WHEN is_unreachable(NEW.status, NEW.outcome, NEW.said_most, NEW.reached) THEN 1 ELSE -1 END);
RETURN NULL; END $$;
-- When the transaction ends: a call that closed several people at once has been noted for each of them by then.
CREATE CONSTRAINT TRIGGER count_unreachable_arrived AFTER INSERT ON cases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (is_unreachable(NEW.status, NEW.outcome, NEW.said_most, NEW.reached)) EXECUTE FUNCTION count_unreachable();
CREATE CONSTRAINT TRIGGER count_unreachable_changed AFTER UPDATE ON cases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.status = 'closed' OR NEW.status = 'closed')
    AND is_unreachable(OLD.status, OLD.outcome, OLD.said_most, OLD.reached)
      IS DISTINCT FROM is_unreachable(NEW.status, NEW.outcome, NEW.said_most, NEW.reached))
  EXECUTE FUNCTION count_unreachable();
