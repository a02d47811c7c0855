"""Saves a new version of a campaign's script, unless some call could get lost in it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.desk.campaign_outcomes import left_out
from campaigns.rules.refusals import CAMPAIGN_GONE, Refusal
from campaigns.rules.scripts.check import find_problems
from campaigns.rules.scripts.faults import Fault, Place, Problem, ScriptRefused
from campaigns.store.campaigns import lock_campaign
from campaigns.store.scripts import save_script_version, script_document
from campaigns.store.session import Database, Scope
from campaigns.store.tables import Campaign

SCHEMA_TEXT: Final = files("campaigns.rules.scripts").joinpath("script.schema.json").read_text("utf-8")
SCHEMA: Final = Draft202012Validator(json.loads(SCHEMA_TEXT))
OVER: Final = (CampaignStatus.FINISHED, CampaignStatus.ARCHIVED)
MOST_TOLD: Final = 20  # problems in one sentence; more would not be read
LONGEST_ERROR: Final = 200


@dataclass(frozen=True)
class SavedBy:
    """Who saves, and which version she had before her; None: whichever is in use."""

    user_id: UUID | None = None
    based_on: UUID | None = None


def save_script(
    db: Database,
    scope: Scope,
    campaign_id: UUID,
    document: dict[str, Any],
    by: SavedBy = SavedBy(),
    *,
    now: datetime,
) -> UUID | Refusal:
    """Return the id of the version in use; a call that has begun keeps the version that it began with."""
    if problems := problems_of(document):
        told = "\n".join(str(problem) for problem in problems[:MOST_TOLD])
        return ScriptRefused("script_unsound", told, problems=tuple(problems))
    with db.transaction(scope) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None:
            return CAMPAIGN_GONE
        newest = campaign.script_version_id
        used = script_document(session, newest) if newest is not None else None
        if refusal := _cannot_change(campaign, used, document, by):
            return refusal
        if newest is not None and used == document:
            return newest
        return save_script_version(session, campaign, document, saved_by=by.user_id, now=now)


def _cannot_change(
    campaign: Campaign, used: dict[str, Any] | None, document: dict[str, Any], by: SavedBy
) -> Refusal | None:
    if campaign.status in OVER:
        return Refusal("campaign_over", "This campaign is over: write the script for a campaign that still calls.")
    if by.based_on is not None and by.based_on != campaign.script_version_id:
        return Refusal(
            "script_changed", "Somebody else has saved a newer version meanwhile: look at it, and change that one."
        )
    spoken = set(campaign.languages) & set(used["languages"] if used else ())
    if not spoken <= set(document["languages"]):
        return Refusal(
            "language_dropped", "The campaign speaks a language that this version has no more: keep its texts."
        )
    return left_out(campaign.outcomes, document)


def problems_of(document: Any) -> Sequence[Problem]:
    """Return everything that is wrong with a document: its shape first, then the ways and texts in it."""
    return wrong_shape(document) or find_problems(document)


def wrong_shape(document: Any) -> list[Problem]:
    """Return where a document departs from the published schema."""
    if not _can_be_kept(document):
        return [Problem(Fault.SHAPE, Place(), {"error": "it holds signs that no text can have"})]
    errors = sorted(SCHEMA.iter_errors(document), key=lambda error: [str(part) for part in error.path])
    return [Problem(Fault.SHAPE, _place(error), {"error": error.message[:LONGEST_ERROR]}) for error in errors]


def _can_be_kept(document: Any) -> bool:
    """A zero byte, half a letter or a number that is none cannot be kept."""
    try:
        return "\\u0000" not in json.dumps(document, allow_nan=False) and bool(
            json.dumps(document, ensure_ascii=False).encode()
        )
    except (ValueError, RecursionError):
        return False


def _place(error: ValidationError) -> Place:
    match list(error.path):
        case ["steps", str(step), "options", int(number), *rest]:
            return Place(step, ".".join(map(str, rest)) or None, number + 1)
        case ["steps", str(step), *rest]:
            return Place(step, ".".join(map(str, rest)) or None)
        case rest:
            return Place(part=".".join(map(str, rest)) or None)
