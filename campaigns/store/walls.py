"""The wall between departments: row-level security on every table that a department owns."""

APP_ROLE = "raabta_app"

CREATE_ROLE = f"""
DO $$ BEGIN
  CREATE ROLE {APP_ROLE} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""  # roles belong to the whole server, so two databases may make it at the same moment

GRANT_ROLE = f"""
DO $$ BEGIN
  EXECUTE format('GRANT {APP_ROLE} TO %I', current_user);
EXCEPTION WHEN unique_violation OR internal_error THEN NULL;
END $$
"""

GRANTS = (
    f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}",
    f"REVOKE UPDATE, DELETE ON access_traces FROM {APP_ROLE}",
)


def raise_wall(table: str) -> tuple[str, ...]:
    """Return the statements that let a transaction see only the rows of its own department."""
    mine = (
        "(SELECT current_setting('raabta.everything', true) = 'on')"
        " OR department_id = (SELECT nullif(current_setting('raabta.department', true), '')::uuid)"
    )
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY own_department ON {table} USING ({mine}) WITH CHECK ({mine})",
    )
