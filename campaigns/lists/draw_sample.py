"""Draws a random sample of a list in review: when the list is approved, only the people drawn are called."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.lists.list_wishes import Sample
from campaigns.rules.lists.sampling import allocate
from campaigns.rules.refusals import Refusal
from campaigns.shared.changing import Making, lock_in_review
from campaigns.store.access_traces import note_access
from campaigns.store.people.samples import Draw, drop_standing_sample, sampling_frame, save_sample
from campaigns.store.session import Database, Scope, tell
from campaigns.store.tables import AccessTrace, ListSample

log = logging.getLogger(__name__)


def draw_sample(
    db: Database, scope: Scope, list_id: UUID, wish: Sample, *, user_id: UUID | None, now: datetime
) -> ListSample | Refusal:
    """Draw in place of an earlier sample, which stays on record; the same seed draws the same rows of the same list."""
    plan = wish.plan
    with db.transaction(scope) as session:
        kept = lock_in_review(session, list_id, wish.change_id)
        if isinstance(kept, Refusal):
            return kept
        frame = sampling_frame(session, list_id, plan.by)
        strata = allocate(plan, frame.strata)
        if isinstance(strata, Refusal):
            return strata
        drop_standing_sample(session, list_id, user_id=user_id, at=now)
        sample = save_sample(session, kept, plan, Draw(frame.digest, strata, now, user_id))
        subject = {"list_id": str(list_id), "sample_id": str(sample.id), "drawn": sample.drawn, "of": sample.listed}
        note_access(
            session,
            AccessTrace(
                at=now, user_id=user_id, department_id=kept.department_id, action="sample_drawn", subject=subject
            ),
        )
        tell(session, f"list:{list_id}")
        Making(db, wish.change_id, now).made(session, {"drawn": sample.drawn})
    log.info("sample_drawn", extra={"list_id": str(list_id), "sample_id": str(sample.id)})
    return sample
