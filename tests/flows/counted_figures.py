"""Counts a campaign's figures in every way that there is, at one moment, and holds them against each other."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from campaigns.rules.accounts.certificate import Counted, totals_of
from campaigns.rules.accounts.drawn_account import Account, AccountRow, AccountTotals, Place, Tier
from campaigns.rules.calling.local_day import local_day
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.report_figures import Days
from campaigns.rules.reports.tiers import together
from campaigns.shared.adding_up import Shown, added_up_account
from campaigns.shared.drawing import drawn_account
from campaigns.shared.tier_drawing import TierWish, areas_below
from campaigns.store.floor.live_numbers import calls_of_day
from campaigns.store.session import Database, Scope, Session
from campaigns.store.tables import Area, Campaign
from campaigns.store.totals.area_numbers import AreaNumbers, child_areas, numbers_of_area
from campaigns.store.totals.call_totals import calls_by_hour
from campaigns.store.totals.counting_anew import campaigns_counted_wrong
from campaigns.store.totals.work_totals import work_of_agents

SQL = Path(__file__).parents[2] / "campaigns" / "store" / "data" / "figures.sql"
Figures = dict[str, Counter[tuple[str, str, str]]]  # what is counted: on which tier, in which area, by which word


def assert_figures_agree(db: Database, campaign_id: UUID, *, now: datetime) -> Account:
    """Hold floor, tiers, account, the account's own rows and the plain SQL file against each other."""
    with db.transaction(Scope(everything=True), one_moment=True) as session:
        campaign = session.get_one(Campaign, campaign_id)
        account = drawn_account(session, campaign_id, now=now)
        assert account is not None
        rows = of_rows(account)
        by_sql = recounted(session, campaign.slug)
        assert account.balanced
        assert of_account(account) == rows == {name: by_sql[name] for name in rows}
        assert_page_tells_the_same(session, campaign_id, account, now=now)
        assert of_floor(session, campaign_id) == by_sql["floor"]
        assert of_days(session, campaign, now) == by_sql["calls"]
        assert of_hours(session, campaign, now) == by_sql["hours"]
        assert of_work(session, campaign, now) == by_sql["work"]
        on_floor = {word: number for (tier, _, word), number in by_sql["floor"].items() if tier == "all"}
        assert of_tiers(session, campaign_id) == (account.whole.people, on_floor)
        assert campaign_id not in campaigns_counted_wrong(session)
    return account


def assert_page_tells_the_same(session: Session, campaign_id: UUID, account: Account, *, now: datetime) -> None:
    """Hold the totals of the account's page, which are added up from what is kept, against those of every row."""
    page = added_up_account(session, campaign_id, Shown(), now=now)
    assert page is not None
    assert not page.counting
    assert page.balanced
    assert of_account(page) == of_account(account)
    assert {one: n for one, n in page.whole.ended.items() if n} == {
        one: n for one, n in account.whole.ended.items() if n
    }
    assert page.lists == account.lists
    for tier in Tier:
        assert _of_places(page, tier) == _of_places(account, tier)


def _of_places(account: AccountTotals, tier: Tier) -> list[tuple[Place, int, dict[str, int]]]:
    return [
        (total.place, total.tally.rows, {word: n for word, n in total.tally.endings.items() if n})
        for total in account.tiers[tier]
    ]


def recounted(session: Session, slug: str) -> Figures:
    """Count as the plain SQL file does."""
    found: Figures = {figure: Counter() for figure in ("endings", "outcomes", "floor", "calls", "hours", "work")}
    query = text(SQL.read_text().replace(":'campaign'", ":campaign"))
    for figure, tier, area, word, number in session.execute(query, {"campaign": slug}):
        found[figure][tier, area, word] = number
    return found


def of_account(account: AccountTotals) -> Figures:
    """Return the totals that the account tells of itself."""
    found: Figures = {"endings": Counter(), "outcomes": Counter()}
    tallies = [("all", "", account.whole)]
    tallies += [("list", str(at), account.by_list[one.id]) for at, one in enumerate(account.lists, start=1)]
    for tier in Tier:
        areas = [(total.place.area(tier), total.tally) for total in account.tiers[tier]]
        tallies += [(str(tier), area.id if area else "", tally) for area, tally in areas]
    for tier_name, area_id, tally in tallies:
        found["endings"].update({(tier_name, area_id, str(word)): n for word, n in tally.endings.items() if n})
        found["outcomes"].update({(tier_name, area_id, str(word)): n for word, n in tally.people.items() if n})
    return found


def of_rows(account: Account) -> Figures:
    """Add up the account's rows, each of which stands in it once."""
    lists = {one.id: at for at, one in enumerate(account.lists, start=1)}
    counted = Counter(_counted(row, lists[row.list_id]) for row in account.rows)
    return {
        kind: Counter(
            {
                (tier, area, word): n
                for tier, in_areas in tiers.items()
                for area, words in in_areas.items()
                for word, n in words.items()
            }
        )
        for kind, tiers in totals_of(counted.items()).items()
    }


def of_floor(session: Session, campaign_id: UUID) -> Counter[tuple[str, str, str]]:
    """Return the people of every area that the floor shows, down to the blocks."""
    found = Counter[tuple[str, str, str]]()
    found.update(_people("all", numbers_of_area(session, campaign_id, None)))
    for tier, one in _below(session, campaign_id, None):
        found.update(_people(tier, one))
    return +found


def of_tiers(session: Session, campaign_id: UUID) -> tuple[Counter[Outcome], dict[str, int]]:
    """Return all people of the tiers by outcome, as reports count rates of them, and as the floor gathers them."""
    whole = together(areas_below(session, TierWish(campaign_id), None).values())
    gathered = {
        "reached": whole.reached,
        "waiting": whole.waiting,
        "unreachable": whole.unreachable,
        "closed": whole.closed + whole.withdrawn,
        "refused": whole.refused,
    }
    return +whole.people, {word: number for word, number in gathered.items() if number}


def of_days(session: Session, campaign: Campaign, now: datetime) -> Counter[tuple[str, str, str]]:
    """Return the calls of today and of the days before, until a day has none."""
    found, day = Counter[tuple[str, str, str]](), local_day(ZoneInfo(campaign.zone), now=now)
    for _ in range(40):
        numbers = calls_of_day(session, campaign.id, day, None)
        date = day.begins.astimezone(ZoneInfo(campaign.zone)).date().isoformat()
        words = ("dialled", "answered", "abandoned", "reached", "live")
        found.update({("day", date, word): getattr(numbers, word) for word in words})
        day = day.before
    return +found


def of_hours(session: Session, campaign: Campaign, now: datetime) -> Counter[tuple[str, str, str]]:
    """Return the dials of the last forty days by weekday and hour, as a report has them."""
    found = Counter[tuple[str, str, str]]()
    for one in calls_by_hour(session, campaign.id, _forty_days(campaign, now), None):
        for word in ("dialled", "answered", "reached"):
            found["hour", f"{one.weekday} {one.hour}", word] = getattr(one, word)
    return +found


def of_work(session: Session, campaign: Campaign, now: datetime) -> Counter[tuple[str, str, str]]:
    """Return the talks of each agent in the last forty days, as a report has them."""
    found = Counter[tuple[str, str, str]]()
    for one in work_of_agents(session, campaign.id, _forty_days(campaign, now), None):
        words = ("talks", "completed", "refused", "callbacks")
        found.update({("agent", str(one.user_id), word): getattr(one, word) for word in words})
        found["agent", str(one.user_id), "seconds"] = int(one.talk_seconds)
    return +found


def _forty_days(campaign: Campaign, now: datetime) -> Days:
    zone = ZoneInfo(campaign.zone)
    today = now.astimezone(zone).date()
    return Days(today - timedelta(days=40), today + timedelta(days=1), zone)


def _counted(row: AccountRow, list_number: int) -> Counted:
    ids = row.place.ids
    state, division, district, block = (ids.get(tier, "") for tier in Tier)
    return Counted(list_number, state, division, district, block, row.ended.ending, row.counted_as or "")


def _below(session: Session, campaign_id: UUID, area: Area | None) -> Iterator[tuple[str, AreaNumbers]]:
    tier = {None: "state", "state": "district", "district": "block"}.get(area.level if area else None)
    for one in child_areas(session, campaign_id, area) if tier else ():
        yield str(tier), one
        if one.id:
            yield from _below(session, campaign_id, session.get_one(Area, one.id))


def _people(tier: str, one: AreaNumbers) -> dict[tuple[str, str, str], int]:
    words = ("reached", "waiting", "unreachable", "closed", "refused")
    return {(tier, one.id or "", word): getattr(one, word) for word in words}
