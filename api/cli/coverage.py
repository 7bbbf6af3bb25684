"""wangge coverage: what was patrolled in a period, grid by grid, and what was visited too seldom."""

import asyncio
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from api.clock import now_utc
from api.home import founded, open_home, settings_of
from gis.analysis.coverage import CoverageParameters
from gis.model import EVERYTHING
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked
from gis.service.coverage.frequency import Frequencies, FrequencyRow
from gis.service.coverage.parts import Part
from gis.service.coverage.reading import Coverage
from gis.service.coverage.rows import Row


class By(StrEnum):
    """What is counted by."""

    grid = "grid"
    village = "village"
    squad = "squad"


def coverage(
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First civil day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last civil day.")],
    by: Annotated[By, typer.Option(help="grid, village or squad.")] = By.grid,
    squad: Annotated[str | None, typer.Option(help="Of this squad only.")] = None,
    swath: Annotated[float, typer.Option(help="10, 25 or 50 m.")] = 25.0,
    required: Annotated[
        bool, typer.Option("--required", help="Hold visits against how often grids must be visited.")
    ] = False,
) -> None:
    """Print what was covered, what was not, and what nobody can know, of days that are over."""
    asked = Asked(first.date(), last.date(), by.value, squad)
    for line in asyncio.run(_lines(asked, CoverageParameters(swath), required=required)):
        typer.echo(line)


async def _lines(asked: Asked, parameters: CoverageParameters, *, required: bool) -> list[str]:
    async with open_home(settings_of()) as database:
        await founded(database)
        atlas = Atlas(database, now_utc)
        await atlas.refresh()
        read = Coverage(database, atlas)
        if not required:
            return [_covered(row) for row in await read.rows(EVERYTHING, asked, parameters)]
        rows = await Frequencies(database, atlas, read).rows(EVERYTHING, asked, parameters)
        return [_visited(row) for row in rows] or ["Nothing is required of any grid."]


def _covered(row: Row) -> str:
    return (
        f"{row.code}  {row.name}  {row.state}{f' ({row.cause})' if row.cause else ''}"
        f"  covered {row.covered:.1%} ± {row.off:.1%}, unknown {row.unknown:.1%}, effort {row.effort:.2f}"
        f"  {row.visits} visits, {row.minutes:.0f} min, {row.metres:.0f} m, last {_day(row.last_visit)}"
        f"  {_passed('roads', row.roads)}, {_passed('enterprises', row.enterprises)}"
        f", {_passed('components', row.components)}"
    )


def _passed(name: str, part: Part | None) -> str:
    if part is None:
        return f"no {name}"
    cause = f" ({part.cause})" if part.cause else ""
    return f"{name} {part.covered:.1%} ± {part.off:.1%}, unknown {part.unknown:.1%}{cause}"


def _visited(row: FrequencyRow) -> str:
    late = f" by {row.late_days} days" if row.late_days else ""
    return (
        f"{row.code}  {row.name}  {row.visits} of {row.days} days"
        f"  met {row.met}, missed {row.missed}, unknown {row.unknown}"
        f"  now {row.now or 'no window'}{late}, last {_day(row.last_visit)}"
    )


def _day(moment: datetime | None) -> date | str:
    return moment.date() if moment else "never"
