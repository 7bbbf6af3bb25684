"""Lists of lists in flat arrays."""

import numpy as np

from gis.geometry.ragged import run_lengths, run_starts, spread


def test_ranges_are_spelt_out_with_their_place() -> None:
    which, value = spread(np.array([7, 0, 3]), np.array([2, 0, 3]))
    assert which.tolist() == [0, 0, 2, 2, 2]
    assert value.tolist() == [7, 8, 3, 4, 5]


def test_runs_of_equal_keys() -> None:
    starts = run_starts(np.array([4, 4, 1, 9, 9, 9]))
    assert starts.tolist() == [0, 2, 3]
    assert run_lengths(starts, 6).tolist() == [2, 1, 3]


def test_nothing_has_no_runs() -> None:
    empty = np.zeros(0, np.int64)
    assert (
        run_starts(empty).tolist() == run_lengths(empty, 0).tolist() == spread(empty, empty)[0].tolist() == []
    )
