"""wangge coverage: what was patrolled in a period, grid by grid."""

import asyncio
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from api.home import founded, open_home, settings_of
from api.services import now_utc
from gis.analysis.coverage import CoverageParameters
from gis.model import EVERYTHING
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked
from gis.service.coverage.reading import Coverage, Row


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
) -> None:
    """Print what was covered, what was not, and what nobody can know, of days that are over."""
    asked = Asked(first.date(), last.date(), by.value, squad)

    async def run() -> list[Row]:
        async with open_home(settings_of()) as database:
            await founded(database)
            atlas = Atlas(database, now_utc)
            await atlas.refresh()
            return await Coverage(database, atlas).rows(EVERYTHING, asked, CoverageParameters(swath))

    for row in asyncio.run(run()):
        seen: date | str = row.last_visit.date() if row.last_visit else "never"
        typer.echo(
            f"{row.code}  {row.name}  {row.state}{f' ({row.cause})' if row.cause else ''}"
            f"  covered {row.covered:.1%} ± {row.off:.1%}, unknown {row.unknown:.1%}, effort {row.effort:.2f}"
            f"  {row.visits} visits, {row.minutes:.0f} min, {row.metres:.0f} m, last {seen}"
        )
