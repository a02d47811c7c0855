"""Saves a new version of a campaign's script, unless some call could get lost in it."""

import json
from datetime import datetime
from importlib.resources import files
from typing import Any
from uuid import UUID

from jsonschema import Draft202012Validator

from campaigns.rules.refusals import Refusal
from campaigns.rules.script_check import find_problems
from campaigns.store.campaigns import lock_campaign
from campaigns.store.scripts import save_script_version
from campaigns.store.session import Database, Scope

SCHEMA = Draft202012Validator(json.loads(files("campaigns.rules").joinpath("script.schema.json").read_text("utf-8")))
MOST_TOLD = 20  # problems in one answer; more would not be read


def save_script(
    db: Database, scope: Scope, campaign_id: UUID, document: dict[str, Any], *, now: datetime
) -> UUID | Refusal:
    """Return the new version's id; a call that has begun keeps the version that it began with."""
    problems = wrong_shape(document) or find_problems(document)
    if problems:
        return Refusal("script_unsound", "\n".join(problems[:MOST_TOLD]))
    with db.transaction(scope) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None:
            return Refusal("no_campaign", "There is no such campaign.")
        return save_script_version(session, campaign, document, now=now)


def wrong_shape(document: Any) -> list[str]:
    """Return where a document departs from the published schema, one sentence each."""
    errors = sorted(SCHEMA.iter_errors(document), key=lambda error: [str(part) for part in error.path])
    return [f"{'.'.join(map(str, error.path)) or 'The script'}: {error.message}"[:300] for error in errors]
