"""A campaign by what names it, for files and machines outside."""

from typing import NamedTuple
from uuid import UUID

from campaigns.rules.campaign_states import CampaignStatus


class NamedCampaign(NamedTuple):
    """Its id, its name in addresses, its name for people, and where it stands."""

    id: UUID
    slug: str
    name: str
    status: CampaignStatus
