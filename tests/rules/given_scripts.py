"""A small script that has everything a script needs."""

from typing import Any

TEXT = {"en": "Words", "ur": "الفاظ"}
NAMED = {"en": "{department} calls.", "ur": "{department} کی کال ہے۔"}
OTHERS = ("family", "neighbour", "someone_else", "wrong_number")


def small_script() -> dict[str, Any]:
    """Who is there, the notice, one number, an ending."""
    others = [{"value": who, "label": TEXT, "next": "end", "who": who, "suggests": "call_later"} for who in OTHERS]
    return {
        "opening": "who",
        "languages": ["en", "ur"],
        "neutral": TEXT,
        "steps": {
            "who": {
                "kind": "choice",
                "title": TEXT,
                "read": NAMED,
                "options": [{"value": "self", "label": TEXT, "next": "notice", "who": "self"}, *others],
                "says": ["department"],
            },
            "notice": {
                "kind": "choice",
                "title": TEXT,
                "read": TEXT,
                "options": [
                    {"value": "yes", "label": TEXT, "next": "amount"},
                    {"value": "no", "label": TEXT, "next": "end", "suggests": "refused"},
                ],
                "says": ["purpose", "verify", "refuse", "never_ask"],
            },
            "amount": {"kind": "number", "title": TEXT, "read": TEXT, "required": False, "next": "end", "min": 0},
            "end": {"kind": "end", "title": TEXT, "read": TEXT},
        },
    }
