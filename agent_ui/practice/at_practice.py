"""Finds the campaign and language in which the signed-in agent practises."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort

from agent_ui.house import house
from agent_ui.practice.practice_json import practice_json
from agent_ui.sign_in.access import the_user
from campaigns.rules.scripts.script import Script, read_script
from campaigns.store.desk.desk import DeskCampaign, desk_campaigns
from campaigns.store.scripts import script_document
from campaigns.store.session import EVERYTHING, Scope


@dataclass(frozen=True)
class PracticeDesk:
    """One agent's practice desk: a campaign of her operator, and a language of its script."""

    work: DeskCampaign
    language: str
    script: Script

    @property
    def scope(self) -> Scope:
        """Return whose rows this desk sees."""
        return Scope(self.work.campaign.department_id)

    def state(self) -> dict[str, Any]:
        """Return how it stands now."""
        with house().db.transaction(self.scope) as session:
            return practice_json(session, the_user(), self.work.campaign.id, self.language, now=house().now())


def practice_desk(campaign_id: UUID, language: str) -> PracticeDesk:
    """Return the desk; there is none for a campaign of others or a language that the script lacks."""
    with house().db.transaction(EVERYTHING) as session:  # an operator works for several departments
        offered = desk_campaigns(session, the_user().operator_id)
        work = next((one for one in offered if one.campaign.id == campaign_id), None) or abort(404)
        version = work.campaign.script_version_id
        document = script_document(session, version) if version else None
    if document is None or language not in document["languages"]:
        abort(404)
    return PracticeDesk(work, language, read_script(document))
