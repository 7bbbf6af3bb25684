"""Where trouble gathers anew: a space-time permutation scan over the last weeks, tested by chance."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.analysis.base import Analysis
from gis.analysis.hotspot_circles import Circles, cells_of, circles_round
from gis.analysis.hotspot_kernel import score_circles
from gis.errors import BadInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST = 5
"""A circle with fewer events of late is no hot spot."""


SHORTEST = 7
"""Days that a span has at least."""
THREADS = 2


@dataclass(frozen=True, slots=True)
class HotspotParameters:
    """How a scan looks; raises BadInput for what makes no scan.

    Circles of `radii_m` round squares of `cell_m` that had events, over spans that begin `spans` days ago and
    end yesterday or `ends` days ago; `draws` times the days are dealt anew among the events, and a circle
    counts up to a chance of `most_p`.
    """

    spans: tuple[int, ...] = (7, 14, 21, 30, 45, 60, 90)
    ends: tuple[int, ...] = (0, 7, 14, 30)
    radii_m: tuple[float, ...] = (100.0, 150.0, 200.0, 300.0, 400.0)
    cell_m: float = 50.0
    draws: int = 999
    most_p: float = 0.01

    def __post_init__(self) -> None:
        """Refuse what is out of bounds."""
        if not self.spans or not all(SHORTEST <= span <= 90 for span in self.spans):
            raise BadInput("A scan looks at the last 7 to 90 days.")
        if not self.ends or not all(0 <= end <= 83 for end in self.ends) or not self.windows():
            raise BadInput("A span ends 0 to 83 days ago and has at least 7 days.")
        if not self.radii_m or not all(25 <= radius <= 1000 for radius in self.radii_m):
            raise BadInput("A circle's radius is between 25 and 1,000 m.")
        if not 10 <= self.cell_m <= 500 or not 19 <= self.draws <= 9999 or not 0 < self.most_p <= 1:
            raise BadInput("A cell has 10 to 500 m; a test has 19 to 9,999 draws and a chance up to 1.")

    def windows(self) -> tuple[tuple[int, int], ...]:
        """Return the spans as days ago: (first, how many days before today are left off)."""
        pairs = ((first, end) for first in sorted(self.spans) for end in sorted(self.ends))
        return tuple((first, end) for first, end in pairs if first - end >= SHORTEST)

    def radii(self) -> tuple[float, ...]:
        """Return the radii, the smallest first."""
        return tuple(sorted(self.radii_m))


@dataclass(frozen=True, slots=True)
class Hotspot:
    """A circle (metres) that had more events than its share from `first` to `last` days ago.

    `last` is 1 for yesterday. `expected` is what the circle would have had if its events fell on days as all
    others do; `p` is the chance that any circle scores as high when the days mean nothing; `score` ranks.
    """

    x: float
    y: float
    radius_m: float
    first: int
    last: int
    observed: int
    expected: float
    p: float
    score: float

    @property
    def days(self) -> int:
        """Return how many days it lasted."""
        return self.first - self.last + 1


@dataclass(frozen=True, slots=True, eq=False)
class _World:
    """What days are dealt over: circles, the cell of each event, and the spans by their bounds."""

    circles: Circles
    cell: Ints
    bounds: Ints
    ends: Ints
    shares: Floats

    def score(self, ago: Ints) -> tuple[float, Floats]:
        """Return the highest score, and the best score and its span of each circle (centres, radii, 2)."""
        circles = self.circles
        best = np.empty((circles.count, circles.edges.shape[1] - 1, 2))
        counts = self._counts(ago)
        top = score_circles(counts, circles.cells, circles.edges, self.shares, self.ends, best)
        return top, best

    def highest(self, ago: Ints, draw: np.random.Generator) -> float:
        """Return the highest score when the days are dealt anew."""
        return self.score(draw.permutation(ago))[0]

    def _counts(self, ago: Ints) -> NDArray[np.int32]:
        """Count the events of each cell up to each bound of days and in all, (cells, bounds + 1)."""
        first, width = np.searchsorted(self.bounds, ago), len(self.bounds) + 1
        flat = np.bincount(self.cell * width + first, minlength=self.circles.count * width)
        return np.cumsum(flat.reshape(-1, width), axis=1).astype(np.int32)


def hotspots(
    x: Floats, y: Floats, ago: Ints, draw: np.random.Generator, parameters: HotspotParameters
) -> list[Hotspot]:
    """Return the hot spots of events, the strongest first; of circles that overlap only the strongest.

    `x`, `y` (n,) are metres, `ago` (n,) how many days ago each event was, 1 for yesterday. All events serve
    as the ground to compare with, so they should reach back at least a few times the longest span.
    """
    if not (ago <= max(parameters.spans)).any():
        return []
    world = _world(x, y, ago, parameters)
    _, best = world.score(ago)
    # each deal has a generator of its own, so that threads do not change the answer
    with ThreadPoolExecutor(THREADS) as pool:
        highest = np.array(list(pool.map(lambda one: world.highest(ago, one), draw.spawn(parameters.draws))))
    return _told(world, ago, best, highest, parameters)


def _world(x: Floats, y: Floats, ago: Ints, parameters: HotspotParameters) -> _World:
    windows = parameters.windows()
    bounds = np.unique([bound for window in windows for bound in window if bound])
    place_of = {int(bound): n for n, bound in enumerate(bounds)}
    ends = np.array([(place_of[first], place_of.get(end, -1)) for first, end in windows], np.int64)
    share = [((ago <= first) & (ago > end)).mean() for first, end in windows]
    shares = np.array([*((one, FEWEST) for one in share), (len(x), 0)], np.float64)
    cell, places = cells_of(x, y, parameters.cell_m)
    circles = circles_round(places, parameters.radii())
    return _World(circles, cell, bounds, ends, shares)


def _told(
    world: _World, ago: Ints, best: Floats, highest: Floats, parameters: HotspotParameters
) -> list[Hotspot]:
    found: list[Hotspot] = []
    scores = best[:, :, 0]
    for place in np.argsort(-scores.ravel(), kind="stable").tolist():
        centre, ring = divmod(place, scores.shape[1])
        top = float(scores[centre, ring])
        p = (1 + int((highest >= top).sum())) / (1 + len(highest))
        if top <= 0 or p > parameters.most_p:
            break
        (x, y), radius = world.circles.centre[centre].tolist(), parameters.radii()[ring]
        if all(np.hypot(x - one.x, y - one.y) >= radius + one.radius_m for one in found):
            window = int(best[centre, ring, 1])
            first, end = parameters.windows()[window]
            inside = np.isin(world.cell, world.circles.held(centre, ring))
            observed = int((inside & (ago <= first) & (ago > end)).sum())
            expected = float(inside.sum() * world.shares[window, 0])
            found.append(Hotspot(x, y, radius, first, end + 1, observed, expected, p, top))
    return found


analysis = Analysis("hotspots", ("热点", "Hot spots"), 2, HotspotParameters, hotspots)
