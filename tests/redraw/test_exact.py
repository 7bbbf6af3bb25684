"""The exact parts against Shapely: tracing, areas, long edges, crossings, noding, and what tiles."""

import dataclasses
import itertools

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from gis.geometry.projection import densify
from gis.redraw.adjacency import adjacency, tiles
from gis.redraw.cell import Cell
from gis.redraw.crossing import meetings
from gis.redraw.noding import noded
from gis.redraw.partition import Partition, Shaped, partition_of
from gis.redraw.rings import Edge, Point, canonical, steps, twice_area
from gis.redraw.tracing import net, polygons_of
from tests.small_town import EPSG

SIDE = 6
squares = st.sets(st.tuples(st.integers(0, SIDE - 1), st.integers(0, SIDE - 1)), min_size=1)
points = st.tuples(st.integers(-(10**7), 10**7), st.integers(-(10**7), 10**7))


def square_edges(x: int, y: int) -> list[Edge]:
    ring = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
    return list(zip(ring, [*ring[1:], ring[0]], strict=True))


@settings(max_examples=200, deadline=None)
@given(chosen=squares)
def test_squares_put_together_are_traced_as_shapely_joins_them(chosen: set[tuple[int, int]]) -> None:
    traced = polygons_of(net(*(square_edges(x, y) for x, y in sorted(chosen))))
    shapes = [Polygon(face[0], face[1:]) for face in traced]
    assert all(shape.is_valid for shape in shapes)
    expected = shapely.union_all([box(x, y, x + 1, y + 1) for x, y in chosen])
    assert shapely.union_all(shapes).equals(expected)
    assert len(shapes) == len(shapely.get_parts(expected))
    assert sum(shape.area for shape in shapes) == len(chosen)


@settings(max_examples=200, deadline=None)
@given(chosen=squares, walls=squares)
def test_edges_that_run_both_ways_divide_as_shapely_polygonizes(
    chosen: set[tuple[int, int]], walls: set[tuple[int, int]]
) -> None:
    outer = net(*(square_edges(x, y) for x, y in sorted(chosen)))
    inside = {edge for x, y in chosen for edge in square_edges(x, y)} - outer
    both = {edge for x, y in walls for edge in square_edges(x, y) if edge in inside}
    both |= {edge[::-1] for edge in both}
    traced = [Polygon(face[0], face[1:]) for face in polygons_of([*outer, *both])]
    lines = [shapely.LineString(edge) for edge in sorted(outer | both)]
    area = shapely.union_all([box(x, y, x + 1, y + 1) for x, y in chosen])
    noded_lines = shapely.get_parts(shapely.union_all(lines))
    faces = [face for face in shapely.get_parts(shapely.polygonize(noded_lines)) if area.covers(face)]
    assert {shapely.normalize(shapely.simplify(one, 0)).wkb for one in traced} == {
        shapely.normalize(shapely.simplify(one, 0)).wkb for one in faces
    }


@given(ring=st.lists(points, min_size=3, max_size=30))
def test_areas_are_exact(ring: list[Point]) -> None:
    expected = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
    assert twice_area(np.array(ring, dtype=np.int64)) == expected
    far = np.array(ring, dtype=np.int64) + 40_000_000_000
    assert twice_area(far) == expected


@given(
    ring=st.lists(points, min_size=3, max_size=12, unique=True), turn=st.integers(0, 11), back=st.booleans()
)
def test_a_ring_has_one_form_however_it_is_given(ring: list[Point], turn: int, back: bool) -> None:
    assume(twice_area(np.array(ring, dtype=np.int64)) != 0)
    other = [*ring[turn:], *ring[:turn]]
    other = other[::-1] if back else other
    assert canonical(other).tobytes() == canonical([*ring, ring[0]]).tobytes()
    assert twice_area(canonical(ring)) > 0 > twice_area(canonical(ring, hole=True))


@settings(max_examples=100)
@given(a=points, b=points)
def test_long_edges_get_the_vertices_that_the_store_gives_them(a: Point, b: Point) -> None:
    assume(a != b)
    assert steps((a, b)) == steps((b, a))[::-1]
    line = np.array([a, *steps((a, b)), b], dtype=np.int64)
    long = np.hypot(*np.diff(line, axis=0).T)
    assert long.max() <= 200_000 * (1 + 1e-12)
    third = (a[0] - (b[1] - a[1]), a[1] + (b[0] - a[0]))
    stored = shapely.get_coordinates(densify(Polygon(np.array([a, b, third]) / 1000)))
    there = {(round(x * 1000), round(y * 1000)) for x, y in stored.tolist()}
    # rounding may leave a piece a little too long, which is then divided once more
    assert there & set(map(tuple, line.tolist())) >= {a, b}
    if len(line) == int(np.ceil(np.hypot(b[0] - a[0], b[1] - a[1]) / 200_000)) + 1:
        assert set(map(tuple, line.tolist())) <= there


@settings(max_examples=200, deadline=None)
@given(
    line=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=5),
    edge=st.tuples(*[st.tuples(st.integers(0, 9), st.integers(0, 9))] * 2),
)
def test_meetings_are_where_shapely_sees_an_intersection(line: list[Point], edge: Edge) -> None:
    (x0, y0), (x1, y1) = edge
    ways = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(line)]
    assume(all(x * (y1 - y0) != y * (x1 - x0) for x, y in ways))  # parallel ones do not meet
    met = meetings(line, [edge])
    way, wall = shapely.LineString(line), shapely.LineString(edge)
    for meeting in met:
        assert shapely.Point(meeting.place).distance(wall) < 1e-9
        assert shapely.Point(meeting.place).distance(way) < 1e-9
    crossing = shapely.intersection(way, wall)
    if crossing.geom_type in ("Point", "MultiPoint") and not crossing.is_empty:
        places = {(round(x, 9), round(y, 9)) for x, y in shapely.get_coordinates(crossing).tolist()}
        assert places == {(round(m.place[0], 9), round(m.place[1], 9)) for m in met}


def town_of(shapes: list[Polygon]) -> Partition:
    return partition_of(
        [Shaped(f"{n:03d}", "", "", None, "basic", shape) for n, shape in enumerate(shapes)], EPSG
    )


cuts = st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(first=cuts, second=cuts)
def test_noded_borders_neither_cross_nor_touch_but_at_vertices(
    first: list[Point], second: list[Point]
) -> None:
    def left(way: list[Point]) -> Polygon:
        return Polygon([(0, 0), (0.05, 0), *((50 + x, y) for x, y in _rising(way)), (0.05, 0.1), (0, 0.1)])

    def _rising(way: list[Point]) -> list[tuple[float, float]]:
        levels = sorted({y for _, y in way})
        return [((x - 50) / 1000 - 50 + 0.05, y / 1000) for (x, _), y in zip(way, levels, strict=False)]

    one, other = left(first), left(second)
    assume(one.is_valid and other.is_valid)
    town = town_of([one, other])
    put = noded(town, town.cells)
    cells = [put.get(code, cell) for code, cell in town.cells.items()]
    edges = sorted({min(edge, edge[::-1]) for cell in cells for edge in cell.edges})
    lines = [shapely.LineString(edge) for edge in edges]
    for n, line in enumerate(lines):
        for more in lines[n + 1 :]:
            assert not line.crosses(more)
            assert not line.overlaps(more)
            if line.touches(more):
                assert set(line.coords) & set(more.coords)


labels = st.lists(st.integers(0, 4), min_size=SIDE * SIDE, max_size=SIDE * SIDE)


def labelled(label: list[int]) -> list[Cell]:
    """Return cells of unit squares that have the same label."""
    empty = Cell("", "", "", None, "basic", ())
    cells = []
    for value in sorted(set(label)):
        own = [square_edges(n % SIDE, n // SIDE) for n, one in enumerate(label) if one == value]
        cells.append(dataclasses.replace(empty, code=str(value)).drawn(polygons_of(net(*own))))
    return cells


@settings(max_examples=150, deadline=None)
@given(label=labels, missing=st.booleans())
def test_touching_grids_have_the_border_that_counting_sides_gives(label: list[int], missing: bool) -> None:
    cells = labelled(label)
    expected: dict[tuple[str, str], float] = {}
    for n, one in enumerate(label):
        for m, beside in ((n + 1, (n + 1) % SIDE != 0), (n + SIDE, n + SIDE < SIDE * SIDE)):
            if beside and label[m] != one:
                for pair in ((str(one), str(label[m])), (str(label[m]), str(one))):
                    expected[pair] = expected.get(pair, 0) + 1
    assert adjacency(cells).lengths == pytest.approx(expected)
    outline = shapely.union_all([box(n % SIDE, n // SIDE, n % SIDE + 1, n // SIDE + 1) for n in range(36)])
    whole = shapely.get_parts(shapely.segmentize(outline, 1.0))[0]
    metres = shapely.transform(whole, lambda places: places / 1000)
    held = cells[1:] if missing else cells
    if held:
        assert tiles(held, metres) == (not missing)
