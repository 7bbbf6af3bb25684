"""wangge lookup: a table of points in, the same table with grids out."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.home import open_home, settings_of, url_of
from api.lookup_tables import read_csv, write_csv
from api.services import make_services
from gis.errors import BadInput
from gis.model import EVERYTHING
from gis.service.places import check_datum
from gis.service.rights import ROLES, Caller


def look_up(
    points: Annotated[Path, typer.Argument(help="CSV with columns lon and lat.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="CSV to write.")],
    datum: Annotated[str, typer.Option(help="Datum of the points.")] = "wgs84",
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As of a civil day: today.")
    ] = None,
) -> None:
    """Add grid, village, squad and people in charge to every point; outside stays empty."""
    known = check_datum(datum)
    if not points.is_file():
        raise BadInput(f"There is no file {points.name}.")
    if output.is_dir() or not output.resolve().parent.is_dir():
        raise BadInput(f"{output.name} cannot be written: it is a folder, or there is no folder to hold it.")

    async def run() -> int:
        head, rows, lon, lat = read_csv(points.read_bytes())
        settings = settings_of()
        async with open_home(settings):
            services = make_services(settings, url_of(settings))
            caller = Caller("machine", "machine", tuple(ROLES), EVERYTHING)
            try:
                await services.atlas.refresh()
                batch = await services.lookup.many(lon, lat, known, on.date() if on else None, caller)
            finally:
                await services.database.close()
        _write(output, "\ufeff" + write_csv(head, rows, batch, caller))
        return sum(code is not None for code in batch.codes)

    inside = asyncio.run(run())
    typer.echo(f"{inside:,} points lie in a grid; written to {output.name}")


def _write(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="")
    part.replace(path)
