"""Words and signs that offices write into a cell that holds nothing, in English, Hindi and Urdu."""

import re
from functools import lru_cache
from typing import Final

from campaigns.rules.lettering import folded, plain_signs
from campaigns.rules.lists.broken_formulas import is_broken_formula, may_be_broken

_NOTHING: Final = (
    "na|n a|nil|nill|none|null|nan|no|not|not available|not avail|unavailable|not applicable|not given|not provided"
    "|not known|not found|not mentioned|not recorded|not there|not updated|not linked|not any|not have|not exist"
    "|do not have|does not have|dont have|don t have|without|no data|no record|no available|unknown|blank|empty|missing|tbd",
    "नहीं|नही|नहि|ना|न|शून्य|निल|नल|रिक्त|खाली|अनुपलब्ध|अप्राप्त|अज्ञात|एनए|एन ए|उपलब्ध नहीं|उपलब्ध नही|उपलब्ध न|कोई नहीं|कोई नही"
    "|कुछ नहीं|लागू नहीं|लागू नही|मौजूद नहीं|मौजूद नही|ज्ञात नहीं|ज्ञात नही|पता नहीं|पता नही|मालूम नहीं|दर्ज नहीं|दर्ज नही|नहीं दिया"
    "|दिया नहीं|प्राप्त नहीं|प्राप्त नही",
    "نہیں|نہی|نہ|ندارد|نل|نیل|صفر|خالی|نامعلوم|نا معلوم|این اے|دستیاب نہیں|غیر دستیاب|موجود نہیں|غیر موجود|کوئی نہیں|کچھ نہیں"
    "|معلوم نہیں|لاگو نہیں|درج نہیں|فراہم نہیں|میسر نہیں|نہیں دیا|پتہ نہیں",
)
_WORDS: Final = frozenset(folded(word) for script in _NOTHING for word in script.split("|"))
# "no phone", "mobile not available", "फोन नहीं है": what is missing may be named beside the word.
_NAMED: Final = (
    "name|phone|mobile|mob|ph|number|numbers|no|nos|contact|telephone|tel|cell|any",
    "नाम|है|हैं|फोन|मोबाइल|मोबाईल|नंबर|नम्बर|संपर्क",
    "نام|ہے|ہیں|فون|موبائل|نمبر|رابطہ",
)
_BESIDE: Final = frozenset(folded(word) for script in _NAMED for word in script.split("|"))
_IN_BRACKETS: Final = re.compile(r"(?<=\S)\s*[(\[].*$", re.DOTALL)  # "NA (switched off)"
_ZERO: Final = re.compile(r"0(\.0+)?")  # 0.0: a program has written an empty column of numbers
_CROSSES: Final = re.compile(r"[xX×]+")

_FIRST_WORD: Final = re.compile(r"[A-Za-z0-9]+")
_FIRST_WORDS: Final = re.compile(r"(?m)^[^a-z0-9\n]*([a-z0-9]*)")
OF_PLACEHOLDERS: Final = frozenset(word for words in _WORDS for word in words.split()) | _BESIDE | {"0"}  # every word


def is_placeholder(text: str) -> bool:
    """Say whether the cell only says that there is nothing: blank, signs alone, 0, xxx, NA, #REF! and the like.

    Most cells are told by their last digit, for no placeholder has one but 0, or by their first word: every word of a
    placeholder is one that we know.
    """
    if is_broken_formula(text):
        return True
    if "1" <= text[-1:] <= "9":
        return False
    first = _FIRST_WORD.search(text) if text.isascii() else None
    if first is not None and (word := first[0].lower()) not in OF_PLACEHOLDERS and word.strip("x"):
        return False
    return _says_nothing(text)


def without_placeholders(texts: list[str]) -> list[str | None]:
    """Return texts of one line each, None for a placeholder; the first words of all are looked at together."""
    if may_be_broken(texts):
        return [None if is_placeholder(text) else text for text in texts]
    whole = "\n".join(texts)
    words = _FIRST_WORDS.findall(whole.lower())
    each = set(words)
    doubtful = each & OF_PLACEHOLDERS | {word for word in each if not word.strip("x")}
    if not doubtful and whole.isascii():
        return [*texts]
    return [
        None if (word in doubtful or not text.isascii()) and is_placeholder(text) else text
        for word, text in zip(words, texts, strict=True)
    ]


@lru_cache(maxsize=2_000)
def _says_nothing(text: str) -> bool:
    plain = plain_signs(text).strip()
    if not any(letter.isalnum() for letter in plain):
        return True
    if _ZERO.fullmatch(plain) or _CROSSES.fullmatch(re.sub(r"[\s\-./]", "", plain)):
        return True
    if any(letter.isdigit() for letter in plain):
        return False
    words = folded(_IN_BRACKETS.sub("", plain))
    if words in _WORDS:
        return True
    rest = [word for word in words.split() if word not in _BESIDE or word == "no"]
    return " ".join(rest) in _WORDS
