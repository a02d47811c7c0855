"""What a person hears who rings us, by what became of her ring; shared by whatever answers a call in."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from campaigns.rules.calling.calling_hours import CallingRules, hours_on, may_call, next_opening
from campaigns.rules.carrier.calls_in import RINGS_FOR, Reception
from campaigns.rules.carrier.words_to_callers import CALLING_NOW, OPTED_OUT, UNKNOWN, Called, promise_words, said_to
from campaigns.store.calling.calling_rules import rules_of_case
from campaigns.store.calls.calls_in import AT_WORK, campaigns_on_number
from campaigns.store.session import Session
from campaigns.store.tables import CallIn, Campaign, Case, Department
from campaigns.telephony.port import SayAndHangUp


def heard(session: Session, line: CallIn, number: str, *, now: datetime, rings: timedelta = RINGS_FOR) -> SayAndHangUp:
    """Return what is said on a line; `rings`: how long it still rings before."""
    campaign = session.get(Campaign, line.campaign_id) if line.campaign_id else None
    case = session.get(Case, line.case_id) if line.case_id else None
    if campaign is None or line.reception is Reception.UNKNOWN:
        return _who_we_are(session, number, after_seconds=round(rings.total_seconds()))
    if line.reception in (Reception.CALLING_NOW, Reception.OPTED_OUT):
        texts = CALLING_NOW if line.reception is Reception.CALLING_NOW else OPTED_OUT
        text, spoken = said_to(texts, _languages(case, campaign), _called(session, [campaign]))
    else:
        hours = _hours(rules_of_case(session, campaign, case, now=now), now) if case else None
        text, spoken = promise_words(_languages(case, campaign), _called(session, [campaign]), hours)
    return SayAndHangUp(text, spoken, after_seconds=round(rings.total_seconds()))


def _who_we_are(session: Session, number: str, *, after_seconds: int) -> SayAndHangUp:
    """Name the departments that call from a number of ours, and nothing else; in two languages, for hers is not known."""
    campaigns = campaigns_on_number(session, number)
    campaigns = [campaign for campaign in campaigns if campaign.status in AT_WORK] or campaigns[:1]
    languages = [language for campaign in campaigns for language in campaign.languages]
    said = dict.fromkeys(said_to(UNKNOWN, [language], _called(session, campaigns)) for language in languages or ["en"])
    (text, spoken), *more = said
    return SayAndHangUp(text, spoken, after_seconds, next(iter(more), None))


def _called(session: Session, campaigns: Sequence[Campaign]) -> Called:
    ids = dict.fromkeys(campaign.department_id for campaign in campaigns)
    departments = [session.get_one(Department, department_id) for department_id in ids]
    helpline = departments[0].helpline if len(departments) == 1 else None
    return Called(", ".join(department.name for department in departments), helpline)


def _languages(case: Case | None, campaign: Campaign) -> list[str | None]:
    return [case.language if case else None, *campaign.languages]


def _hours(rules: CallingRules, now: datetime) -> tuple[datetime, datetime] | None:
    """Return the hours of the next day on which people are called, where nobody is called now."""
    opening = next_opening(rules, now=now) if may_call(rules, now=now) else None
    return hours_on(rules, opening.astimezone(rules.zone).date()) if opening else None
