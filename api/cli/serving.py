"""wangge serve: bring the home up and serve it until Ctrl-C."""

import asyncio
from typing import Annotated

import typer

from api.home import founded, only_server, open_home, refuse_checkout, settings_of
from api.supervisor import Addresses, Listening, supervise
from gis.model import Town
from gis.service.setup import open_set_up
from gis.settings import Settings

SET_UP = "还没有镇，请在浏览器里建立 This home has no town yet; found one in a browser"

Port = Annotated[int, typer.Option(min=1, max=65535, help="First port to try; the next free one is taken.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="HTTP worker processes.")]


def serve(port: Port = 8765, workers: Workers = 1) -> None:
    """Serve the home's town on this machine; an empty home is founded in the browser first."""
    settings = settings_of()
    if settings.database_url is None:
        refuse_checkout(settings.home)
    with only_server(settings.home):
        asyncio.run(_serve(settings, Listening(port, workers)))


async def _serve(settings: Settings, listening: Listening) -> None:
    async with open_home(settings) as database:
        code = await open_set_up(database)
        title = SET_UP if code else title_of(await founded(database))
    path = f"setup#{code}" if code else ""

    def announce(addresses: Addresses) -> None:
        typer.echo(f"{title}: {addresses.people}{path}\n设备 Devices: {addresses.devices}")
        typer.echo(f"车载终端 Vehicles (JT/T 808): {addresses.terminals}")

    await supervise(settings, listening, announce)


def title_of(town: Town) -> str:
    """Return a town's names, once where both are one."""
    return town.name if town.name == town.name_en else f"{town.name} {town.name_en}"
