"""An office that has worked for months: a campaign of millions with its list, people, calls, talks, answers and referrals."""

from campaigns.reports.add_up_changes import add_up_changes
from campaigns.reports.count_answers import count_answers
from campaigns.store.benches.long_answers import fill_answers
from campaigns.store.benches.long_desks import SEATS, fill_desks, fill_logged_outcomes, fill_today
from campaigns.store.benches.long_people import fill_people
from campaigns.store.benches.long_tiers import fill_tiers, settle_tables
from campaigns.store.campaigns import lock_campaign
from campaigns.store.session import EVERYTHING, Database
from workers.bench.office import Office, now, open_office

FILLED = (
    *("lists", "list_rows", "beneficiaries", "beneficiary_phones", "agent_sessions", "logged_outcomes", "users"),
    *("answers", "answer_totals", "referrals", "dial_decisions"),
)


def open_long_office(db: Database, cases: int) -> Office:
    """Set up a floor with one campaign of so many people, each called twice in the last ninety days."""
    office, at = open_office(db), now()
    with db.transaction(EVERYTHING) as session:
        campaign = lock_campaign(session, office.campaign_id)
    if campaign is None:
        raise LookupError(office.campaign_id)
    fill_desks(db, campaign, now=at)
    fill_tiers(db, campaign, cases, now=at, seats=SEATS)
    fill_logged_outcomes(db, campaign)
    fill_people(db, campaign, cases, now=at)
    fill_answers(db, campaign, now=at)
    fill_today(db, campaign, cases, now=at)
    add_up_changes(db)  # as upkeep does all day
    count_answers(db, campaign.id)
    settle_tables(db)
    settle_tables(db, FILLED)
    return office
