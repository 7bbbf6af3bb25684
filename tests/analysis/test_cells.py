"""Sets of cells against Shapely, cell by cell and within the stated bound."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, Polygon, box

from gis.analysis.cells import CELL_M, COLUMNS, Lattice, bound

LATTICE = Lattice(400_000.0, 3_400_000.0)
E, N = 500_000.0, 3_500_000.0


def centres(cells: object) -> set[tuple[float, float]]:
    ids = np.array(list(cells), dtype=np.int64)  # type: ignore[call-overload]
    x = LATTICE.x + (ids % COLUMNS + 0.5) * CELL_M
    y = LATTICE.y + (ids // COLUMNS + 0.5) * CELL_M
    return set(zip(x.tolist(), y.tolist(), strict=True))


def expected(shape: shapely.Geometry, margin: float = 30.0) -> set[tuple[float, float]]:
    west, south, east, north = shape.bounds
    x = np.arange(np.floor((west - margin) / 5) * 5 + 2.5, east + margin, 5)
    y = np.arange(np.floor((south - margin) / 5) * 5 + 2.5, north + margin, 5)
    grid = [(a, b) for a in x.tolist() for b in y.tolist()]
    held = shapely.intersects_xy(shape, np.array(grid)[:, 0], np.array(grid)[:, 1])
    return {place for place, inside in zip(grid, held.tolist(), strict=True) if inside}


def near_edge(shape: shapely.Geometry, place: tuple[float, float]) -> bool:
    return bool(shape.boundary.distance(Point(place)) < 0.6)


METRES = st.integers(0, 400).map(lambda dm: dm / 2)
WAY = st.lists(st.tuples(METRES, METRES), min_size=1, max_size=6)


@settings(max_examples=80, deadline=None)
@given(WAY, st.sampled_from([1.0, 10.0, 25.0, 50.0]))
def test_a_swath_is_the_buffer_of_the_way(way: list[tuple[float, float]], metres: float) -> None:
    points = np.array(way, dtype=np.float64) + np.array((E, N))
    cells = LATTICE.swath(points[:, 0].copy(), points[:, 1].copy(), np.zeros(len(way), np.int64), metres)
    # step by step: GEOS buffers a line of half a metre that crosses itself wrongly
    steps = [LineString(pair) for pair in itertools.pairwise(points)] or [Point(points[0])]
    swath = shapely.union_all([step.buffer(metres, quad_segs=64) for step in steps])
    wrong = centres(cells) ^ expected(swath)
    assert all(near_edge(swath, place) for place in wrong)


def test_nothing_joins_two_segments_and_a_lone_fix_counts() -> None:
    x, y = np.array([E, E + 300.0]), np.array([N, N])
    apart = LATTICE.swath(x, y, np.array([0, 1]), 10.0)
    assert centres(apart) == expected(MultiPoint([(E, N), (E + 300, N)]).buffer(10, quad_segs=64))
    assert len(LATTICE.swath(x, y, np.array([0, 0]), 10.0)) > 2 * len(apart)
    assert len(LATTICE.swath(x[:0], y[:0], np.zeros(0, np.int64), 10.0)) == 0


def test_shapes_with_holes_are_filled_and_neighbours_share_no_cell() -> None:
    ring = Polygon(box(E, N, E + 100, N + 100).exterior, [box(E + 20, N + 20, E + 80, N + 80).exterior])
    assert len(LATTICE.inside(ring)) == (20 * 20) - (12 * 12)
    slanted = [
        Polygon([(E, N), (E + 97.3, N), (E + 31.1, N + 88.8)]),
        Polygon([(E + 97.3, N), (E + 120, N + 90), (E + 31.1, N + 88.8)]),
    ]
    one, other = (LATTICE.inside(shape) for shape in slanted)
    assert not one & other
    assert len(one | other) == len(LATTICE.inside(shapely.union_all(slanted)))
    assert centres(one) == expected(slanted[0])


@settings(max_examples=40, deadline=None)
@given(WAY, st.sampled_from([10.0, 25.0]))
def test_a_share_lies_within_its_bound(way: list[tuple[float, float]], metres: float) -> None:
    grid = box(E + 3, N + 7, E + 153, N + 187)
    points = np.array(way, dtype=np.float64) + np.array((E, N))
    cells = LATTICE.swath(points[:, 0].copy(), points[:, 1].copy(), np.zeros(len(way), np.int64), metres)
    inside = LATTICE.inside(grid)
    steps = [LineString(pair) for pair in itertools.pairwise(points)] or [Point(points[0])]
    exact = shapely.union_all([step.buffer(metres, quad_segs=64) for step in steps]).intersection(grid)
    edge = exact.boundary.length + grid.length
    assert abs(len(cells & inside) / len(inside) - exact.area / grid.area) <= bound(CELL_M, edge, grid.area)


def test_the_bound_is_what_its_formula_says() -> None:
    assert bound(5, 1000, 100_000) == pytest.approx(0.0355)
    assert (bound(5, 1, 0), bound(5, 1e9, 1)) == (1.0, 1.0)
