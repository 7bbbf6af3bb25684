"""wangge archive: write closed days of the town into open files, for analyses beyond one machine."""

import asyncio
import getpass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.cli.progress import steps
from api.clock import now_utc
from api.home import founded, open_home, settings_of
from gis.errors import BadInput
from gis.service.archive.keeping import remember
from gis.service.archive.writing import Archived, Archiver
from gis.service.atlas import Atlas
from gis.store.record import Act


def archive(
    into: Annotated[Path, typer.Argument(help="Folder of the archive; towns share it.")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First civil day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last civil day.")],
) -> None:
    """Write tracks, duties, events and grids as GeoParquet by town and day, in place of what is there."""
    if into.exists() and not into.is_dir():
        raise BadInput(f"{into.name} is a file; name a folder.")
    done = asyncio.run(_write(into.resolve(), first.date(), last.date()))
    fixes, events = sum(one.fixes for one in done), sum(one.events for one in done)
    typer.echo(f"{len(done):,} days with {fixes:,} fixes and {events:,} events in {into}.")


async def _write(into: Path, first: date, last: date) -> list[Archived]:
    with steps(Console(stderr=True)) as step:
        async with open_home(settings_of()) as database:
            await founded(database)
            atlas = Atlas(database, now_utc)
            await atlas.refresh()
            step("days")
            whole = (last - first).days + 1
            done: list[Archived] = []

            def told(one: Archived) -> None:
                done.append(one)
                step.count(len(done), whole)

            # on record first: whoever is cut short has written days too
            await remember(database, into, (first, last), Act(f"machine:{getpass.getuser()}", ""))
            return await Archiver(database, atlas, into).write(first, last, told)
