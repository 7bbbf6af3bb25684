"""Checks a draft as a whole against the ground: every finding with its place, and what bars publication."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import shapely

from gis.geometry.projection import to_metric_shape
from gis.model import Town
from gis.redraw.checks.base import Finding, Reference, full_check
from gis.redraw.workload import KINDS
from gis.service.redrawing.boards import Board
from gis.service.redrawing.weighing import Scale, Weighing
from gis.store.database import Connection
from gis.store.footing import building_shapes, road_shapes
from gis.store.town import load_setting

DEFAULT_LIMITS = (300, 500)


class Checking:
    """Keeps the ground of today as the checks want it."""

    def __init__(self, weighing: Weighing) -> None:
        self._weighing = weighing
        self._ground: tuple[Scale, Reference] | None = None

    async def findings(
        self, connection: Connection, key: int, board: Board, town: Town
    ) -> tuple[Finding, ...]:
        """Return everything that is wrong with a draft as it is now, errors first."""
        scale = await self._weighing.scale(connection)
        if self._ground is None or self._ground[0] is not scale:
            buildings, roads = await building_shapes(connection), await road_shapes(connection)
            ground = await asyncio.to_thread(_ground, buildings, roads, town.metric_crs)
            self._ground = scale, ground
        weighed = await self._weighing.weigh(key, board, scale)
        column = KINDS.index("households")
        households = {
            cell.code: int(counts[column]) for cell, counts in zip(weighed.cells, weighed.counts, strict=True)
        }
        reference = replace(
            self._ground[1],
            households=households,
            household_limits=_limits(await load_setting(connection, "grid_households")),
            allowed_gaps=_gaps(await load_setting(connection, "allowed_gaps"), town.metric_crs),
            code_digits=town.levels[town.base_level].digits,
        )
        return await asyncio.to_thread(full_check, board.now, reference)


def errors_of(board: Board, town: Town, allowed: Sequence[shapely.Polygon]) -> list[str]:
    """Return what keeps a draft from being published, in English."""
    reference = Reference(allowed_gaps=allowed, code_digits=town.levels[town.base_level].digits)
    found = full_check(board.now, reference)
    return [finding.sentence[1] for finding in found if finding.severity == "error"]


async def allowed_gaps(connection: Connection, town: Town) -> list[shapely.Polygon]:
    """Return the gaps that the town allows (metres): lakes, and enclaves of others."""
    return _gaps(await load_setting(connection, "allowed_gaps"), town.metric_crs)


def _ground(buildings: list[bytes], roads: list[tuple[str, bytes]], epsg: int) -> Reference:
    footprints = [to_metric_shape(shape, epsg) for shape in shapely.from_wkb(buildings).tolist()]
    lines = shapely.from_wkb([line for _, line in roads]).tolist()
    named = [(name, to_metric_shape(line, epsg)) for (name, _), line in zip(roads, lines, strict=True)]
    return Reference(buildings=footprints, roads=named)


def _limits(setting: Any) -> tuple[int, int]:
    return (int(setting["least"]), int(setting["most"])) if setting else DEFAULT_LIMITS


def _gaps(setting: Any, epsg: int) -> list[shapely.Polygon]:
    rings = setting["rings"] if setting else []
    return [to_metric_shape(shapely.Polygon(ring), epsg) for ring in rings]
