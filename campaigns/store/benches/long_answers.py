"""Answers and referrals of the invented people of a benchmark's campaign, made inside PostgreSQL."""

from datetime import datetime
from typing import Final

from sqlalchemy import text

from campaigns.store.benches.resting_indexes import resting_indexes
from campaigns.store.session import Database
from campaigns.store.tables import Campaign

FILLED: Final = ("answers",)
AT_ONCE: Final = 2

_ANSWERS: Final = text("""
  INSERT INTO answers (department_id, call_id, case_id, step, value, at)
  SELECT CAST(:department_id AS uuid), k.id, c.id, said.step, jsonb_build_object('value', said.value), k.intended_at
  FROM calls k JOIN cases c ON c.id = k.case_id CROSS JOIN LATERAL (VALUES
    ('payment', to_jsonb((ARRAY['received', 'received', 'not_received', 'unknown'])[1 + c.list_row / 3 % 4])),
    ('amount', to_jsonb(1000 + 50 * (c.list_row * 7 % 23))),
    ('received_on', to_jsonb(to_char(CAST(:now AS timestamptz) - make_interval(days => c.list_row * 13 % 170), 'YYYY-MM-DD'))),
    ('why_not', jsonb_build_array('bank_far', (ARRAY['account', 'aadhaar', 'snow'])[1 + c.list_row % 3])),
    ('help_words', to_jsonb('Wants to know when the next instalment comes.' || repeat(' ', c.list_row % 3)))
  ) AS said (step, value)
  WHERE k.campaign_id = :campaign_id AND k.outcome = 'completed' AND k.carrier_call_id LIKE '%-1'
""")
_CATEGORY: Final = text("""
  INSERT INTO referral_categories (id, department_id, campaign_id, position, names, days, active)
  VALUES (gen_random_uuid(), :department_id, :campaign_id, 9,
    CAST('{"en": "Pension has stopped", "ur": "پنشن بند ہو گئی", "hi": "पेंशन बंद हो गई"}' AS jsonb), 7, true)
  RETURNING id
""")
_REFERRALS: Final = text("""
  INSERT INTO referrals (id, key, department_id, campaign_id, case_id, call_id, category_id, status, tier, note,
    state_id, district_id, block_id, opened_at, opened_by, due_at)
  SELECT gen_random_uuid(), k.id || '-r', :department_id, :campaign_id, c.id, k.id, :category_id,
    (ARRAY['open', 'taken', 'not_confirmed', 'closed'])[1 + c.list_row / 20 % 4], 'block', '', c.state_id,
    c.district_id, c.block_id, CAST(:now AS timestamptz) - make_interval(days => c.list_row / 20 % 45), :campaign_id,
    CAST(:now AS timestamptz) + make_interval(days => 7 - c.list_row / 20 % 45)
  FROM calls k JOIN cases c ON c.id = k.case_id
  WHERE k.campaign_id = :campaign_id AND k.outcome = 'completed' AND k.carrier_call_id LIKE '%-1' AND c.list_row % 20 = 0
""")


def fill_answers(db: Database, campaign: Campaign, *, now: datetime) -> None:
    """Let everybody who was talked with have answered and now and then been referred. Triggers rest meanwhile."""
    facts = {"department_id": campaign.department_id, "campaign_id": campaign.id, "now": now}
    with resting_indexes(db, FILLED, at_once=AT_ONCE), db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(_ANSWERS, facts)
        category_id = connection.scalar(_CATEGORY, facts)
        connection.execute(_REFERRALS, facts | {"category_id": category_id})
