"""Roads and things within a swath, counted on cells: against lengths and distances that Shapely measures."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from gis.analysis.cells import Lattice
from gis.analysis.ground import ground_of, nobodys
from gis.analysis.things import STEP_M, Things, along

LATTICE = Lattice(400_000.0, 3_400_000.0)
E, N = 500_000.0, 3_500_000.0
SQUARES = [box(E, N, E + 400, N + 400), box(E + 400, N, E + 800, N + 400)]
POND = box(E + 100, N + 100, E + 140, N + 140)
GROUND = ground_of(LATTICE, SQUARES, nobodys(LATTICE, [POND]))
HALF_DIAGONAL_M = 2.5 * np.sqrt(2)
INSIDE = st.tuples(st.floats(150, 390), st.floats(10, 390)).map(lambda at: (E + at[0], N + at[1]))
WAY = st.lists(INSIDE, min_size=2, max_size=4, unique=True)


def covered(way: LineString, swath_m: float) -> np.ndarray:
    x, y = np.array(way.coords).T
    cells = LATTICE.swath(x.copy(), y.copy(), np.zeros(len(x), np.int64), swath_m)
    return GROUND.spread([cells]) > 0


@settings(max_examples=80, deadline=None)
@given(WAY, WAY, st.sampled_from([10.0, 25.0, 50.0]))
def test_a_road_is_within_the_swath_to_half_a_cell(
    walked: list[tuple[float, float]], road: list[tuple[float, float]], swath_m: float
) -> None:
    way, line = LineString(walked), LineString(road)
    placed = along(LATTICE, [line]).on(GROUND)
    assert placed.sums()[0] == pytest.approx(line.length)
    found = placed.sums(placed.on(covered(way, swath_m)))[0]
    slack = HALF_DIAGONAL_M + STEP_M / 2
    least, most = (way.buffer(swath_m + by, quad_segs=64) for by in (-slack - 0.1, slack + 0.1))
    assert line.intersection(least).length - 1e-6 <= found <= line.intersection(most).length + 1e-6


@settings(max_examples=80, deadline=None)
@given(WAY, st.lists(INSIDE, min_size=1, max_size=30), st.sampled_from([10.0, 25.0, 50.0]))
def test_a_thing_was_passed_within_its_radius_to_half_a_cell(
    walked: list[tuple[float, float]], places: list[tuple[float, float]], radius_m: float
) -> None:
    way = LineString(walked)
    x, y = np.array(places).T
    placed = Things.at(LATTICE, x, y, np.ones(len(x))).on(GROUND)
    away = shapely.distance(way, shapely.points(x, y))
    found = placed.sums(placed.on(covered(way, radius_m)))[0]
    assert placed.sums().tolist() == [len(places), 0]
    assert (away <= radius_m - HALF_DIAGONAL_M - 1e-6).sum() <= found
    assert found <= (away <= radius_m + HALF_DIAGONAL_M + 1e-6).sum()


def test_by_hand_a_road_is_shared_out_and_water_is_nobodys() -> None:
    # 20 m west of the border to 30 m east of it, and a bridge of 40 m over the pond
    roads = [
        LineString([(E + 380, N + 252.5), (E + 430, N + 252.5)]),
        LineString([(E + 90, N + 122.5), (E + 150, N + 122.5)]),
    ]
    placed = along(LATTICE, roads).on(GROUND)
    assert placed.sums().tolist() == [pytest.approx(40), pytest.approx(30)]
    way = LineString([(E + 410, N + 250), (E + 411, N + 250)])
    assert placed.sums(placed.on(covered(way, 10.0))).tolist() == [
        pytest.approx(0, abs=2.5),
        pytest.approx(21, abs=7.1),
    ]
    outside = Things.at(LATTICE, np.array([E - 50, E + 5000]), np.array([N, N]), np.ones(2)).on(GROUND)
    assert outside.sums().tolist() == [0, 0]
    assert Things.at(LATTICE, *np.zeros((2, 0)), np.ones(0)).on(GROUND).sums().tolist() == [0, 0]
    assert along(LATTICE, []).on(GROUND).sums().tolist() == [0, 0]


def test_at_the_edge_are_things_whose_cell_meets_the_other_kind() -> None:
    x, y = (E + 2.5 + 5 * np.arange(40)), np.full(40, N + 52.5)
    placed = Things.at(LATTICE, x, y, np.ones(40)).on(GROUND)
    mask = np.zeros(GROUND.label.shape, bool)
    row, column = np.divmod(placed.cell, mask.shape[1])
    # a square of three by three cells round the eleventh thing
    mask[row[10] - 1 : row[10] + 2, column[9] : column[11] + 1] = True
    assert np.flatnonzero(placed.on(mask)).tolist() == [9, 10, 11]
    assert np.flatnonzero(placed.at_edge(mask)).tolist() == [8, 9, 11, 12]
    assert not placed.at_edge(np.ones_like(mask)).any()
