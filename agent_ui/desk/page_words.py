"""Every sentence that the desk's own script shows, in the page's language; {fields} are filled in the browser."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

from agent_ui.desk.rest_words import REST_SENTENCES
from agent_ui.languages import KNOWN, RIGHT_TO_LEFT, language
from agent_ui.words import word
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.calling.preview import SkipReason
from campaigns.rules.outcomes import Outcome

_ = lazy_gettext
OWN_NAMES: Final = {**{tag: known.name for tag, known in KNOWN.items()}, "pa": "ਪੰਜਾਬੀ"}  # each in its own script
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
    "link_down_browser": _("The link is down, and your headset with it. Answers are kept on this computer."),
    "link_down_kept": _("The link is down. What you give is kept on this computer and sent when it is back."),
    "link_down_idle": _("The link is down. No call comes to this desk until it is back."),
    "try_again": _("The link is down. Try again when it is back."),
    "cancel": _("Cancel"),
    "close": _("Close"),
    "ready": _("Ready"),
    "beneficiary": _("Beneficiary"),
    "relative": _("Father/husband"),
    "village": _("Village"),
    "block": _("Block"),
    "district": _("District"),
    "scheme": _("Scheme"),
    "speaks": _("Speaks"),
    "privacy": _("Speak about the scheme and money only with the person."),
    "others_on_phone": _("Also waiting on this phone"),
    "saved_outcome": _("Saved: {outcome}"),
    "undo": _("Undo"),
    "if_asked": _("If they ask why you call, read this out, and nothing more:"),
    "callback_for": _("The callback is for {name} in person."),
    "end_first": _("Come to an ending of the script with this person first."),
    "go_on_with": _("Go on with {name}"),
    "earlier": _("Earlier attempts"),
    "first_attempt": _("This is the first attempt."),
    "callbacks": _("Your promised callbacks"),
    "no_callbacks": _("You have promised no callbacks."),
    "call": _("Call"),
    "no_call": _("No call now"),
    "end_call": _("End call"),
    "ended_browser": _("Nobody hears you any more."),
    "ended_line": _("The line stays open until the link is back or the person hangs up."),
    "nearly_done": _("Nearly done"),
    "mute": _("Mute"),
    "hold": _("Hold"),
    "on_hold": _("On hold: a notice plays."),
    "line_fell": _("Your line fell. The person hears that we are mending it. Connecting again…"),
    "help": _("Help"),
    "help_asked": _("The supervisor is asked."),
    "keypad": _("Keypad"),
    "keypad_title": _("Press keys on the line"),
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
    "answer_first": _("This question needs an answer."),
    "answer_or_skip": _("Answer first, or skip."),
    "mark_all": _("Mark all that apply, then go on."),
    "number_between": _("Write a number between {least} and {most}."),
    "number_wanted": _("Write a number, in digits."),
    "day_between": _("Write a day between {least} and {most}."),
    "day_wanted": _("Write the day before the month, as 31.10.2026."),
    "no_such_day": _("There is no such day. Write the day before the month, as 31.10.2026."),
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
    "save_only": _("Save"),
    "save_pause": _("Save, then break"),
    "sending": _("Saved on this computer. It is being sent."),
    "sending_later": _("Saved on this computer. It is sent when the link is back."),
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
    "key_mute": _("mute (headset)"),
    "key_keypad": _("keypad (headset)"),
    "key_hold": _("hold, and back"),
    "key_help": _("ask the supervisor"),
    "key_slot0": _("callback later today"),
    "key_slot1": _("callback next morning"),
    "key_slot2": _("callback next afternoon"),
    "key_slot3": _("callback at another time"),
    "key_next_slot": _("next time for the callback"),
    "key_mine": _("who calls back"),
    "key_change": _("Change"),
    "key_press": _("Press the new key."),
    "key_changed": _("Changed. It holds at every computer at which you sign in."),
    "key_taken": _("{key} does something else already. Choose another key."),
    "key_unfit": _("{key} cannot be used here. Choose a letter, a function key or one like Home."),
    "keys_as_before": _("All keys as at first"),
    "single_keys": _("Digits and letters act at once while the question has the focus"),
    "not_taken": _("{count} not taken over"),
    "refused_title": _("What could not be taken over"),
    "refused_hint": _("It is kept here and on the server. Tell your supervisor what is right, or send it again."),
    "send_again": _("Send again"),
    "seen": _("Done with it"),
    "keeps_nothing": _("This browser keeps nothing. Do not close this page while the link is down."),
    "newer_later": _("A new version of this page is ready. It can be loaded after this call."),
    "newer_now": _("A new version of this page is ready."),
    "load_newer": _("Load it"),
    "as_it_was": _("{state}, a moment ago"),
    "name_later": _("The name is shown again when the link is back."),
    "status.elsewhere": _("Open elsewhere"),
    "other_desk": _("This desk was opened elsewhere. Work goes on there."),
    "use_here": _("Work here"),
    "microphone_refused": _("The browser may not use the microphone. Allow it and load the page again."),
    "refer": _("Refer a problem"),
    "refer_title": _("Which problem does the office have to solve?"),
    "refer_note": _("What the officer must know"),
    "refer_send": _("Refer it"),
    "refer_none": _("The department has named no problems yet."),
    "referred": _("Referred. The officer of the block sees it, and the person is asked before it is closed."),
    "key_refer": _("refer a problem"),
    "supervisor_listen": _("{name}, your supervisor, hears this call. Nobody hears her."),
    "supervisor_whisper": _("{name}, your supervisor, speaks to you. Only you hear her."),
    "supervisor_join": _("{name}, your supervisor, is in this call. Both of you hear her."),
    "message_read": _("I have read it"),
    "headset_lost": _("The headset connection was lost. Connecting again…"),
}


def question_page() -> dict[str, object]:
    """Return what the desk's own question reads of its page, wherever it is shown (static/desk/question.js)."""
    return {"language": language(), "right_to_left": RIGHT_TO_LEFT, "words": page_words()}


def page_words() -> dict[str, str]:
    """Return all of them, with the labels of states, breaks, outcomes and languages."""
    words: dict[str, str | LazyString] = _SENTENCES | REST_SENTENCES
    words |= {f"language.{tag}": name for tag, name in _LANGUAGES.items()}
    words |= {f"own.{tag}": name for tag, name in OWN_NAMES.items()}
    kinds = (("status", AgentStatus), ("pause", PauseReason), ("outcome", Outcome), ("skip", SkipReason))
    for kind, members in kinds:
        words |= {f"{kind}.{member.value}": word(member) for member in members}
    return {name: str(sentence) for name, sentence in words.items()}
