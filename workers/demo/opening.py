"""Opens the demo's floor by the same use cases as any department's. Done again, it goes on from where it was."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import click

from campaigns.house import House
from campaigns.lists.approve_list import approve_list
from campaigns.lists.confirm_columns import confirm_columns
from campaigns.lists.import_list import import_list
from campaigns.lists.note_lawful_basis import note_lawful_basis
from campaigns.lists.receive_list import SameFile, UploadedFile, receive_list
from campaigns.rules.campaign_states import CampaignEvent, CampaignStatus, DialMode
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.refusals import Refusal
from campaigns.set_up.draft_campaign import draft_campaign
from campaigns.set_up.move_campaign import move_campaign
from campaigns.set_up.set_up_floor import Floor, set_up_floor
from campaigns.store.campaigns import campaign_by_slug
from campaigns.store.lists.lawful_bases import basis_to_begin_from
from campaigns.store.lists.lists import beneficiary_list
from campaigns.store.session import Database, Scope
from campaigns.store.tables import BeneficiaryList
from workers.demo.people import ADMIN, CAMPAIGN, DEMO_PASSWORD, OFFICER, demo_campaign, demo_floor

SCRIPT = Path(__file__).parent / "old_age_pension_check.json"
DEMO_ORDER = "SWD/Pension/114"  # invented
ON_THE_WAY = {
    CampaignStatus.DRAFT: CampaignEvent.SUBMIT,
    CampaignStatus.SUBMITTED: CampaignEvent.APPROVE,
    CampaignStatus.APPROVED: CampaignEvent.START,
    CampaignStatus.PAUSED: CampaignEvent.START,
}
Done = TypeVar("Done")


@dataclass(frozen=True)
class OpenFloor:
    """The demo's floor, ready to dial."""

    floor: Floor
    campaign_id: UUID

    @property
    def scope(self) -> Scope:
        """Return what the department sees."""
        return Scope(self.floor.department_id)


def open_floor(
    house: House, people: Path, *, agents: int, say: Callable[[str], None], mode: DialMode | None = None
) -> OpenFloor:
    """Seat the people, import and approve the list, approve and start the campaign, in a mode of its own if asked for."""
    floor = set_up_floor(house.db, demo_floor(agents), DEMO_PASSWORD, now=house.now())
    script: dict[str, Any] = json.loads(SCRIPT.read_text(encoding="utf-8"))
    draft = demo_campaign(floor, script, now=house.now())
    draft = replace(draft, mode=mode or draft.mode)
    ready = OpenFloor(floor, draft_campaign(house.db, floor.department_id, draft, now=house.now()))
    take_list(house, ready, people, say)
    start_campaign(house, ready)
    return ready


def take_list(house: House, ready: OpenFloor, people: Path, say: Callable[[str], None]) -> None:
    """Bring a file to its cases, from whatever step an earlier run has left it at."""
    officer = ready.floor.people[OFFICER]
    upload = UploadedFile(people, people.name, house.settings.max_upload_bytes)
    received = receive_list(house.db, ready.scope, ready.campaign_id, upload, user_id=officer, now=house.now())
    list_id = received.earlier if isinstance(received, SameFile) and received.earlier else done(received)
    kept = _list(house, ready, list_id)
    if kept.status is ListStatus.RECEIVED:
        columns = ColumnMap.from_json(kept.columns)
        done(confirm_columns(house.db, ready.scope, list_id, columns, user_id=officer, now=house.now()))
    if kept.status in (ListStatus.RECEIVED, ListStatus.MAPPED, ListStatus.IMPORTING):
        say(f"Reading {people.name}")
        import_list(house.db, list_id, now=house.now, wait=True)
        kept = _list(house, ready, list_id)
        if kept.problem:
            raise click.ClickException(kept.problem)
        say(f"{kept.accepted} rows accepted, {kept.rejected} rejected, {kept.ignored} ignored")
    if kept.status is ListStatus.REVIEW:
        note_demo_basis(house.db, kept, now=house.now())
        done(approve_list(house.db, ready.scope, list_id, user_id=officer, now=house.now()))


def note_demo_basis(db: Database, kept: BeneficiaryList, *, now: datetime) -> None:
    """Note an invented order of today, with what the campaign says of itself."""
    scope = Scope(kept.department_id)
    with db.transaction(scope) as session:
        begun = basis_to_begin_from(session, kept.campaign_id)
    if begun is None:
        raise LookupError(kept.campaign_id)
    basis = replace(begun, order_number=DEMO_ORDER, order_date=now.date())
    done(note_lawful_basis(db, scope, kept.id, basis, user_id=None, now=now))


def start_campaign(house: House, ready: OpenFloor) -> None:
    """Submit, approve and start the campaign; the second look is another person's."""
    while event := ON_THE_WAY.get(_campaign_status(house, ready)):
        by = ready.floor.people[ADMIN if event is CampaignEvent.APPROVE else OFFICER]
        done(move_campaign(house.db, ready.scope, ready.campaign_id, event, by, now=house.now()))


def done(result: Done | Refusal) -> Done:
    """Return what was made.

    Raises:
        click.ClickException: with the hint of a refusal; the demo ends there.
    """
    if isinstance(result, Refusal):
        raise click.ClickException(result.hint or result.because)
    return result


def _list(house: House, ready: OpenFloor, list_id: UUID) -> BeneficiaryList:
    with house.db.transaction(ready.scope) as session:
        kept = beneficiary_list(session, list_id)
    if kept is None:
        raise LookupError(list_id)
    return kept


def _campaign_status(house: House, ready: OpenFloor) -> CampaignStatus:
    with house.db.transaction(ready.scope) as session:
        campaign = campaign_by_slug(session, CAMPAIGN)
    if campaign is None:
        raise LookupError(CAMPAIGN)
    return campaign.status
