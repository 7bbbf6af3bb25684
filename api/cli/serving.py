"""wangge serve: bring the home up and serve it until Ctrl-C."""

import asyncio
from typing import Annotated

import typer

from api.home import founded, only_server, open_home, refuse_checkout, settings_of
from api.supervisor import Listening, supervise
from gis.settings import Settings

Port = Annotated[int, typer.Option(min=1, max=65535, help="First port to try; the next free one is taken.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="HTTP worker processes.")]


def serve(port: Port = 8765, workers: Workers = 1) -> None:
    """Serve the home's town on this machine."""
    settings = settings_of()
    if settings.database_url is None:
        refuse_checkout(settings.home)
    with only_server(settings.home):
        asyncio.run(_serve(settings, Listening(port, workers)))


async def _serve(settings: Settings, listening: Listening) -> None:
    async with open_home(settings) as database:
        town = await founded(database)
    await supervise(settings, listening, lambda address: typer.echo(f"{town.name} {town.name_en}: {address}"))
