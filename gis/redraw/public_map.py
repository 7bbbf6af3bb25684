"""A coarse map of a draft for the public: generalised borders, names and codes, and no figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely

from gis.geometry.projection import to_degrees
from gis.redraw.cell import Cell
from gis.redraw.impact import changed_codes
from gis.redraw.partition import Partition

COARSE_M = 20.0
"""Borders are simplified by so much: nobody reads from the map on which side a single door lies."""
DECIMALS = 5
Ring = tuple[tuple[float, float], ...]
Rings = tuple[Ring, ...]
Fate = Literal["new", "void", "changed"]


@dataclass(frozen=True, slots=True)
class ShownGrid:
    """A grid that changes, with its outlines before and after in WGS-84 degrees (empty: there is none)."""

    code: str
    name: str
    village: str
    fate: Fate
    before: Rings
    after: Rings


@dataclass(frozen=True, slots=True)
class PublicMap:
    """What the public sees: the grids that change, and the outlines of those round them without names."""

    grids: tuple[ShownGrid, ...]
    around: Rings


def public_map(before: Partition, after: Partition, villages: dict[str, str]) -> PublicMap:
    """Return the coarse map of a draft; `villages` are names by code."""
    changed = changed_codes(before.cells, after.cells)
    old, new = _coarse(before), _coarse(after)
    marked = set(changed)
    grids = tuple(_grid(code, (before, after), (old, new), villages) for code in changed)
    around = [ring for code, rings in new.items() if code not in marked for ring in rings]
    return PublicMap(grids, tuple(around))


def _grid(
    code: str,
    sides: tuple[Partition, Partition],
    outlines: tuple[dict[str, Rings], dict[str, Rings]],
    villages: dict[str, str],
) -> ShownGrid:
    had, has = (side.cells.get(code) for side in sides)
    cell = has or had
    assert cell is not None
    fate: Fate = "changed" if had and has else "new" if has else "void"
    village = villages.get(cell.parent, cell.parent)
    return ShownGrid(code, cell.name, village, fate, outlines[0].get(code, ()), outlines[1].get(code, ()))


def _coarse(partition: Partition) -> dict[str, Rings]:
    basic = tuple(partition.basic())
    over = [cell for cell in partition.cells.values() if cell.kind != "basic"]
    shapes = _simplified(basic) + [shapely.simplify(cell.metric, COARSE_M) for cell in over]
    return {
        cell.code: _rings(shape, partition.epsg) for cell, shape in zip((*basic, *over), shapes, strict=True)
    }


def _simplified(cells: Sequence[Cell]) -> list[shapely.Geometry]:
    # simplified together, so that neighbours still meet along one line
    shapes = np.array([cell.metric for cell in cells], dtype=object)
    simplified: list[shapely.Geometry] = shapely.coverage_simplify(shapes, COARSE_M).tolist()
    return simplified


def _rings(shape: shapely.Geometry, epsg: int) -> Rings:
    found = []
    for part in shapely.get_parts(shape).tolist():
        for ring in (part.exterior, *part.interiors):
            x, y = shapely.get_coordinates(ring).T
            lon, lat = to_degrees(x, y, epsg)
            places = zip(np.round(lon, DECIMALS).tolist(), np.round(lat, DECIMALS).tolist(), strict=True)
            found.append(tuple(places))
    return tuple(found)
