"""What upkeep does again and again; each chore looks for itself at what is due."""

from collections.abc import Callable

from campaigns.accounts.ring_waiting_freezes import ring_waiting_freezes
from campaigns.calling.take_back_swallowed import take_back_swallowed
from campaigns.calls.drop_fallen_legs import drop_fallen_legs
from campaigns.calls.end_orphan_calls import end_orphan_calls
from campaigns.calls.rest_unheard_carrier import rest_unheard_carrier
from campaigns.calls.settle_quiet_calls import settle_quiet_calls
from campaigns.desk.free_of_lost_calls import free_of_lost_calls
from campaigns.desk.free_silent_desks import free_silent_desks
from campaigns.floor.end_stale_listenings import end_stale_listenings
from campaigns.floor.forecast_campaigns import forecast_campaigns
from campaigns.house import House
from campaigns.lists.clear_old_uploads import clear_old_uploads
from campaigns.lists.clear_people_ahead import clear_people_ahead
from campaigns.lists.close_withdrawn_cases import close_withdrawn_cases
from campaigns.lists.end_lists import end_lists
from campaigns.lists.erase_ended_lists import erase_ended_lists
from campaigns.lists.forget_other_cells import forget_other_cells
from campaigns.lists.give_up_imports import give_up_imports
from campaigns.lists.ring_waiting_changes import ring_waiting_changes
from campaigns.lists.ring_waiting_imports import ring_waiting_imports
from campaigns.lists.skip_opted_out_numbers import skip_opted_out_numbers
from campaigns.referrals.ask_about_referrals import ask_about_referrals
from campaigns.referrals.raise_late_referrals import raise_late_referrals
from campaigns.reports.add_up_changes import add_up_changes
from campaigns.reports.ring_due_reports import ring_due_reports
from campaigns.reports.ring_stale_row_counts import ring_stale_row_counts
from campaigns.rules.carrier.breaker import HEARD_WITHIN
from campaigns.rules.carrier.unanswered import Unanswered
from workers.carrier_clock import day_is_sure


def settle(house: House, clock_is_sure: Callable[[], bool], unanswered: Unanswered) -> None:
    """Ask the carrier about quiet calls."""
    silence = house.desk_silence
    settle_quiet_calls(
        house.db,
        telephony=house.telephony,
        now=house.now,
        desk_silence=silence,
        clock_is_sure=clock_is_sure,
        unanswered=unanswered,
    )


def rest_unheard(house: House) -> None:
    """Let nobody be called while the carrier's webhooks do not come."""
    within = HEARD_WITHIN * house.settings.clock_speed  # the link to the carrier is not sped up
    rest_unheard_carrier(house.db, house.telephony.name, heard_within=within, now=house.now())


def add_up(house: House) -> None:
    """Add changed cases to the totals of their areas."""
    add_up_changes(house.db)


def free_of_calls(house: House) -> None:
    """Let go of agents who lost their call."""
    free_of_lost_calls(house.db, now=house.now())


def free_desks(house: House) -> None:
    """Pause what is over its limit or silent."""
    free_silent_desks(house.db, desk_silence=house.desk_silence, now=house.now())


def end_listenings(house: House) -> None:
    """Let supervisors out of calls where they are not any more."""
    end_stale_listenings(house.db, telephony=house.telephony, silence=house.desk_silence, now=house.now())


def tend_referrals(house: House) -> None:
    """Let late referrals rise a tier, and put citizens into the queue whose problem an officer calls solved."""
    raise_late_referrals(house.db, now=house.now())
    ask_about_referrals(house.db, now=house.now())


def skip_opted_out(house: House) -> None:
    """Move people on from numbers that may not be called any more."""
    skip_opted_out_numbers(house.db, now=house.now())


def take_back_attempts(house: House) -> None:
    """Take back attempts of people who were held when the outage that swallowed them was noted."""
    take_back_swallowed(house.db, now=house.now())


def end_orphans(house: House) -> None:
    """End calls that nobody here knows."""
    end_orphan_calls(house.db, telephony=house.telephony, now=house.now())


def drop_legs(house: House) -> None:
    """Find agents' legs that have fallen unnoticed."""
    drop_fallen_legs(house.db, telephony=house.telephony, now=house.now())


def ring_imports(house: House) -> None:
    """Ring again for lists whose import or change waits, or whose worker died; but not without end."""
    give_up_imports(house.db, now=house.now())
    ring_waiting_imports(house.db)
    ring_waiting_changes(house.db)


def ring_freezes(house: House) -> None:
    """Ring again for certificates that wait."""
    ring_waiting_freezes(house.db)


def ring_row_counts(house: House) -> None:
    """Ring for campaigns whose rows are to be counted by place."""
    ring_stale_row_counts(house.db, now=house.now())


def forget_cells(house: House) -> None:
    """Forget what approved and withdrawn lists hold in columns that nobody has picked."""
    forget_other_cells(house.db)


def close_withdrawn(house: House) -> None:
    """Close cases that a call was at when their list was withdrawn."""
    close_withdrawn_cases(house.db, now=house.now())


def end_retention(house: House) -> None:
    """End lists whose last day is over: nobody is called because of them any more."""
    end_lists(house.db, now=house.now(), day_is_sure=lambda: day_is_sure(house))


def erase_ended(house: House) -> None:
    """Erase the next rows of a list that has ended."""
    secret, sure = house.settings.secret_key, lambda: day_is_sure(house)
    erase_ended_lists(house.db, secret=secret, now=house.now(), day_is_sure=sure)


def clear_people(house: House) -> None:
    """Take away whom approvals that died have left without a case."""
    clear_people_ahead(house.db)


def clear_uploads(house: House) -> None:
    """Clear uploads that have stopped for a week."""
    clear_old_uploads(house.db, now=house.now())


def ring_reports(house: House) -> None:
    """Ring for reports that are due to be sent."""
    ring_due_reports(house.db, now=house.now())


def forecast(house: House) -> None:
    """Ask each morning when running campaigns will be finished, and ring again for rehearsals that wait."""
    forecast_campaigns(house.db, now=house.now())
