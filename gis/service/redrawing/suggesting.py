"""Suggests for each hot spot that straddles a border which of its two grids could take the other part."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.geometry.projection import to_metric, to_metric_shape
from gis.redraw.suggesting import Circle, Offer, offers
from gis.redraw.workload import STANDING, Counts
from gis.service.atlas import Atlas
from gis.service.redrawing.boards import Board, edition_board
from gis.service.redrawing.weighing import Scale, Weighing
from gis.store.database import Database
from gis.store.footing import block_shapes


@dataclass(frozen=True, slots=True)
class Spot:
    """A hot spot over a border: a circle (WGS-84, metres) and its grids, the one with most events first."""

    lon: float
    lat: float
    radius_m: float
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Weighed:
    """An offer with what stands on the ground that would pass, by `workload.STANDING`."""

    offer: Offer
    counts: Counts


@dataclass(frozen=True)
class Suggestion:
    """A hot spot, and what it suggests; nothing where no part can pass without breaking a grid."""

    spot: Spot
    offers: tuple[Weighed, ...]


class Suggesting:
    """Keeps the newest edition as a board, and the blocks of today."""

    def __init__(self, database: Database, atlas: Atlas, weighing: Weighing) -> None:
        self._database = database
        self._atlas = atlas
        self._weighing = weighing
        self._kept: tuple[int, Scale, Board, list[shapely.Polygon]] | None = None

    async def look(self, spots: Sequence[Spot]) -> tuple[Board, tuple[Suggestion, ...]]:
        """Return what hot spots suggest in the newest edition, and its board; NotFound without one."""
        newest = self._atlas.newest().id
        async with self._database.begin() as connection:
            scale = await self._weighing.scale(connection)
            if self._kept is None or self._kept[0] != newest or self._kept[1] is not scale:
                board, _ = await edition_board(connection, newest, self._atlas.town)
                blocks = await block_shapes(connection)
                shapes = await asyncio.to_thread(_metric, blocks, self._atlas.town.metric_crs)
                self._kept = newest, scale, board, shapes
        board, shapes = self._kept[2:]
        found = await asyncio.to_thread(lambda: [_suggested(spot, board, shapes, scale) for spot in spots])
        return board, tuple(found)


def _suggested(spot: Spot, board: Board, blocks: Sequence[shapely.Polygon], scale: Scale) -> Suggestion:
    x, y = to_metric(spot.lon, spot.lat, board.now.epsg)
    # the grid with most of the events takes first; a grid of today may be none of the newest edition
    held = [code for code in spot.codes if code in board.now.cells][:2]
    if len(held) < 2:
        return Suggestion(spot, ())
    made = offers(board.now, Circle(float(x), float(y), spot.radius_m), (held[0], held[1]), blocks)
    return Suggestion(spot, tuple(Weighed(one, _counts(one.ground, scale)) for one in made))


def _counts(ground: BaseGeometry, scale: Scale) -> Counts:
    inside = shapely.intersects_xy(ground, scale.metres[:, 0], scale.metres[:, 1])
    facts = scale.facts.chosen(inside)
    return np.bincount(facts.kind, facts.weight, len(STANDING)).astype(np.int64)


def _metric(blocks: Sequence[bytes], epsg: int) -> list[shapely.Polygon]:
    shapes = [to_metric_shape(shape, epsg) for shape in shapely.from_wkb(list(blocks)).tolist()]
    return [part for shape in shapes for part in shapely.get_parts(shape).tolist()]
