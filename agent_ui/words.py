"""Our words as people read them: one label for each state, outcome, reason and role, in the page's language."""

from collections.abc import Sized
from enum import StrEnum
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.calling.day_parts import DayPart
from campaigns.rules.calling.opt_outs import OptOutSource
from campaigns.rules.calling.preview import SkipReason
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.carrier.machines import MachinePlan
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.do_not_call_states import FileStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.sampling import Shares, StrataBy
from campaigns.rules.outcomes import Outcome
from campaigns.rules.roles import Role
from campaigns.rules.verdicts import Reason, Verdict, Warn

_A, _P, _C, _D, _K, _L = AgentStatus, PauseReason, CampaignStatus, DialMode, CaseStatus, ListStatus
_ = lazy_gettext
# Pairs, not a dict of members: equal words of two vocabularies (paused, refused) are equal keys.
_LABELS: Final[tuple[tuple[StrEnum, LazyString], ...]] = (
    (_A.PAUSED, _("On break")),
    (_A.READY, _("Ready")),
    (_A.RESERVED, _("Ringing")),
    (_A.ON_CALL, _("On call")),
    (_A.WRAP_UP, _("Wrap-up")),
    (_A.SIGNED_OUT, _("Signed out")),
    (_P.SIGNED_IN, _("Just signed in")),
    (_P.TEA, _("Tea")),
    (_P.LUNCH, _("Lunch")),
    (_P.PRAYER, _("Prayer")),
    (_P.MEETING, _("Meeting")),
    (_P.TRAINING, _("Training")),
    (_P.TECHNICAL, _("Technical trouble")),
    (_P.WRAP_UP_OVER, _("Wrap-up time is over")),
    (_P.LINK_DOWN, _("Link down")),
    (_P.PREVIEW_NOT_TAKEN, _("Call not taken")),
    (_P.BY_SUPERVISOR, _("Paused by the supervisor")),
    (_C.DRAFT, _("Draft")),
    (_C.SUBMITTED, _("Waiting for approval")),
    (_C.APPROVED, _("Approved")),
    (_C.RUNNING, _("Running")),
    (_C.PAUSED, _("Paused")),
    (_C.FINISHED, _("Finished")),
    (_C.ARCHIVED, _("Archived")),
    (_D.PREVIEW, _("Preview: the agent sees the record, then dials")),
    (_D.PROGRESSIVE, _("Progressive: one call for each ready agent")),
    (_D.PREDICTIVE, _("Predictive: more calls than ready agents")),
    (MachinePlan.IGNORE, _("The agent hears it and says so")),
    (MachinePlan.HANG_UP, _("Hang up, and call again later")),
    (MachinePlan.LEAVE_MESSAGE, _("Leave a short message that names only the department")),
    (_K.WAITING, _("Waiting")),
    (_K.CALLBACK, _("Callback promised")),
    (_K.CLAIMED, _("About to be called")),
    (_K.IN_CALL, _("In a call")),
    (_K.CLOSED, _("Closed")),
    (_L.RECEIVED, _("Columns to be confirmed")),
    (_L.MAPPED, _("Waiting to be read")),
    (_L.IMPORTING, _("Being read")),
    (_L.REVIEW, _("To be checked")),
    (_L.APPROVED, _("Approved")),
    (_L.REPLACED, _("Replaced by a newer version")),
    (_L.WITHDRAWN, _("Withdrawn")),
    (FileStatus.READING, _("Being read")),
    (FileStatus.FAILED, _("Could not be read")),
    (FileStatus.COUNTED, _("Waits for you")),
    (FileStatus.STANDING, _("Holds")),
    (FileStatus.ENDED, _("Holds no more")),
    (OptOutSource.CALL, _("Asked for on a call")),
    (OptOutSource.OFFICE, _("Entered by the office")),
    (OptOutSource.FILE, _("Do-not-call file")),
    (Outcome.COMPLETED, _("Questions completed")),
    (Outcome.CALL_LATER, _("Call later")),
    (Outcome.WRONG_NUMBER, _("Wrong number")),
    (Outcome.NOT_AVAILABLE, _("Person not available")),
    (Outcome.REFUSED, _("Refuses to answer")),
    (Outcome.OTHER_LANGUAGE, _("Needs another language")),
    (Outcome.DIED, _("Has died")),
    (Outcome.CUT_OFF, _("Call was cut off")),
    (Outcome.OPT_OUT, _("Never call again")),
    (Outcome.NOT_LOGGED, _("Talked, outcome not logged")),
    (Outcome.ABANDONED, _("Answered, no agent free")),
    (Outcome.BUSY, _("Busy")),
    (Outcome.NO_ANSWER, _("No answer")),
    (Outcome.REJECTED, _("Call rejected")),
    (Outcome.UNREACHABLE, _("Switched off or out of reach")),
    (Outcome.INVALID_NUMBER, _("Number does not exist")),
    (Outcome.TECHNICAL, _("Technical trouble")),
    (Outcome.LOST, _("Result unknown")),
    (Outcome.MACHINE, _("Answering machine")),
    (Outcome.PROMISED, _("Rang us, was promised a call")),
    (Outcome.NOT_CALLED, _("Not called")),
    (Outcome.WITHDRAWN, _("Withdrawn")),
    (Role.AGENT, _("Agent")),
    (Role.SUPERVISOR, _("Supervisor")),
    (Role.OFFICER, _("Officer")),
    (Role.PROGRAMME, _("Programme staff")),
    (Role.ADMIN, _("Administrator")),
    (Verdict.ACCEPTED, _("Can be called")),
    (Verdict.REJECTED, _("Needs you")),
    (Verdict.IGNORED, _("Ignored")),
    (Reason.NOT_A_RECORD, _("Not a person's row")),
    (Reason.NAME_MISSING, _("Name is missing")),
    (Reason.PHONE_MISSING, _("Phone is missing")),
    (Reason.PHONE_ROUNDED, _("Phone was rounded by a spreadsheet")),
    (Reason.PHONE_DUMMY, _("Phone is a placeholder")),
    (Reason.PHONE_INVALID, _("Phone is not valid")),
    (Reason.PHONE_OWN_SERIES, _("Phone belongs to a calling series")),
    (Reason.SUPPRESSED, _("Asked not to be called")),
    (Reason.DUPLICATE_IN_FILE, _("Same person twice in the file")),
    (Reason.DUPLICATE_IN_CAMPAIGN, _("Already in the campaign")),
    (Warn.PHONE_SHARED, _("Phone shared by several people")),
    (Warn.AREA_UNKNOWN, _("Place not known")),
    (Warn.AREA_ALIAS, _("Place name put right")),
    (Warn.IDENTITY_NUMBER_CUT, _("Identity number cut to 4 digits")),
    (Warn.PHONE_EXTRA_DROPPED, _("Further phones left out")),
    (Warn.FORMULA_TEXT, _("Text began like a formula")),
    (Warn.LEGACY_FONT, _("Text in an old font's code")),
    (Warn.LETTERS_LOST, _("Letters lost in another encoding")),
    (Warn.FORMULA_BROKEN, _("A formula is broken")),
    (StrataBy.WHOLE_LIST, _("Nothing: the whole list is one group")),
    (StrataBy.DISTRICT, _("District")),
    (StrataBy.BLOCK, _("Block")),
    (StrataBy.GENDER, _("Gender")),
    (StrataBy.CATEGORY, _("Social category")),
    (Shares.PROPORTIONAL, _("By their people: a larger group gives more")),
    (Shares.EQUAL, _("Equally: every group gives as many")),
    (Shares.OWN, _("As I write for each group")),
    (SkipReason.KNOWN_PERSON, _("I know this person")),
    (SkipReason.RECORD_UNCLEAR, _("The record is unclear")),
    (SkipReason.OTHER_LANGUAGE, _("I do not speak the language well enough")),
    (SkipReason.BAD_TIME, _("Not a good time to call there")),
    (DayPart.MORNING, _("Morning, before 11:00")),
    (DayPart.LATE_MORNING, _("Late morning, 11:00–14:00")),
    (DayPart.AFTERNOON, _("Afternoon, 14:00–16:00")),
    (DayPart.LATE_AFTERNOON, _("Late afternoon, 16:00–18:00")),
    (DayPart.EVENING, _("Evening, from 18:00")),
    (DayPart.WEEKEND_MORNING, _("Weekend, before 14:00")),
    (DayPart.WEEKEND_LATER, _("Weekend, from 14:00")),
)
LABELS: Final = {(type(member), member.value): label for member, label in _LABELS}


def unknown_place(path: Sized) -> str:
    """Name the people of no known place: of none at all, or below the area that a path leads to of none within it."""
    return str(gettext("Smaller place not known") if path else gettext("Place not known"))


def word(member: StrEnum) -> str:
    """Return the label of a word; an unknown one is a mistake that the test of this table finds."""
    return str(LABELS[type(member), member.value])
