"""Visits that may have gone unseen: against the shortest way over a place of the grid, metre by metre."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap
from shapely import box

from gis.analysis.cells import CELL_M, Lattice
from gis.analysis.coverage import CoverageParameters, Silence
from gis.analysis.ground import ground_of
from gis.analysis.hidden import HALF_DIAGONAL, hidden
from gis.analysis.unknown import Unseen

LATTICE = Lattice(400_000.0, 3_400_000.0)
E, N = 500_000.0, 3_500_000.0
GROUND = ground_of(LATTICE, [box(E, N, E + 200, N + 200), box(E + 200, N, E + 400, N + 200)], BitMap())
PLACES = st.tuples(st.floats(-100, 500), st.floats(-100, 300)).map(lambda at: (E + at[0], N + at[1]))
X, Y = np.meshgrid(np.arange(0, 201.0), np.arange(0, 201.0))


@settings(max_examples=60, deadline=None)
@given(PLACES, PLACES, st.integers(0, 500), st.integers(0, 120))
def test_somebody_stays_only_where_there_is_time_to_go_and_to_stay(
    one: tuple[float, float], other: tuple[float, float], seconds: int, stay_s: int
) -> None:
    parameters = CoverageParameters(speed_mps=1.0, stay_s=stay_s)
    people = [Unseen([(Silence(0, seconds * 1000, one, other), "no_signal")], GROUND.cells([]))]
    found = hidden(GROUND, {0, 1}, people, parameters)
    for grid in (0, 1):
        x, y = E + 200 * grid + X, N + Y
        way = np.hypot(x - one[0], y - one[1]) + np.hypot(x - other[0], y - other[1])
        over = float(way.min()) - (seconds - stay_s)
        if seconds >= stay_s and over <= 0:
            assert grid in found
        if seconds < stay_s or over > 2 * HALF_DIAGONAL * CELL_M + 2:
            assert grid not in found


def test_only_grids_that_are_asked_for_are_told_of() -> None:
    at = (E + 200.0, N + 100.0)
    people = [Unseen([(Silence(0, 300_000, at, at), "no_signal")], GROUND.cells([]))]
    assert hidden(GROUND, {0, 1}, people, CoverageParameters()) == {0, 1}
    assert hidden(GROUND, {1}, people, CoverageParameters()) == {1}
    assert hidden(GROUND, set(), people, CoverageParameters()) == set()


def test_of_whom_nothing_is_known_could_have_been_where_he_is_posted() -> None:
    people = [Unseen([(Silence(0, 3_600_000, None, None), "no_signal")], GROUND.cells([1]))]
    assert hidden(GROUND, {0, 1}, people, CoverageParameters(roam_m=0)) == {1}
