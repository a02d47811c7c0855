"""A list with all that is personal in it, called, mended and answered, and the end of its time."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, text

from campaigns.lists.end_lists import end_lists
from campaigns.lists.erase_ended_lists import erase_ended_lists
from campaigns.lists.note_lawful_basis import note_lawful_basis
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus
from campaigns.rules.referrals.tiers import Tier
from campaigns.rules.roles import Role
from campaigns.store.referrals.referrals import (
    Step,
    categories_of,
    move_referral,
    note_referral,
    save_usual_categories,
)
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import (
    Answer,
    Call,
    CarrierEvent,
    Case,
    LoggedOutcome,
    Referral,
    ScriptVersion,
    Table,
    User,
)
from tests.given_floor import NOW, Floor
from tests.given_list import BASIS, imported, scope, upload
from tests.given_list import approved as approved_list
from tests.given_mends import mend
from tests.given_upkeep import sure

KEEP_UNTIL = date(2027, 3, 31)
AFTER = datetime.fromisoformat("2027-04-01T00:10:00+05:30")  # in Kashmir the day is over, in London it is not
SECRET = "a key of this house, thirty-two letters"
PEOPLE = (
    "PPO No,Name,Father,Mobile,District,Block,Age\n"
    "P-1,Fata Begum,Rashid Wani,9419000001,Bandipora,Hajin,71\n"
    "P-2,Raja Begum,Nabi Dar,9419000002,Bandipora,Sumbal,68\n"
    "P-3,Sara Bano,Sultan Mir,,Bandipora,Hajin,70\n"
    "P-1,FATA BEGUM,Rashid Wani,9419000001,Bandipora,Hajin,71\n"
    "Total,,,4,,,\n"
)
PERSONAL = ("fata", "raja", "sara", "rashid", "nabi", "sultan", "9419000001", "9419000002", "P-1", "P-2", "P-3")


def based(db: Database, floor: Floor, list_id: UUID, keep_until: date = KEEP_UNTIL) -> UUID:
    basis = replace(BASIS, keep_until=keep_until)
    assert note_lawful_basis(db, scope(floor), list_id, basis, user_id=None, now=NOW) is None
    return list_id


def called_list(db: Database, floor: Floor, folder: Path) -> UUID:
    """Fata was called, answered in words and chose; Raja still waits. A row was mended on the way."""
    list_id = based(db, floor, imported(db, floor, upload(folder, PEOPLE)))
    mend(db, floor, list_id, 3, 3, "94190 00002")
    approved_list(db, floor, list_id)
    with db.transaction(EVERYTHING) as session:
        case = session.scalars(select(Case).order_by(Case.list_row)).first()
        assert case is not None
        call = floor.call(session, case, Outcome.COMPLETED)
        call.phone, call.sent_at = "+919419000001", NOW
        case.status, case.outcome, case.closed_at = CaseStatus.CLOSED, Outcome.COMPLETED, NOW
        case.reached = True
        steps = {"paid": {"kind": "choice"}, "said": {"kind": "text"}}
        session.add(
            ScriptVersion(
                campaign_id=floor.campaign.id,
                department_id=floor.department.id,
                version=99,
                document={"steps": steps},
                created_at=NOW,
            )
        )
        hers: dict[str, Any] = {"department_id": floor.department.id, "call_id": call.id, "case_id": case.id}
        session.add(Answer(**hers, step="paid", value={"value": "yes"}, at=NOW))
        session.add(Answer(**hers, step="said", value={"value": "ask Rashid, 9419000001"}, at=NOW))
        agent = floor.user(session, "shazia", Role.AGENT)
        _refer(session, floor, call, agent)
        session.add(
            LoggedOutcome(
                **hers, key="k", user_id=agent.id, outcome=Outcome.COMPLETED, note="fata is in hospital", at=NOW
            )
        )
        session.add(
            CarrierEvent(
                department_id=floor.department.id,
                call_id=call.id,
                key="e",
                kind="answered",
                occurred_at=NOW,
                received_at=NOW,
                raw={"To": "+919419000001"},
            )
        )
    return list_id


def _refer(session: Session, floor: Floor, call: Call, agent: User) -> None:
    """The agent writes down a problem, and an officer what he did about it."""
    save_usual_categories(session, floor.campaign)
    referral = Referral(
        id=uuid4(),
        key="r",
        department_id=floor.department.id,
        campaign_id=floor.campaign.id,
        case_id=call.case_id,
        call_id=call.id,
        category_id=categories_of(session, floor.campaign.id)[0].id,
        status=ReferralStatus.OPEN,
        tier=Tier.STATE,
        note="Her brother Sultan Mir holds the passbook.",
        opened_at=NOW,
        opened_by=agent.id,
        due_at=NOW,
    )
    assert note_referral(session, referral)
    lasting = session.get_one(Referral, referral.id)
    assert move_referral(session, lasting, Step(ReferralEvent.NOTE, NOW, "Rang Sultan on 9419000001.", agent.id))


def ended(db: Database, now: datetime = AFTER) -> None:
    end_lists(db, now=now, day_is_sure=sure)
    while erase_ended_lists(db, secret=SECRET, now=now, day_is_sure=sure, at_once=2) is not None:
        pass


def everything_kept(db: Database) -> str:
    """All that the database holds, but for the file names and the words of the basis, as one text."""
    with db.transaction(EVERYTHING) as session:
        return "\n".join(
            str(row)
            for table in Table.metadata.sorted_tables
            if table.name not in ("areas", "area_aliases", "areas_once", "list_lawful_bases", "users")
            for row in session.scalars(text(f"SELECT CAST(t AS text) FROM {table.name} t"))  # noqa: S608 - our tables
        )
