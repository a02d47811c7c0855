"""What the demo shows in the terminal: where to look, who may sign in, and how the floor is doing."""

from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from campaigns.rules.agent_states import AgentStatus
from campaigns.store.benches.reckonings import Numbers
from workers.demo.people import DEMO_PASSWORD, OFFICER, SUPERVISOR, free_seat

STAFF = (
    ("officer", OFFICER, "uploads lists, downloads the account"),
    ("supervisor", SUPERVISOR, "watches the floor"),
)


def sign_in_sheet(address: str, robots: int) -> Panel:
    """Return the address and the three sign-ins."""
    table = Table.grid(padding=(0, 2))
    for role, sign_in, does in (("agent", free_seat(robots), "works a desk beside the robots"), *STAFF):
        table.add_row(role, Text(sign_in, "bold"), Text(DEMO_PASSWORD, "bold"), Text(does, "dim"))
    return Panel(
        Group(Text(address, "bold underline"), "", table), title="Raabta demo", subtitle="Ctrl-C stops it", expand=False
    )


def progress(numbers: Numbers, clock: str) -> Table:
    """Return the floor's numbers as they stand."""
    table = Table(title=f"Old-age pension check, {clock}", title_justify="left", expand=False)
    for heading in ("people", "reached", "closed", "waiting", "calls", "answered", "live"):
        table.add_column(heading, justify="right")
    table.add_column("agents")
    table.add_row(*(f"{number:,}" for number in _figures(numbers)), agents_in_words(numbers))
    return table


def progress_line(numbers: Numbers, clock: str) -> str:
    """Return the same as one line, where nobody watches a screen."""
    people, reached, closed, waiting, calls, answered, live = _figures(numbers)
    return (
        f"{clock} people {people} reached {reached} closed {closed} waiting {waiting} "
        f"calls {calls} answered {answered} live {live} | {agents_in_words(numbers)}"
    )


def agents_in_words(numbers: Numbers) -> str:
    """Return how many agents are in each status, in the order of a call."""
    return ", ".join(
        f"{numbers.agents[status]} {status.replace('_', ' ')}" for status in AgentStatus if status in numbers.agents
    )


def _figures(numbers: Numbers) -> tuple[int, int, int, int, int, int, int]:
    return (
        numbers.cases,
        numbers.reached,
        numbers.cases_closed,
        numbers.waiting,
        numbers.calls,
        numbers.answered,
        numbers.live,
    )
