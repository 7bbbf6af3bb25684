"""The share of ground that was covered, and how often, at once: under any edition, and under a draft."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from gis.analysis.coverage import CoverageParameters
from gis.analysis.ground import Ground
from gis.analysis.tally import Tally
from gis.model import Scope
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked, checked
from gis.service.coverage.counting import count_days
from gis.service.coverage.reading import Coverage
from gis.service.coverage.rows import basic
from gis.service.redrawing.boards import Board
from gis.store.database import Database


@dataclass(frozen=True, slots=True)
class AreaShare:
    """Of one grid's patrolled ground: the covered share with its bound, and how often it was covered."""

    code: str
    name: str
    area_m2: float
    covered: float
    off: float
    effort: float


@dataclass(frozen=True, slots=True)
class _Grid:
    code: str
    name: str
    squad: str | None


class AreaShares:
    """Reads shares of ground of counted days."""

    def __init__(self, database: Database, atlas: Atlas, coverage: Coverage) -> None:
        self._database = database
        self._atlas = atlas
        self._coverage = coverage

    async def of_edition(self, scope: Scope, asked: Asked, parameters: CoverageParameters) -> list[AreaShare]:
        """Return the grids of a scope by code, under the edition of a day.

        Raises BadInput for a period that runs backwards, is too long or not over, or an unkept swath.
        """
        asked = await self._counted(asked, parameters)
        boundaries = await self._atlas.on(asked.on or asked.last)
        async with self._database.begin() as connection:
            ground = await self._coverage.whole(connection, boundaries, (asked.first, asked.last))
            tally = await self._coverage.tally(connection, asked, int(parameters.swath_m))
        grids = [_Grid(one.code, one.name, one.squad) for one in basic(boundaries)]
        return await asyncio.to_thread(_shares, scope, grids, ground, tally)

    async def of_draft(
        self, scope: Scope, asked: Asked, parameters: CoverageParameters, draft: tuple[int, Board]
    ) -> list[AreaShare]:
        """Return the grids of a scope by code, as a draft (its key, and how it lies) has them now."""
        asked = await self._counted(asked, parameters)
        async with self._database.begin() as connection:
            ground = await self._coverage.grounds.of_draft(connection, *draft, (asked.first, asked.last))
            tally = await self._coverage.tally(connection, asked, int(parameters.swath_m))
        cells = sorted(draft[1].now.basic(), key=lambda cell: cell.code)
        grids = [_Grid(cell.code, cell.name, cell.squad) for cell in cells]
        return await asyncio.to_thread(_shares, scope, grids, ground, tally)

    async def _counted(self, asked: Asked, parameters: CoverageParameters) -> Asked:
        asked = checked(asked, parameters, self._atlas.today())
        await count_days(self._database, self._atlas, (asked.first, asked.last))
        return asked


def _shares(scope: Scope, grids: Sequence[_Grid], ground: Ground, tally: Tally) -> list[AreaShare]:
    count = tally.on(ground)
    held = count > 0
    whole, covered, effort = ground.sizes, ground.sums(held), ground.sums(count)
    bounds, cell_m2 = ground.bounds(held), ground.lattice.cell_m**2
    return [
        AreaShare(
            grid.code,
            grid.name,
            float(whole[n] * cell_m2),
            float(covered[n] / whole[n]) if whole[n] else 0.0,
            float(bounds[n]),
            float(effort[n] / whole[n]) if whole[n] else 0.0,
        )
        for n, grid in sorted(enumerate(grids), key=lambda one: one[1].code)
        if scope.holds_grid(grid.code, grid.squad)
    ]
