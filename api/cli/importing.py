"""wangge import: read a file, report, and write a draft in one transaction."""

import asyncio
import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.home import founded, open_home, settings_of
from gis.errors import BadInput
from gis.service.drafting import make_draft, save_draft
from gis.service.importing import Incoming, Reading, read_grids
from gis.service.places import check_datum
from gis.store.boundaries import newest_names

app = typer.Typer(help="Bring a town's own data in.", no_args_is_help=True)
SHOWN = 20


@app.command("grids")
def grids(  # noqa: PLR0913, PLR0917 - every parameter is an option of the command
    file: Annotated[Path, typer.Argument(help="GeoJSON, GeoPackage, zipped Shapefile, or CSV with WKT.")],
    code: Annotated[str | None, typer.Option(help="Column of the codes.")] = None,
    name: Annotated[str | None, typer.Option(help="Column of the names.")] = None,
    squad: Annotated[str | None, typer.Option(help="Column of the squads' codes.")] = None,
    kind: Annotated[str | None, typer.Option(help="Column of the kinds; 专属 marks dedicated grids.")] = None,
    crs: Annotated[str | None, typer.Option(help="CRS of the coordinates, such as EPSG:4549.")] = None,
    datum: Annotated[str | None, typer.Option(help="Datum of degrees: wgs84, cgcs2000, gcj02, bd09.")] = None,
    merge_duplicates: Annotated[bool, typer.Option(help="Join rows of one code into one grid.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Stop after the report.")] = False,
    title: Annotated[str, typer.Option(help="Title of the draft.")] = "导入 Import",
) -> None:
    """Import base-level grids as a draft edition; levels above follow by their codes."""
    reading = Reading(code, name, squad, kind, crs, check_datum(datum) if datum else None, merge_duplicates)
    done = asyncio.run(_import(file, reading, title, dry_run=dry_run))
    if done is not None:
        typer.echo(done)


async def _import(file: Path, reading: Reading, title: str, *, dry_run: bool) -> str | None:
    async with open_home(settings_of()) as database:
        town = await founded(database)
        incoming = read_grids(file, reading, town)
        report(incoming, Console())
        if incoming.refusals:
            raise BadInput(
                f"Nothing was written: {len(incoming.refusals)} rows or shapes must be mended first."
            )
        if dry_run:
            return None
        async with database.begin() as connection:
            names = await newest_names(connection)
        key = await save_draft(database, make_draft(incoming.cells, town, names, getpass.getuser(), title))
        how = "--document NUMBER --approver NAME" if names else "--first"
        return f"Draft {key} is written; next: ./wangge publish {key} --from DATE {how}"


def report(incoming: Incoming, console: Console) -> None:
    """Print what the file holds and what is wrong with it."""
    counts = Table(show_header=False, box=None)
    counts.add_row("rows", f"{incoming.rows:,}")
    counts.add_row(
        "grids", f"{len(incoming.cells):,}" + (f" ({incoming.merged} rows joined)" if incoming.merged else "")
    )
    for role, column in incoming.columns.items():
        counts.add_row(role, column or "-")
    kinds = ("invalid", "gap", "overlap")
    for kind in kinds:
        found = [finding for finding in incoming.findings if finding.kind == kind]
        area = sum(finding.area_m2 for finding in found)
        counts.add_row(f"{kind}s", f"{len(found):,}" + (f", {area:,.1f} m²" if found else ""))
    console.print(counts)
    sentences = [
        *incoming.refusals,
        *(" ".join(f.sentence) for f in incoming.findings if f.kind in ("gap", "overlap")),
    ]
    for sentence in sentences[:SHOWN]:
        console.print(f"- {sentence}", highlight=False, markup=False)
    if len(sentences) > SHOWN:
        console.print(f"- and {len(sentences) - SHOWN:,} more")
