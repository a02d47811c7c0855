"""A notice to the person on a line, in her language and in the name of the department that calls her."""

from collections.abc import Callable, Iterable

from campaigns.rules.carrier.notices import Caller
from campaigns.store.session import Session
from campaigns.store.tables import Call, Campaign, Case, Department
from campaigns.telephony.port import SayAndHangUp

Notice = Callable[[Iterable[str | None], Caller], tuple[str, str]]  # one of rules/carrier/notices.py


def spoken_notice(session: Session, call: Call, notice: Notice, *, after_seconds: int = 0) -> SayAndHangUp:
    """Return what is said to the person of a call, after some seconds of silence, before her line ends."""
    campaign, case = session.get_one(Campaign, call.campaign_id), session.get_one(Case, call.case_id)
    department = session.get_one(Department, call.department_id)
    words, language = notice([case.language, *campaign.languages], Caller(department.name, call.caller_id))
    return SayAndHangUp(words, language, after_seconds)
