"""Works on lists of lists kept as flat arrays: runs of equal keys, and ranges spelt out."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def spread(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Spell out the ranges first[i] … first[i] + count[i] − 1; returns each element's i and value."""
    which = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    return which, first[which] + step


def run_starts(keys: Ints) -> Ints:
    """Give the positions at which a new run of equal keys begins."""
    if not len(keys):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))


def run_lengths(starts: Ints, total: int) -> Ints:
    """Give the length of each run from their starts and the number of all elements."""
    return np.diff(starts, append=total)
