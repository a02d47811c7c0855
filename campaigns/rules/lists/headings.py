"""Knows what a column's heading means, in English, Hindi and Urdu, as offices write it."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from campaigns.rules.lettering import fold_letters, folded


class Heading(StrEnum):
    """What a column holds, by its heading."""

    PHONE = "phone"
    IDENTITY = "identity"
    NAME = "name"
    RELATIVE_NAME = "relative_name"
    SCHEME_PERSON_ID = "scheme_person_id"
    LANGUAGE = "language"
    GENDER = "gender"
    BIRTH_YEAR = "birth_year"
    AGE = "age"
    STATE = "state"
    DIVISION = "division"
    DISTRICT = "district"
    BLOCK = "block"
    VILLAGE = "village"
    CATEGORY = "category"
    PIN_CODE = "pin_code"
    SERIAL = "serial"
    OTHER = "other"  # known, and not used


# The first that fits decides, so "Father's mobile" is a phone and "Name of block" a block.
_MEANINGS: Final = (
    (Heading.NAME, r"\bname\b.*\bparentage|^parentage.*\bname\b|\bhead of (the )?(family|household)"),
    (
        Heading.OTHER,
        r"bank|ifsc|account|a c no|khata|branch|nominee|remark|signature|status|verified|operator|network|handset|\btype\b"
        r"|whether|\by n\b|amount|installment|instalment|scheme name|name of (the )?scheme|department|e ?mail"
        r"|date of (sanction|enrol)|relation(ship)?\b|बैंक|खाता|टिप्पणी|हस्ताक्षर|राशि|योजना|विभाग|नामिनी"
        r"|بینک|کھاتہ|اکاؤنٹ|کیفیت|دستخط|رقم|سکیم|اسکیم|محکمہ|درجہ|نامزد",
    ),
    (Heading.PIN_CODE, r"\bpin ?code|^pin( no)?$|postal code|post ?code|zip ?code|पिन|پن کوڈ|پوسٹل کوڈ"),
    (Heading.CATEGORY, r"category|\bcaste|श्रेणी|जाति|زمرہ|طبقہ"),
    (
        Heading.PHONE,
        r"\b(mobile|mob|cell|whatsapp|phone|telephone|tel|ph|contact|fone|moblie|mobil|land ?line)s?\b"
        r"(?!.*\b(name|person|owner|owned|holder|address)\b)|phoneno|mobileno|mobilenumber|phonenumber|contactno"
        r"|मोबाइल|मोबाईल|फोन|दूरभाष|लैंडलाइन|संपर्क|सम्पर्क|^मो(0|०)?( |$)|موبا|فون|رابطہ|لینڈ ?لائن",
    ),
    (
        Heading.IDENTITY,
        r"aadh?aa?r|adhar|uidai?\b|\buid\b|\bcnic\b|\bnic\b|identity card|\bid card|आधार|شناختی|ادھار|آدھار",
    ),
    (
        Heading.SERIAL,
        r"^(s|sr|sl|serial) ?(no|number|num)?$|^(s n|no|row)$|^क्र( |$)|^क्रमांक|^क्रम( |$)|سیریل|شمار",
    ),
    (Heading.LANGUAGE, r"language|\blang\b|mother tongue|भाषा|زبان"),
    (
        Heading.RELATIVE_NAME,
        r"father|husband|\bspouse|guardian|\bwife|mother|parent|relative|\b[sdwhc] o\b|\bf h\b|care of"
        r"|पिता|पति|माता|अभिभावक|पुत्र|पत्नी|والد|ولدیت|ولد\b|شوہر|خاوند|زوج|سرپرست",
    ),
    (
        Heading.SCHEME_PERSON_ID,
        r"(registration|reg|regn|application|beneficiary|sanction( order)?|job card|jobcard|ppo|pension|member|family"
        r"|household|ration card|scheme|farmer|pmjay|enrol\w*|case|file|loan|person)s? ?(id|no|number|code)\b"
        r"|^(id|uin|ppo|urn)$|^id (no|number)$|पंजीकरण|पंजीयन|आवेदन|जॉब कार्ड|राशन|नामांकन"
        r"|(स्वीकृति|पेंशन|लाभार्थी|सदस्य|परिवार|किसान|प्रकरण|ऋण)( का| की)? (संख्या|क्रमांक|नंबर|नम्बर|आईडी|आई डी|कोड)|^(आईडी|आई डी)$"
        r"|آئی ڈی|رجسٹریشن|درخواست نمبر|اندراج|راشن کارڈ|جاب کارڈ"
        r"|(منظوری|پنشن|پینشن|مستفید|رکن|خاندان|گھرانہ|گھرانے|کسان|کیس|قرض)( کا| کی)? (نمبر|کوڈ)",
    ),
    (
        Heading.BLOCK,
        r"\bblock|tehsil|taluka?\b|mandal|\bcd block|प्रखंड|प्रखण्ड|ब्लॉक|ब्लाक|विकासखंड|विकास खण्ड|विकासखण्ड|तहसील|بلاک|تحصیل",
    ),
    (Heading.DISTRICT, r"district|\bdistt?\b|\bzilla?\b|जिला|जनपद|ضلع"),
    # "Sub-division" is a part of a district, and other offices have divisions of their own.
    (
        Heading.DIVISION,
        r"(?<!sub )(?<!forest )(?<!electric )(?<!range )\bdivisi?on\b|संभाग|सम्भाग|^(मंडल|मण्डल)( |$)|ڈویژن|ڈویزن",
    ),
    (
        Heading.VILLAGE,
        r"village|\bvill\b|panchayat|\bgp\b|\bward\b|locality|\bmohalla|\bhamlet|habitation|union council|\buc\b"
        r"|\baddress|गांव|गाँव|ग्राम|पंचायत|पता|मोहल्ला|گاؤں|گاؤ|موضع|پنچایت|یونین کونسل|پتہ|محلہ",
    ),
    (Heading.STATE, r"\bstate|province|union territory|\but\b|राज्य|प्रदेश|ریاست|صوبہ"),
    (Heading.GENDER, r"gender|\bsex\b|लिंग|جنس|صنف"),
    (Heading.BIRTH_YEAR, r"\bdob\b|birth|\byob\b|जन्म|پیدائش"),
    (Heading.AGE, r"\bage\b|आयु|उम्र|\bعمر\b"),
    (
        Heading.NAME,
        r"\bname\b|beneficiary|beneficiaries|applicant|pensioner|\bfarmer|claimant|^member|नाम|लाभार्थी|हितग्राही|आवेदक"
        r"|\bنام\b|مستفید|درخواست گزار|پنشنر|سائل",
    ),
)
_PATTERNS: Final = tuple((heading, re.compile(fold_letters(pattern))) for heading, pattern in _MEANINGS)
_LONGEST: Final = 80  # letters; a heading is no paragraph
_SECOND: Final = re.compile(
    fold_letters(
        r"\balt|other|second|\b[2-9]\b|emergency|father|husband|land ?line|लैंडलाइन|لینڈ ?لائن|अन्य|दूसरा|वैकल्पिक|متبادل|دوسرا|دیگر"
    )
)


@lru_cache(maxsize=5_000)
def heading_of(text: str) -> Heading | None:
    """Return what a heading means, or None where it means nothing to us."""
    words = folded(text)
    if not words or len(words) > _LONGEST or words.replace(" ", "").isdecimal():
        return None
    return next((heading for heading, pattern in _PATTERNS if pattern.search(words)), None)


def is_second_phone(text: str) -> bool:
    """Say whether a phone heading names an alternative number, to be tried after the person's own."""
    return _SECOND.search(folded(text)) is not None
