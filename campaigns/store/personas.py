"""The invented people of practice calls, as they come with Raabta."""

import json
from functools import cache
from pathlib import Path

from campaigns.rules.practice.personas import Persona, read_persona

PERSONAS = Path(__file__).parent / "data" / "personas"


@cache
def personas() -> dict[str, Persona]:
    """Return all of them by their key."""
    files = sorted(PERSONAS.glob("*.json"))
    return {file.stem: read_persona(file.stem, json.loads(file.read_text("utf-8"))) for file in files}
