"""The wall between departments: row-level security on every table that a department owns, on desks and on traces.

Migrations raise it with these very words, so they stay as they are: another kind of wall is another function.
"""

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

ALL = "(SELECT current_setting('raabta.everything', true) = 'on')"
MINE = f"{ALL} OR department_id = (SELECT nullif(current_setting('raabta.department', true), '')::uuid)"


def raise_wall(table: str) -> tuple[str, ...]:
    """Return the statements that let a transaction see only the rows of its own department."""
    return (*_behind_wall(table), f"CREATE POLICY own_department ON {table} USING ({MINE}) WITH CHECK ({MINE})")


def open_tier(table: str) -> str:
    """Return the statement that shows rows of a walled table to those who see one area of their department only."""
    return (
        f"CREATE POLICY own_tier ON {table} FOR SELECT USING ("
        "department_id = (SELECT nullif(current_setting('raabta.tier_of', true), '')::uuid)"
        " AND area_id IN (SELECT areas_below(current_setting('raabta.area', true))))"
    )


def raise_wall_of_desks() -> tuple[str, ...]:
    """Return the statements for agents' desks: the department sees those of its campaigns, an agent her own."""
    hers = "user_id = (SELECT nullif(current_setting('raabta.user', true), '')::uuid)"
    seen = f"{ALL} OR EXISTS (SELECT FROM agent_sessions desk WHERE desk.id = agent_session_id)"  # behind its own wall
    return (
        *raise_wall("agent_sessions"),
        f"CREATE POLICY own_desk ON agent_sessions FOR SELECT USING ({hers})",
        *_behind_wall("agent_session_moves"),
        f"CREATE POLICY seen_desk ON agent_session_moves USING ({seen}) WITH CHECK ({seen})",
    )


def raise_wall_of_traces() -> tuple[str, ...]:
    """Return the statements for the trace: everybody appends to it, a department reads what was done to its own."""
    return (
        *_behind_wall("access_traces"),
        "CREATE POLICY appended ON access_traces FOR INSERT WITH CHECK (true)",
        f"CREATE POLICY own_department ON access_traces FOR SELECT USING ({MINE})",
    )


def _behind_wall(table: str) -> tuple[str, ...]:
    return (f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
