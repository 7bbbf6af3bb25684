"""Random edits of every kind as a planner would make them, most of them sensible, on any partition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.geometry.projection import to_degrees
from gis.redraw.base import Edit, edit_of
from gis.redraw.borders import Border, borders
from gis.redraw.cell import Cell
from gis.redraw.partition import Partition
from gis.redraw.rings import Point

Floats = NDArray[np.float64]
Maker = Callable[["Planner", Partition], Edit | None]


@dataclass(frozen=True)
class Planner:
    """Somebody who edits by dice; `blocks` are what he transfers, else he draws circles."""

    dice: np.random.Generator
    blocks: Sequence[shapely.Polygon] = ()
    kinds: tuple[str, ...] = field(default_factory=lambda: tuple(MAKERS))

    def edit(self, partition: Partition) -> tuple[str, Edit | None]:
        """Return a kind and an edit of it, none where the dice found no place for one."""
        kind = str(self.dice.choice(self.kinds))
        return kind, MAKERS[kind](self, partition)

    def cell(self, partition: Partition) -> Cell:
        codes = partition.boxes.codes
        return partition.cells[codes[int(self.dice.integers(len(codes)))]]

    def border(self, partition: Partition) -> tuple[Cell, Cell, Border] | None:
        cell = self.cell(partition)
        others = [other for other in partition.near(cell.box) if other.code != cell.code]
        pairs = [(other, border) for other in others for border in borders(cell, other)]
        if not pairs:
            return None
        other, border = pairs[int(self.dice.integers(len(pairs)))]
        return cell, other, border

    def degrees(self, partition: Partition, points: Sequence[Point] | Floats) -> list[tuple[float, float]]:
        metres = np.asarray(points, dtype=np.float64).reshape(-1, 2) / 1000
        lon, lat = to_degrees(metres[:, 0], metres[:, 1], partition.epsg)
        return list(zip(lon.tolist(), lat.tolist(), strict=True))

    def inner(self, border: Border) -> Point | None:
        points = border.points[1:-1]
        return points[int(self.dice.integers(len(points)))] if points else None


def split(planner: Planner, partition: Partition) -> Edit:
    cell = planner.cell(partition)
    return edit_of({"kind": "split", "code": cell.code, "line": cut_line(planner, partition, cell)})


def cut_line(planner: Planner, partition: Partition, cell: Cell) -> list[tuple[float, float]]:
    """Return a line of a few bends across the middle of a cell, out on both sides."""
    west, south, east, north = cell.box
    middle = cell.metric.representative_point()
    angle, bends = planner.dice.uniform(0, 2 * np.pi), int(planner.dice.integers(2, 7))
    reach = np.hypot(east - west, north - south)
    along, off = np.linspace(-1, 1, bends) * reach, planner.dice.normal(0, reach / 40, bends)
    way = np.column_stack((along, off)) @ [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
    return planner.degrees(partition, way + np.array([middle.x, middle.y]) * 1000)


def merge(planner: Planner, partition: Partition) -> Edit | None:
    found = planner.border(partition)
    if found is None or found[0].parent != found[1].parent:
        return None
    codes = [found[0].code, found[1].code]
    keep = codes[0] if planner.dice.random() < 0.5 else None
    return edit_of({"kind": "merge", "codes": codes, "keep": keep})


def move(planner: Planner, partition: Partition) -> Edit | None:
    found = planner.border(partition)
    if found is None:
        return None
    at = found[2].points[int(planner.dice.integers(len(found[2].points)))]
    to = np.array(at) + planner.dice.normal(0, 5000, 2)
    return edit_of({"kind": "move", "at": at, "to": planner.degrees(partition, to)[0]})


def insert(planner: Planner, partition: Partition) -> Edit | None:
    found = planner.border(partition)
    if found is None:
        return None
    edge = found[2].edges[int(planner.dice.integers(len(found[2].edges)))]
    to = np.mean(edge, axis=0) + planner.dice.normal(0, 3000, 2)
    return edit_of({"kind": "insert", "between": edge, "to": planner.degrees(partition, to)[0]})


def delete(planner: Planner, partition: Partition) -> Edit | None:
    found = planner.border(partition)
    at = planner.inner(found[2]) if found else None
    return edit_of({"kind": "delete", "at": at}) if at else None


def reshape(planner: Planner, partition: Partition) -> Edit | None:
    found = planner.border(partition)
    if found is None:
        return None
    one, other, border = found
    a, b = sorted(planner.dice.integers(0, len(border.points), 2).tolist())
    if a == b:
        return None
    ends = np.array([border.points[a], border.points[b]], dtype=np.float64)
    shares = np.linspace(0, 1, int(planner.dice.integers(3, 7)))[:, None]
    way = ends[0] + (ends[1] - ends[0]) * shares
    way += planner.dice.normal(0, np.hypot(*(ends[1] - ends[0])) / 30, way.shape)
    codes = [one.code, other.code] if planner.dice.random() < 0.7 else None
    return edit_of({"kind": "reshape", "codes": codes, "line": planner.degrees(partition, way)})


def snap(planner: Planner, partition: Partition) -> Edit | None:
    """Snap onto a road that runs beside the border, three metres off and with fewer bends."""
    found = planner.border(partition)
    if found is None or len(found[2].points) < 3:
        return None
    line = np.array(found[2].points[:: int(planner.dice.integers(1, 4))], dtype=np.float64)
    if len(line) < 2:
        return None
    road = line + planner.dice.normal(0, 2000, 2)
    codes = [found[0].code, found[1].code]
    within = float(planner.dice.uniform(3, 12))
    data = {"kind": "snap", "codes": codes, "line": planner.degrees(partition, road), "within_m": within}
    return edit_of(data)


def transfer(planner: Planner, partition: Partition) -> Edit | None:
    found = planner.border(partition)
    if found is None:
        return None
    giver, taker, border = found
    ring = _block(planner, giver) if planner.blocks else None
    if ring is None:
        at = border.points[int(planner.dice.integers(len(border.points)))]
        reach = np.sqrt(giver.twice_area_mm2) / 4
        angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
        ring = np.array(at) + reach * np.column_stack((np.cos(angles), np.sin(angles)))
    data = {"from": giver.code, "to": taker.code, "ring": planner.degrees(partition, ring)}
    return edit_of({"kind": "transfer"} | data)


def _block(planner: Planner, giver: Cell) -> Floats | None:
    inside = [block for block in planner.blocks if giver.metric.covers(block.representative_point())]
    if not inside:
        return None
    block = inside[int(planner.dice.integers(len(inside)))]
    ring: Floats = np.round(shapely.get_coordinates(block.exterior)[:-1] * 1000)
    return ring


def rename(planner: Planner, partition: Partition) -> Edit:
    name = f"网格 {planner.dice.integers(10**6)}"
    return edit_of({"kind": "rename", "code": planner.cell(partition).code, "name": name})


def recode(planner: Planner, partition: Partition) -> Edit:
    return edit_of({"kind": "recode", "code": planner.cell(partition).code})


def reassign(planner: Planner, partition: Partition) -> Edit:
    cell, other = planner.cell(partition), planner.cell(partition)
    data = {"village": other.parent} if planner.dice.random() < 0.5 else {"squad": other.squad or "1"}
    return edit_of({"kind": "reassign", "codes": [cell.code]} | data)


MAKERS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (split, merge, move, insert, delete, reshape, snap, transfer, rename, recode, reassign)
}
"""One maker for each kind that a sound partition allows; the others mend faults."""
