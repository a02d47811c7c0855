"""Lets the sample of a list go on in its newer version: who was drawn stays, of the new people the same share is drawn."""

import logging
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from campaigns.rules.lists.list_wishes import GoOn
from campaigns.rules.lists.sample_going_on import go_on, seed_of_round
from campaigns.rules.lists.sampling import NOBODY_TO_DRAW, SamplePlan, Shares
from campaigns.rules.refusals import Refusal
from campaigns.shared.changing import Making, lock_in_review
from campaigns.store.access_traces import note_access
from campaigns.store.lists.samples_going_on import draw_going_on, going_on_frame, sample_to_go_on
from campaigns.store.people.samples import Draw, drop_standing_sample, keep_draw, strata_of
from campaigns.store.session import Database, Scope, Session, tell
from campaigns.store.tables import AccessTrace, BeneficiaryList, ListSample

log = logging.getLogger(__name__)


def go_on_with_sample(
    db: Database, scope: Scope, list_id: UUID, wish: GoOn, *, user_id: UUID | None, now: datetime
) -> ListSample | Refusal:
    """Draw the new people, or call everyone from now on; the same list always gives the same people."""
    with db.transaction(scope) as session:
        kept = lock_in_review(session, list_id, wish.change_id)
        if isinstance(kept, Refusal):
            return kept
        before = sample_to_go_on(session, kept)
        if before is None:
            return Refusal(
                "nothing_to_go_on",
                "This list replaces no list of which a sample is called: draw a sample of its own, or call everyone.",
            )
        frame = going_on_frame(session, kept, before)
        strata = go_on(frame.met, strata_of(before), at_least=before.at_least, everyone=wish.everyone)
        if not strata:
            return NOBODY_TO_DRAW
        sample = _draw(session, kept, before, Draw(frame.digest, strata, now, user_id))
        subject = {"list_id": str(list_id), "sample_id": str(sample.id), "drawn": sample.drawn, "of": sample.listed}
        note_access(
            session,
            AccessTrace(
                at=now, user_id=user_id, department_id=kept.department_id, action="sample_went_on", subject=subject
            ),
        )
        tell(session, f"list:{list_id}")
        Making(db, wish.change_id, now).made(session, {"drawn": sample.drawn})
    log.info("sample_went_on", extra={"list_id": str(list_id), "sample_id": str(sample.id)})
    return sample


def _draw(session: Session, kept: BeneficiaryList, before: ListSample, drawn: Draw) -> ListSample:
    drop_standing_sample(session, kept.id, user_id=drawn.user_id, at=drawn.at)
    listed = sum(one.people for one in drawn.strata)
    share = (Decimal(100) * sum(one.drawn for one in drawn.strata) / listed).quantize(Decimal("1e-4"))
    seed = seed_of_round(before.seed, before.round + 1)
    plan = SamplePlan(seed, before.by, Shares.PROPORTIONAL, per_cent=share, at_least=before.at_least)
    sample = keep_draw(session, kept, plan, drawn, follows_id=before.id, round=before.round + 1)
    draw_going_on(session, sample, drawn.strata)
    return sample
