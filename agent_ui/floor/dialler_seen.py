"""What the floor's pages know of the dialler: its lines are everybody's, so they are read apart from any department."""

import time
from dataclasses import replace
from datetime import datetime
from typing import Final

from flask import current_app

from agent_ui.house import house
from campaigns.rules.floor.why_not_dialling import DiallingFacts
from campaigns.store.dialling.dialler_now import DiallerNow, dialler_now
from campaigns.store.dialling.dialling_facts import dialling_facts
from campaigns.store.session import EVERYTHING, Session
from campaigns.store.tables import Campaign

STARTING: Final = 20.0  # wall seconds after these pages; the dialler is started with them, and asks the carrier first


def dialler_seen() -> DiallerNow:
    """Return how many lines are taken at this moment, and whether a dialler runs."""
    built = house()
    with built.db.transaction(EVERYTHING) as session:
        lines = built.settings.concurrent_calls
        seen = dialler_now(session, built.telephony.name, lines=lines, now=built.now())
    return replace(seen, starts=time.monotonic() - current_app.extensions["started"] < STARTING)


def facts_on_page(session: Session, campaign: Campaign, dialler: DiallerNow, *, now: datetime) -> DiallingFacts:
    """Return what the dialler decides by, as every page that says why a campaign is not dialling asks for it."""
    built = house()
    carrier, silence = built.telephony.name, built.desk_silence
    return dialling_facts(session, campaign, carrier=carrier, desk_silence=silence, now=now, dialler=dialler)
