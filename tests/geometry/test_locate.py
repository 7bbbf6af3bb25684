"""The look-up index: worlds that fit in the head, random ones, and GEOS as the oracle on hard points."""

import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from gis.errors import BadInput
from gis.geometry.locate import PIECE, GridIndex, warm
from gis.geometry.locate_cells import frame_of
from gis.geometry.locate_edges import edges_of
from tests.geometry.worlds import Shapes, as_shape, hard_points, lowest_by_geos, noisy_partition, patchwork


@pytest.fixture(params=[True, False], ids=["compiled", "numpy"])
def compiled(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def answer(shapes: Shapes, *places: tuple[float, float], compiled: bool) -> list[int]:
    index = GridIndex.build(shapes, compiled=compiled)
    lon, lat = np.array(places, dtype=float).T
    one_by_one = [index.find_one(x, y) for x, y in places]
    assert index.find(lon, lat).tolist() == one_by_one
    return one_by_one


def test_kernels_are_there() -> None:
    assert warm()
    assert GridIndex.build([box(0, 0, 1, 1)]).compiled


def test_shared_border_belongs_to_the_lower_of_two_squares(compiled: bool) -> None:
    squares = [box(0, 0, 1, 1), box(1, 0, 2, 1)]
    places = [(0.5, 0.5), (1.5, 0.5), (1, 0.5), (1, 0), (2, 1), (0, 0), (2.0001, 0.5), (0.5, -0.0001)]
    assert answer(squares, *places, compiled=compiled) == [0, 1, 0, 0, 1, 0, -1, -1]


def test_corner_of_four_squares_belongs_to_the_lowest(compiled: bool) -> None:
    squares = [box(1, 1, 2, 2), box(0, 1, 1, 2), box(1, 0, 2, 1), box(0, 0, 1, 1)]
    ulp = math.ulp(1.0)
    around = [(1, 1), (1 + ulp, 1 + ulp), (1 - ulp, 1 + ulp), (1 + ulp, 1 - ulp), (1 - ulp, 1 - ulp)]
    assert answer(squares, *around, compiled=compiled) == [0, 0, 1, 2, 3]


def test_enclave_fills_the_hole_and_an_island_stands_in_the_gap(compiled: bool) -> None:
    frame = Polygon(box(0, 0, 9, 9).exterior, [box(1, 1, 4, 4).exterior, box(5, 5, 8, 8).exterior])
    shapes = [box(6, 6, 7, 7), frame, box(1, 1, 4, 4)]
    places = [(0.5, 0.5), (2, 2), (4, 2), (5.5, 5.5), (6.5, 6.5), (5, 6), (4.5, 4.5)]
    assert answer(shapes, *places, compiled=compiled) == [1, 2, 1, -1, 0, 1, 1]


def test_parts_that_meet_in_a_point_are_one_shape(compiled: bool) -> None:
    bow_tie = MultiPolygon([box(0, 0, 1, 1), box(1, 1, 2, 2)])
    places = [(0.5, 0.5), (1.5, 1.5), (1, 1), (1.5, 0.5), (0.5, 1.5)]
    assert answer([bow_tie, box(1, 0, 2, 1)], *places, compiled=compiled) == [0, 0, 0, 1, -1]


def test_overlapping_shapes_answer_with_the_lowest(compiled: bool) -> None:
    shapes = [box(2, 2, 3, 3), box(0, 0, 5, 5), box(0, 0, 5, 5), box(4, 4, 9, 9), box(2, 2, 3, 3)]
    places = [(2.5, 2.5), (1, 1), (4.5, 4.5), (6, 6), (2, 2.5), (5, 4.5), (5, 6)]
    assert answer(shapes, *places, compiled=compiled) == [0, 1, 1, 3, 0, 1, 3]


def test_border_of_three_shapes_answers_on_both_sides(compiled: bool) -> None:
    shapes = [box(0, 0, 1, 1), box(1, 0, 2, 1), box(1, 0, 2, 1)]
    assert answer(shapes, (0.999, 0.5), (1, 0.5), (1.001, 0.5), compiled=compiled) == [0, 0, 1]


def test_points_beside_a_border_by_less_than_doubles_can_tell(compiled: bool) -> None:
    lower, upper = Polygon([(-1, -1), (1, -1), (1, 1)]), Polygon([(-1, -1), (1, 1), (-1, 1)])
    places = [(0, 0), (0, 1e-20), (1e-20, 0), (0.5, math.nextafter(0.5, 1)), (-1e-20, 1e-20)]
    assert answer([lower, upper], *places, compiled=compiled) == [0, 1, 0, 1, 1]


def test_borders_through_the_middles_of_cells_are_exact() -> None:
    frame = frame_of(edges_of([box(120, 31, 121, 32)]))
    middles = frame.x0 + (np.arange(8) * 7 + 5.5) / frame.cells_per_degree
    strips = [box(west, 31, east, 32) for west, east in pairwise([120, *middles, 121])]
    beside = np.concatenate([middles, np.nextafter(middles, 0), np.nextafter(middles, 999), middles + 1e-4])
    points = np.stack([np.repeat(beside, 40), np.tile(np.linspace(31.001, 31.999, 40), len(beside))], axis=1)
    check_against_geos(strips, {"beside borders": points})


def test_neighbours_with_unequal_vertices_leave_no_seam(compiled: bool) -> None:
    left = Polygon([(0, 0), (1, 0), (1, 0.3), (1, 0.7), (1, 1), (0, 1)])
    shapes = [box(1, 0, 2, 1), left]
    assert answer(shapes, (1, 0.3), (1, 0.5), (1, 1), (0.99, 0.3), compiled=compiled) == [0, 0, 0, 1]


def test_sliver_thinner_than_a_cell_is_found(compiled: bool) -> None:
    sliver = Polygon([(0, 0), (1, 1), (1, 1 + 1e-9)])
    shapes = [box(2, 0, 3, 1), sliver]
    assert answer(shapes, (0.5, 0.5), (0.5, 0.5 + 2e-10), (0.5, 0.5 + 1e-9), compiled=compiled) == [1, 1, -1]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e9, -1e300, 180.0])
def test_points_that_are_nowhere_answer_outside(bad: float, compiled: bool) -> None:
    places = [(bad, 0.5), (0.5, bad), (bad, bad), (0.5, 0.5)]
    assert answer([box(0, 0, 1, 1)], *places, compiled=compiled) == [-1, -1, -1, 0]


def test_no_polygons_and_empty_polygons_cover_nothing(compiled: bool) -> None:
    assert answer([], (0, 0), compiled=compiled) == [-1]
    assert answer([Polygon(), box(0, 0, 1, 1)], (0.5, 0.5), (2, 2), compiled=compiled) == [1, -1]


def test_numbers_of_polygons_may_exceed_those_of_vertices() -> None:
    shapes = [Polygon()] * 100_000 + [box(0, 0, 2, 1), box(1, 0, 3, 1), box(1, 0, 2, 1)]
    places = [(0.5, 0.5), (1, 0), (1.001, 0.001), (2.5, 0.5)]
    assert answer(shapes, *places, compiled=True) == [100_000, 100_000, 100_000, 100_001]


def test_read_only_and_sliced_arrays_are_taken() -> None:
    index = GridIndex.build([box(0, 0, 1, 1)])
    points = np.array([[0.5, 0.5], [1.5, 0.5]])
    points.flags.writeable = False
    lon, lat = points.T.copy()
    lat.flags.writeable = False
    assert index.find(points[:, 0], points[:, 1]).tolist() == [0, -1]
    assert index.find(lon, lat).tolist() == [0, -1]
    assert index.find(np.zeros(0), np.zeros(0)).tolist() == []


def test_other_geometries_and_unequal_lists_are_refused() -> None:
    with pytest.raises(BadInput, match="Only polygons"):
        GridIndex.build([Point(0, 0)])  # type: ignore[list-item]
    with np.errstate(invalid="ignore"):
        unfinished = Polygon([(0, 0), (1, 0), (math.nan, 1)])
    with pytest.raises(BadInput, match="finite"):
        GridIndex.build([unfinished])
    with pytest.raises(BadInput, match="same length"):
        GridIndex.build([box(0, 0, 1, 1)]).find(np.zeros(2), np.zeros(3))


def test_memory_of_a_town_stays_small() -> None:
    town = noisy_partition(np.random.default_rng(5), 40)
    vertices = int(shapely.get_num_coordinates(town).sum())
    assert GridIndex.build(town).nbytes < 400 * vertices


@settings(max_examples=60, deadline=None)
@given(
    labels=st.lists(st.integers(-1, 4), min_size=25, max_size=25),
    stretch=st.sampled_from([1.0, 1e-6, 40.0]),
    shift=st.sampled_from([0.0, 120.3, -87.6]),
)
def test_dealt_out_squares_answer_as_geos_does(labels: list[int], stretch: float, shift: float) -> None:
    squares = [
        box(shift + stretch * i, stretch * j, shift + stretch * (i + 1), stretch * (j + 1))
        for i in range(5)
        for j in range(5)
    ]
    by_label = [[s for s, label in zip(squares, labels, strict=True) if label == k] for k in range(5)]
    shapes = [as_shape(shapely.union_all(some)) for some in by_label if some]
    steps = np.arange(-1, 12) / 2 * stretch
    grid = np.stack(np.meshgrid(shift + steps, steps), axis=-1).reshape(-1, 2)
    check_against_geos(shapes, {"halves": grid})


@settings(max_examples=60, deadline=None)
@given(
    corners=st.lists(
        st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=3, max_size=3, unique=True),
        min_size=1,
        max_size=6,
    )
)
def test_overlapping_triangles_answer_as_geos_does(corners: list[list[tuple[int, int]]]) -> None:
    triangles = [t for t in map(Polygon, corners) if t.area > 0]
    halves = np.arange(-1, 18) / 2
    check_against_geos(triangles, {"halves": np.stack(np.meshgrid(halves, halves), axis=-1).reshape(-1, 2)})


@pytest.mark.parametrize("dealt", [False, True], ids=["partition", "patchwork"])
def test_hard_points_answer_as_geos_does(dealt: bool) -> None:
    rng = np.random.default_rng(3)
    faces = noisy_partition(rng, 60, halvings=4)
    shapes = patchwork(rng, faces, 15) if dealt else faces
    points = hard_points(rng, shapes, 7_000)
    table = GridIndex.build(shapes).table
    cell = rng.integers(0, [table.columns, table.rows], (7_000, 2))
    check_against_geos(shapes, points | {"corners": [table.x0, table.y0] + cell / table.cells_per_degree})


def test_unmatched_overlapping_borders_answer_as_geos_does() -> None:
    rng = np.random.default_rng(4)
    shapes = noisy_partition(rng, 12, halvings=3) + noisy_partition(rng, 9, halvings=3)
    check_against_geos(shapes, hard_points(rng, shapes, 1_000))


def check_against_geos(shapes: Shapes, points: dict[str, np.ndarray]) -> None:
    fast, plain = GridIndex.build(shapes), GridIndex.build(shapes, compiled=False)
    for kind, some in points.items():
        lon, lat = some.T.copy()
        expected = lowest_by_geos(shapes, some)
        np.testing.assert_array_equal(fast.find(lon, lat), expected, err_msg=kind)
        np.testing.assert_array_equal(plain.find(lon, lat), expected, err_msg=kind)


def test_pool_shares_the_points_out() -> None:
    index = GridIndex.build([box(0, 0, 1, 1), box(1, 0, 2, 1)])
    lon, lat = np.random.default_rng(6).uniform(-0.5, 2.5, (2, 2 * PIECE + 5))
    with ThreadPoolExecutor(2) as pool:
        np.testing.assert_array_equal(index.find(lon, lat, pool), index.find(lon, lat))


def test_without_a_compiler_the_same_answers_come_more_slowly() -> None:
    """Numba is hidden from a process of its own, which prints what it finds."""
    program = """
import sys
sys.modules["numba"] = None
from shapely import box
from gis.geometry.locate import GridIndex, warm
index = GridIndex.build([box(1, 0, 2, 1), box(0, 0, 1, 1), box(0, 0, 9, 0.5)])
places = [(1, 0.7), (0.2, 0.8), (5, 0.2), (5, 0.7)]
print(warm(), index.compiled, [index.find_one(*place) for place in places])
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (done.stdout, done.stderr) == ("False False [0, 1, 2, -1]\n", "")
