"""A floor to test on: a department with a campaign, people of Pattan and Sopore, their calls, and agents at desks."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus, EndReason
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.roles import Role
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import (
    AgentSession,
    Area,
    Beneficiary,
    BeneficiaryList,
    BeneficiaryPhone,
    Call,
    Campaign,
    Case,
    Department,
    ListRow,
    Operator,
    Scheme,
    User,
)

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # Monday 11:30 in Kashmir
SILENCE = timedelta(seconds=45)
STATE, DISTRICT = "state:1", "district:623"
PATTAN, SOPORE = "block:6908@623", "block:6911@623"


def given_areas(session: Session) -> None:
    """The tree above Pattan and Sopore."""
    for id_, level, name, parent in (
        (STATE, "state", "Jammu And Kashmir", None),
        (DISTRICT, "district", "Baramulla", STATE),
        (PATTAN, "block", "Pattan", DISTRICT),
        (SOPORE, "block", "Sopore", DISTRICT),
    ):
        code = id_.split(":")[1].split("@")[0]
        folded = name.lower()
        session.add(Area(id=id_, country="IN", level=level, code=code, name=name, folded_name=folded, parent_id=parent))
        session.flush()


@dataclass
class Floor:
    """One department with one campaign; `phones` hands out a new number each time."""

    department: Department
    campaign: Campaign
    operator: Operator
    lists: list[BeneficiaryList] = field(default_factory=list)
    people: int = 0

    def user(self, session: Session, sign_in: str, role: Role, **more: Any) -> User:
        """Somebody who signs in; only agents and supervisors belong to the operator."""
        of_operator = role in (Role.AGENT, Role.SUPERVISOR)
        user = User(
            sign_in=sign_in,
            name=sign_in.title(),
            role=role,
            operator_id=self.operator.id if of_operator else None,
            department_id=self.department.id if role in (Role.OFFICER, Role.PROGRAMME) else None,
            created_at=NOW,
            **{"password_hash": "-", **more},
        )
        session.add(user)
        session.flush()
        return user

    def list(
        self, session: Session, name: str = "people.csv", status: ListStatus = ListStatus.APPROVED
    ) -> BeneficiaryList:
        """An uploaded file without rows."""
        one = BeneficiaryList(
            department_id=self.department.id,
            campaign_id=self.campaign.id,
            status=status,
            filename=name,
            sha256=uuid4().hex,
            size=1,
            columns={},
            sample=[],
            uploaded_at=NOW - timedelta(days=2, minutes=-len(self.lists)),
        )
        session.add(one)
        session.flush()
        self.lists.append(one)
        return one

    def row(
        self, session: Session, of: BeneficiaryList, verdict: Verdict, reason: Reason | None = None, **more: Any
    ) -> ListRow:
        """The next line of a list."""
        number = of.accepted + of.rejected + of.ignored + 1
        row = ListRow(
            department_id=self.department.id, list_id=of.id, row=number, verdict=verdict, reason=reason,
            details=more.get("details", {}), phones=more.get("phones", []), cells=[], name=None,
            beneficiary_id=more.get("beneficiary_id"),
        )  # fmt: skip
        setattr(of, verdict, getattr(of, verdict) + 1)
        session.add(row)
        session.flush()
        return row

    def person(self, session: Session, of: BeneficiaryList, block: str | None = PATTAN, **more: Any) -> Case:
        """An accepted row with its person and her case; `more` are fields of the case."""
        self.people += 1
        phone = more.pop("phone", f"+9194190{self.people:05d}")
        place = {"state_id": STATE, "district_id": DISTRICT, "block_id": block} if block else {}
        her = Beneficiary(
            department_id=self.department.id, name="Invented", folded_name="invented", created_at=NOW, extra={},
            scheme_person_id=more.pop("scheme_person_id", f"P{self.people}"), village=more.pop("village", None), **place,
        )  # fmt: skip
        session.add(her)
        session.flush()
        row = self.row(session, of, Verdict.ACCEPTED, phones=[phone], beneficiary_id=her.id)
        session.add(BeneficiaryPhone(department_id=self.department.id, beneficiary_id=her.id, position=0, e164=phone))
        case = Case(
            department_id=self.department.id, campaign_id=self.campaign.id, beneficiary_id=her.id, list_id=of.id,
            list_row=row.row, opened_at=NOW, **{"due_at": NOW, **place, **more},
        )  # fmt: skip
        session.add(case)
        session.flush()
        return case

    def call(self, session: Session, case: Case, outcome: Outcome | None, **more: Any) -> Call:
        """One dial for a person, ended unless `status` says otherwise."""
        at = more.pop("at", NOW - timedelta(minutes=5))
        status = more.pop("status", CallStatus.ENDED)
        call = Call(
            department_id=self.department.id, campaign_id=self.campaign.id, case_id=case.id, caller_id="+911140000000",
            phone=more.pop("phone", "+919419000001"), status=status, carrier="sandbox", carrier_call_id=uuid4().hex,
            end_reason=EndReason.COMPLETED if status is CallStatus.ENDED else None, outcome=outcome, preview=False,
            intended_at=at, sent_at=more.pop("sent_at", at), expires_at=at + timedelta(minutes=1), **more,
        )  # fmt: skip
        session.add(call)
        session.flush()
        return call

    def desk(
        self, session: Session, sign_in: str, status: AgentStatus, *, minutes: float = 1, **more: Any
    ) -> AgentSession:
        """An agent at a desk, so many minutes in her status."""
        agent = self.user(session, sign_in, Role.AGENT)
        desk = AgentSession(
            user_id=agent.id, campaign_id=self.campaign.id, department_id=self.department.id, status=status,
            since=NOW - timedelta(minutes=minutes), leg="none", started_at=NOW - timedelta(hours=1),
            **{"heard_at": NOW, "languages": ["ur", "ks"], **more},
        )  # fmt: skip
        session.add(desk)
        session.flush()
        return desk


def given_floor(session: Session, slug: str = "pension", operator_id: UUID | None = None) -> Floor:
    """A department with a running campaign."""
    department = Department(slug=slug, name=f"Department of {slug}", region="IN")
    operator = session.get(Operator, operator_id) if operator_id else Operator(name=f"Operator of {slug}")
    assert operator is not None
    session.add_all([department, operator])
    session.flush()
    scheme = Scheme(department_id=department.id, name="Old-age pension")
    session.add(scheme)
    session.flush()
    campaign = Campaign(
        department_id=department.id, scheme_id=scheme.id, operator_id=operator.id, slug=slug, name=f"Campaign {slug}",
        status=CampaignStatus.RUNNING, region="IN", zone="Asia/Kolkata", caller_id="+911140000000", purpose="check",
        lawful_basis="order 1", retention_end=date(2027, 12, 31), created_at=NOW, languages=["ur", "en"],
    )  # fmt: skip
    session.add(campaign)
    session.flush()
    return Floor(department, campaign, operator)


def given_a_desk_for_each(db: Database, people: int) -> Floor:
    """So many people are due within the calling hours, and as many agents are ready."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        of = floor.list(session)
        for number in range(people):
            floor.person(session, of)
            floor.desk(session, f"agent{number}", AgentStatus.READY)
    return floor
