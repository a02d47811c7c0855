"""The administrative tree: state, district, block and below."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import Table


class Area(Table):
    """A node of the tree.

    Local Government Directory codes are unique only within a level, and ten block codes stand under two
    districts, so the key is level, code and parent: `state:1`, `district:623`, `block:6908@623`.
    """

    __tablename__ = "areas"
    __table_args__ = (
        UniqueConstraint("level", "code", "parent_id", postgresql_nulls_not_distinct=True),
        Index(None, "folded_name", "level"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]  # state, district, block
    code: Mapped[str]
    name: Mapped[str]
    folded_name: Mapped[str]  # rules/names.fold_name of the name
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("areas.id"), index=True)


class AreaAlias(Table):
    """Another spelling of an area's name, folded."""

    __tablename__ = "area_aliases"
    area_id: Mapped[str] = mapped_column(ForeignKey("areas.id"), primary_key=True)
    folded_name: Mapped[str] = mapped_column(primary_key=True, index=True)
