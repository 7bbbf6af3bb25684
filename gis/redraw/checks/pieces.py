"""Grids that are not in one piece, and pieces that are too narrow to be meant."""

from collections.abc import Iterable

import numpy as np
import shapely

from gis.geometry.projection import to_degrees
from gis.redraw.adjacency import adjacency
from gis.redraw.cell import Cell
from gis.redraw.checks.base import Finding, Fix, Reference
from gis.redraw.edits.merge import Merge
from gis.redraw.edits.transfer import Transfer
from gis.redraw.partition import Partition
from gis.redraw.parts import width_m
from gis.redraw.rings import Point, Polygon, points_of


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield each piece but a grid's largest, and each that is narrower than the town's limit."""
    cells = sorted(partition.basic(), key=lambda cell: cell.code)
    for cell in cells:
        if len(cell.polygons) > 1:
            yield from _small_pieces(partition, cell)
    yield from _slivers(partition, cells)


def _small_pieces(partition: Partition, cell: Cell) -> Iterable[Finding]:
    parts = sorted(zip(cell.metric.geoms, cell.polygons, strict=True), key=lambda one: -one[0].area)
    for shape, polygon in parts[1:]:
        zh, en = f"{cell.code} 另有一块不相连", f"{cell.code} has a piece apart"
        said = f"{zh}（{shape.area:,.1f} 平方米）", f"{en} ({shape.area:,.1f} m²)"
        fixes = tuple(_fixes(partition, cell, polygon))
        yield Finding("pieces", "warning", (cell.code,), _inside(shape), said, float(shape.area), None, fixes)


def _fixes(partition: Partition, cell: Cell, polygon: Polygon) -> Iterable[Fix]:
    """Yield the transfers of a whole piece to its neighbours, that with the longest border first."""
    piece = Cell(cell.code, cell.name, cell.parent, cell.squad, cell.kind, (polygon,))
    near = [other for other in partition.near(piece.box) if other.code != cell.code]
    points = np.array(points_of(polygon[0])) / 1000
    lon, lat = to_degrees(points[:, 0], points[:, 1], partition.epsg)
    ring = tuple(zip(lon.tolist(), lat.tolist(), strict=True))
    for code in adjacency([piece, *near]).longest(cell.code)[:3]:
        label = (f"划给 {code}", f"Give it to {code}")
        yield label, Transfer.model_validate({"from": cell.code, "to": code, "ring": ring})


def _slivers(partition: Partition, cells: list[Cell]) -> Iterable[Finding]:
    limit = partition.rules.least_width_m
    shapes = [(cell, shape) for cell in cells for shape in cell.metric.geoms]
    parts = np.array([shape for _, shape in shapes], dtype=object)
    # the largest circle inside is at least as wide as twice the area over the border's length
    broad = 2 * shapely.area(parts) > 2 * limit * shapely.length(parts)
    for (cell, shape), wide_enough in zip(shapes, broad.tolist(), strict=True):
        if wide_enough or not shape.is_valid:
            continue
        wide = width_m(shape, limit / 10)
        if wide < limit:
            zh, en = (
                f"{cell.code} 有一块只有 {wide:.1f} 米宽",
                f"A piece of {cell.code} is only {wide:.1f} m wide",
            )
            fixes = tuple(_of_sliver(partition, cell, shape))
            yield Finding(
                "sliver", "warning", (cell.code,), _inside(shape), (zh, en), float(shape.area), wide, fixes
            )


def _of_sliver(partition: Partition, cell: Cell, shape: shapely.Polygon) -> Iterable[Fix]:
    """Yield the ways to do away with a sliver: a piece goes to a neighbour, a whole grid joins one."""
    if len(cell.polygons) > 1:
        number = [part.equals(shape) for part in cell.metric.geoms].index(True)
        yield from _fixes(partition, cell, cell.polygons[number])
        return
    near = [other for other in partition.near(cell.box) if other.parent == cell.parent]
    for code in adjacency([cell, *(other for other in near if other.code != cell.code)]).longest(cell.code)[
        :3
    ]:
        label = f"并入 {code}", f"Join it to {code}"
        yield label, Merge(codes=(cell.code, code), keep=code)


def _inside(shape: shapely.Polygon) -> Point:
    point = shape.representative_point() if shape.is_valid else shape.centroid
    return round(point.x * 1000), round(point.y * 1000)
