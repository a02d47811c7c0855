"""The administrative tree, any number of levels deep: state or province, division, district, block and below."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import Table


class Area(Table):
    """A node of the tree, in India and Pakistan alike.

    India has the Local Government Directory's codes. They are unique only within a level, and ten block codes stand
    under two districts, so the key is level, code and parent: `state:1`, `district:623`, `block:6908@623`.

    Pakistan has no such directory, so the codes are ours and must never change: ISO 3166-2 names the province
    (`state:PK-KP`), three letters each division and district in it (`division:PK-KP-PES`, `district:PK-KP-NOW`). A
    district's code does not name its division, because districts have been moved between divisions and the people
    called there must keep their id. A province stands on the level "state", so that the boards and accounts of both
    countries go down by the same steps; divisions stand between it and its districts.

    An area that has ended keeps its row, because people were called there; `valid_to` is its last day.
    """

    __tablename__ = "areas"
    __table_args__ = (
        UniqueConstraint("level", "code", "parent_id", postgresql_nulls_not_distinct=True),
        Index(None, "folded_name", "level"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    country: Mapped[str]  # IN, PK: the region of the campaigns whose lists name it
    level: Mapped[str]  # state, division, district, block (rules/areas/places.LEVELS)
    code: Mapped[str]
    name: Mapped[str]
    folded_name: Mapped[str]  # rules/areas/places.fold_place of the name
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("areas.id"), index=True)  # of today
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class AreaAlias(Table):
    """Another spelling of an area's name, folded."""

    __tablename__ = "area_aliases"
    area_id: Mapped[str] = mapped_column(ForeignKey("areas.id"), primary_key=True)
    folded_name: Mapped[str] = mapped_column(primary_key=True, index=True)


class AreaOnce(Table):
    """What an area once stood in, or was a part of; lists go on saying so for years."""

    __tablename__ = "areas_once"
    area_id: Mapped[str] = mapped_column(ForeignKey("areas.id"), primary_key=True)
    was_id: Mapped[str] = mapped_column(ForeignKey("areas.id"), primary_key=True)
    until: Mapped[date]
