"""Which interval holds a moment, against a plain walk through all of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gis.service.reception.intervals import NOBODY, Interval, Intervals, merged

intervals = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 50), st.integers(1, 20)).map(
        lambda t: (t[0], t[1], t[1] + t[2], 7)
    ),
    max_size=12,
)


@given(intervals, st.lists(st.tuples(st.integers(-1, 4), st.integers(0, 80)), min_size=1, max_size=20))
def test_a_moment_lies_in_the_interval_that_a_walk_finds(
    rows: list[Interval], asked: list[tuple[int, int]]
) -> None:
    owners, moments = (np.array(column, np.int64) for column in zip(*asked, strict=True))
    found = Intervals(merged(rows)).value_at(owners, moments).tolist()
    walked = [
        7 if any(owner == row[0] and row[1] <= moment < row[2] for row in rows) else NOBODY
        for owner, moment in asked
    ]
    assert found == walked


def test_touching_intervals_become_one_and_an_open_end_is_far_away() -> None:
    assert merged([(1, 5, 9, 1), (1, 0, 5, 1), (2, 0, 1, 1)]) == [(1, 0, 9, 1), (2, 0, 1, 1)]
    open_ended = Intervals([(0, 10, 1 << 62, 3)])
    assert open_ended.value_at(np.array([0, 0]), np.array([9, 1 << 41])).tolist() == [NOBODY, 3]
