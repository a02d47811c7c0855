"""The addresses of the API: read only, by key, each answer with an ETag of its figures."""

import hashlib
import json
import re
from datetime import UTC
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, abort, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from agent_ui.house import house
from agent_ui.limits import limiter
from agent_ui.tiers.waiting_lists import waiting_lists
from campaigns.accounts.add_up_account import add_up_account
from campaigns.accounts.draw_account import draw_account
from campaigns.reports.draw_report import draw_report
from campaigns.reports.draw_tier import draw_tier
from campaigns.rules.accounts.drawn_account import AccountTotals
from campaigns.rules.accounts.named_campaign import NamedCampaign
from campaigns.rules.accounts.outcome_rates import outcome_rates
from campaigns.rules.api_keys import hash_of
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.report_figures import days_of
from campaigns.rules.reports.tier_report import TierReport
from campaigns.rules.reports.tiers import TierNumbers
from campaigns.shared.tier_drawing import NO_SUCH_AREA, TierWish
from campaigns.sheets.figures_json import campaign_json, outcomes_json, rates_json, tier_json, totals_json
from campaigns.sheets.report_json import report_json
from campaigns.store.campaigns import campaigns_of_department
from campaigns.store.session import Scope
from campaigns.store.tables import Campaign
from campaigns.users.read_with_key import read_with_key

api = Blueprint("api", __name__, url_prefix="/api/v1")
DOCUMENT: Final = json.loads((Path(__file__).parent / "openapi.json").read_text(encoding="utf-8"))
PER_KEY: Final = "120 per minute"
WORDS: Final = {
    401: ("key_needed", "Send a key of your department: Authorization: Bearer raabta_…"),
    404: (
        "not_found",
        "There is no such campaign among those of your department. /api/v1/openapi.json says what can be asked.",
    ),
    405: ("read_only", "The API only reads: ask with GET."),
    429: ("too_often", "At most 120 requests a minute with one key; ask again in a minute."),
    422: (NO_SUCH_AREA.because, "There is no such area, or nobody of this campaign lives in it."),
}


def _key() -> str:
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" else ""


by_key = limiter.limit(PER_KEY, key_func=lambda: hash_of(_key()))


@api.errorhandler(HTTPException)
def in_json(error: HTTPException) -> ResponseReturnValue:
    """Say in JSON what is wrong and how to mend it."""
    code = error.code or 500
    answer = _problem(code, Refusal(*WORDS.get(code, (f"http_{code}", error.name))))
    if code == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="raabta"'
    return answer


@api.get("/openapi.json")
def document() -> ResponseReturnValue:
    """Describe the API; no key is needed to read this."""
    return Response(json.dumps(DOCUMENT), mimetype="application/json")


@api.get("/campaigns")
@by_key
def campaigns() -> ResponseReturnValue:
    """List the department's campaigns."""
    with house().db.transaction(_scope()) as session:
        found = campaigns_of_department(session)
    return _answer({"campaigns": [_named(one) for one in found]})


@api.get("/campaigns/<uuid:campaign_id>/totals")
@by_key
def totals(campaign_id: UUID) -> ResponseReturnValue:
    """Return the totals of the account."""
    campaign = _campaign(campaign_id)
    account = add_up_account(house().db, _scope(), campaign.id, now=house().now())
    if isinstance(account, AccountTotals) and not account.counting:
        return _answer({"campaign": _named(campaign), **totals_json(account)})
    with draw_account(house().db, _scope(), campaign.id, now=house().now()) as drawn:  # takes its time, and is as exact
        if isinstance(drawn, Refusal):
            abort(404)
        return _answer({"campaign": _named(campaign), **totals_json(drawn)})


@api.get("/campaigns/<uuid:campaign_id>/tiers")
@by_key
def tiers(campaign_id: UUID) -> ResponseReturnValue:
    """Return a tier; `area` goes down. Lists that wait for approval stand on none."""
    campaign = _campaign(campaign_id)
    waiting = [{"id": str(one.id), "name": one.name, "rows": one.rows} for one in waiting_lists(campaign)]
    return _answer({"campaign": _named(campaign), **tier_json(_tier(campaign)), "waiting_lists": waiting})


@api.get("/campaigns/<uuid:campaign_id>/rates")
@by_key
def rates(campaign_id: UUID) -> ResponseReturnValue:
    """Return all outcome rates."""
    campaign = _campaign(campaign_id)
    return _answer({"campaign": _named(campaign), **rates_json(outcome_rates(_numbers(campaign).people))})


@api.get("/campaigns/<uuid:campaign_id>/outcomes")
@by_key
def outcomes(campaign_id: UUID) -> ResponseReturnValue:
    """Return people by ending and outcome."""
    campaign = _campaign(campaign_id)
    return _answer({"campaign": _named(campaign), **outcomes_json(_numbers(campaign))})


@api.get("/campaigns/<uuid:campaign_id>/report")
@by_key
def report(campaign_id: UUID) -> ResponseReturnValue:
    """Return answers, hours and referrals; `area` goes down, `from` and `to` choose the days of calls and answers."""
    campaign, now = _campaign(campaign_id), house().now()
    days = days_of(request.args.get("from"), request.args.get("to"), campaign.zone, now=now)
    if isinstance(days, Refusal):
        return _problem(422, days)
    drawn = draw_report(house().db, _scope(), TierWish(campaign.id, request.args.get("area") or None), days, now=now)
    if isinstance(drawn, Refusal):
        return _problem(422, drawn)
    return _answer({"campaign": _named(campaign), **report_json(drawn)})


@api.get("/<path:elsewhere>")
@by_key
def nothing(elsewhere: str) -> ResponseReturnValue:
    """Answer what is no address, or names no campaign, in JSON as well, and only to who has a key."""
    _scope()
    abort(404)


def _scope() -> Scope:
    """Return the scope of the key, found once per request: nothing of another department is to be seen in it."""
    if "api_scope" not in g:
        g.api_scope = read_with_key(house().db, _key(), now=house().now()) or abort(401)
        _refuse_unknown_filters()
    scope: Scope = g.api_scope
    return scope


def _refuse_unknown_filters() -> None:
    """Whoever has misspelt a filter would take the figures of all for those of some."""
    described = DOCUMENT["paths"].get(re.sub(r"<uuid:(\w+)>", r"{\1}", str(request.url_rule)))
    if described is None:
        return
    known = [each["name"] for each in described["get"]["parameters"] if each["in"] == "query"]
    if unknown := sorted(request.args.keys() - set(known)):
        asked = f"This address knows {', '.join(known)}." if known else "This address knows none."
        abort(_problem(422, Refusal("no_such_filter", f"There is no filter {unknown[0]!r} here. {asked}")))


def _campaign(campaign_id: UUID) -> Campaign:
    with house().db.transaction(_scope()) as session:
        return session.get(Campaign, campaign_id) or abort(404)


def _named(campaign: Campaign) -> dict[str, Any]:
    return campaign_json(NamedCampaign(campaign.id, campaign.slug, campaign.name, campaign.status))


def _tier(campaign: Campaign) -> TierReport:
    wish = TierWish(campaign.id, request.args.get("area") or None)
    drawn = draw_tier(house().db, _scope(), wish, now=house().now())
    return abort(422) if isinstance(drawn, Refusal) else drawn


def _numbers(campaign: Campaign) -> TierNumbers:
    return _tier(campaign).numbers or abort(422)


def _problem(code: int, refusal: Refusal) -> Response:
    told = {"because": refusal.because, "hint": refusal.hint}
    return Response(json.dumps(told), code, mimetype="application/json")


def _answer(figures: dict[str, Any]) -> Response:
    """Send figures with the moment at which they stood; the same figures later answer 304."""
    mark = hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()[:32]
    as_of = house().now().astimezone(UTC).isoformat(timespec="seconds")
    answer = Response(json.dumps({"as_of": as_of, **figures}), mimetype="application/json")
    answer.set_etag(mark, weak=True)
    answer.make_conditional(request)
    return answer
