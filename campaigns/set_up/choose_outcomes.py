"""Chooses which outcomes the agents of a campaign may log, from the next look at their desks on."""

from collections.abc import Collection
from uuid import UUID

from campaigns.rules.desk.campaign_outcomes import left_out, outcomes_of
from campaigns.rules.outcomes import AGENT_OUTCOMES
from campaigns.rules.refusals import CAMPAIGN_GONE, OUTCOME_UNKNOWN, Refusal
from campaigns.store.campaigns import lock_campaign
from campaigns.store.scripts import script_document
from campaigns.store.session import Database, Scope


def choose_outcomes(db: Database, scope: Scope, campaign_id: UUID, chosen: Collection[str]) -> Refusal | None:
    """Keep the choice; what every call may come to belongs to it in any case."""
    if not set(chosen) <= set(AGENT_OUTCOMES):
        return OUTCOME_UNKNOWN
    with db.transaction(scope) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None:
            return CAMPAIGN_GONE
        version = campaign.script_version_id
        if refusal := left_out(chosen or ["-"], script_document(session, version) if version else None):
            return refusal
        campaign.outcomes = [outcome.value for outcome in outcomes_of(chosen or ["-"])]
        return None
