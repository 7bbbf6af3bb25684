"""The ground of editions and of drafts as cells, made once for each and kept while it is used."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date

import shapely
from pyroaring import BitMap

from gis.analysis.cells import Lattice
from gis.analysis.ground import Ground, ground_of, nobodys
from gis.geometry.projection import to_metric_shape
from gis.service.atlas import Atlas, Boundaries
from gis.service.coverage.counting import lattice_of
from gis.service.coverage.rows import basic
from gis.service.redrawing.boards import Board
from gis.store.coverage import unpatrolled
from gis.store.database import Connection

KEPT = 8
Days = tuple[date, date]
Shapes = list[shapely.MultiPolygon]


class Grounds:
    """Makes grounds without what nobody patrolled on any day of a period."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._kept: OrderedDict[tuple[object, ...], Ground] = OrderedDict()
        self._nobodys: tuple[tuple[bytes, ...], BitMap] = (), BitMap()

    async def of(self, connection: Connection, boundaries: Boundaries, days: Days) -> Ground:
        """Return the ground of an edition's basic grids, in their order."""
        epsg = self._atlas.town.metric_crs

        def shapes() -> Shapes:
            stored = shapely.from_wkb([member.shape for member in basic(boundaries)]).tolist()
            return [to_metric_shape(shape, epsg) for shape in stored]

        return await self._ground(connection, ("edition", boundaries.id), days, shapes)

    async def of_draft(self, connection: Connection, key: int, board: Board, days: Days) -> Ground:
        """Return the ground of a draft's basic grids as they lie now, by code."""
        cells = sorted(board.now.basic(), key=lambda cell: cell.code)
        return await self._ground(
            connection, ("draft", key, board.revision), days, lambda: [cell.metric for cell in cells]
        )

    async def _ground(
        self, connection: Connection, of: tuple[object, ...], days: Days, shapes: Callable[[], Shapes]
    ) -> Ground:
        waters, sites = await unpatrolled(connection, days)
        free = (*waters, *sites)
        key = (*of, free)
        if key not in self._kept:
            lattice, epsg = await lattice_of(connection, self._atlas), self._atlas.town.metric_crs
            if self._nobodys[0] != free:
                self._nobodys = free, await asyncio.to_thread(_cells, lattice, free, epsg)
            without = self._nobodys[1]
            self._kept[key] = await asyncio.to_thread(lambda: ground_of(lattice, shapes(), without))
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]


def _cells(lattice: Lattice, free: Sequence[bytes], epsg: int) -> BitMap:
    return nobodys(lattice, [to_metric_shape(shape, epsg) for shape in shapely.from_wkb(free).tolist()])
