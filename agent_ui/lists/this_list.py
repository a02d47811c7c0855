"""The list, campaign or upload of a page's address; one of another department is no page at all."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort

from agent_ui.house import house
from agent_ui.lists.change_words import being_changed
from agent_ui.lists.kept_problems import kept_problem
from agent_ui.sign_in.access import current_scope
from campaigns.shared.changing import BeingChanged, refused_meanwhile
from campaigns.store.campaign_choices import campaign_line
from campaigns.store.lists.lists import beneficiary_list
from campaigns.store.lists.uploads import upload
from campaigns.store.tables import BeneficiaryList, Campaign, Upload


@dataclass(frozen=True)
class ThisList:
    """A list with its campaign and scheme; `busy` where a worker is at a long change of it."""

    kept: BeneficiaryList
    campaign: Campaign
    scheme: str
    busy: BeingChanged | None = None

    @property
    def words(self) -> dict[str, Any]:
        """Return what every page of a list shows."""
        problem = kept_problem(self.kept.problem) if self.kept.problem else None
        busy = {"sentence": being_changed(self.busy), "change_id": self.busy.change_id} if self.busy else None
        facts = {"list": self.kept, "campaign": self.campaign, "scheme": self.scheme}
        return facts | {"problem": problem, "busy": busy}


def the_list(list_id: UUID) -> ThisList:
    """Return the list that the signed-in person may see, or 404."""
    with house().db.transaction(current_scope()) as session:
        kept = beneficiary_list(session, list_id) or abort(404)
        campaign, scheme = campaign_line(session, kept.campaign_id) or abort(404)
        return ThisList(kept, campaign, scheme, refused_meanwhile(session, list_id))


def the_campaign(campaign_id: UUID) -> tuple[Campaign, str]:
    """Return the campaign that the signed-in person may see with its scheme's name, or 404."""
    with house().db.transaction(current_scope()) as session:
        return campaign_line(session, campaign_id) or abort(404)


def the_upload(upload_id: UUID) -> Upload:
    """Return the upload that the signed-in person may see, or 404."""
    with house().db.transaction(current_scope()) as session:
        return upload(session, upload_id) or abort(404)
