"""Settles a list that has just been read: of its rows only few owe anything to others, and those are known already.

A row whose phones and scheme id no other row says is nobody's double and shares no number; where no number of it is
silenced and its campaign has no case yet, nothing of it can change.
"""

from collections.abc import Collection
from typing import Final

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from campaigns.rules.lists.counted_rows import Totals
from campaigns.store.lists.rows_settling import settle_rows
from campaigns.store.people.opt_outs import SILENCED_NUMBERS
from campaigns.store.tables import BeneficiaryList, Campaign, Case

_MANY: Final = 200_000  # rows; to tell PostgreSQL of more takes as long as to settle a whole list
_ANY_SILENCED: Final = text(f"SELECT EXISTS ({SILENCED_NUMBERS})")
_SILENCED: Final = text(f"""
    SELECT row FROM list_rows CROSS JOIN LATERAL unnest(phones) AS said (e164)
    WHERE list_id = :list_id AND verdict = 'accepted' AND e164 IN ({SILENCED_NUMBERS})
""")  # noqa: S608 - our own words


def settle_new_rows(session: Session, kept: BeneficiaryList, said_again: Collection[int]) -> Totals:
    """Settle a locked list whose rows nobody has changed since they were read; return by how much its totals change.

    `said_again`: at least those accepted rows that share a phone or a scheme id with another.
    """
    among = {*said_again, *_silenced_rows(session, kept)}
    if len(among) > _MANY or session.scalar(select(exists().where(Case.campaign_id == kept.campaign_id))):
        return settle_rows(session, kept)
    return settle_rows(session, kept, among=sorted(among))


def _silenced_rows(session: Session, kept: BeneficiaryList) -> Collection[int]:
    scheme_id = session.get_one(Campaign, kept.campaign_id).scheme_id
    facts = {"list_id": kept.id, "department_id": kept.department_id, "scheme_id": scheme_id}
    if not session.scalar(_ANY_SILENCED, facts):
        return ()  # so that the list need not be gone through
    return session.scalars(_SILENCED, facts).all()
