-- Notes each answer that is given, changed or taken away, and each whose person came to count elsewhere or otherwise.
CREATE FUNCTION note_new_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO answer_changes (department_id, case_id, call_id, step)
VALUES (NEW.department_id, NEW.case_id, NEW.call_id, NEW.step);
RETURN NULL; END $$;
CREATE FUNCTION note_changed_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO answer_changes (department_id, case_id, call_id, step, was)
VALUES (OLD.department_id, OLD.case_id, OLD.call_id, OLD.step, OLD.value);
RETURN NULL; END $$;
CREATE FUNCTION note_moved_answers() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO answer_changes (department_id, case_id, call_id, step, was, place, weight)
SELECT a.department_id, a.case_id, a.call_id, a.step, a.value,
  coalesce(OLD.block_id, OLD.district_id, OLD.state_id, ''), OLD.weight
FROM answers a WHERE a.case_id = NEW.id;
RETURN NULL; END $$;

CREATE TRIGGER note_new_answer AFTER INSERT ON answers FOR EACH ROW EXECUTE FUNCTION note_new_answer();
CREATE TRIGGER note_changed_answer AFTER UPDATE ON answers FOR EACH ROW WHEN (OLD.value IS DISTINCT FROM NEW.value)
  EXECUTE FUNCTION note_changed_answer();
CREATE TRIGGER note_gone_answer AFTER DELETE ON answers FOR EACH ROW EXECUTE FUNCTION note_changed_answer();
CREATE TRIGGER note_moved_answers AFTER UPDATE ON cases FOR EACH ROW
  WHEN ((coalesce(OLD.block_id, OLD.district_id, OLD.state_id, ''), OLD.weight)
    IS DISTINCT FROM (coalesce(NEW.block_id, NEW.district_id, NEW.state_id, ''), NEW.weight))
  EXECUTE FUNCTION note_moved_answers();
