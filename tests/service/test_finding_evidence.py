"""The part of a way that is kept as evidence covers of its grid what the whole way does."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap
from shapely import box

from gis.analysis.cells import Lattice
from gis.analysis.ground import ground_of
from gis.analysis.track_segments import Path
from gis.service.coverage.finding_evidence import near

LATTICE = Lattice(400_000.0, 3_400_000.0)
E, N = 500_000.0, 3_500_000.0
GROUND = ground_of(LATTICE, [box(E, N, E + 100, N + 100)], BitMap())
STEP = st.tuples(st.integers(-300, 400), st.integers(-300, 400), st.booleans())


@settings(max_examples=100, deadline=None)
@given(st.lists(STEP, max_size=12), st.sampled_from([10.0, 25.0]))
def test_what_is_near_covers_what_all_of_it_does(steps: list[tuple[int, int, bool]], swath_m: float) -> None:
    x, y = (np.array([step[n] for step in steps], float) for n in (0, 1))
    segment = np.cumsum([step[2] for step in steps]).astype(np.int32)
    segment -= segment[0] if len(segment) else 0
    path = Path(np.arange(len(steps)) * 1000, x, y, E + x, N + y, segment)
    room = swath_m + 10
    places = near(path, (E - room, N - room, E + 100 + room, N + 100 + room))
    columns = np.array(places, float).reshape(-1, 4).T
    part = LATTICE.swath(columns[1].copy(), columns[2].copy(), columns[3].astype(np.int64), swath_m)
    whole = LATTICE.swath(path.x, path.y, segment.astype(np.int64), swath_m)
    held = GROUND.cells([0])
    assert part & held == whole & held
    assert len(places) <= len(steps)
