"""Every sentence that the desk's own script shows, in the page's language; {fields} are filled in the browser."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

from agent_ui.languages import KNOWN
from agent_ui.words import word
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.outcomes import Outcome

_ = lazy_gettext
OWN_NAMES: Final = {**{tag: known.name for tag, known in KNOWN.items()}, "pa": "ਪੰਜਾਬੀ"}  # each in its own script
NEAREST: Final = {"ks": "ur", "ps": "ur", "pa": "ur", "doi": "hi"}  # understood by most, where a script lacks one
_LANGUAGES: Final = {
    "en": _("English"),
    "ur": _("Urdu"),
    "hi": _("Hindi"),
    "ks": _("Kashmiri"),
    "doi": _("Dogri"),
    "ps": _("Pashto"),
    "pa": _("Punjabi"),
}
_SENTENCES: Final = {
    "all_saved": _("All saved"),
    "kept_here": _("{count} kept here"),
    "link_down": _(
        "The link is down. Your phone call is not affected. Answers are kept on this computer and sent when it is back."
    ),
    "try_again": _("The link is down. Try again when it is back."),
    "break": _("Break"),
    "break_title": _("Which break?"),
    "break_after": _("It begins after this call."),
    "break_waits": _("After this call: {reason}"),
    "cancel": _("Cancel"),
    "close": _("Close"),
    "ready": _("Ready"),
    "go_ready": _("Go ready"),
    "ready_title": _("You are ready"),
    "ready_hint": _("The next call connects by itself. Nothing to press."),
    "carrier_rests": _("The phone company is in trouble. Calls go on by themselves when it is back; nothing to press."),
    "not_running": _("This campaign is not running now. Calls come when it is started."),
    "paused_title": _("On break: {reason}"),
    "paused_hint": _("No calls come to you. Go ready when you are back."),
    "leg_waits_browser": _("Connecting your headset…"),
    "leg_waits_phone": _("Your desk phone will ring. Pick it up and leave it off the hook."),
    "ringing_title": _("Ringing: {name}"),
    "ringing_hint": _("You begin with this as soon as somebody answers:"),
    "rings_us_title": _("{name} is ringing us"),
    "rings_us_hint": _("You are joined in a few seconds. Begin with this:"),
    "rang_us": _("This person rang us."),
    "preview": _("Before the call"),
    "preview_title": _("Next person: {name}"),
    "preview_hint": _("Read the record, then call."),
    "preview_left": _("Time to call: {clock}"),
    "call_now": _("Call now"),
    "beneficiary": _("Beneficiary"),
    "relative": _("Father/husband"),
    "village": _("Village"),
    "block": _("Block"),
    "district": _("District"),
    "scheme": _("Scheme"),
    "speaks": _("Speaks"),
    "privacy": _("Speak about the scheme and money only with the person."),
    "others_on_phone": _("Also waiting on this phone"),
    "if_asked": _("If they ask why you call, read this out, and nothing more:"),
    "callback_for": _("The callback is for {name} in person."),
    "go_on_with": _("Go on with {name}"),
    "earlier": _("Earlier attempts"),
    "first_attempt": _("This is the first attempt."),
    "callbacks": _("Your promised callbacks"),
    "no_callbacks": _("You have promised no callbacks."),
    "call": _("Call"),
    "no_call": _("No call now"),
    "end_call": _("End call"),
    "nearly_done": _("Nearly done"),
    "mute": _("Mute"),
    "note": _("Note (optional)"),
    "note_hint": _("Only what the answers do not already say"),
    "question": _("Question {number}"),
    "ending": _("Ending"),
    "read_in": _("Read in"),
    "for_you": _("For you, not to be read out:"),
    "back": _("Back"),
    "skip": _("Skip"),
    "go_on": _("Go on"),
    "answers": _("Answers of this call"),
    "skipped": _("skipped"),
    "answer_first": _("Answer first, or skip."),
    "mark_all": _("Mark all that apply, then go on."),
    "wrong_number_answer": _("Write a number between {least} and {most}."),
    "end_now": _("Read this out, then end the call."),
    "no_script": _("This campaign has no script. Talk freely and log the outcome."),
    "outcome_title": _("What came of the call?"),
    "owing_title": _("Your last call still needs its outcome"),
    "suggested": _("suggested"),
    "choose_outcome": _("Choose an outcome."),
    "when_title": _("When shall we call again?"),
    "choose_slot": _("Choose when to call back."),
    "today_later": _("Today, {from} to {to}"),
    "next_slot": _("{day}, {from} to {to}"),
    "other_time": _("Another time"),
    "day": _("Day"),
    "hour": _("Hour"),
    "for_whom": _("Who calls back?"),
    "anyone": _("Anyone free"),
    "me": _("I myself"),
    "promise": _("We promise to call on {day} at {time}."),
    "save_next": _("Save and take next call"),
    "save_pause": _("Save, then break"),
    "sending": _("Saved on this computer. It is being sent."),
    "sure_title": _("Please make sure: {outcome}"),
    "sure_died": _("Nobody will call for this person again."),
    "sure_opt_out": _("The department will never call this number again."),
    "sure_yes": _("Yes, save"),
    "limit": _("Limit {clock}"),
    "today": _("Calls today: {calls} · completed: {completed}"),
    "keys_title": _("All keys"),
    "key_answer": _("answer"),
    "key_back": _("back"),
    "key_skip": _("skip"),
    "key_enter": _("go on, save"),
    "key_nearly": _("nearly done: the next person is rung a little earlier"),
    "key_end": _("end call"),
    "key_note": _("note"),
    "key_break": _("break"),
    "key_keys": _("all keys"),
    "key_slots": _("time of the callback"),
    "key_mine": _("who calls back"),
    "other_desk": _("This desk was opened elsewhere. Work goes on there."),
    "use_here": _("Work here"),
    "microphone_refused": _("The browser may not use the microphone. Allow it and load the page again."),
    "headset_lost": _("The headset connection was lost. Connecting again…"),
}


def page_words() -> dict[str, str]:
    """Return all of them, with the labels of states, breaks, outcomes and languages."""
    words: dict[str, str | LazyString] = dict(_SENTENCES)
    words |= {f"language.{tag}": name for tag, name in _LANGUAGES.items()}
    words |= {f"own.{tag}": name for tag, name in OWN_NAMES.items()}
    for kind, members in (("status", AgentStatus), ("pause", PauseReason), ("outcome", Outcome)):
        words |= {f"{kind}.{member.value}": word(member) for member in members}
    return {name: str(sentence) for name, sentence in words.items()}
