"""Lets one statement bring what would be several: the rows of a smaller one come in it as one value."""

from typing import Any

from sqlalchemy import JSON, ScalarSelect, Select, func, select


def rows_as_one(rows: Select[*tuple[Any, ...]]) -> ScalarSelect[list[list[Any]] | None]:
    """Return the rows as one value, a list of lists in their order (None: no rows); moments and words come as JSON has them.

    To ask a statement of its own costs a desk's answer several times what its few rows do.
    """
    found = rows.subquery()
    return select(func.json_agg(func.json_build_array(*found.c), type_=JSON)).select_from(found).scalar_subquery()
