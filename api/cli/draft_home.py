"""Runs the work of a `wangge draft` verb over the services of a home."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from api.home import founded, open_home, settings_of, url_of
from api.services import Services, make_services
from gis.model import EVERYTHING
from gis.service.redrawing.drafts import Outcome
from gis.service.rights import Caller

Draft = Annotated[int, typer.Argument(min=1, max=2**62, help="The draft's number.")]
Work = Callable[[Services, Caller], Awaitable[None]]


def run(work: Work) -> None:
    """Run a verb as whoever is signed in to this machine."""

    async def work_in_home() -> None:
        settings = settings_of()
        async with open_home(settings) as database:
            await founded(database)
            services = make_services(settings, url_of(settings))
            try:
                await services.atlas.refresh()
                await work(
                    services, Caller(f"machine:{getpass.getuser()}", "", ("planner", "commander"), EVERYTHING)
                )
            finally:
                await services.database.close()

    asyncio.run(work_in_home())


def tell(done: Outcome) -> None:
    """Print the revision and the sentence of an edit."""
    typer.echo(f"{done.board.revision}  {done.sentence[0]} {done.sentence[1]}")
