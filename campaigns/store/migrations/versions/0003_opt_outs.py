"""Opt outs with a scope, do-not-call files, and the view of all numbers that must not be called."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from campaigns.store.walls import APP_ROLE, MINE, raise_wall

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEW_TABLES = ("do_not_call_files", "do_not_call_parts", "do_not_call_numbers")

# Read with the rights of its owner. A number that is silenced everywhere passes the wall without its department; all
# others are held by the same condition as the wall itself. It is a union, so nobody can write through it.
SILENCED = f"""
CREATE VIEW silenced_numbers AS
  SELECT e164, CASE WHEN scope = 'everywhere' THEN NULL ELSE department_id END AS department_id, scheme_id
  FROM opt_outs
  WHERE lifted_at IS NULL AND (scope = 'everywhere' OR {MINE})
UNION ALL
  SELECT number.e164, CASE WHEN file.scope = 'everywhere' THEN NULL ELSE file.department_id END, file.scheme_id
  FROM do_not_call_numbers number
  JOIN (
    SELECT id, department_id, scope, scheme_id FROM do_not_call_files
    WHERE status = 'standing' AND (scope = 'everywhere' OR {MINE})
  ) file ON file.id = number.file_id
  WHERE number.lifted_at IS NULL
"""  # noqa: S608 - our own words

# An owner who is no superuser stands behind the wall as well. These let the view, and nobody who has entered a scope,
# find what is silenced everywhere.
SEEN_BY_THE_VIEW = (
    "CREATE POLICY silenced_everywhere ON opt_outs FOR SELECT TO CURRENT_USER USING (scope = 'everywhere')",
    "CREATE POLICY silenced_everywhere ON do_not_call_files FOR SELECT TO CURRENT_USER USING (scope = 'everywhere')",
    "CREATE POLICY silenced_everywhere ON do_not_call_numbers FOR SELECT TO CURRENT_USER"
    " USING (EXISTS (SELECT FROM do_not_call_files file WHERE file.id = file_id AND file.scope = 'everywhere'))",
)


def upgrade() -> None:
    """Apply."""
    _opt_outs_get_a_scope()
    _do_not_call_files()
    _due_cases_in_order()
    for table in NEW_TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")
        for statement in raise_wall(table):
            op.execute(statement)
    op.execute(SILENCED)
    op.execute(f"GRANT SELECT ON silenced_numbers TO {APP_ROLE}")
    for statement in SEEN_BY_THE_VIEW:
        op.execute(statement)


def _opt_outs_get_a_scope() -> None:
    """Those of before were asked for on a call and reach as far as their department."""
    for column, word in (("scope", "department"), ("source", "call")):
        op.add_column("opt_outs", sa.Column(column, sa.Text(), nullable=False, server_default=word))
        op.alter_column("opt_outs", column, server_default=None)
    op.add_column("opt_outs", sa.Column("scheme_id", sa.Uuid(), nullable=True))
    for column in ("because", "lifted_because"):
        op.add_column("opt_outs", sa.Column(column, sa.Text(), nullable=True))
    op.add_column("opt_outs", sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True))
    for column in ("noted_by", "lifted_by"):
        op.add_column("opt_outs", sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(f"fk_opt_outs_{column}"), "opt_outs", "users", [column], ["id"])
    op.create_foreign_key(op.f("fk_opt_outs_scheme_id"), "opt_outs", "schemes", ["scheme_id"], ["id"])
    op.create_check_constraint("scheme_of_scope", "opt_outs", "(scope = 'scheme') = (scheme_id IS NOT NULL)")
    op.drop_constraint("uq_opt_outs_department_id_e164", "opt_outs", type_="unique")
    op.create_index(
        "uq_opt_outs_standing",
        "opt_outs",
        ["e164", "department_id", "scope", "scheme_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )


def _due_cases_in_order() -> None:
    """All cases of a list are due at the moment of its approval; the row orders them, so that nothing is sorted."""
    op.drop_index("ix_cases_due", "cases")
    op.create_index(
        "ix_cases_due",
        "cases",
        ["campaign_id", "priority", "due_at", "list_row"],
        postgresql_where=sa.text("status IN ('waiting', 'callback')"),
    )


def _do_not_call_files() -> None:
    users = {"uploaded_by": "users", "taken_by": "users", "ended_by": "users"}
    parents = {"department_id": "departments", "scheme_id": "schemes", "replaced_by": "do_not_call_files", **users}
    op.create_table(
        "do_not_call_files",
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=True),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.Column("already", sa.Integer(), nullable=False),
        sa.Column("not_valid", sa.Integer(), nullable=False),
        sa.Column("not_valid_rows", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("replaced_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(scope = 'scheme') = (scheme_id IS NOT NULL)", name=op.f("ck_do_not_call_files_scheme_of_scope")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_do_not_call_files")),
        *(
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_do_not_call_files_{column}"))
            for column, parent in parents.items()
        ),
    )
    op.create_index(op.f("ix_do_not_call_files_department_id"), "do_not_call_files", ["department_id"])
    op.create_table(
        "do_not_call_parts",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["do_not_call_files.id"], name=op.f("fk_do_not_call_parts_file_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_do_not_call_parts_department_id")),
        sa.PrimaryKeyConstraint("file_id", "part", name=op.f("pk_do_not_call_parts")),
    )
    op.create_index(op.f("ix_do_not_call_parts_department_id"), "do_not_call_parts", ["department_id"])
    op.create_table(
        "do_not_call_numbers",
        sa.Column("e164", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("e164", "file_id", name=op.f("pk_do_not_call_numbers")),
    )
