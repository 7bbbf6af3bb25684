"""Answers for thousands of moments at once which interval of its owner each lies in."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Interval = tuple[int, int, int, int]
"""Owner, first millisecond, first millisecond after it, value."""

NOBODY = -1
FOREVER_MS = (1 << 42) - 1
# an owner and a moment of it side by side in one integer: the year 2109 is the last that fits
_SHIFT = 42


class Intervals:
    """Intervals of owners (keys from 0 below 2²¹); those of one owner do not overlap, see `merged`."""

    def __init__(self, intervals: Iterable[Interval]) -> None:
        rows = sorted(intervals)
        owner, begin, end, value = (
            (np.array(column, np.int64) for column in zip(*rows, strict=True))
            if rows
            else (np.empty(0, np.int64) for _ in range(4))
        )
        self._begin = (owner << _SHIFT) | begin
        self._end = (owner << _SHIFT) | np.minimum(end, FOREVER_MS)
        self._value = value

    def value_at(self, owner: Ints, at_ms: Ints) -> Ints:
        """Return the value of the interval that holds each owner's moment, NOBODY where there is none."""
        moment = (owner << _SHIFT) | np.clip(at_ms, 0, FOREVER_MS - 1)
        place = np.searchsorted(self._begin, moment, side="right") - 1
        if len(self._begin) == 0:
            return np.full(len(moment), NOBODY, np.int64)
        inside = (place >= 0) & (owner >= 0) & (moment < self._end[place])
        return np.where(inside, self._value[place], NOBODY)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Join overlapping and touching intervals of one owner; the first one's value stays."""
    joined: list[Interval] = []
    for owner, begin, end, value in sorted(intervals):
        if joined and joined[-1][0] == owner and begin <= joined[-1][2]:
            joined[-1] = (owner, joined[-1][1], max(end, joined[-1][2]), joined[-1][3])
        else:
            joined.append((owner, begin, end, value))
    return joined
