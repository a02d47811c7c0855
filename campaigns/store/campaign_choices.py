"""What an officer sees of her campaigns, and what she chooses from when she makes one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from campaigns.rules.list_states import ListStatus
from campaigns.store.tables import BeneficiaryList, Campaign, Department, Operator, Scheme, ScriptVersion

SCRIPTS = Path(__file__).parent / "data" / "scripts"


@dataclass(frozen=True)
class CampaignLine:
    """A campaign in the officer's overview, with how many lists wait for her."""

    campaign: Campaign
    scheme: str
    lists: int
    open_lists: int  # neither approved nor withdrawn


@dataclass(frozen=True)
class ScriptChoice:
    """A script that a new campaign may begin with. `key`: `shipped:<file>` or a script version's id."""

    key: str
    name: str
    document: dict[str, Any]


@dataclass(frozen=True)
class CampaignChoices:
    """What the form of a new campaign offers: companies that call, the department's schemes, scripts by key."""

    operators: Sequence[Operator]
    schemes: Sequence[str]
    scripts: dict[str, ScriptChoice]


def campaign_lines(session: Session) -> list[CampaignLine]:
    """Return this scope's campaigns, newest first."""
    done = (ListStatus.APPROVED, ListStatus.REPLACED, ListStatus.WITHDRAWN)
    lists = func.count(BeneficiaryList.id)
    found = (
        select(Campaign, Scheme.name, lists, lists.filter(BeneficiaryList.status.not_in(done)))
        .join(Scheme, Scheme.id == Campaign.scheme_id)
        .outerjoin(BeneficiaryList, BeneficiaryList.campaign_id == Campaign.id)
        .group_by(Campaign.id, Scheme.name)
        .order_by(Campaign.created_at.desc(), Campaign.name)
    )
    return [CampaignLine(*row) for row in session.execute(found)]


def campaign_line(session: Session, campaign_id: UUID) -> tuple[Campaign, str] | None:
    """Return a campaign with the name of its scheme, or None where this scope has none of that id."""
    found = select(Campaign, Scheme.name).join(Scheme, Scheme.id == Campaign.scheme_id)
    row = session.execute(found.where(Campaign.id == campaign_id)).one_or_none()
    return (row[0], row[1]) if row else None


def department(session: Session, department_id: UUID) -> Department:
    """Return a department."""
    return session.get_one(Department, department_id)


def campaign_choices(session: Session) -> CampaignChoices:
    """Return what a new campaign may be made of."""
    return CampaignChoices(
        session.scalars(select(Operator).order_by(Operator.name)).all(),
        session.scalars(select(Scheme.name).distinct().order_by(Scheme.name)).all(),
        {choice.key: choice for choice in script_choices(session)},
    )


def script_choices(session: Session) -> list[ScriptChoice]:
    """Return the shipped scripts, then the newest script of each of this scope's campaigns."""
    newest = (
        select(ScriptVersion.id, Campaign.name, ScriptVersion.document)
        .join(Campaign, Campaign.id == ScriptVersion.campaign_id)
        .ext(distinct_on(ScriptVersion.campaign_id))
        .order_by(ScriptVersion.campaign_id, ScriptVersion.version.desc())
    )
    own = [ScriptChoice(str(key), name, document) for key, name, document in session.execute(newest)]
    return [*shipped_scripts(), *sorted(own, key=lambda choice: choice.name)]


def shipped_scripts() -> list[ScriptChoice]:
    """Read the scripts that come with Raabta."""
    return [
        ScriptChoice(
            f"shipped:{path.stem}", path.stem.replace("_", " ").capitalize(), json.loads(path.read_text("utf-8"))
        )
        for path in sorted(SCRIPTS.glob("*.json"))
    ]
