"""Which pages an officer, a supervisor and an administrator open of a campaign, and where each stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from campaigns.store.benches.long_places import Places
from workers.demo.people import ADMIN, OFFICER, SUPERVISOR

WORDS: Final = "help_words"  # the question of the demo's script that is answered in words

PAGES: Final = (  # the list bears the id of the campaign (store/benches/long_people)
    ("campaigns and lists", OFFICER, "/lists/"),
    ("campaign", OFFICER, "/lists/campaigns/{campaign}"),
    ("list", OFFICER, "/lists/{campaign}"),
    ("list: basis", OFFICER, "/lists/{campaign}/basis"),
    ("list: check", OFFICER, "/lists/{campaign}/check"),
    ("list: columns", OFFICER, "/lists/{campaign}/columns"),
    ("list: fixed", OFFICER, "/lists/{campaign}/fixed"),
    ("list: mends", OFFICER, "/lists/{campaign}/mends"),
    ("list: newer-version", OFFICER, "/lists/{campaign}/newer-version"),
    ("list: places", OFFICER, "/lists/{campaign}/places"),
    ("list: problems", OFFICER, "/lists/{campaign}/problems"),
    ("list: sample", OFFICER, "/lists/{campaign}/sample"),
    ("list: problems of one cause", OFFICER, "/lists/{campaign}/problems?cause=phone_rounded"),
    ("account", OFFICER, "/reports/{campaign}"),
    ("reports", OFFICER, "/reports/"),
    ("frozen accounts", OFFICER, "/reports/{campaign}/certificates"),
    ("tiers", OFFICER, "/tiers/"),
    ("people entitled", OFFICER, "/tiers/{campaign}/entitled"),
    ("referrals", OFFICER, "/referrals/"),
    ("referral", OFFICER, "/referrals/{referral}"),
    ("kinds of referrals", OFFICER, "/referrals/campaigns/{campaign}"),
    ("people not to be called", OFFICER, "/opt-outs/{department}/"),
    ("do-not-call files", OFFICER, "/opt-outs/{department}/files"),
    ("calling hours", OFFICER, "/calendar/"),
    ("calling hours: campaign", OFFICER, "/calendar/campaigns/{campaign}"),
    ("script", OFFICER, "/scripts/campaigns/{campaign}"),
    ("outcomes", OFFICER, "/scripts/campaigns/{campaign}/outcomes"),
    ("floors", SUPERVISOR, "/floor/"),
    ("why it is not dialling", SUPERVISOR, "/floor/{campaign}/why"),
    ("what the dialler decided", SUPERVISOR, "/floor/{campaign}/decisions"),
    ("case", SUPERVISOR, "/floor/{campaign}/cases/{case}"),
    ("refused entries", SUPERVISOR, "/floor/{campaign}/refused"),
    ("practice passed", SUPERVISOR, "/practice/{campaign}/passed"),
    ("breaks", SUPERVISOR, "/breaks/"),
    ("placing", SUPERVISOR, "/calendar/campaigns/{campaign}/placing"),
    ("rehearsal", SUPERVISOR, "/rehearsal/{campaign}"),
    ("people who sign in", ADMIN, "/admin/"),
    ("keys", ADMIN, "/admin/keys/"),
    ("reports that are sent", ADMIN, "/admin/reports/"),
)


@dataclass(frozen=True)
class OfficePage:
    """A page as the table calls it, who opens it, and its address. `find`: what is looked for on it."""

    name: str
    role: str
    path: str
    find: str | None = None


def office_pages(department_id: UUID | None, campaign_id: UUID, places: Places) -> Iterator[OfficePage]:
    """Return all pages, those of a tier at each of its depths."""
    ids = {"department": department_id, "campaign": campaign_id, "case": places.case_id, "referral": places.referral_id}
    for name, role, path in PAGES:
        yield OfficePage(name, role, path.format(**ids))
    decisions = f"/floor/{campaign_id}/decisions"
    yield OfficePage("find a person: scheme's id", SUPERVISOR, decisions, "OAP-4711")
    yield OfficePage("find a person: row of the list", SUPERVISOR, decisions, "4711")
    yield OfficePage("find a person: nobody", SUPERVISOR, decisions, "OAP-0")
    for tier, area in _tiers(places):
        query = f"?area={area}" if area else ""
        yield OfficePage(f"tier: {tier}", OFFICER, f"/tiers/{campaign_id}{query}")
        yield OfficePage(f"report: {tier}", OFFICER, f"/reports/{campaign_id}/figures{query}")
        yield OfficePage(f"written answers: {tier}", OFFICER, f"/reports/{campaign_id}/answers/{WORDS}{query}")
        yield OfficePage(f"floor: {tier}", SUPERVISOR, f"/floor/{campaign_id}{query}")


def _tiers(places: Places) -> Iterator[tuple[str, str | None]]:
    yield "nation", None
    for level, (large, small) in (("state", places.states), ("district", places.districts)):
        yield f"largest {level}", large
        yield f"smallest {level}", small
    yield "block", places.block
