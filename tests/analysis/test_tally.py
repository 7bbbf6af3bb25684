"""Counts of a period laid on the window of a ground, against counting on the ground itself."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap
from shapely import box

from gis.analysis.cells import COLUMNS, Lattice
from gis.analysis.ground import ground_of
from gis.analysis.tally import Tally

LATTICE = Lattice(0.0, 0.0)
GROUND = ground_of(LATTICE, [box(100, 100, 160, 150)], BitMap())
CELLS = st.tuples(st.integers(10, 40), st.integers(10, 40)).map(lambda at: at[0] * COLUMNS + at[1])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sets(CELLS), max_size=5))
def test_a_tally_counts_as_the_ground_does(sets: list[set[int]]) -> None:
    cells = [BitMap(one) for one in sets]
    tally = Tally.of(cells)
    assert (tally.on(GROUND) == GROUND.spread(cells)).all()
    assert tally.count.sum() == sum(len(one) for one in sets)


def test_a_tally_beside_the_ground_is_zero_on_it() -> None:
    far = Tally.of([BitMap([5 * COLUMNS + 5])])
    assert not far.on(GROUND).any()
    assert (Tally.of([]).on(GROUND) == np.zeros_like(GROUND.label)).all()
