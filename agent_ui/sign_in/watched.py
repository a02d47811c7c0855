"""The campaign of a page's address, for whoever may watch it; a stranger's campaign does not exist for her."""

from uuid import UUID

from flask import abort

from agent_ui.house import house
from agent_ui.sign_in.access import the_user
from campaigns.store.floor.floor_campaigns import watched_campaign
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import Campaign


def campaign_to_watch(campaign_id: UUID) -> Campaign:
    """Return the campaign if the signed-in person may see it, else there is no such page."""
    with house().db.transaction(EVERYTHING) as session:  # an operator works for several departments
        return watched_campaign(session, the_user(), campaign_id) or abort(404)
