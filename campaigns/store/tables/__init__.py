"""The tables: one module per part of the house; importing this package registers them all."""

from campaigns.store.tables.account_totals import ReviewCount, ReviewTotal
from campaigns.store.tables.agents import AgentSession, AgentSessionMove
from campaigns.store.tables.answer_totals import AnswerChange, AnswerCount, AnswerTotal, AnswerWords
from campaigns.store.tables.areas import Area, AreaAlias, AreaOnce
from campaigns.store.tables.bases_and_samples import DrawnRow, FramedRow, ListHold, ListLawfulBasis, ListSample
from campaigns.store.tables.calling_rules import AreaOutage, CallingCaps, CallingGap, CallingHoliday, CallingHours
from campaigns.store.tables.calls import (
    Answer,
    Call,
    CallIn,
    CallMove,
    CarrierEvent,
    LoggedOutcome,
    UndoneOutcome,
)
from campaigns.store.tables.campaigns import Campaign, CampaignMove, ScriptVersion
from campaigns.store.tables.carriers import CarrierPause, CarrierSlowdown
from campaigns.store.tables.cases import (
    Beneficiary,
    BeneficiaryPhone,
    Case,
    CaseMove,
)
from campaigns.store.tables.certificates import AccountFreeze, Certificate, CertificatePart
from campaigns.store.tables.compared_lists import ComparedRow, ListComparison, RowKeys
from campaigns.store.tables.deliveries import ApiKey, DeliveryFile, DeliveryTry, ReportDelivery
from campaigns.store.tables.desk_entries import DeskEntry
from campaigns.store.tables.explained_cases import AnsweringCount, CaseHold, PlannedTry
from campaigns.store.tables.listening import DeskMessage, Listening, ListeningMove
from campaigns.store.tables.lists import (
    BeneficiaryList,
    ListFilePart,
    ListMend,
    ListMove,
    ListRow,
    PeopleAhead,
    RememberedColumns,
)
from campaigns.store.tables.long_changes import LongChange, LongChangePart
from campaigns.store.tables.opt_outs import DoNotCallFile, DoNotCallNumber, DoNotCallPart, OptOut
from campaigns.store.tables.organisations import (
    Centre,
    Department,
    Operator,
    Scheme,
    User,
)
from campaigns.store.tables.pacing import CallStep, CampaignPace
from campaigns.store.tables.practice import PracticeCall, PreviewSkip
from campaigns.store.tables.ready_queue import CaseLane, DialDecision
from campaigns.store.tables.referrals import Referral, ReferralCategory, ReferralMove
from campaigns.store.tables.rehearsals import Rehearsal
from campaigns.store.tables.shape import Table
from campaigns.store.tables.totals import (
    CallChange,
    CallTotal,
    CallTotalBelow,
    CaseChange,
    CaseTotal,
    EntitledNumber,
    PlaceTotal,
    RowCount,
    RowTotal,
    RowTotalBelow,
    TotalBelow,
)
from campaigns.store.tables.traces import AccessTrace
from campaigns.store.tables.uploads import Upload, UploadChunk
from campaigns.store.tables.work_totals import WorkChange, WorkTotal, WorkTotalBelow

__all__ = [
    "AccessTrace",
    "AccountFreeze",
    "AgentSession",
    "AgentSessionMove",
    "Answer",
    "AnswerChange",
    "AnswerCount",
    "AnswerTotal",
    "AnswerWords",
    "AnsweringCount",
    "ApiKey",
    "Area",
    "AreaAlias",
    "AreaOnce",
    "AreaOutage",
    "Beneficiary",
    "BeneficiaryList",
    "BeneficiaryPhone",
    "Call",
    "CallChange",
    "CallIn",
    "CallMove",
    "CallStep",
    "CallTotal",
    "CallTotalBelow",
    "CallingCaps",
    "CallingGap",
    "CallingHoliday",
    "CallingHours",
    "Campaign",
    "CampaignMove",
    "CampaignPace",
    "CarrierEvent",
    "CarrierPause",
    "CarrierSlowdown",
    "Case",
    "CaseChange",
    "CaseHold",
    "CaseLane",
    "CaseMove",
    "CaseTotal",
    "Centre",
    "Certificate",
    "CertificatePart",
    "ComparedRow",
    "DeliveryFile",
    "DeliveryTry",
    "Department",
    "DeskEntry",
    "DeskMessage",
    "DialDecision",
    "DoNotCallFile",
    "DoNotCallNumber",
    "DoNotCallPart",
    "DrawnRow",
    "EntitledNumber",
    "FramedRow",
    "ListComparison",
    "ListFilePart",
    "ListHold",
    "ListLawfulBasis",
    "ListMend",
    "ListMove",
    "ListRow",
    "ListSample",
    "Listening",
    "ListeningMove",
    "LoggedOutcome",
    "LongChange",
    "LongChangePart",
    "Operator",
    "OptOut",
    "PeopleAhead",
    "PlaceTotal",
    "PlannedTry",
    "PracticeCall",
    "PreviewSkip",
    "Referral",
    "ReferralCategory",
    "ReferralMove",
    "Rehearsal",
    "RememberedColumns",
    "ReportDelivery",
    "ReviewCount",
    "ReviewTotal",
    "RowCount",
    "RowKeys",
    "RowTotal",
    "RowTotalBelow",
    "Scheme",
    "ScriptVersion",
    "Table",
    "TotalBelow",
    "UndoneOutcome",
    "Upload",
    "UploadChunk",
    "User",
    "WorkChange",
    "WorkTotal",
    "WorkTotalBelow",
]
