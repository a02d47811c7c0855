"""What people hear who ring us: a promise, that we call them just now, that we never will, or who we are.

Not a word on a scheme or a person: whoever holds the phone hears it. No caller is asked for anything, and she is told
that nobody of ours ever will (domain.md 1b: an unknown caller about a scheme is presumed a fraud).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from campaigns.rules.carrier.notices import FALLBACK_LANGUAGE, spoken_digits
from campaigns.rules.carrier.read_in import NEAREST

PROMISED: Final = {
    "en": "Thank you for calling {department}. All our callers are busy now. We will call you back on this number soon."
    " You need not ring again. We never ask for an OTP, a PIN or fees.",
    "ur": "{department} کو کال کرنے کا شکریہ۔ اس وقت ہمارے تمام ساتھی مصروف ہیں۔ ہم جلد آپ کو اسی نمبر پر کال کریں گے۔ آپ کو دوبارہ"
    " کال کرنے کی ضرورت نہیں۔ ہم کبھی او ٹی پی، پن یا فیس نہیں مانگتے۔",
    "hi": "{department} को कॉल करने के लिए धन्यवाद। इस समय हमारे सभी साथी व्यस्त हैं। हम जल्द ही आपको इसी नंबर पर कॉल करेंगे। आपको दोबारा"
    " कॉल करने की ज़रूरत नहीं है। हम कभी ओटीपी, पिन या फ़ीस नहीं माँगते।",
}
PROMISED_LATER: Final = {
    "en": "Thank you for calling {department}. We call between {opens} and {closes}. We will call you back on this number"
    " when we begin again. You need not ring again. We never ask for an OTP, a PIN or fees.",
    "ur": "{department} کو کال کرنے کا شکریہ۔ ہم {opens} سے {closes} تک کال کرتے ہیں۔ جب ہم دوبارہ کال کرنا شروع کریں گے تو آپ کو اسی"
    " نمبر پر کال کریں گے۔ آپ کو دوبارہ کال کرنے کی ضرورت نہیں۔ ہم کبھی او ٹی پی، پن یا فیس نہیں مانگتے۔",
    "hi": "{department} को कॉल करने के लिए धन्यवाद। हम {opens} से {closes} तक कॉल करते हैं। जब हम फिर शुरू करेंगे, तब आपको इसी नंबर पर"
    " कॉल करेंगे। आपको दोबारा कॉल करने की ज़रूरत नहीं है। हम कभी ओटीपी, पिन या फ़ीस नहीं माँगते।",
}
CALLING_NOW: Final = {
    "en": "This is {department}. We are calling you at this moment. Please hang up and take our call.",
    "ur": "یہ {department} ہے۔ ہم اسی وقت آپ کو کال کر رہے ہیں۔ مہربانی کر کے فون رکھیں اور ہماری کال لیں۔",
    "hi": "यह {department} है। हम इसी समय आपको कॉल कर रहे हैं। कृपया फ़ोन रखें और हमारी कॉल लें।",
}
OPTED_OUT: Final = {
    "en": "This is {department}. This number asked us not to call it, and we will not call it. To change that, {ask}.",
    "ur": "یہ {department} ہے۔ اس نمبر سے ہمیں کال نہ کرنے کو کہا گیا تھا، اور ہم اس پر کال نہیں کریں گے۔ اسے بدلنے کے لیے {ask}۔",
    "hi": "यह {department} है। इस नंबर से हमें कॉल न करने को कहा गया था, और हम इस पर कॉल नहीं करेंगे। इसे बदलने के लिए {ask}।",
}
UNKNOWN: Final = {
    "en": "This is the calling centre of {department}. To make sure that a call was ours, {ask}. We never ask for an OTP,"
    " a PIN or fees.",
    "ur": "یہ {department} کا کال سینٹر ہے۔ یہ جاننے کے لیے کہ کال ہماری تھی، {ask}۔ ہم کبھی او ٹی پی، پن یا فیس نہیں مانگتے۔",
    "hi": "यह {department} का कॉल सेंटर है। यह जानने के लिए कि कॉल हमारी थी, {ask}। हम कभी ओटीपी, पिन या फ़ीस नहीं माँगते।",
}
_ASK_HELPLINE: Final = {
    "en": "call its helpline, {helpline}",
    "ur": "اس کی ہیلپ لائن {helpline} پر کال کریں",
    "hi": "इसकी हेल्पलाइन {helpline} पर कॉल करें",
}
_ASK_OFFICE: Final = {"en": "ask at its office", "ur": "اس کے دفتر سے پوچھیں", "hi": "इसके दफ़्तर में पूछें"}
_SOMEBODY: Final = {"en": "a government department", "ur": "ایک سرکاری محکمے", "hi": "एक सरकारी विभाग"}
# What an agent begins with when a person has rung us; a script may say it in its own words (`calling_back`).
OPENING: Final = {
    "en": "Thank you for calling us back. You are speaking with the calling centre of {department}.",
    "ur": "ہمیں کال کرنے کا شکریہ۔ آپ {department} کے کال سینٹر سے بات کر رہے ہیں۔",
    "hi": "हमें कॉल करने के लिए धन्यवाद। आप {department} के कॉल सेंटर से बात कर रहे हैं।",
}
Words = dict[str, str]


@dataclass(frozen=True)
class Called:
    """Whom she has rung: the department and its helpline, as far as they are known."""

    department: str = ""
    helpline: str | None = None  # E.164, or as people dial it


def said_to(texts: Words, languages: Iterable[str | None], called: Called, **more: str) -> tuple[str, str]:
    """Return one of the texts in the first of the languages that we can say it in, and that language."""
    wished = (NEAREST.get(language, language) for language in languages if language)
    spoken = next((language for language in wished if language in texts), FALLBACK_LANGUAGE)
    ask = _ASK_OFFICE[spoken]
    if called.helpline:
        ask = _ASK_HELPLINE[spoken].format(helpline=_dialled(called.helpline))
    return texts[spoken].format(department=called.department or _SOMEBODY[spoken], ask=ask, **more), spoken


def promise_words(
    languages: Iterable[str | None], called: Called, hours: tuple[datetime, datetime] | None
) -> tuple[str, str]:
    """Return the promise; with `hours`, the next day's first and last moment, where we do not call now."""
    if hours is None:
        return said_to(PROMISED, languages, called)
    opens, closes = (f"{moment.hour}:{moment:%M}" for moment in hours)
    return said_to(PROMISED_LATER, languages, called, opens=opens, closes=closes)


def _dialled(helpline: str) -> str:
    """Return it digit by digit, so that a voice reads no millions."""
    return spoken_digits(helpline) if helpline.startswith("+") else " ".join(filter(str.isdigit, helpline))
