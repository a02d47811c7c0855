"""What the desk says between two calls: breaks, being ready, ringing, and a record that is read before it is dialled."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

_ = lazy_gettext
REST_SENTENCES: Final[dict[str, LazyString]] = {
    "break": _("Break"),
    "break_title": _("Which break?"),
    "break_after": _("It begins after this call."),
    "break_waits": _("After this call: {reason}"),
    "break_used": _("Used today: {used} of {allowed} minutes"),
    "break_over": _("The minutes of this break are used up. Your supervisor sees it, too."),
    "shift": _("Shift"),
    "go_ready": _("Go ready"),
    "ready_title": _("You are ready"),
    "ready_hint": _("The next call connects by itself. Nothing to press."),
    "ready_down": _("No call comes while the link is down."),
    "carrier_rests": _("The phone company is in trouble. Calls go on by themselves when it is back; nothing to press."),
    "not_running": _("This campaign is not running now. Calls come when it is started."),
    "paused_title": _("On break: {reason}"),
    "link_was_down_title": _("The connection was lost"),
    "link_was_down_hint": _(
        "No calls come to you. Whoever was on the line goes on with a colleague or is called again. Go ready when you are back."
    ),
    "paused_hint": _("No calls come to you. Go ready when you are back."),
    "leg_waits_browser": _("Connecting your headset…"),
    "leg_waits_phone": _("Pick up your desk phone when it rings, and leave it off the hook."),
    "ring_phone": _("Call my phone"),
    "ringing_title": _("Ringing: {name}"),
    "ringing_hint": _("You begin with this as soon as somebody answers:"),
    "ringing_down": _("The link is down. If you hear the person, say so here and begin:"),
    "hears_them": _("I hear the person"),
    "rings_us_title": _("{name} is ringing us"),
    "rings_us_hint": _("You are joined in a few seconds. Begin with this:"),
    "rang_us": _("This person rang us."),
    "preview": _("Before the call"),
    "preview_title": _("Next person: {name}"),
    "preview_hint": _("Read the record, then call."),
    "preview_left": _("Time to call: {clock}"),
    "call_now": _("Call now"),
    "skip_record": _("Skip this person"),
    "skip_title": _("Why do you not call this person?"),
    "skip_hint": _("It is kept and counted. The person comes back later."),
    "skips_left": _("You may skip {count} more before you call."),
    "no_skips": _("This person must be called now, unless you take a break."),
}
