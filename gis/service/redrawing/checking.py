"""Checks a draft as a whole against the ground: every finding with its place, and what bars publication."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from gis.geometry.partition import Shape, union_by
from gis.geometry.projection import to_degrees, to_metric_shape
from gis.model import Town
from gis.redraw.checks.base import Finding, Reference, full_check
from gis.redraw.faces import gap_at
from gis.redraw.workload import KINDS
from gis.service.redrawing.boards import Board
from gis.service.redrawing.weighing import Scale, Sides, Weighing
from gis.store.database import Connection
from gis.store.footing import block_names, block_shapes, building_shapes, road_shapes
from gis.store.town import load_setting, save_setting

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
            names, blocks = await block_names(connection), await block_shapes(connection)
            named = list(zip(names, blocks, strict=True))
            ground = await asyncio.to_thread(_ground, buildings, roads, named, town.metric_crs)
            self._ground = scale, ground
        weighed = await self._weighing.weigh(key, board, scale)
        column = KINDS.index("households")
        households = {
            cell.code: int(counts[column]) for cell, counts in zip(weighed.cells, weighed.counts, strict=True)
        }
        sides = await self._weighing.sides(key, board, scale)
        reference = replace(
            self._ground[1],
            households=households,
            household_limits=_limits(await load_setting(connection, "grid_households")),
            allowed_gaps=_gaps(await load_setting(connection, "allowed_gaps"), town.metric_crs),
            code_digits=town.levels[town.base_level].digits,
            village_lines=await asyncio.to_thread(_village_lines, board),
            changed_shares=_changed_shares(sides),
        )
        return await asyncio.to_thread(full_check, board.now, reference)


async def allow_gap(connection: Connection, board: Board, place: tuple[float, float], town: Town) -> float:
    """Allow the gap at a place (degrees), such as a lake, and return its area in m².

    Raises Refused where there is no gap.
    """
    face = await asyncio.to_thread(lambda: gap_at(board.now, board.now.drawn([place])[0]))
    exterior, *holes = [np.array(ring, dtype=np.float64) / 1000 for ring in face.rings]
    shape = shapely.Polygon(exterior, holes)
    lon, lat = to_degrees(exterior[:, 0], exterior[:, 1], town.metric_crs)
    known = await load_setting(connection, "allowed_gaps") or {"rings": []}
    ring = np.column_stack((lon, lat)).tolist()
    await save_setting(connection, "allowed_gaps", {"rings": [*known["rings"], ring]})
    return float(shape.area)


def errors_of(board: Board, town: Town, allowed: Sequence[shapely.Polygon]) -> list[str]:
    """Return what keeps a draft from being published, in English."""
    reference = Reference(allowed_gaps=allowed, code_digits=town.levels[town.base_level].digits)
    found = full_check(board.now, reference)
    return [finding.sentence[1] for finding in found if finding.severity == "error"]


async def allowed_gaps(connection: Connection, town: Town) -> list[shapely.Polygon]:
    """Return the gaps that the town allows (metres): lakes, and enclaves of others."""
    return _gaps(await load_setting(connection, "allowed_gaps"), town.metric_crs)


def _ground(
    buildings: list[bytes], roads: list[tuple[str, bytes]], blocks: list[tuple[str, bytes]], epsg: int
) -> Reference:
    footprints = [to_metric_shape(shape, epsg) for shape in shapely.from_wkb(buildings).tolist()]
    return Reference(buildings=footprints, roads=_named(roads, epsg), blocks=_named(blocks, epsg))


def _named(shapes: list[tuple[str, bytes]], epsg: int) -> list[tuple[str, Any]]:
    read = shapely.from_wkb([shape for _, shape in shapes]).tolist()
    return [(name, to_metric_shape(shape, epsg)) for (name, _), shape in zip(shapes, read, strict=True)]


def _village_lines(board: Board) -> dict[str, Shape]:
    """Return the villages' lines as the edition has them that the draft began from."""
    cells = list(board.base.basic())
    return union_by([cell.parent for cell in cells], [cell.metric for cell in cells])


def _changed_shares(sides: Sides) -> dict[str, float]:
    """Return which share of a kept grid's households came or left."""
    households = sides.facts.chosen(sides.facts.kind == KINDS.index("households"))
    held = sides.facts.kind == KINDS.index("households")
    old = [sides.before.cells[n].code if n >= 0 else "" for n in sides.before.place[held].tolist()]
    new = [sides.after.cells[n].code if n >= 0 else "" for n in sides.after.place[held].tolist()]
    had, has, stayed = Counter[str](), Counter[str](), Counter[str]()
    for a, b, weight in zip(old, new, households.weight.tolist(), strict=True):
        had[a] += weight
        has[b] += weight
        stayed[a] += weight if a == b else 0
    kept = {cell.code for cell in sides.before.cells} & {cell.code for cell in sides.after.cells}
    return {
        code: 1 - stayed[code] / max(had[code], has[code]) for code in kept if max(had[code], has[code]) > 0
    }


def _limits(setting: Any) -> tuple[int, int]:
    return (int(setting["least"]), int(setting["most"])) if setting else DEFAULT_LIMITS


def _gaps(setting: Any, epsg: int) -> list[shapely.Polygon]:
    rings = setting["rings"] if setting else []
    return [to_metric_shape(shapely.Polygon(ring), epsg) for ring in rings]
