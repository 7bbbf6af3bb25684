"""Scores circles round places over spans of days, and finds how strong the strongest is."""

import math

import numpy as np
from numpy.typing import NDArray

from gis.geometry.jit import compiled

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Counts = NDArray[np.int32]


@compiled(
    lambda t: t.float64(
        t.int32[:, ::1],
        t.int32[::1],
        t.int64[:, ::1],
        t.float64[:, ::1],
        t.int64[:, ::1],
        t.float64[:, :, ::1],
    )
)
def score_circles(
    counts: Counts, cells: Counts, edges: Longs, shares: Floats, ends: Longs, best: Floats
) -> float:
    """Score every circle by its best span and return the highest score.

    `counts` (cells, bounds + 1) are events up to each bound of days, and of all days. The cells of circle r
    of centre c are `cells[edges[c, 0]:edges[c, r + 1]]`, nearest first. Span w lies between bounds `ends[w]`
    (far, near; near −1 for none taken off) and holds `shares[w, 0]` of all events; fewer than `shares[w, 1]`
    do not count. The last row of `shares` begins with the number of all events. Fills `best` (centres,
    circles, 2) with score and span.
    """
    columns, spans = counts.shape[1], len(ends)
    total = shares[spans, 0]
    have = np.zeros(columns, np.int64)
    highest = 0.0
    for c in range(len(edges)):
        have[:] = 0
        for r in range(edges.shape[1] - 1):
            for k in range(edges[c, r], edges[c, r + 1]):
                for b in range(columns):
                    have[b] += counts[cells[k], b]
            top, which = 0.0, 0
            for w in range(spans):
                o = have[ends[w, 0]] - (have[ends[w, 1]] if ends[w, 1] >= 0 else 0)
                e = have[columns - 1] * shares[w, 0]
                if o < shares[w, 1] or o <= e:
                    continue
                score = o * math.log(o / e)
                if o < total:
                    score += (total - o) * math.log((total - o) / (total - e))
                if score > top:
                    top, which = score, w
            best[c, r, 0] = top
            best[c, r, 1] = which
            highest = max(highest, top)
    return highest
