"""Describes grids as an approval file does: the four sides 四至, turning points, and what became of codes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.redraw.arcs import arcs_around
from gis.redraw.cell import Cell
from gis.redraw.partition import Partition

SIDES = ("east", "south", "west", "north")
TURN_M = 0.05
"""A vertex that lies nearer to the line of its neighbours is no turning point."""
NAMED_SHARE = 0.15
"""Who takes less of a side than this is not named on it, unless nobody else is."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a code: void, kept or new; `others` are the grids that ground went to or came from."""

    code: str
    fate: str
    others: tuple[str, ...]


def turning_points(cell: Cell) -> tuple[NDArray[np.float64], ...]:
    """Return the turning points of each exterior, (n, 2): northing then easting in metres, to 0.01 m."""
    rings = [polygon[0] / 1000 for polygon in cell.polygons]
    kept = [shapely.simplify(shapely.Polygon(ring), TURN_M).exterior for ring in rings]
    return tuple(np.round(shapely.get_coordinates(ring)[:-1, ::-1], 2) for ring in kept)


def sides(partition: Partition, cell: Cell) -> dict[str, tuple[str | None, ...]]:
    """Return who lies on each of the four sides, the longest border first; None is the town's outline."""
    centre = shapely.centroid(cell.metric)
    lengths: dict[str, dict[str | None, float]] = {side: defaultdict(float) for side in SIDES}
    for arc in arcs_around(partition, {cell.code}):
        if arc.left == arc.right:
            continue
        beside = arc.right if arc.left == cell.code else arc.left
        points = arc.points / 1000
        middles, steps = (points[1:] + points[:-1]) / 2, np.hypot(*np.diff(points, axis=0).T)
        angles = np.degrees(np.arctan2(middles[:, 1] - centre.y, middles[:, 0] - centre.x))
        for angle, step in zip(angles.tolist(), steps.tolist(), strict=True):
            lengths[_side(angle)][beside] += step
    return {side: _named(held) for side, held in lengths.items()}


def _side(angle_deg: float) -> str:
    if -45 <= angle_deg < 45:
        return "east"
    if 45 <= angle_deg < 135:
        return "north"
    return "south" if -135 <= angle_deg < -45 else "west"


def _named(held: Mapping[str | None, float]) -> tuple[str | None, ...]:
    total = sum(held.values())
    ranked = sorted(held, key=lambda code: (-held[code], code or ""))
    return tuple(code for n, code in enumerate(ranked) if n == 0 or held[code] >= NAMED_SHARE * total)


def fates(
    before: Mapping[str, Cell], after: Mapping[str, Cell], passed: Mapping[str, set[str]]
) -> list[Fate]:
    """Return what became of each code that changed; `passed` are the new grids of each old one's ground."""
    sources: dict[str, set[str]] = defaultdict(set)
    for old, news in passed.items():
        for new in news:
            sources[new].add(old)
    found = []
    for code in sorted({*before, *after}):
        if code not in after:
            found.append(Fate(code, "void", tuple(sorted(passed.get(code, ())))))
        elif code not in before:
            found.append(Fate(code, "new", tuple(sorted(sources[code]))))
        elif before[code] != after[code]:
            found.append(Fate(code, "kept", tuple(sorted(sources[code] - {code}))))
    return found
