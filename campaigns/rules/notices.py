"""The short notice for a person who answers and finds no agent: who called and that she need do nothing."""

from typing import Final

FALLBACK_LANGUAGE: Final = "en"
ABANDONED: Final = {
    "en": "This was a call from {department}. All our callers are busy now. We will call you again. "
    "You need not pay anything or tell anybody a code.",
    "ur": "یہ کال {department} کی طرف سے تھی۔ اس وقت ہمارے تمام ساتھی مصروف ہیں۔ ہم آپ کو دوبارہ کال کریں گے۔ "
    "کسی کو کوئی رقم یا کوڈ دینے کی ضرورت نہیں۔",
    "hi": "यह कॉल {department} की ओर से थी। इस समय हमारे सभी साथी व्यस्त हैं। हम आपको फिर कॉल करेंगे। "
    "किसी को कोई पैसा या कोड देने की ज़रूरत नहीं है।",
}


def abandoned_notice(language: str | None, department: str) -> tuple[str, str]:
    """Return the notice and the language tag that it is in; languages without a text fall back to English."""
    spoken = language if language in ABANDONED else FALLBACK_LANGUAGE
    return ABANDONED[spoken].format(department=department), spoken
