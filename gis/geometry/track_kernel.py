"""Walks along one person's fixes: which of them nobody could have reached, and where the person stayed."""

import math

import numpy as np
from numpy.typing import NDArray

from gis.geometry.jit import compiled

PROOF = 3
"""So many fixes in a row that agree with each other are believed against what came before them."""
OUTLIERS = 2
"""So many fixes in a row may lie outside a stay that goes on after them."""


@compiled()
def _near(
    at_ms: NDArray[np.int64], x: NDArray[np.float64], y: NDArray[np.float64], a: int, b: int, mps: float
) -> bool:
    return bool(math.hypot(x[b] - x[a], y[b] - y[a]) <= mps * (at_ms[b] - at_ms[a]) / 1000.0)


@compiled(
    lambda t: t.boolean[::1](t.int64[::1], t.float64[::1], t.float64[::1], t.float64),
)
def unreachable(
    at_ms: NDArray[np.int64], x: NDArray[np.float64], y: NDArray[np.float64], fastest_mps: float
) -> NDArray[np.bool_]:
    """Tell which fixes cannot be reached from the last believed one.

    Times increase strictly; x and y are metres. PROOF such fixes in a row that can be reached
    from each other are believed after all, and a shorter run before them is not.
    """
    wrong = np.zeros(len(at_ms), np.bool_)
    run_first, last, run = 0, -1, 0
    other_first, other = -1, 0
    for i in range(len(at_ms)):
        if last < 0 or _near(at_ms, x, y, last, i, fastest_mps):
            last, run, other = i, run + 1, 0
            continue
        wrong[i] = True
        if other > 0 and _near(at_ms, x, y, i - 1, i, fastest_mps):
            other += 1
        else:
            other_first, other = i, 1
        if other == PROOF:
            if run < PROOF:
                wrong[run_first : last + 1] = True
            wrong[other_first : i + 1] = False
            run_first, last, run, other = other_first, i, other, 0
    return wrong


@compiled(
    lambda t: t.int64[:, ::1](
        t.int64[::1], t.float64[::1], t.float64[::1], t.float64[::1], t.int32[::1], t.int64
    ),
)
def stays(
    at_ms: NDArray[np.int64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    reach_m: NDArray[np.float64],
    segment: NDArray[np.int32],
    shortest_ms: int,
) -> NDArray[np.int64]:
    """Find stays, each (first, last, middle) fix, shape (k, 3): `middle` is the one nearest to their mean.

    A stay lasts `shortest_ms` or longer within one segment. Each of its fixes lies within its own `reach_m`
    of the mean of those before it, but for up to OUTLIERS in a row; the first and the last lie within it of
    the mean of all.
    """
    found = np.empty((len(at_ms), 3), np.int64)
    count = 0
    i = 0
    while i < len(at_ms):
        sum_x, sum_y, inside, last, j = x[i], y[i], 1, i, i + 1
        while j < len(at_ms) and segment[j] == segment[i] and j - last <= OUTLIERS + 1:
            if math.hypot(x[j] - sum_x / inside, y[j] - sum_y / inside) <= reach_m[j]:
                sum_x, sum_y, inside, last = sum_x + x[j], sum_y + y[j], inside + 1, j
            j += 1
        mean_x, mean_y = sum_x / inside, sum_y / inside
        first = i
        while first < last and math.hypot(x[first] - mean_x, y[first] - mean_y) > reach_m[first]:
            first += 1
        while first < last and math.hypot(x[last] - mean_x, y[last] - mean_y) > reach_m[last]:
            last -= 1
        if at_ms[last] - at_ms[first] < shortest_ms:
            i += 1
            continue
        middle, least = first, math.inf
        for k in range(first, last + 1):
            away = math.hypot(x[k] - mean_x, y[k] - mean_y)
            if away < least:
                middle, least = k, away
        found[count] = (first, last, middle)
        count += 1
        i = last + 1
    return found[:count].copy()
