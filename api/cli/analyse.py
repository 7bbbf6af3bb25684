"""wangge analyse: coverage, heat and hot spots over an archive, here or on Dask workers."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from api.cli.progress import steps
from gis.analysis.coverage import CoverageParameters
from gis.analysis.hotspots import HotspotParameters
from gis.errors import BadInput
from gis.exchange.writing import Table, write_table
from gis.service.archive.coverage import GridShare, coverage
from gis.service.archive.engines import Engine, Told, engine_of
from gis.service.archive.hotspots import Gathering, gatherings
from gis.service.archive.reading import Part, parts_of
from gis.service.archive.squares import HeatParameters, Square, heat

app = typer.Typer(help="Analyse an archive, here or on Dask workers.", no_args_is_help=True)
Root = Annotated[Path, typer.Argument(help="Folder of the archive.")]
First = Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First civil day.")]
Last = Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last civil day.")]
Town = Annotated[str | None, typer.Option(help="Towns whose code begins so; all of the archive if left out.")]
EngineName = Annotated[str, typer.Option("--engine", help="local or dask.")]
Scheduler = Annotated[str | None, typer.Option(help="Dask scheduler, such as tcp://10.0.0.5:8786.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Dask workers here when no scheduler is named.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="CSV or Excel file to write.")]
Work = Callable[[Engine, Told], Sequence[Any]]


@app.command("coverage")
def _coverage(  # noqa: PLR0913, PLR0917 - every parameter is an option of the command
    root: Root,
    first: First,
    last: Last,
    output: Output,
    town: Town = None,
    swath: Annotated[float, typer.Option(help="Metres to either side of a way.")] = 25.0,
    engine: EngineName = "local",
    scheduler: Scheduler = None,
    workers: Workers = 2,
) -> None:
    """What was patrolled of each grid, what was not, and what nobody can know."""
    parameters = CoverageParameters(swath)
    parts = parts_of(root, first.date(), last.date(), town)
    _run(
        GridShare,
        output,
        (engine, scheduler, workers),
        lambda on, told: coverage(on, parts, parameters, told),
    )


@app.command("heat")
def _heat(  # noqa: PLR0913, PLR0917 - every parameter is an option of the command
    root: Root,
    first: First,
    last: Last,
    output: Output,
    town: Town = None,
    of: Annotated[str, typer.Option(help="events or fixes.")] = "events",
    cell: Annotated[float, typer.Option(help="Metres of a square's side.")] = 250.0,
    least: Annotated[int, typer.Option(help="Squares with fewer are not told.")] = 5,
    engine: EngineName = "local",
    scheduler: Scheduler = None,
    workers: Workers = 2,
) -> None:
    """How many events or fixes lie in each square."""
    parameters = HeatParameters(of, cell, least)  # type: ignore[arg-type]  # it refuses others itself
    parts = parts_of(root, first.date(), last.date(), town)
    _run(Square, output, (engine, scheduler, workers), lambda on, told: heat(on, parts, parameters, told))


@app.command("hotspots")
def _hotspots(  # noqa: PLR0913, PLR0917 - every parameter is an option of the command
    root: Root,
    last: Last,
    output: Output,
    town: Town = None,
    days: Annotated[int, typer.Option(min=30, max=400, help="Days up to the last one.")] = 365,
    engine: EngineName = "local",
    scheduler: Scheduler = None,
    workers: Workers = 2,
) -> None:
    """Where events gather anew, as of the day after the last one."""
    first = last.date() - timedelta(days=days - 1)
    parts: list[Part] = parts_of(root, first, last.date(), town)
    parameters = HotspotParameters()
    _run(
        Gathering,
        output,
        (engine, scheduler, workers),
        lambda on, told: gatherings(on, parts, parameters, told),
    )


def _run(row: type[Any], output: Path, where: tuple[str, str | None, int], work: Work) -> None:
    form = output.suffix.removeprefix(".")
    if form not in ("csv", "xlsx"):
        raise BadInput("The answer is a .csv or an .xlsx file: name it so with --output.")
    if not output.resolve().parent.is_dir():
        raise BadInput(f"There is no folder {output.parent}.")
    with engine_of(*where) as engine, steps(Console(stderr=True)) as step:
        step("days")
        found = work(engine, step.count)
    columns = {each.name: [_plain(getattr(one, each.name)) for one in found] for each in fields(row)}
    write_table(output, Table(output.stem, columns), form)
    typer.echo(f"{len(found):,} rows in {output}.")


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
