"""What may stand between a campaign and its next call, in words that pages put into sentences."""

from enum import StrEnum
from typing import Final


class Obstacle(StrEnum):
    """What stands in the way; told in the order of the table below."""

    NO_LIST = "no_list"
    LIST_NOT_APPROVED = "list_not_approved"
    CAMPAIGN_NOT_APPROVED = "campaign_not_approved"
    CAMPAIGN_NOT_STARTED = "campaign_not_started"
    CAMPAIGN_PAUSED = "campaign_paused"
    CAMPAIGN_FINISHED = "campaign_finished"
    ALL_CLOSED = "all_closed"
    HOLIDAY = "holiday"
    OUTSIDE_HOURS = "outside_hours"
    CALLING_RESTS = "calling_rests"  # a gap of the day: Friday prayer, the breaking of the fast
    NO_HOURS_SET = "no_hours_set"
    CARRIER_REFUSED = "carrier_refused"  # keys: somebody must mend the settings
    CARRIER_NO_FUNDS = "carrier_no_funds"  # or an account closed for another reason
    CALLER_ID_REFUSED = "caller_id_refused"
    COUNTRY_BLOCKED = "country_blocked"
    CLOCKS_APART = "clocks_apart"
    CARRIER_NOT_HEARD = "carrier_not_heard"  # its webhooks do not come
    CARRIER_DOWN = "carrier_down"
    CARRIER_SILENT = "carrier_silent"  # asked for calls, it has not answered; nothing rests yet because of it
    CALLS_NOT_LEAVING = "calls_not_leaving"  # handed out, and not one is sent
    CARRIER_LIMIT = "carrier_limit"
    LINES_TAKEN = "lines_taken"
    NOBODY_SIGNED_IN = "nobody_signed_in"
    NOBODY_READY = "nobody_ready"
    EVERYBODY_TALKS = "everybody_talks"
    DESKS_SILENT = "desks_silent"
    LAST_IN_CALLS = "last_in_calls"  # everybody left is in a call, or its outcome is being logged
    WAITING_FOR_RETRY = "waiting_for_retry"
    SEVERAL_REASONS = "several_reasons"  # the people due are held back by more than one of those below
    LANGUAGE_NOT_SPOKEN = "language_not_spoken"
    SPEAKERS_NOT_READY = "speakers_not_ready"
    AREAS_SHUT = "areas_shut"  # outage, holiday or gap where those who are due live
    OWNER_AWAY = "owner_away"  # who promised the call works here, and is not ready
    PHONES_BUSY = "phones_busy"
    PHONES_REST = "phones_rest"  # the caps and gaps of rules/calling/call_caps.py
    OPTED_OUT = "opted_out"
    PREVIEW_WAITS = "preview_waits"
    DIALLER_STARTS = "dialler_starts"
    DIALLER_AWAY = "dialler_away"


CALM: Final = frozenset(
    {
        Obstacle.EVERYBODY_TALKS,
        Obstacle.LAST_IN_CALLS,
        Obstacle.CAMPAIGN_FINISHED,
        Obstacle.ALL_CLOSED,
        Obstacle.DIALLER_STARTS,
    }
)
