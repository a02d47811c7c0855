"""`raabta robots`: robot agents who work a campaign as people do."""

import asyncio
import signal
from contextlib import closing
from pathlib import Path

import click

from config import read_settings
from workers.demo.people import DEMO_PASSWORD, agent_sign_in
from workers.logs import set_up_logs
from workers.robots.crew import Crew, work
from workers.robots.diary import Diary


@click.command()
@click.option("--agents", type=click.IntRange(1, 500), required=True, help="How many robots: agent01, agent02, …")
@click.option("--campaign", metavar="SLUG", help="The campaign to work; else the first that is offered.")
@click.option("--seed", default=1, show_default=True, help="Draws what they do.")
@click.option(
    "--speed", type=click.FloatRange(min=0, min_open=True), help="Their seconds per second; else the clock's."
)
@click.option("--url", help="Address of the pages; else that of the settings.")
@click.option("--diary", type=click.Path(dir_okay=False, path_type=Path), help="Note there what they see and log.")
def robots(
    agents: int, campaign: str | None, seed: int, speed: float | None, url: str | None, diary: Path | None
) -> None:
    """Let robot agents sign in and work until Ctrl-C."""
    set_up_logs()
    settings = read_settings()
    crew = Crew(
        sign_ins=[(agent_sign_in(number), DEMO_PASSWORD) for number in range(1, agents + 1)],
        url=url or settings.public_base_url,
        live_url=settings.live_base_url,
        campaign=campaign,
        seed=seed,
        speed=speed or settings.clock_speed,
        diary=Diary(diary),
    )
    with closing(crew.diary):
        asyncio.run(_until_told(crew))


async def _until_told(crew: Crew) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await work(crew, stop)
