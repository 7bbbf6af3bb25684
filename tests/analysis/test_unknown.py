"""Where somebody silent could have been: against distances counted cell by cell, and by hand."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap
from shapely import box

from gis.analysis.cells import CELL_M, Lattice, ids_of
from gis.analysis.coverage import CoverageParameters, Silence, Stretch, silences
from gis.analysis.ground import Ground, ground_of
from gis.analysis.unknown import REASONS, Unseen, touches, unknown, within

LATTICE = Lattice(400_000.0, 3_400_000.0)
E, N = 500_000.0, 3_500_000.0
SQUARES = [box(E, N, E + 600, N + 600), box(E + 600, N, E + 1200, N + 600)]
GROUND = ground_of(LATTICE, SQUARES, BitMap())
MINUTE = 60_000
PLACES = st.tuples(st.floats(-100, 1300), st.floats(-100, 700)).map(lambda at: (E + at[0], N + at[1]))


def centres(ground: Ground) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = np.indices(ground.label.shape)
    x = LATTICE.x + (ground.column + columns + 0.5) * CELL_M
    return x, LATTICE.y + (ground.row + rows + 0.5) * CELL_M


def reasons(silences: list[Silence], posted: list[int], ground: Ground = GROUND, **more: float) -> np.ndarray:
    unseen = Unseen([(one, "no_signal") for one in silences], GROUND.cells(posted))
    return unknown(ground, ground.label >= 0, [unseen], CoverageParameters(**more))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PLACES, PLACES, st.integers(0, 400)), min_size=1, max_size=4))
def test_between_two_places_it_is_all_that_the_time_allows(
    given_: list[tuple[tuple[float, float], tuple[float, float], int]],
) -> None:
    silences = [Silence(0, seconds * 1000, one, other) for one, other, seconds in given_]
    found = reasons(silences, [], speed_mps=1.0) > 0
    x, y = centres(GROUND)
    over = [
        np.hypot(x - one[0], y - one[1]) + np.hypot(x - other[0], y - other[1]) - (seconds + 50)
        for one, other, seconds in given_
    ]
    nearest = np.min(over, axis=0)
    assert found[(nearest < -1e-6) & (GROUND.label >= 0)].all()
    assert not found[nearest > 1e-6].any()


def test_at_an_end_of_his_duty_somebody_is_near_for_ten_minutes_and_then_anywhere_he_is_posted() -> None:
    at = (E + 300.0, N + 300.0)
    x, y = centres(GROUND)
    near = reasons([Silence(0, MINUTE, None, at)], [0], speed_mps=2.0) > 0
    assert (near == (np.hypot(x - at[0], y - at[1]) <= 2 * 60 + 25)).all()
    long = reasons([Silence(0, 11 * MINUTE, at, None)], [0], roam_m=0) > 0
    assert (long == (GROUND.label == 0)).all()
    roaming = reasons([Silence(0, 11 * MINUTE, at, None)], [0], roam_m=100) > 0
    # a hundred metres of the neighbour besides, but for the hull of centres that ends half a cell earlier
    assert roaming[GROUND.label == 1].mean() == pytest.approx(100 / 600, abs=0.01)


def test_of_whom_nothing_is_known_his_posts_and_the_ground_between_them_are() -> None:
    found = reasons([Silence(0, MINUTE, None, None)], [0, 1], roam_m=0)
    assert (found > 0)[GROUND.label >= 0].all()
    assert not reasons([Silence(0, MINUTE, None, None)], [], roam_m=500).any()


def test_what_is_not_free_stays_and_a_cell_has_the_first_of_its_reasons() -> None:
    at = (E + 300.0, N + 300.0)
    one = Silence(0, MINUTE, at, at)
    unseen = Unseen([(one, "doubtful"), (one, "no_signal")], GROUND.cells([]))
    free = np.broadcast_to(centres(GROUND)[0] < at[0], GROUND.label.shape)
    found = unknown(GROUND, free, [unseen], CoverageParameters())
    assert set(np.unique(found)) == {0, 1 + REASONS.index("no_signal")}
    assert not found[~free].any()


def test_why_a_way_is_not_known() -> None:
    one = Silence(100, 200, None, None)
    assert one.why([], []) == "no_signal"
    assert one.why([(150, 151)], []) == "poor_accuracy"
    assert one.why([(150, 151)], [(0, 101)]) == "doubtful"
    assert one.why([(200, 300)], [(0, 100)]) == "no_signal"


def test_a_grid_is_touched_by_who_walks_fast_enough() -> None:
    silent = Silence(0, 10 * MINUTE, (E, N), (E, N))
    far = GROUND.part([1])
    unseen = Unseen([(silent, "no_signal")], GROUND.cells([]))
    # ten minutes there and back: 540 m at 1.8 m/s and the swath beyond, of 600
    assert not touches(far, unseen, CoverageParameters(speed_mps=1.8))
    assert touches(far, unseen, CoverageParameters(speed_mps=2.0))
    with pytest.raises(ValueError, match="unknown places"):
        within(Silence(0, MINUTE, None, None), CoverageParameters())


def test_the_ground_between_posts_is_their_hull() -> None:
    corners = LATTICE.inside(box(E, N, E + 5, N + 5)) | LATTICE.inside(box(E + 195, N, E + 200, N + 5))
    triangle = shapely.Polygon([(E + 2.5, N + 2.5), (E + 197.5, N + 2.5), (E + 2.5, N + 197.5)])
    assert shapely.equals(LATTICE.around(corners, (E + 2.5, N + 197.5), 0.0), triangle)
    assert LATTICE.around(corners, None, 10.0).area == pytest.approx(195 * 20 + math.pi * 100, rel=0.01)
    assert len(ids_of(corners)) == 2


def test_what_is_known_of_the_first_and_the_last_moment_bounds_a_silence() -> None:
    begin, end = (E + 10.0, N), (E + 90.0, N)
    first, last = Stretch(-5, 0, begin, begin), Stretch(100, 100, end, end)
    assert silences([(0, 100)], [first, last]) == (Silence(0, 100, begin, end),)
    assert silences([(0, 100)], []) == (Silence(0, 100, None, None),)
    inside = Stretch(40, 60, begin, end)
    assert silences([(0, 100), (200, 300)], [inside]) == (
        Silence(0, 40, None, begin),
        Silence(60, 100, end, None),
        Silence(200, 300, None, None),
    )
