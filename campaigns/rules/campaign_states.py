"""States of a campaign: nothing is called before a second look has approved it."""

from enum import StrEnum


class CampaignStatus(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    ARCHIVED = "archived"


class CampaignEvent(StrEnum):
    """What can happen to a campaign."""

    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    START = "start"
    PAUSE = "pause"
    FINISH = "finish"
    ARCHIVE = "archive"


class DialMode(StrEnum):
    """How a campaign's calls are placed."""

    PREVIEW = "preview"  # the agent sees the record, then dials
    PROGRESSIVE = "progressive"  # one call per ready agent
    PREDICTIVE = "predictive"  # more calls than ready agents, under the abandon cap


_S, _E = CampaignStatus, CampaignEvent
TRANSITIONS: dict[CampaignStatus, dict[CampaignEvent, CampaignStatus]] = {
    _S.DRAFT: {_E.SUBMIT: _S.SUBMITTED},
    _S.SUBMITTED: {_E.RETURN: _S.DRAFT, _E.APPROVE: _S.APPROVED},
    _S.APPROVED: {_E.START: _S.RUNNING, _E.RETURN: _S.DRAFT},
    _S.RUNNING: {_E.PAUSE: _S.PAUSED},
    _S.PAUSED: {_E.START: _S.RUNNING, _E.FINISH: _S.FINISHED},
    _S.FINISHED: {_E.ARCHIVE: _S.ARCHIVED, _E.START: _S.RUNNING},
    _S.ARCHIVED: {},
}
OVER = (_S.FINISHED, _S.ARCHIVED)  # takes no more lists


def advance(status: CampaignStatus, event: CampaignEvent) -> CampaignStatus | None:
    """Return the next status, or None where the event does not apply."""
    return TRANSITIONS[status].get(event)
