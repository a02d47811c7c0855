-- Lanes of the cases that stand, and the triggers that open the lanes of those who arrive or move.
-- A lane that is opened late begins beside the lane that has had fewest calls: it is owed none of those before.
INSERT INTO case_lanes (department_id, campaign_id, priority, place, language, state_id, district_id, turn)
SELECT lane.*, coalesce((SELECT min(turn) FROM case_lanes other WHERE other.campaign_id = lane.campaign_id), 0)
FROM (
  SELECT DISTINCT ON (campaign_id, priority,
    CASE WHEN block_id IS NOT NULL THEN block_id WHEN district_id IS NOT NULL THEN district_id
      WHEN state_id IS NOT NULL THEN state_id ELSE '' END,
    CASE WHEN language IS NOT NULL THEN language ELSE '' END)
  department_id, campaign_id, priority,
    CASE WHEN block_id IS NOT NULL THEN block_id WHEN district_id IS NOT NULL THEN district_id
      WHEN state_id IS NOT NULL THEN state_id ELSE '' END AS place,
    CASE WHEN language IS NOT NULL THEN language ELSE '' END AS language, state_id, district_id
  FROM cases WHERE priority > 0 ORDER BY campaign_id, priority,
    CASE WHEN block_id IS NOT NULL THEN block_id WHEN district_id IS NOT NULL THEN district_id
      WHEN state_id IS NOT NULL THEN state_id ELSE '' END,
    CASE WHEN language IS NOT NULL THEN language ELSE '' END
) lane
WHERE NOT EXISTS (
  SELECT FROM case_lanes open WHERE (open.campaign_id, open.priority, open.place, open.language)
    = (lane.campaign_id, lane.priority, lane.place, lane.language))
ON CONFLICT DO NOTHING;

CREATE FUNCTION open_lanes_of_arrived() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO case_lanes (department_id, campaign_id, priority, place, language, state_id, district_id, turn)
SELECT lane.*, coalesce((SELECT min(turn) FROM case_lanes other WHERE other.campaign_id = lane.campaign_id), 0)
FROM (
  SELECT DISTINCT ON (campaign_id, priority,
    CASE WHEN block_id IS NOT NULL THEN block_id WHEN district_id IS NOT NULL THEN district_id
      WHEN state_id IS NOT NULL THEN state_id ELSE '' END,
    CASE WHEN language IS NOT NULL THEN language ELSE '' END)
  department_id, campaign_id, priority,
    CASE WHEN block_id IS NOT NULL THEN block_id WHEN district_id IS NOT NULL THEN district_id
      WHEN state_id IS NOT NULL THEN state_id ELSE '' END AS place,
    CASE WHEN language IS NOT NULL THEN language ELSE '' END AS language, state_id, district_id
  FROM arrived WHERE priority > 0 ORDER BY campaign_id, priority,
    CASE WHEN block_id IS NOT NULL THEN block_id WHEN district_id IS NOT NULL THEN district_id
      WHEN state_id IS NOT NULL THEN state_id ELSE '' END,
    CASE WHEN language IS NOT NULL THEN language ELSE '' END
) lane
WHERE NOT EXISTS (
  SELECT FROM case_lanes open WHERE (open.campaign_id, open.priority, open.place, open.language)
    = (lane.campaign_id, lane.priority, lane.place, lane.language))
ON CONFLICT DO NOTHING ;
RETURN NULL; END $$;
CREATE TRIGGER open_lanes_of_arrived AFTER INSERT ON cases REFERENCING NEW TABLE AS arrived
  FOR EACH STATEMENT EXECUTE FUNCTION open_lanes_of_arrived();

CREATE FUNCTION open_lane_of_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO case_lanes (department_id, campaign_id, priority, place, language, state_id, district_id, turn)
SELECT lane.*, coalesce((SELECT min(turn) FROM case_lanes other WHERE other.campaign_id = lane.campaign_id), 0)
FROM (
  SELECT DISTINCT ON (campaign_id, priority,
    CASE WHEN block_id IS NOT NULL THEN block_id WHEN district_id IS NOT NULL THEN district_id
      WHEN state_id IS NOT NULL THEN state_id ELSE '' END,
    CASE WHEN language IS NOT NULL THEN language ELSE '' END)
  department_id, campaign_id, priority,
    CASE WHEN block_id IS NOT NULL THEN block_id WHEN district_id IS NOT NULL THEN district_id
      WHEN state_id IS NOT NULL THEN state_id ELSE '' END AS place,
    CASE WHEN language IS NOT NULL THEN language ELSE '' END AS language, state_id, district_id
  FROM (SELECT NEW.*) moved WHERE priority > 0 ORDER BY campaign_id, priority,
    CASE WHEN block_id IS NOT NULL THEN block_id WHEN district_id IS NOT NULL THEN district_id
      WHEN state_id IS NOT NULL THEN state_id ELSE '' END,
    CASE WHEN language IS NOT NULL THEN language ELSE '' END
) lane
WHERE NOT EXISTS (
  SELECT FROM case_lanes open WHERE (open.campaign_id, open.priority, open.place, open.language)
    = (lane.campaign_id, lane.priority, lane.place, lane.language))
ON CONFLICT DO NOTHING ;
RETURN NULL; END $$;
CREATE TRIGGER open_lane_of_moved AFTER UPDATE OF priority, state_id, district_id, block_id, language ON cases
  FOR EACH ROW WHEN ((OLD.priority, OLD.state_id, OLD.district_id, OLD.block_id, OLD.language) IS DISTINCT FROM
    (NEW.priority, NEW.state_id, NEW.district_id, NEW.block_id, NEW.language))
  EXECUTE FUNCTION open_lane_of_moved();
