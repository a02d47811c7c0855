"""Foreign keys that PostgreSQL checks once a statement instead of once a row: those of the tables of millions.

A foreign key is looked up and its parent locked row by row, which for a long list takes several times as long as
storing the rows. Here one join checks all rows that a statement has brought, and one those that it takes away from
under others. What neither sees is a parent that another transaction deletes at the same moment: whoever deletes
rows of a list, or opens its cases, holds the lock of that list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Key:
    """Columns of a table that name a row of its parent; all of them or none are null."""

    table: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return what its functions and triggers are called by."""
        return f"{self.table}_{'_'.join(self.columns)}"

    def matches(self, child: str, parent: str) -> str:
        """Return the condition under which a row of one belongs to a row of the other."""
        pairs = zip(self.columns, self.parent_columns, strict=True)
        return " AND ".join(f"{parent}.{theirs} = {child}.{ours}" for ours, theirs in pairs)


# Migration 0002 makes these, with the words below, so both stay: a key that comes later belongs into a tuple of its own.
KEYS_AT_ONCE: Final = (
    Key("list_rows", ("list_id",), "lists", ("id",)),
    Key("beneficiaries", ("department_id",), "departments", ("id",)),
    Key("beneficiaries", ("area_id",), "areas", ("id",)),
    Key("beneficiary_phones", ("beneficiary_id",), "beneficiaries", ("id",)),
    Key("cases", ("campaign_id",), "campaigns", ("id",)),
    Key("cases", ("beneficiary_id",), "beneficiaries", ("id",)),
    Key("cases", ("list_id", "list_row"), "list_rows", ("list_id", "row")),
)


def check_at_once(key: Key) -> Sequence[str]:
    """Return the statements that hold a key: for rows that arrive, rows whose key changes, and parents that go."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in key.columns)
    orphans = f"SELECT FROM arrived WHERE arrived.{key.columns[0]} IS NOT NULL AND {_without_parent(key, 'arrived')}"
    left = f"SELECT FROM gone JOIN {key.table} child ON {key.matches('child', 'gone')}"
    orphan = f"SELECT WHERE NEW.{key.columns[0]} IS NOT NULL AND {_without_parent(key, 'NEW')}"
    return (
        *_refuse(f"{key.name}_arrived", orphans, f"a row of {key.table} has no row of {key.parent}"),
        *_refuse(f"{key.name}_changed", orphan, f"a row of {key.table} has no row of {key.parent}"),
        *_refuse(f"{key.name}_left", left, f"a row of {key.parent} still has rows of {key.table}"),
        f"CREATE TRIGGER {key.name}_arrived AFTER INSERT ON {key.table} REFERENCING NEW TABLE AS arrived"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {key.name}_arrived()",
        f"CREATE TRIGGER {key.name}_changed AFTER UPDATE OF {', '.join(key.columns)} ON {key.table}"
        f" FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {key.name}_changed()",
        f"CREATE TRIGGER {key.name}_left AFTER DELETE ON {key.parent} REFERENCING OLD TABLE AS gone"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {key.name}_left()",
    )


def _without_parent(key: Key, child: str) -> str:
    return f"NOT EXISTS (SELECT FROM {key.parent} parent WHERE {key.matches(child, 'parent')})"


def _refuse(function: str, found: str, message: str) -> tuple[str]:
    return (
        f"""
        CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS ({found}) THEN
            RAISE EXCEPTION '{message}' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{function}';
          END IF;
          RETURN NULL;
        END $$
        """,
    )
