"""What the floor's pages know of the dialler: its lines are everybody's, so they are read apart from any department."""

from agent_ui.house import house
from campaigns.store.dialling.dialler_now import DiallerNow, dialler_now
from campaigns.store.session import EVERYTHING


def dialler_seen() -> DiallerNow:
    """Return how many lines are taken at this moment, and whether a dialler runs."""
    built = house()
    with built.db.transaction(EVERYTHING) as session:
        lines = built.settings.concurrent_calls
        return dialler_now(session, built.telephony.name, lines=lines, now=built.now())
