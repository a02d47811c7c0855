"""Where a benchmark's pages look: the areas with most people and with fewest, and somebody of a long campaign."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_BY_PEOPLE: Final = """
  SELECT t.area_id FROM totals_below t JOIN areas a ON a.id = t.area_id AND a.level = :level
  WHERE t.campaign_id = :campaign_id AND t.kind = 'all' GROUP BY t.area_id ORDER BY sum(t.number) {order}, t.area_id LIMIT 1
"""
_MOST: Final = text(_BY_PEOPLE.format(order="DESC"))
_FEWEST: Final = text(_BY_PEOPLE.format(order="ASC"))
_BLOCK: Final = text("""
  SELECT area_id FROM place_totals JOIN areas a ON a.id = area_id AND a.level = 'block'
  WHERE campaign_id = :campaign_id GROUP BY area_id ORDER BY sum(people) DESC, area_id LIMIT 1
""")
_CASE: Final = text("SELECT id FROM cases WHERE campaign_id = :campaign_id AND list_row = 21")  # who was referred, too
_REFERRAL: Final = text("SELECT id FROM referrals WHERE campaign_id = :campaign_id ORDER BY opened_at DESC LIMIT 1")


@dataclass(frozen=True)
class Places:
    """What the addresses of pages name."""

    states: tuple[str, str]  # with most people, and with fewest
    districts: tuple[str, str]
    block: str
    case_id: UUID
    referral_id: UUID | None


def places_to_look(session: Session, campaign_id: UUID) -> Places:
    """Return where to look in a campaign that long_tiers has filled."""
    facts = {"campaign_id": campaign_id}

    def ends(level: str) -> tuple[str, str]:
        asked = facts | {"level": level}
        return session.execute(_MOST, asked).scalar_one(), session.execute(_FEWEST, asked).scalar_one()

    block, case_id = session.execute(_BLOCK, facts).scalar_one(), session.execute(_CASE, facts).scalar_one()
    return Places(ends("state"), ends("district"), block, case_id, session.scalar(_REFERRAL, facts))
