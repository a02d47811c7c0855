"""Freezes an account here and now, for whoever has no browser."""

from pathlib import Path
from uuid import UUID

from campaigns.accounts.ask_for_certificate import ask_for_certificate
from campaigns.accounts.freeze_account import GONE, freeze_account
from campaigns.house import House
from campaigns.rules.refusals import Refusal
from campaigns.sheets.signing_key import signing_key
from campaigns.store.accounts.certificates import file_of, last_freeze, newest_certificate
from campaigns.store.session import Scope
from campaigns.store.tables import Certificate
from workers.whole_files import write_whole


def write_certificate(house: House, scope: Scope, campaign_id: UUID, out: Path) -> Certificate | Refusal:
    """Make the next certificate of a campaign, and write its file."""
    asked = ask_for_certificate(house.db, scope, campaign_id, None, now=house.now())
    if isinstance(asked, Refusal):
        return asked
    key = house.settings.certificate_key_file
    made = freeze_account(house.db, asked, lambda: signing_key(key), now=house.now, wait=True)
    with house.db.transaction(scope) as session:
        last = last_freeze(session, campaign_id)
        if made == GONE and last is not None and not last.refused_because:  # a worker was quicker
            made = newest_certificate(session, campaign_id) or GONE
        if not isinstance(made, Refusal):
            write_whole(out, file_of(session, made.id))
    return made
