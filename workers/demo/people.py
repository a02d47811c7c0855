"""The invented people of the demo's floor, how they sign in, and the campaign they work."""

from datetime import UTC, date, datetime
from typing import Final

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.floor.floor_plans import FloorPlan, Person
from campaigns.rules.roles import Role
from campaigns.set_up.draft_campaign import CampaignDraft
from campaigns.set_up.set_up_floor import Floor

DEMO_PASSWORD: Final = "chinar-leaf-7"  # noqa: S105 - printed on the demo's screen; opens nothing else
OFFICER: Final = "officer"
SUPERVISOR: Final = "supervisor"
ADMIN: Final = "admin"
SEATS: Final = 12
FREE_SEATS: Final = 2
CAMPAIGN: Final = "old-age-pension-check"
AGENT_NAMES: Final = (
    "Rubeena Lone",
    "Mudasir Wani",
    "Shabnam Dar",
    "Tariq Mir",
    "Nusrat Bhat",
    "Irfan Malik",
    "Saima Khan",
    "Bilal Rather",
    "Asmat Ganie",
    "Yasir Sheikh",
    "Mehak Parray",
    "Zahoor Lone",
)
TONGUES: Final = (("ks", "ur", "hi", "en"), ("ks", "ur", "hi"), ("ur", "hi", "en"))


def agent_sign_in(number: int) -> str:
    """Return the sign-in of the demo's agent of that number, from 1."""
    return f"agent{number:02d}"


def free_seat(robots: int) -> str:
    """Return the sign-in of a seat that no robot takes."""
    return agent_sign_in(max(robots + FREE_SEATS, SEATS))


def demo_floor(robots: int) -> FloorPlan:
    """Return the demo's department and centre: seats for the robots and some free ones, officer, supervisor, admin."""
    seats = [
        Person(
            sign_in=agent_sign_in(number),
            name=AGENT_NAMES[(number - 1) % len(AGENT_NAMES)],
            role=Role.AGENT,
            languages=TONGUES[number % len(TONGUES)],
        )
        for number in range(1, max(robots + FREE_SEATS, SEATS) + 1)
    ]
    return FloorPlan(
        department_slug="social-welfare-jk",
        department="Social Welfare Department, Jammu & Kashmir",
        region="IN",
        scheme="Old-age pension",
        operator="Wular Connect",
        centre="Bandipora centre",
        helpline="1800-000-0000",  # invented
        people=(
            *seats,
            Person(OFFICER, "Farooq Andrabi", Role.OFFICER),
            Person(SUPERVISOR, "Haleema Shah", Role.SUPERVISOR, ("ks", "ur", "hi", "en")),
            Person(ADMIN, "Anjum Qadri", Role.ADMIN),
        ),
    )


def demo_campaign(floor: Floor, script: dict[str, object], *, now: datetime) -> CampaignDraft:
    """Return the demo's campaign: does the pension arrive, and if not, why?"""
    return CampaignDraft(
        slug=CAMPAIGN,
        name="Old-age pension check",
        scheme_id=floor.scheme_id,
        operator_id=floor.operator_id,
        mode=DialMode.PROGRESSIVE,
        region="IN",
        zone="Asia/Kolkata",
        caller_id="+911600123456",
        languages=("ur", "hi", "en"),
        purpose="To learn whether the old-age pension arrives, and to mend it where it does not.",
        lawful_basis="DPDP Act 2023, section 7(b): the State providing a benefit that the person has asked for",
        retention_end=date(now.astimezone(UTC).year + 1, 12, 31),
        script=script,
    )
