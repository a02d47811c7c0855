"""Carries out a rehearsal that was asked for: reads the campaign, plays it through, and keeps what came of it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.clock import Now
from campaigns.rules.refusals import Refusal
from campaigns.rules.rehearsal.plan import RehearsalPlan
from campaigns.rules.rehearsal_states import RehearsalEvent
from campaigns.shared.rehearsing import Carrier, rehearsed
from campaigns.store.rehearsal.rehearsals import claim_rehearsal, move_rehearsal, note_share_done
from campaigns.store.session import EVERYTHING, Database

STEP: Final = 0.02  # of the whole, between two signs of life
MOST_TRIES: Final = 3
GIVEN_UP: Final = Refusal(
    "rehearsal_given_up", "The rehearsal was begun three times and never came to its end. Try again with fewer days."
)


def rehearse_campaign(db: Database, rehearsal_id: UUID, carrier: Carrier, *, now: Now) -> None:
    """Rehearse; safe to run twice, as one worker alone is at it. Only the rehearsal's own row is written."""
    with db.transaction(EVERYTHING) as session:
        asked = claim_rehearsal(session, rehearsal_id, now=now())
        if asked is None:
            return
        campaign_id, plan, tries, begins = asked.campaign_id, RehearsalPlan.from_json(asked.plan), asked.tries, now()
    if tries > MOST_TRIES:
        _end(db, rehearsal_id, GIVEN_UP, at=now())
        return
    told = _Told(db, rehearsal_id, now)
    found = rehearsed(db, campaign_id, plan, carrier, now=begins, heard=told.hear)
    _end(db, rehearsal_id, found, at=now())


def _end(db: Database, rehearsal_id: UUID, found: dict[str, object] | Refusal, *, at: datetime) -> None:
    with db.transaction(EVERYTHING) as session:
        if isinstance(found, Refusal):
            refused: dict[str, object] = {"because": found.because, "hint": found.hint}
            move_rehearsal(session, rehearsal_id, RehearsalEvent.REFUSE, refused, at=at)
        else:
            move_rehearsal(session, rehearsal_id, RehearsalEvent.FINISH, found, at=at)


class _Told:
    """Keeps how far the rehearsal is, now and then."""

    def __init__(self, db: Database, rehearsal_id: UUID, now: Now) -> None:
        self._db, self._id, self._now, self._last = db, rehearsal_id, now, 0.0

    def hear(self, share: float) -> None:
        """Keep it if it has gone on."""
        if share < self._last + STEP:
            return
        self._last = share
        with self._db.transaction(EVERYTHING) as session:
            note_share_done(session, self._id, share, now=self._now())
