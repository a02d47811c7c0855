"""Draws the state diagrams of README from the tables of the rules: `python -m tests.rules.diagrams` writes them anew."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from campaigns.rules import agent_states, call_states, campaign_states, case_states, list_states, referral_states

README = Path(__file__).parent.parent.parent / "README.md"
TABLES: dict[str, Mapping[StrEnum, Mapping[StrEnum, StrEnum]]] = {
    "call": call_states.TRANSITIONS,
    "case": case_states.TRANSITIONS,
    "agent session": agent_states.TRANSITIONS,
    "campaign": campaign_states.TRANSITIONS,
    "list": list_states.TRANSITIONS,
    "referral": referral_states.TRANSITIONS,
}
PLACE = re.compile(r"<!-- diagram: (?P<name>[a-z ]+) -->\n.*?<!-- end -->", re.DOTALL)


def drawn(name: str) -> str:
    """Return a table as a mermaid diagram: it begins in the first state, and ends where nothing follows."""
    table = TABLES[name]
    lines = [f"    [*] --> {next(iter(table))}"]
    for before, events in table.items():
        lines += [f"    {before} --> {after}: {event}" for event, after in events.items()]
        if not events:
            lines.append(f"    {before} --> [*]")
    return "\n".join([f"<!-- diagram: {name} -->", "```mermaid", "stateDiagram-v2", *lines, "```", "<!-- end -->"])


def with_diagrams(page: str) -> str:
    """Return the page with every diagram drawn anew."""
    return PLACE.sub(lambda found: drawn(found["name"]), page)


if __name__ == "__main__":
    README.write_text(with_diagrams(README.read_text()))
