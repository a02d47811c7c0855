"""The jobs that queues may name. Ids come in as text; each job asks PostgreSQL first and may run twice or never."""

import logging
from collections.abc import Callable
from uuid import UUID

from campaigns.accounts.freeze_account import freeze_account as freeze_one_account
from campaigns.calls.end_kindly import end_kindly as end_line_kindly
from campaigns.calls.hold_line import hold_line as hold_one_line
from campaigns.calls.leave_message import leave_message as leave_message_on_line
from campaigns.calls.move_to_agent import move_to_agent as move_line_to_agent
from campaigns.calls.ring_agent_leg import ring_agent_leg as ring_one_agent_leg
from campaigns.calls.ring_listener_leg import ring_listener_leg as ring_one_listener_leg
from campaigns.calls.try_desk_phone import try_desk_phone as try_one_desk_phone
from campaigns.house import House
from campaigns.lists.import_list import import_list as import_one_list
from campaigns.lists.key_rows import key_rows as key_rows_of_list
from campaigns.lists.read_do_not_call_file import read_do_not_call_file as read_one_do_not_call_file
from campaigns.lists.settle_lists import settle_lists
from campaigns.rehearsal.rehearse_campaign import rehearse_campaign as rehearse_one_campaign
from campaigns.reports.begin_due_reports import begin_due_reports
from campaigns.reports.count_answers import count_answers as count_answers_of_campaign
from campaigns.reports.count_list_rows import count_list_rows as count_rows_of_lists
from campaigns.reports.count_review_rows import count_review_rows as count_rows_under_review
from campaigns.reports.send_due_reports import send_due_reports
from campaigns.sheets.signing_key import signing_key
from campaigns.store.calls.calls import carrier_call_to_cancel, carrier_call_to_end
from campaigns.store.session import EVERYTHING, Session
from campaigns.telephony.failures import TelephonyError
from workers.carrier_clock import SureClock
from workers.long_changes import make_long_change
from workers.placing import place_in_turn
from workers.rehearsals import rehearsal_carrier
from workers.senders import Senders
from workers.written_files import Books

log = logging.getLogger(__name__)
_houses: list[tuple[House, SureClock]] = []


def open_with(house: House) -> None:
    """Give the jobs of this process their house, once at its start."""
    _houses[:] = [(house, SureClock(house))]


def the_house() -> House:
    """Return the house of this process."""
    return _houses[0][0]


def place_call(*call_ids: str) -> None:
    """Place intended calls, each when the carrier's rate allows."""
    house, clock = _houses[0]
    place_in_turn(house, clock, [UUID(one) for one in call_ids])


def import_list(list_id: str) -> None:
    """Read an uploaded list, row by row."""
    house = the_house()
    import_one_list(house.db, UUID(list_id), now=house.now)


def key_rows(list_id: str) -> None:
    """Keep what the rows of a long list say before anybody mends one."""
    key_rows_of_list(the_house().db, UUID(list_id))


def make_change(change_id: str) -> None:
    """Make a change of many rows of a list."""
    make_long_change(the_house(), UUID(change_id))


def read_do_not_call_file(file_id: str) -> None:
    """Read the numbers of an uploaded do-not-call file."""
    house = the_house()
    read_one_do_not_call_file(house.db, UUID(file_id), now=house.now)


def rehearse_campaign(rehearsal_id: str) -> None:
    """Play a campaign through in virtual time."""
    house = the_house()
    rehearse_one_campaign(house.db, UUID(rehearsal_id), rehearsal_carrier(house.settings), now=house.now)


def freeze_account(freeze_id: str) -> None:
    """Make a certificate that was asked for."""
    house = the_house()
    freeze_one_account(
        house.db, UUID(freeze_id), lambda: signing_key(house.settings.certificate_key_file), now=house.now
    )


def send_reports() -> None:
    """Send the reports that are due; while it is not sure what time it is none goes out, and upkeep rings again."""
    house, clock = _houses[0]
    if clock.is_sure():
        begin_due_reports(house.db, now=house.now())
        send_due_reports(house.db, Senders(house.settings), Books(house.settings), now=house.now)


def count_list_rows(campaign_id: str) -> None:
    """Count the rows of a campaign that nobody is called for."""
    house = the_house()
    count_rows_of_lists(house.db, UUID(campaign_id), now=house.now())


def count_review_rows(list_id: str) -> None:
    """Count the rows of a long list under review."""
    count_rows_under_review(the_house().db, UUID(list_id))


def count_answers(campaign_id: str) -> None:
    """Count the answers of a campaign by place and day."""
    count_answers_of_campaign(the_house().db, UUID(campaign_id))


def settle_lists_of_opt_out(opt_out_id: str) -> None:
    """Look again at lists in review for one number of the register."""
    settle_lists(the_house().db, opt_out_id=UUID(opt_out_id))


def settle_lists_of_file(file_id: str) -> None:
    """Look again at lists in review for the numbers of a do-not-call file."""
    settle_lists(the_house().db, file_id=UUID(file_id))


def end_call(call_id: str) -> None:
    """Hang up a call of ours at the carrier."""
    _end_what_is(carrier_call_to_end, call_id)


def cancel_call(call_id: str) -> None:
    """Take back a call of ours that nobody has answered yet."""
    _end_what_is(carrier_call_to_cancel, call_id)


def _end_what_is(carrier_call: Callable[[Session, UUID], str | None], call_id: str) -> None:
    with the_house().db.transaction(EVERYTHING) as session:
        carrier_call_id = carrier_call(session, UUID(call_id))
    if carrier_call_id:
        end_carrier_call(carrier_call_id)


def leave_message(call_id: str) -> None:
    """Say a message where a machine has answered."""
    house = the_house()
    leave_message_on_line(house.db, UUID(call_id), telephony=house.telephony)


def end_kindly(call_id: str) -> None:
    """Tell a person whose agent has gone that she is called again, and end her line."""
    house = the_house()
    end_line_kindly(house.db, UUID(call_id), telephony=house.telephony)


def hold_line(call_id: str) -> None:
    """Put a person on hold or take her off it, as her call stands."""
    house = the_house()
    hold_one_line(house.db, UUID(call_id), telephony=house.telephony)


def move_to_agent(call_id: str) -> None:
    """Put a person into the room of the agent who has her call now."""
    house = the_house()
    move_line_to_agent(house.db, UUID(call_id), telephony=house.telephony)


def try_desk_phone(user_id: str, campaign_id: str) -> None:
    """Ring an agent's desk phone once, to try it."""
    house = the_house()
    try_one_desk_phone(house.db, UUID(user_id), UUID(campaign_id), telephony=house.telephony)


def end_carrier_call(carrier_call_id: str) -> None:
    """Hang up by the carrier's own id: an agent's leg, or a call that should not be."""
    try:
        the_house().telephony.end_call(carrier_call_id)
    except TelephonyError as failure:
        log.warning("call_not_ended", extra={"carrier_call_id": carrier_call_id, "http_status": failure.http_status})


def ring_agent_leg(agent_session_id: str) -> None:
    """Ring an agent's desk phone and park it in her room."""
    house = the_house()
    ring_one_agent_leg(house.db, UUID(agent_session_id), telephony=house.telephony, now=house.now())


def ring_listener_leg(listening_id: str) -> None:
    """Ring a supervisor's own phone, for her to hear an agent's call."""
    house = the_house()
    ring_one_listener_leg(house.db, UUID(listening_id), telephony=house.telephony)
