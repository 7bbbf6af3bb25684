"""wangge import grids: check a file of boundaries, report, and write it as a draft in one transaction."""

import asyncio
import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.cli.import_report import report_grids
from api.cli.progress import steps
from api.home import founded, open_home, settings_of
from gis.errors import BadInput
from gis.exchange.placing import Declared
from gis.geometry.repair import WIDTH_M
from gis.service.drafting import make_draft, save_draft
from gis.service.importing.grids import Reading, Repair, read_grids
from gis.service.places import check_datum
from gis.store.boundaries import newest_names
from gis.store.outline import read_outline

FILES = "GeoPackage, .gdb, Shapefile, GeoJSON, KML, DXF, CSV or Excel with WKT; zipped too."


def grids(  # noqa: PLR0913, PLR0917 - every parameter is an option of the command
    file: Annotated[Path, typer.Argument(help=FILES)],
    code: Annotated[str | None, typer.Option(help="Column of the codes.")] = None,
    name: Annotated[str | None, typer.Option(help="Column of the names.")] = None,
    parent: Annotated[str | None, typer.Option(help="Column of the parents' codes.")] = None,
    level: Annotated[str | None, typer.Option(help="Column of the levels.")] = None,
    squad: Annotated[str | None, typer.Option(help="Column of the squads' codes.")] = None,
    kind: Annotated[str | None, typer.Option(help="Column of the kinds; 专属 marks dedicated grids.")] = None,
    crs: Annotated[str | None, typer.Option(help="CRS of the coordinates, such as EPSG:4549.")] = None,
    datum: Annotated[str | None, typer.Option(help="Datum of degrees: wgs84, cgcs2000, gcj02, bd09.")] = None,
    axes: Annotated[str | None, typer.Option(help="xy: east first · yx: north first.")] = None,
    layer: Annotated[str | None, typer.Option(help="Layer, sheet, or file in a zip.")] = None,
    merge_duplicates: Annotated[bool, typer.Option(help="Join rows of one code into one grid.")] = False,
    repair: Annotated[bool, typer.Option(help="Close narrow gaps and overlaps.")] = False,
    width: Annotated[float, typer.Option(help="How far a repair may move a vertex, in metres.")] = WIDTH_M,
    gap: Annotated[float | None, typer.Option(help="Widest gap to close, in metres; else the width.")] = None,
    force: Annotated[bool, typer.Option(help="Let a repair change a grid by more than 0.5 %.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Stop after the report.")] = False,
    title: Annotated[str, typer.Option(help="Title of the draft.")] = "导入 Import",
) -> None:
    """Import boundaries as a draft edition; levels above the grids follow by their codes."""
    if axes not in (None, "xy", "yx"):
        raise BadInput("Give --axes xy (east first) or yx (north first).")
    roles = {"code": code, "name": name, "parent": parent, "level": level, "squad": squad, "kind": kind}
    reading = Reading(
        columns={role: head for role, head in roles.items() if head is not None},
        declared=Declared(crs, check_datum(datum) if datum else None, axes),  # type: ignore[arg-type]
        layer=layer,
        merge_duplicates=merge_duplicates,
        repair=Repair(width, gap, force) if repair else None,
    )
    typer.echo(asyncio.run(_import(file, reading, title, dry_run=dry_run)))


async def _import(file: Path, reading: Reading, title: str, *, dry_run: bool) -> str:
    console = Console()
    async with open_home(settings_of()) as database:
        town = await founded(database)
        async with database.begin() as connection:
            outline = await read_outline(connection, town.metric_crs)
            names = await newest_names(connection)
        with steps(console) as step:
            step(f"reading and checking {file.name}")
            incoming = await asyncio.to_thread(read_grids, file, reading, town, outline)
        report_grids(incoming, console)
        if incoming.refusals:
            raise BadInput(
                f"Nothing was written: {len(incoming.refusals)} rows or shapes must be mended first."
            )
        if dry_run:
            return "Nothing was written (--dry-run)."
        with steps(console) as step:
            step(f"joining {len(incoming.cells):,} grids into the levels above")
            draft = await asyncio.to_thread(
                make_draft, incoming.cells, town, {**names, **incoming.names}, getpass.getuser(), title
            )
            step(f"writing {len(draft.members):,} shapes")
            key = await save_draft(database, draft)
        how = "--document NUMBER --approver NAME" if names else "--first"
        return f"Draft {key} is written; next: ./wangge publish {key} --from DATE {how}"
