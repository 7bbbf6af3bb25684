"""Finds faces at a place, with exact edges: owned by nobody, by two grids, or beyond the outline."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from gis.redraw.cell import Cell
from gis.redraw.noding import noded
from gis.redraw.partition import Partition
from gis.redraw.parts import Rings
from gis.redraw.refused import Refused
from gis.redraw.rings import Edge, Point, canonical
from gis.redraw.tracing import edges_of, polygons_of, reversed_edges

NEAR_M = 1.0
"""Faces may be narrower than the lattice, so that no lattice point lies inside: the nearest one is meant."""
WINDOW_M = 100.0
ON_LATTICE_M = 1e-4


@dataclass(frozen=True, slots=True)
class Face:
    """A face, and the grids round it with the points put in at which their borders cross.

    The points lie on the lattice, which alone may close what is narrower than it: then there are no rings.
    """

    rings: Rings
    noded: Mapping[str, Cell]

    @property
    def edges(self) -> list[Edge]:
        """Its edges, the face on their left."""
        return [edge for ring in self.rings for edge in edges_of([*ring, ring[0]])]


def gap_at(partition: Partition, place: Point) -> Face:
    """Return the gap at a place (mm); raises Refused where every place near has an owner or lies outside."""
    around = _round_a_gap(partition, place)
    put = noded(partition, around)
    cells = [put.get(cell.code, cell) for cell in partition.basic()]
    count = Counter(edge for cell in cells for edge in reversed_edges(cell.edges))
    count.update(_limit_edges(partition))
    faces = polygons_of(_surplus(count))
    nearest = _nearest(faces, place)
    if nearest is None and not put:
        raise Refused("这里没有空隙。", "There is no gap here.", place)
    return Face(nearest or [], put)


def overlap_of(partition: Partition, one: Cell, other: Cell, place: Point) -> Face:
    """Return the face at a place (mm) that both grids own; raises Refused where there is none near."""
    put = noded(partition, (one.code, other.code))
    a, b = (put.get(cell.code, cell) for cell in (one, other))
    both = [*_inside(a.edges, b), *_inside(b.edges, a), *(a.edges & b.edges)]
    nearest = _nearest(polygons_of(both), place)
    if nearest is None and not put:
        zh, en = (
            f"{one.code} 与 {other.code} 在这里不重叠。",
            f"{one.code} and {other.code} do not overlap here.",
        )
        raise Refused(zh, en, place)
    return Face(nearest or [], put)


def beyond_at(partition: Partition, cell: Cell, place: Point) -> Face:
    """Return the part of a grid at a place (mm) that lies beyond the outline.

    Raises Refused where there is none, and where its border crosses the outline between vertices: there the
    two share no point on the lattice at which it could be cut.
    """
    if partition.limits is None:
        raise Refused("本镇没有外边界。", "The town has no outline.", place)
    count = Counter(edge for one in partition.basic() for edge in one.edges)
    count.update(reversed_edges(_limit_edges(partition)))
    beyond = partition.limits.buffer(ON_LATTICE_M)
    faces = [face for face in polygons_of(_surplus(count)) if not beyond.covers(_metres(face))]
    nearest = _nearest(faces, place)
    if nearest is None:
        raise Refused("这里没有超出镇界的部分。", "Nothing leaves the outline here.", place)
    shape = _metres(nearest)
    if not shape.is_valid or not cell.metric.buffer(ON_LATTICE_M).covers(shape):
        raise Refused(
            "边界在两个界点之间穿过镇界，无法按界点切除。",
            "The border crosses the outline between vertices: there is no point to cut at.",
            place,
        )
    return Face(nearest, {})


def owners_at(partition: Partition, place: Point) -> list[Cell]:
    """Return the basic grids that hold a place or lie within a metre of it."""
    point = shapely.Point(place[0] / 1000, place[1] / 1000)
    near = partition.near((*place, *place), round(NEAR_M * 1000))
    return [cell for cell in near if cell.metric.distance(point) <= NEAR_M]


def _round_a_gap(partition: Partition, place: Point) -> list[str]:
    """Return the grids that touch the part of the plane, near a place, that nobody owns."""
    point = shapely.Point(place[0] / 1000, place[1] / 1000)
    reach = WINDOW_M
    while True:
        window = point.buffer(reach, quad_segs=1, cap_style="square")
        cells = partition.near((*place, *place), round(reach * 1000))
        free = window.difference(shapely.union_all([cell.metric for cell in cells]))
        parts = [part for part in shapely.get_parts(free).tolist() if part.distance(point) <= NEAR_M]
        if not parts:
            raise Refused("这里没有空隙。", "There is no gap here.", place)
        gap = min(parts, key=lambda part: (part.distance(point), part.area))
        everything = len(cells) == len(partition.boxes.codes)
        if everything or not gap.intersects(window.boundary):
            return [cell.code for cell in cells if cell.metric.distance(gap) <= NEAR_M / 1000]
        reach *= 2


def _limit_edges(partition: Partition) -> Iterable[Edge]:
    """Yield the edges of the outline that the grids have to fill, in their canonical direction."""
    if partition.limits is None:
        return
    for part in shapely.get_parts(partition.limits).tolist():
        for n, ring in enumerate((part.exterior, *part.interiors)):
            points = np.rint(shapely.get_coordinates(ring) * 1000).astype(np.int64).tolist()
            line = [(x, y) for x, y in canonical(points, hole=n > 0).tolist()]
            yield from edges_of([*line, line[0]])


def _surplus(count: Counter[Edge]) -> list[Edge]:
    """Return what is left when every edge is held against those that run the other way."""
    left = ((edge, times - count.get((edge[1], edge[0]), 0)) for edge, times in count.items())
    return [edge for edge, times in left for _ in range(max(times, 0))]


def _inside(edges: Iterable[Edge], cell: Cell) -> list[Edge]:
    """Return the edges whose middle lies inside a grid; all are noded with it, so they lie inside whole."""
    ordered = sorted(edges)
    ends = np.array(ordered, dtype=np.int64)
    origin = ends[0, 0]
    local = shapely.MultiPolygon(
        [((ring[0] - origin), [hole - origin for hole in ring[1:]]) for ring in cell.polygons]
    )
    shapely.prepare(local)
    middles = (ends - origin).sum(axis=1) / 2
    held = shapely.contains_xy(local, middles[:, 0], middles[:, 1])
    return [edge for edge, inside in zip(ordered, held.tolist(), strict=True) if inside]


def _metres(face: Rings) -> shapely.Polygon:
    exterior, *holes = [np.array(ring, dtype=np.float64) / 1000 for ring in face]
    return shapely.Polygon(exterior, holes)


def _nearest(faces: Sequence[Rings], place: Point) -> Rings | None:
    """Return the face nearest to a place, if one is within a metre; the smaller of equals."""
    point = shapely.Point(place)
    shapes = [shapely.Polygon(face[0], face[1:]) for face in faces]
    far = [(shape.distance(point), shape.area, n) for n, shape in enumerate(shapes)]
    best = min(far, default=None)
    return faces[best[2]] if best and best[0] <= NEAR_M * 1000 else None
