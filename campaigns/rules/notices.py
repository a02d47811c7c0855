"""What people are told: that nobody was free when they answered, and how their data is used."""

from typing import Final

import phonenumbers

FALLBACK_LANGUAGE: Final = "en"
ABANDONED: Final = {
    "en": "This was a call from {department}. All our callers are busy now. We will call you again. "
    "You need not pay anything or tell anybody a code.",
    "ur": "یہ کال {department} کی طرف سے تھی۔ اس وقت ہمارے تمام ساتھی مصروف ہیں۔ ہم آپ کو دوبارہ کال کریں گے۔ "
    "کسی کو کوئی رقم یا کوڈ دینے کی ضرورت نہیں۔",
    "hi": "यह कॉल {department} की ओर से थी। इस समय हमारे सभी साथी व्यस्त हैं। हम आपको फिर कॉल करेंगे। "
    "किसी को कोई पैसा या कोड देने की ज़रूरत नहीं है।",
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


def abandoned_notice(language: str | None, department: str) -> tuple[str, str]:
    """Return the notice and the language tag that it is in; languages without a text fall back to English."""
    spoken = language if language in ABANDONED else FALLBACK_LANGUAGE
    return ABANDONED[spoken].format(department=department), spoken


def notice_to_begin_from(language: str, *, department: str, scheme: str, number: str) -> str:
    """Return a notice on the use of data for a department to change, or nothing where there is none yet.

    The number stands as people of the country dial it; without spaces, so that no line from right to left turns it.
    """
    national = phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.NATIONAL)
    digits = "".join(filter(str.isdigit, national))
    return USE_OF_DATA.get(language, "").format(department=department, scheme=scheme, number=digits)
