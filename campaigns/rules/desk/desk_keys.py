"""An agent's own keys at the desk: which act she has laid on which key, and whether single characters act at all."""

import re
from typing import Any, Final

from campaigns.rules.refusals import Refusal

CHANGEABLE: Final = (  # the acts of agent_ui/static/desk/key_table.js that are not fixed
    "back", "skip", "end", "note", "nearly", "mute", "hold", "keypad", "help", "refer", "pause",
    "slot0", "slot1", "slot2", "slot3", "next_slot", "more", "owner", "keys",
)  # fmt: skip
_CODE: Final = re.compile(r"[A-Z][A-Za-z0-9]{1,19}")  # KeyboardEvent.code: the key's place, whatever is printed on it


def read_desk_keys(written: Any) -> dict[str, Any] | Refusal:
    """Return what an agent has chosen, as it is kept; a key for two acts would leave one of them without."""
    wrong = Refusal("keys_unknown", "These keys cannot be kept. Open the sheet of keys and choose again.")
    if not isinstance(written, dict) or not isinstance(own := written.get("own", {}), dict):
        return wrong
    fitting = all(act in CHANGEABLE and isinstance(code, str) and _CODE.fullmatch(code) for act, code in own.items())
    if not fitting or len(set(own.values())) < len(own):
        return wrong
    return {"own": own, "single": written.get("single") is not False}
