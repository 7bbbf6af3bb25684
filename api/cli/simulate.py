"""wangge simulate: made-up patrols along the made-up streets, through the real device doors."""

import asyncio
from datetime import timedelta
from typing import Annotated

import typer

from api.clock import now_utc
from api.home import being_served, open_home, settings_of
from api.simulator import Plan, patrols_of, prepare_shift, run_shift
from gis.errors import BadInput


def simulate(
    people: Annotated[int, typer.Option(min=1, max=5000, help="How many people walk.")] = 454,
    speed: Annotated[float, typer.Option(min=1, max=600, help="Times as fast as the clock.")] = 1,
    hours: Annotated[float, typer.Option(min=0.05, max=24, help="How long the shift is.")] = 8,
    every: Annotated[float, typer.Option(min=1, max=600, help="Seconds between two reports.")] = 10,
    faults: Annotated[bool, typer.Option(help="Give nine of the phones a fault each.")] = False,
    url: Annotated[str, typer.Option(help="Address of the device port.")] = "http://127.0.0.1:8780/",
) -> None:
    """Walk a shift (示例数据): from now on at speed 1, or the hours up to now in quick motion."""
    settings = settings_of()
    if not being_served(settings.home):
        raise BadInput("Nobody serves this home; start ./wangge demo first.")
    sent = asyncio.run(_simulate(Plan(people, hours, every, faults), speed, url))
    typer.echo(f"{sent} fixes were sent.")


async def _simulate(plan: Plan, speed: float, url: str) -> int:
    begin = now_utc().replace(microsecond=0)
    if speed > 1:
        begin -= timedelta(hours=plan.hours)
    async with open_home(settings_of()) as database:
        patrols, _ = await patrols_of(database)
        walkers = await prepare_shift(database, patrols, begin, plan)
    return await run_shift(walkers, begin, url, speed)
