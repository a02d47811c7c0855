"""Totals of all that lies below an area, so that a nation's tier reads as few lines as a block's."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from campaigns.store.walls import APP_ROLE, open_tier, raise_wall

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BY = "list_id, status, outcome, said_most, reached"
UP = """
  WITH RECURSIVE line (leaf, above) AS (
    SELECT here.area_id, a.parent_id FROM (SELECT DISTINCT area_id FROM {table}) here LEFT JOIN areas a ON a.id = here.area_id
    UNION ALL
    SELECT line.leaf, a.parent_id FROM line JOIN areas a ON a.id = line.above
  ), up AS (SELECT leaf, coalesce(above, '') AS above FROM line WHERE leaf <> '')
"""
SUM_CASES_BELOW = f"""
  {UP.format(table="case_totals")}
  INSERT INTO totals_below (department_id, campaign_id, area_id, kind, value, {BY}, number)
  SELECT department_id, campaign_id, up.above, kind, value, {BY}, sum(number)
  FROM case_totals JOIN up ON up.leaf = area_id GROUP BY department_id, campaign_id, up.above, kind, value, {BY}
"""  # noqa: S608 - our own words
SUM_ROWS_BELOW = f"""
  {UP.format(table="row_totals")}
  INSERT INTO row_totals_below (department_id, campaign_id, area_id, list_id, ending, detail, number)
  SELECT department_id, campaign_id, up.above, list_id, ending, detail, sum(number)
  FROM row_totals JOIN up ON up.leaf = area_id GROUP BY department_id, campaign_id, up.above, list_id, ending, detail
"""  # noqa: S608
SUM_PLACES = """
  INSERT INTO place_totals (department_id, campaign_id, area_id, list_id, people, reached, waiting, called_for)
  SELECT department_id, campaign_id, area_id, list_id, sum(number),
    coalesce(sum(number) FILTER (WHERE status = 'closed' AND outcome = 'completed'), 0),
    coalesce(sum(number) FILTER (WHERE status NOT IN ('closed', 'in_call')), 0),
    coalesce(sum(number) FILTER (WHERE status <> 'closed' OR outcome <> 'withdrawn'), 0)
  FROM case_totals WHERE kind = 'gender' GROUP BY department_id, campaign_id, area_id, list_id
"""
TABLES = ("totals_below", "row_totals_below", "place_totals")


def _columns(kind: sa.types.TypeEngine[Any], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "totals_below",
        *_columns(sa.Uuid(), "department_id", "campaign_id"),
        *_columns(sa.Text(), "area_id", "kind", "value"),
        *_columns(sa.Uuid(), "list_id"),
        *_columns(sa.Text(), "status", "outcome", "said_most"),
        *_columns(sa.Boolean(), "reached"),
        *_columns(sa.BigInteger(), "number"),
        sa.PrimaryKeyConstraint(
            *("campaign_id", "area_id", "kind", "value", "list_id", "status", "outcome", "said_most", "reached"),
            name=op.f("pk_totals_below"),
        ),
    )
    op.create_table(
        "row_totals_below",
        *_columns(sa.Uuid(), "department_id", "campaign_id"),
        *_columns(sa.Text(), "area_id"),
        *_columns(sa.Uuid(), "list_id"),
        *_columns(sa.Text(), "ending", "detail"),
        *_columns(sa.BigInteger(), "number"),
        sa.PrimaryKeyConstraint(
            *("campaign_id", "area_id", "list_id", "ending", "detail"), name=op.f("pk_row_totals_below")
        ),
    )
    op.create_table(
        "place_totals",
        *_columns(sa.Uuid(), "department_id", "campaign_id"),
        *_columns(sa.Text(), "area_id"),
        *_columns(sa.Uuid(), "list_id"),
        *_columns(sa.BigInteger(), "people", "reached", "waiting", "called_for"),
        sa.PrimaryKeyConstraint("campaign_id", "area_id", "list_id", name=op.f("pk_place_totals")),
    )
    for table in TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
        op.execute(open_tier(table))
    for statement in (SUM_CASES_BELOW, SUM_PLACES, SUM_ROWS_BELOW):
        op.execute(statement)
