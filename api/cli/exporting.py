"""wangge export: write one layer to a file that its own import reads back equal."""

import asyncio
import getpass
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from api.clock import now_utc
from api.home import founded, open_home, settings_of
from gis.errors import BadInput
from gis.exchange.writing import FORMATS, Table, write_table
from gis.service.exporting import exportable, read_table, record_export


def export(
    layer: Annotated[str, typer.Argument(help=f"One of {', '.join(exportable())}.")],
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = "gpkg",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Boundaries of this day.")] = None,
    force: Annotated[bool, typer.Option(help="Write over a file that is there.")] = False,
) -> None:
    """Write a layer to a file."""
    path = output or Path(f"{layer}{FORMATS.get(form, '')}")
    if form == "shp" and path.suffix != ".zip":
        raise BadInput(f"A shapefile is several files, written as one zip: give {path.stem}.zip as its name.")
    if path.exists() and not force:
        raise BadInput(f"{path.name} is there already; give another name or --force.")
    if not path.resolve().parent.is_dir():
        raise BadInput(f"There is no folder {path.parent}.")

    async def run() -> tuple[int, Table]:
        async with open_home(settings_of()) as database:
            town = await founded(database)
            day = on.date() if on else now_utc().astimezone(ZoneInfo(town.time_zone)).date()
            table = await read_table(database, town, layer, form, day)
            rows = len(next(iter(table.columns.values())))
            await asyncio.to_thread(write_table, path, table, form)
            await record_export(database, getpass.getuser(), layer, rows)
            return rows, table

    rows, table = asyncio.run(run())
    # a table of text cannot say itself what its degrees are
    places = table.shapes is not None and form in ("csv", "xlsx")
    told = " Its places are WGS-84 degrees; read it back with --datum wgs84." if places else ""
    typer.echo(f"{rows:,} rows in {path}.{told}")
