"""What stands between a campaign and its next call, and what would change it: a sentence and a remedy for each."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

from campaigns.rules.floor.obstacles import Obstacle

_ = lazy_gettext
# obstacle -> (what stands in the way, what would change it); the numbers are those of WhyNot.
WHY: Final[dict[Obstacle, tuple[LazyString, LazyString]]] = {
    Obstacle.NO_LIST: (
        _("Not dialling: the campaign has no list."),
        _("The department uploads one under Lists."),
    ),
    Obstacle.LIST_NOT_APPROVED: (
        _("Not dialling: no list is approved yet."),
        _("The department checks its list and approves it."),
    ),
    Obstacle.CAMPAIGN_NOT_APPROVED: (
        _("Not dialling: the campaign is not approved."),
        _("The department submits and approves it."),
    ),
    Obstacle.CAMPAIGN_NOT_STARTED: (
        _("Not dialling: the campaign has not been started."),
        _("Press Start calling."),
    ),
    Obstacle.CAMPAIGN_PAUSED: (_("Not dialling: the campaign is paused."), _("Press Start calling to go on.")),
    Obstacle.CAMPAIGN_FINISHED: (
        _("Not dialling: the campaign is finished."),
        _("Its account can be downloaded."),
    ),
    Obstacle.ALL_CLOSED: (
        _(
            "Not dialling: all %(cases)s people have been dealt with. Never reached in all their attempts: %(unreached)s."
        ),
        _("Approve another list, or pause and finish the campaign."),
    ),
    Obstacle.HOLIDAY: (
        _("Not dialling: today is a holiday."),
        _("Calls may begin again on %(opens_at)s."),
    ),
    Obstacle.OUTSIDE_HOURS: (
        _("Not dialling: outside the calling hours until %(opens_at)s."),
        _("It goes on by itself then."),
    ),
    Obstacle.CALLING_RESTS: (
        _("Not dialling: calls rest at this time of the day until %(opens_at)s."),
        _("It goes on by itself then."),
    ),
    Obstacle.NO_HOURS_SET: (
        _("Not dialling: no calling hours are set for this region."),
        _("An administrator enters them; without them nobody may be called."),
    ),
    Obstacle.CARRIER_REFUSED: (
        _("Not dialling: the phone company refuses our keys."),
        _("An administrator checks the settings of the phone company. Next try: %(until)s."),
    ),
    Obstacle.CARRIER_NO_FUNDS: (
        _("Not dialling: the phone company has stopped our account, most often because it has no funds."),
        _("An administrator tops it up at the phone company. Next try: %(until)s."),
    ),
    Obstacle.CALLER_ID_REFUSED: (
        _("Not dialling: the phone company refuses the caller number of this campaign."),
        _(
            "Have the number registered with the phone company, or pause the campaign and an officer of the department"
            " gives it another. Next try: %(until)s."
        ),
    ),
    Obstacle.COUNTRY_BLOCKED: (
        _("Not dialling: the phone company is not allowed to call this country for us."),
        _("An administrator has calls to this country allowed at the phone company. Next try: %(until)s."),
    ),
    Obstacle.CLOCKS_APART: (
        _("Not dialling: this system's clock and the phone company's do not agree."),
        _("An administrator sets the clock right, for nobody may be called at a wrong hour. Next look: %(until)s."),
    ),
    Obstacle.CARRIER_LIMIT: (
        _("Not dialling: the phone company's limit is reached."),
        _("It goes on by itself at %(until)s. If it comes often, ask for a higher limit."),
    ),
    Obstacle.CARRIER_NOT_HEARD: (
        _("Not dialling: the phone company takes calls, and what it tells of them does not arrive here."),
        _(
            "Whoever answers would hear nobody, so nobody is called. Next try with one call: %(until)s."
            " An administrator checks that hooks runs and is reached at HOOKS_BASE_URL."
        ),
    ),
    Obstacle.CARRIER_DOWN: (
        _("Not dialling: the phone company cannot be reached."),
        _("Next try: %(until)s. Check the line to the internet."),
    ),
    Obstacle.CARRIER_SILENT: (
        _("Not dialling: the phone company does not answer. Calls asked for: %(unanswered)s."),
        _("If it stays silent, calls rest by themselves and are tried again. Check the line to the internet."),
    ),
    Obstacle.CALLS_NOT_LEAVING: (
        _("Not dialling: calls are handed out, and not one leaves. Calls: %(not_leaving)s."),
        _("An administrator looks at the workers and at the line to the internet: their logs say what they wait for."),
    ),
    Obstacle.LINES_TAKEN: (
        _("Not dialling: all lines of the phone company are taken. Lines: %(lines)s."),
        _("The next call goes out when one is free. If it comes often, an administrator has more lines set."),
    ),
    Obstacle.NOBODY_SIGNED_IN: (
        _("Not dialling: no agent is signed in."),
        _("Agents sign in and choose this campaign."),
    ),
    Obstacle.NOBODY_READY: (
        _("Not dialling: no agent is ready. On break: %(on_break)s. On a call: %(on_call)s. Wrap-up: %(wrap_up)s."),
        _("Ask agents to come back from their break."),
    ),
    Obstacle.EVERYBODY_TALKS: (
        _("All agents at work are busy. On a call: %(on_call)s. Wrap-up: %(wrap_up)s. On break: %(on_break)s."),
        _("The next call goes out when the first of them is ready."),
    ),
    Obstacle.DESKS_SILENT: (
        _("Not dialling: the desks of those who would be ready are not heard. Silent desks: %(silent)s."),
        _("Check the centre's power and its line to the internet."),
    ),
    Obstacle.PREVIEW_WAITS: (
        _("Not dialling: calls wait for their agents to press Call now. Calls: %(previews)s."),
        _("In preview mode the agent reads the record first."),
    ),
    Obstacle.LAST_IN_CALLS: (
        _("Nobody else waits: the last people are in a call, or its outcome is being logged. People: %(in_talk)s."),
        _("What comes of these calls decides whether anybody is called again."),
    ),
    Obstacle.WAITING_FOR_RETRY: (
        _("Not dialling: nobody is due. People waiting for their next try: %(waiting)s, the first at %(next_due)s."),
        _("It goes on by itself then."),
    ),
    Obstacle.SEVERAL_REASONS: (
        _("Not dialling: none of the people due can be called now. People waiting: %(due)s. Of these: %(held)s."),
        _("The table of all reasons says of each what would change it."),
    ),
    Obstacle.LANGUAGE_NOT_SPOKEN: (
        _("Not dialling: nobody signed in speaks %(languages)s. People waiting: %(due)s."),
        _("An agent who speaks it signs in to this campaign."),
    ),
    Obstacle.SPEAKERS_NOT_READY: (
        _("Not dialling: nobody who is ready speaks %(unready)s. People waiting: %(due_unready)s."),
        _("Agents who speak it are signed in. It goes on when one of them is ready: ask those on break to come back."),
    ),
    Obstacle.OWNER_AWAY: (
        _("Not dialling: promised calls wait for the agents who promised them. Calls: %(owner_away)s."),
        _("They go out when these agents are ready; ten minutes after the promised time anyone takes them."),
    ),
    Obstacle.AREAS_SHUT: (
        _("Not dialling: where people are due nobody may be called now. People waiting: %(shut)s."),
        _(
            "Their areas have an outage, a holiday or a rest. It goes on when that is over, or is ended in the calendar."
        ),
    ),
    Obstacle.PHONES_REST: (
        _("Not dialling: the phones of all people due were rung lately or often today. People waiting: %(resting)s."),
        _("They rest until the gap is over, or until tomorrow. It goes on by itself then."),
    ),
    Obstacle.PHONES_BUSY: (
        _("Not dialling: all people due, or their phones, are in another call. People waiting: %(busy)s."),
        _("They are called when those calls have ended."),
    ),
    Obstacle.OPTED_OUT: (
        _("Not dialling: the numbers of all people due must not be called any more. People waiting: %(opted_out)s."),
        _("Within ten minutes each is called on another number, or closed where there is none."),
    ),
    Obstacle.DIALLER_STARTS: (
        _("Not dialling yet: everything was started a moment ago, and the dialler is starting."),
        _("It goes on by itself in some seconds."),
    ),
    Obstacle.DIALLER_AWAY: (
        _("Not dialling: the dialler is not running."),
        _("An administrator starts it again; its log says why it stopped."),
    ),
}
