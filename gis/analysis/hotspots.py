"""Where trouble gathers anew: a space-time permutation scan over the last weeks, tested by chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from gis.analysis.base import Analysis
from gis.errors import BadInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST = 5
"""A circle with fewer events of late is no hot spot."""


@dataclass(frozen=True, slots=True)
class HotspotParameters:
    """How a scan looks; raises BadInput for what makes no scan.

    Circles of `radii_m` round squares of `cell_m` that had events, over the last `spans` days; `draws` times
    the days are dealt anew among the events, and a circle counts up to a chance of `most_p`.
    """

    spans: tuple[int, ...] = (7, 14, 21, 30, 45, 60, 90)
    radii_m: tuple[float, ...] = (100.0, 150.0, 200.0, 300.0, 400.0)
    cell_m: float = 50.0
    draws: int = 199
    most_p: float = 0.05

    def __post_init__(self) -> None:
        """Refuse what is out of bounds."""
        if not self.spans or not all(1 <= span <= 90 for span in self.spans):
            raise BadInput("A scan looks at the last 1 to 90 days.")
        if not self.radii_m or not all(25 <= radius <= 1000 for radius in self.radii_m):
            raise BadInput("A circle's radius is between 25 and 1,000 m.")
        if not 10 <= self.cell_m <= 500 or not 19 <= self.draws <= 9999 or not 0 < self.most_p <= 1:
            raise BadInput("A cell has 10 to 500 m; a test has 19 to 9,999 draws and a chance up to 1.")


@dataclass(frozen=True, slots=True)
class Hotspot:
    """A circle (metres) with more events in its last `days` days than its share; `score` ranks them.

    `expected` is what the circle would have had if its events fell on days as all others do; `p` is the
    chance that any circle scores as high when the days mean nothing.
    """

    x: float
    y: float
    radius_m: float
    days: int
    observed: int
    expected: float
    p: float
    score: float


@dataclass(frozen=True, slots=True)
class _Circles:
    """Circles as cells: which cells each holds, and its centre and radius."""

    holds: csr_matrix
    centre: Floats
    radius: Floats


def hotspots(
    x: Floats, y: Floats, ago: Ints, draw: np.random.Generator, parameters: HotspotParameters
) -> list[Hotspot]:
    """Return the hot spots of events, the strongest first; of circles that overlap only the strongest.

    `x`, `y` (n,) are metres, `ago` (n,) how many days ago each event was, 1 for yesterday. All events serve
    as the ground to compare with, so they should reach back at least a few times the longest span.
    """
    spans = np.array(sorted(parameters.spans), np.int64)
    if len(x) == 0:
        return []
    cell, places = _cells(x, y, parameters.cell_m)
    circles = _circles(places, cell[ago <= spans[-1]], parameters)
    if circles.holds.shape[0] == 0:
        return []
    whole = circles.holds @ np.bincount(cell, minlength=len(places)).astype(np.float64)
    observed = circles.holds @ _late(cell, ago, spans, len(places))
    late = (ago[:, None] <= spans).sum(axis=0)
    expected = whole[:, None] * late / len(x)
    score = _score(observed, expected, len(x))
    highest = np.empty(parameters.draws)
    for n in range(parameters.draws):
        dealt = circles.holds @ _late(cell, draw.permutation(ago), spans, len(places))
        highest[n] = _score(dealt, expected, len(x)).max()
    return _told(circles, spans, (observed, expected, score), highest, parameters.most_p)


def _cells(x: Floats, y: Floats, cell_m: float) -> tuple[Ints, Floats]:
    """Return which cell each event lies in, and the middles of the cells that have events."""
    index = np.column_stack((np.floor(x / cell_m), np.floor(y / cell_m)))
    places, cell = np.unique(index, axis=0, return_inverse=True)
    return cell.ravel().astype(np.int64), (places + 0.5) * cell_m


def _circles(places: Floats, late: Ints, parameters: HotspotParameters) -> _Circles:
    """Draw the circles round all cells that had events of late."""
    tree, middles = cKDTree(places), np.unique(late)
    rows: list[Sequence[int]] = []
    for radius in parameters.radii_m:
        rows += list(tree.query_ball_point(places[middles], radius)) if len(middles) else []
    sizes = np.array([len(row) for row in rows], np.int64)
    columns = np.concatenate([np.asarray(row, np.int64) for row in rows]) if rows else np.empty(0, np.int64)
    start = np.concatenate(([0], np.cumsum(sizes)))
    holds = csr_matrix((np.ones(len(columns)), columns, start), (len(rows), len(places)))
    centre = np.tile(places[middles], (len(parameters.radii_m), 1))
    return _Circles(holds, centre, np.repeat(np.array(parameters.radii_m), len(middles)))


def _late(cell: Ints, ago: Ints, spans: Ints, cells: int) -> Floats:
    """Count the events of each cell in the last so many days, (cells, spans)."""
    first = np.searchsorted(spans, ago)
    inside = first < len(spans)
    flat = np.bincount(cell[inside] * len(spans) + first[inside], minlength=cells * len(spans))
    return np.cumsum(flat.reshape(cells, len(spans)), axis=1).astype(np.float64)


def _score(observed: Floats, expected: Floats, total: int) -> Floats:
    """Return the log likelihood ratio of each circle and span; 0 where there is no surplus."""
    more = (observed > expected) & (observed >= FEWEST)
    o, e = np.where(more, observed, 1.0), np.where(more, expected, 1.0)
    rest = total - o
    ratio = o * np.log(o / e) + np.where(rest > 0, rest * np.log(np.maximum(rest, 1) / (total - e)), 0.0)
    return np.where(more, ratio, 0.0)


def _told(
    circles: _Circles, spans: Ints, counts: tuple[Floats, Floats, Floats], highest: Floats, most_p: float
) -> list[Hotspot]:
    observed, expected, score = counts
    found: list[Hotspot] = []
    best = score.argmax(axis=1)
    for row in np.argsort(-score.max(axis=1), kind="stable").tolist():
        span = int(best[row])
        top = float(score[row, span])
        p = (1 + int((highest >= top).sum())) / (1 + len(highest))
        if top <= 0 or p > most_p:
            break
        (x, y), radius = circles.centre[row].tolist(), float(circles.radius[row])
        if all(np.hypot(x - one.x, y - one.y) >= radius + one.radius_m for one in found):
            figures = int(observed[row, span]), float(expected[row, span])
            found.append(Hotspot(x, y, radius, int(spans[span]), *figures, p, top))
    return found


analysis = Analysis("hotspots", ("热点", "Hot spots"), 1, HotspotParameters, hotspots)
