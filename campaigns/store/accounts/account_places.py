"""Names the places of an account: the area of each tier for what a person's row says, from the tree of areas."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.accounts import drawn_account
from campaigns.rules.accounts.drawn_account import Place, Tier
from campaigns.store.tables import Area

Ids = tuple[str | None, str | None, str | None]  # of state, district and block


class PlaceNames:
    """The tree of areas in memory; each place is made once, however many live there."""

    def __init__(self, session: Session) -> None:
        """Read the tree."""
        self._areas = {
            id_: (level, name, parent)
            for id_, level, name, parent in session.execute(select(Area.id, Area.level, Area.name, Area.parent_id))
        }
        self._places: dict[Ids, Place] = {}

    def place(self, ids: Ids) -> Place:
        """Return the place of the deepest of these areas as the tree has it today; what is not in the tree stays as said."""
        if ids not in self._places:
            self._places[ids] = self._made(*ids)
        return self._places[ids]

    def _made(self, state: str | None, district: str | None, block: str | None) -> Place:
        found = self._line(block or district or state)
        for tier, said in ((Tier.STATE, state), (Tier.DISTRICT, district), (Tier.BLOCK, block)):
            if said is not None and tier not in found:
                found[tier] = drawn_account.Area(said, self._areas[said][1] if said in self._areas else said)
        return Place((found.get(Tier.STATE), found.get(Tier.DIVISION), found.get(Tier.DISTRICT), found.get(Tier.BLOCK)))

    def _line(self, deepest: str | None) -> dict[str, drawn_account.Area]:
        found: dict[str, drawn_account.Area] = {}
        while deepest is not None and deepest in self._areas:
            level, name, parent = self._areas[deepest]
            found[level] = drawn_account.Area(deepest, name)
            deepest = parent
        return found
