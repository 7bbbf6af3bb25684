"""wangge import WHAT FILE: one command for each kind of data, and one for boundaries."""

import asyncio
import csv
import getpass
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from api.cli.import_grids import grids
from api.cli.import_report import report_rows
from api.cli.pairs import pairs
from api.cli.progress import steps
from api.clock import now_utc
from api.home import founded, open_home, settings_of
from gis.errors import BadInput
from gis.exchange.placing import Declared
from gis.service.importing.base import Kind, kinds
from gis.service.importing.mapping import remembered
from gis.service.importing.preparing import Options, Prepared, prepare
from gis.service.importing.writing import read_home, save
from gis.service.places import check_datum

app = typer.Typer(help="Bring a town's own data in.", no_args_is_help=True)
app.command("grids")(grids)

Pairs = Annotated[
    list[str] | None,
    typer.Option("--column", help="FIELD=HEAD; may be given many times. Others are guessed."),
]
Constants = Annotated[list[str] | None, typer.Option("--set", help="FIELD=VALUE where a cell is empty.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the survey.")]
FILES = "Excel, CSV, TXT, GeoJSON, GeoPackage, Shapefile, KML, .gdb, DXF; zipped too."


def _command(name: str) -> Callable[..., None]:
    """Return the command that imports one kind."""

    def command(  # noqa: PLR0913, PLR0917 - every parameter is an option of the command
        file: Annotated[Path, typer.Argument(help=FILES)],
        column: Pairs = None,
        constant: Constants = None,
        mapping: Annotated[str | None, typer.Option(help="Use and keep the columns by this name.")] = None,
        crs: Annotated[str | None, typer.Option(help="CRS of the coordinates, such as EPSG:4549.")] = None,
        datum: Annotated[str | None, typer.Option(help="Datum: wgs84, cgcs2000, gcj02, bd09.")] = None,
        axes: Annotated[str | None, typer.Option(help="xy: east first · yx: north first.")] = None,
        layer: Annotated[str | None, typer.Option(help="Layer, sheet, or file in a zip.")] = None,
        source: Annotated[str, typer.Option(help="Where the data come from.")] = "",
        surveyed: Day = None,
        refused: Annotated[Path | None, typer.Option(help="Write refused rows to this CSV.")] = None,
        strict: Annotated[bool, typer.Option(help="Write nothing if any row is refused.")] = False,
        dry_run: Annotated[bool, typer.Option(help="Stop after the report.")] = False,
    ) -> None:
        options = Options(
            columns=pairs(column),
            constants=pairs(constant),
            declared=declared_of(crs, datum, axes),
            layer=layer,
            source=source,
            surveyed_on=surveyed.date() if surveyed else None,
            strict=strict,
        )
        typer.echo(asyncio.run(_import(name, file, options, mapping, refused, dry_run=dry_run)))

    return command


def add_kinds(found: dict[str, Kind]) -> None:
    """Add one command for each kind."""
    for name, kind in found.items():
        app.command(name, help=f"Import {kind.title[1].lower()} {kind.title[0]}.")(_command(name))


add_kinds(kinds())


async def _import(
    name: str, file: Path, options: Options, mapping: str | None, refused: Path | None, *, dry_run: bool
) -> str:
    console = Console(stderr=False)
    async with open_home(settings_of()) as database:
        town = await founded(database)
        options = await remembered(database, name, mapping, options)
        home = await read_home(database, town)
        with steps(console) as step:
            step(f"reading {file.name}")
            prepared = await asyncio.to_thread(prepare, name, file, options, home, step.count)
        report_rows(prepared, console)
        if refused:
            _write_refused(refused, prepared)
        if dry_run:
            return "Nothing was written (--dry-run)."
        today = now_utc().astimezone(ZoneInfo(town.time_zone)).date()
        with steps(console) as step:
            step(f"writing {len(prepared.rows):,} rows")
            saved = await save(database, prepared, getpass.getuser(), today, mapping, counted=step.count)
    outcome = saved.outcome
    return (
        f"Import {saved.key}: {outcome.added:,} added, {outcome.changed:,} changed, "
        f"{outcome.unchanged:,} unchanged, {len(prepared.refused):,} refused."
    )


def declared_of(crs: str | None, datum: str | None, axes: str | None) -> Declared:
    """Return what the options declare about coordinates; BadInput for unknown words."""
    if axes == "xy":
        return Declared(crs, check_datum(datum) if datum else None, "xy")
    if axes == "yx":
        return Declared(crs, check_datum(datum) if datum else None, "yx")
    if axes is not None:
        raise BadInput("Give --axes xy (east first) or yx (north first).")
    return Declared(crs, check_datum(datum) if datum else None)


def _write_refused(path: Path, prepared: Prepared) -> None:
    heads = list(dict.fromkeys(head for one in prepared.refused for head in one.content))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "reason", *heads])
        for one in prepared.refused:
            writer.writerow([one.row, one.reason, *(one.content.get(head, "") for head in heads)])
