"""How far an agent's practice is in each campaign that she may work, as her start page tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from agent_ui.languages import KNOWN, language
from campaigns.rules.carrier.read_in import read_in
from campaigns.rules.practice.practice import practised_in
from campaigns.store.desk.desk import DeskCampaign
from campaigns.store.practice import practice_passed
from campaigns.store.scripts import script_document
from campaigns.store.session import Session
from campaigns.store.tables import User


@dataclass(frozen=True)
class Standing:
    """Practice calls that she has passed in one language of a campaign's script."""

    campaign_id: UUID
    language: str
    name: str  # of the language, in itself
    passed: int
    required: int


def practice_standing(session: Session, person: User, offered: Sequence[DeskCampaign]) -> dict[UUID, list[Standing]]:
    """Return it by campaign, for each language in which she would read the script, that of her page first."""
    return {work.campaign.id: _standings(session, person, work) for work in offered}


def _standings(session: Session, person: User, work: DeskCampaign) -> list[Standing]:
    campaign = work.campaign
    document = script_document(session, campaign.script_version_id) if campaign.script_version_id else None
    if document is None:
        return []
    passed = practice_passed(session, person.id, campaign.script_version_id)
    tags = practised_in(list(person.languages), document["languages"])
    first = read_in(language(), tags)  # who is new takes the first one
    return [
        Standing(
            campaign.id, tag, KNOWN[tag].name if tag in KNOWN else tag, passed.get(tag, 0), campaign.practice_calls
        )
        for tag in sorted(tags, key=lambda tag: tag != first)
    ]
