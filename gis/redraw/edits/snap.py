"""Lets the border of two grids follow the centreline of a road or a river where it runs near."""

from typing import Annotated, Literal

import numpy as np
import shapely
from pydantic import Field

from gis.redraw.base import Code, Edit, Line, Sentence, Weigh, by_area
from gis.redraw.borders import Border, borders, rerouted
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import basic_cells
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.rings import Point
from gis.redraw.settling import settled
from gis.redraw.words import line, listed


class Snap(Edit):
    """Lets the longest run of a border that is within a distance of a centreline follow that line.

    Corners where more grids meet stay, so that the border leads from the line to them at the run's ends.
    """

    kind: Literal["snap"] = "snap"
    codes: tuple[Code, Code]
    line: Line
    within_m: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Replace the run in both grids; raises Refused where the border is nowhere near the line."""
        left, right = basic_cells(partition, self.codes)
        way = partition.drawn(self.line)
        runs = [run for border in borders(left, right) for run in _runs(border, way, self.within_m * 1000)]
        if not runs:
            raise Refused(
                "这两个网格的边界没有一段在这条线附近。", "No run of their border is near this line.", way[0]
            )
        run, follows = max(runs, key=lambda one: _length(one[0]))
        if len(follows) < 2 or follows[0] == follows[-1]:
            raise Refused(
                "边界靠近这条线的一段太短。", "The border's run near the line is too short.", run[0]
            )
        return settled(partition, rerouted(left, right, run, follows))

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Name both grids, the line and the distance."""
        zh, en = listed(before.cells[code] for code in self.codes)
        way = line(before.drawn(self.line))
        return (
            f"{zh}的共有边界在距{way[0]} {self.within_m:g} 米以内的一段改为沿此线。",
            f"The border of {en} now follows {way[1]} where it is within {self.within_m:g} m of it.",
        )


def _runs(border: Border, way: list[Point], within: float) -> list[tuple[list[Point], list[Point]]]:
    """Return the runs of a border near a line, each with the way along the line that replaces it."""
    origin = np.array(way[0], dtype=np.int64)
    centre = shapely.LineString(np.array(way, dtype=np.int64) - origin)
    local = shapely.points((np.array(border.points, dtype=np.int64) - origin).astype(np.float64))
    near = np.asarray(shapely.distance(centre, local) <= within)
    places = np.asarray(shapely.line_locate_point(centre, local))
    found = []
    for a, b in _stretches(near):
        follows = _along(centre, float(places[a]), float(places[b]), origin)
        run = list(border.points[a : b + 1])
        # the ends of a run stay: beyond them the border goes on as it was
        found.append((run, _joined(run[0], follows, run[-1])))
    return found


def _stretches(near: np.ndarray) -> list[tuple[int, int]]:
    """Return first and last index of each stretch of at least two in a row."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], near, [False])).astype(np.int8)))
    return [(a, b - 1) for a, b in edges.reshape(-1, 2).tolist() if b - a > 1]


def _along(centre: shapely.LineString, start: float, end: float, origin: np.ndarray) -> list[Point]:
    """Return the lattice points of a line between two places on it."""
    low, high = min(start, end), max(start, end)
    stations = np.asarray(shapely.line_locate_point(centre, shapely.points(shapely.get_coordinates(centre))))
    inner = stations[(stations > low) & (stations < high)]
    places = shapely.get_coordinates(shapely.line_interpolate_point(centre, [low, *inner, high]))
    points = [(x, y) for x, y in (np.rint(places).astype(np.int64) + origin).tolist()]
    return points if start <= end else points[::-1]


def _joined(first: Point, follows: list[Point], last: Point) -> list[Point]:
    kept = [first]
    for point in (*follows, last):
        if point != kept[-1]:
            kept.append(point)
    return kept


def _length(run: list[Point]) -> float:
    return float(np.hypot(*np.diff(np.array(run, dtype=np.float64), axis=0).T).sum())


edit = Snap
