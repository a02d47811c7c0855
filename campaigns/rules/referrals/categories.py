"""The usual kinds of problem that are heard on calls, with which a campaign's own list begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MOST: Final = 9  # one digit key each


@dataclass(frozen=True)
class Category:
    """A kind of problem, named by language, and in how many days each tier must solve it."""

    names: Mapping[str, str]
    days: int


USUAL: Final = (
    Category({"en": "Wrong account", "ur": "غلط کھاتہ", "hi": "ग़लत खाता"}, 7),
    Category({"en": "Not paid", "ur": "رقم نہیں ملی", "hi": "पैसा नहीं मिला"}, 7),
    Category({"en": "Documents missing", "ur": "کاغذات کی کمی", "hi": "काग़ज़ात की कमी"}, 14),
    Category({"en": "Death in the family", "ur": "گھر میں انتقال", "hi": "घर में देहांत"}, 14),
)
