"""What people are told: that nobody was free when they answered, that they were called, and how their data is used."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import phonenumbers

from campaigns.rules.carrier.read_in import NEAREST

FALLBACK_LANGUAGE: Final = "en"
# Whoever picked up hears it, a neighbour too: why we called, but not which scheme.
ABANDONED: Final = {
    "en": "This was a call from {department} about one of its schemes. All our callers are busy now. We will call you again, "
    "or you can call {number}. You need not pay anything or tell anybody a code.",
    "ur": "یہ کال {department} کی طرف سے اس کی ایک اسکیم کے بارے میں تھی۔ اس وقت ہمارے تمام ساتھی مصروف ہیں۔ ہم آپ کو دوبارہ کال "
    "کریں گے، یا آپ {number} پر کال کر سکتے ہیں۔ کسی کو کوئی رقم یا کوڈ دینے کی ضرورت نہیں۔",
    "hi": "यह कॉल {department} की ओर से उसकी एक योजना के बारे में थी। इस समय हमारे सभी साथी व्यस्त हैं। हम आपको फिर कॉल करेंगे, या आप "
    "{number} पर कॉल कर सकते हैं। किसी को कोई पैसा या कोड देने की ज़रूरत नहीं है।",
}
# Left on a machine, which anybody of the house may hear: not a word on the scheme or on the person.
MESSAGE: Final = {
    "en": "This is a call from {department}. We will call you again. You can also call {number}. You need not pay "
    "anything or tell anybody a code.",
    "ur": "یہ کال {department} کی طرف سے ہے۔ ہم آپ کو دوبارہ کال کریں گے۔ آپ {number} پر بھی کال کر سکتے ہیں۔ کسی کو کوئی رقم یا "
    "کوڈ دینے کی ضرورت نہیں۔",
    "hi": "यह कॉल {department} की ओर से है। हम आपको फिर कॉल करेंगे। आप {number} पर भी कॉल कर सकते हैं। किसी को कोई पैसा या "
    "कोड देने की ज़रूरत नहीं है।",
}
# Said to a person whose agent has gone from the line; whoever holds the phone by now hears it.
CUT_OFF: Final = {
    "en": "We are sorry, the line to our caller broke. {department} will call you again. You need not pay anything or "
    "tell anybody a code.",
    "ur": "معذرت، ہمارے ساتھی سے رابطہ ٹوٹ گیا۔ {department} آپ کو دوبارہ کال کرے گا۔ کسی کو کوئی رقم یا کوڈ دینے کی ضرورت نہیں۔",
    "hi": "क्षमा करें, हमारे साथी से संपर्क टूट गया। {department} आपको फिर कॉल करेगा। किसी को कोई पैसा या कोड देने की ज़रूरत नहीं है।",
}
# Said every few seconds to a person whose agent's line has fallen, while she is waited for.
WAIT: Final = {
    "en": "The line to our caller broke for a moment. Please stay on the line.",
    "ur": "ہمارے ساتھی سے رابطہ ذرا دیر کے لیے ٹوٹ گیا ہے۔ براہِ کرم لائن پر رہیے۔",
    "hi": "हमारे साथी से संपर्क ज़रा देर के लिए टूट गया है। कृपया लाइन पर रहिए।",
}
# Said to a person whom her agent has put on hold.
ON_HOLD: Final = {
    "en": "One moment, please. Our caller is with you again at once.",
    "ur": "ایک لمحہ انتظار کیجیے۔ ہمارے ساتھی ابھی آپ سے بات کریں گے۔",
    "hi": "एक पल प्रतीक्षा कीजिए। हमारे साथी अभी आपसे बात करेंगे।",
}
# Said to an agent who tries her desk phone before a shift.
PHONE_WORKS: Final = {
    "en": "This is the test call from Raabta. Your phone works. You can hang up.",
    "ur": "یہ رابطہ کی آزمائشی کال ہے۔ آپ کا فون ٹھیک کام کر رہا ہے۔ آپ فون رکھ سکتے ہیں۔",
    "hi": "यह राब्ता की परीक्षण कॉल है। आपका फ़ोन ठीक काम कर रहा है। आप फ़ोन रख सकते हैं।",
}
# What a department may begin from when it writes its notice on people's data; it changes the text as its order says.
USE_OF_DATA: Final = {
    "en": "{department} calls you about {scheme}. It uses your name, phone number and village from its own records for"
    " this purpose only, and no longer than its order allows. You may ask what is kept, have it corrected or complain:"
    " call {number}. Nobody will ask you for money, a PIN or a code.",
    "ur": "{department} آپ کو {scheme} کے بارے میں کال کرتا ہے۔ وہ اپنے ریکارڈ سے آپ کا نام، فون نمبر اور گاؤں صرف اسی کام کے لیے"
    " استعمال کرتا ہے، اور اس سے زیادہ دیر نہیں جتنی اس کے حکم نامے میں لکھی ہے۔ آپ پوچھ سکتے ہیں کہ کیا محفوظ ہے، اسے درست کرا"
    " سکتے ہیں یا شکایت کر سکتے ہیں: {number} پر کال کریں۔ کوئی آپ سے رقم، پن یا کوڈ نہیں مانگے گا۔",
    "hi": "{department} आपको {scheme} के बारे में कॉल करता है। वह अपने रिकॉर्ड से आपका नाम, फ़ोन नंबर और गाँव केवल इसी काम के लिए"
    " इस्तेमाल करता है, और उतने ही समय तक जितना उसके आदेश में लिखा है। आप पूछ सकते हैं कि क्या रखा गया है, उसे ठीक करा सकते हैं या"
    " शिकायत कर सकते हैं: {number} पर कॉल करें। कोई आपसे पैसा, पिन या कोड नहीं माँगेगा।",
}


@dataclass(frozen=True)
class Caller:
    """Who calls, and the number on which she can be called back."""

    department: str
    number: str  # E.164


def abandoned_notice(languages: Iterable[str | None], caller: Caller) -> tuple[str, str]:
    """Return what a person hears for whom nobody was free, and its language; the first one that we can say it in."""
    return _said(ABANDONED, languages, caller)


def machine_message(languages: Iterable[str | None], caller: Caller) -> tuple[str, str]:
    """Return what is left on an answering machine, and its language."""
    return _said(MESSAGE, languages, caller)


def cut_off_notice(languages: Iterable[str | None], caller: Caller) -> tuple[str, str]:
    """Return what a person hears whose agent has gone from the line, and its language."""
    return _said(CUT_OFF, languages, caller)


def waiting_notice(languages: Iterable[str | None], *, agent_lost: bool) -> tuple[str, str]:
    """Return what a person on hold hears, and its language: her agent is away for a moment, or her line has fallen."""
    return _in_one_of(WAIT if agent_lost else ON_HOLD, languages)


def phone_works(languages: Iterable[str | None]) -> tuple[str, str]:
    """Return what an agent hears who tries her phone, and its language."""
    return _in_one_of(PHONE_WORKS, languages)


def spoken_digits(number: str) -> str:
    """Return a number as people of the country dial it, digit by digit, so that a voice reads no millions."""
    national = phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.NATIONAL)
    return " ".join(filter(str.isdigit, national))


def _said(texts: dict[str, str], languages: Iterable[str | None], caller: Caller) -> tuple[str, str]:
    text, spoken = _in_one_of(texts, languages)
    number = spoken_digits(caller.number)
    return text.format(department=caller.department, number=number), spoken


def _in_one_of(texts: dict[str, str], languages: Iterable[str | None]) -> tuple[str, str]:
    wished = (NEAREST.get(language, language) for language in languages if language)
    spoken = next((language for language in wished if language in texts), FALLBACK_LANGUAGE)
    return texts[spoken], spoken


def notice_to_begin_from(language: str, *, department: str, scheme: str, number: str) -> str:
    """Return a notice on the use of data for a department to change, or nothing where there is none yet.

    The number stands as people of the country dial it; without spaces, so that no line from right to left turns it.
    """
    national = phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.NATIONAL)
    digits = "".join(filter(str.isdigit, national))
    return USE_OF_DATA.get(language, "").format(department=department, scheme=scheme, number=digits)
