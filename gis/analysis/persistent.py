"""Where trouble stays: Gi* on rates over squares, tested by permutation, with false discoveries bounded."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from gis.analysis.base import Analysis
from gis.errors import BadInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ROUND = tuple((column, row) for column in (-1, 0, 1) for row in (-1, 0, 1) if (column, row) != (0, 0))
"""The eight squares round one."""
FEWEST = 5
"""A square with fewer events within it and round it is not hot."""


@dataclass(frozen=True, slots=True)
class PersistentParameters:
    """How squares are tested; raises BadInput for what makes no test.

    Squares of `cell_m` metres that have at least the share `least` of what squares have on average to divide
    by; `draws` sets of neighbours by chance; of the squares told as hot at most the share `false` is so by
    chance (Benjamini and Hochberg).
    """

    cell_m: float = 250.0
    least: float = 0.25
    draws: int = 9999
    false: float = 0.05

    def __post_init__(self) -> None:
        """Refuse what is out of bounds."""
        if not 50 <= self.cell_m <= 2000 or not 99 <= self.draws <= 99_999 or not 0 < self.false < 1:
            raise BadInput("A square has 50 to 2,000 m; a test 99 to 99,999 draws and a share below 1.")
        if not 0 <= self.least <= 1:
            raise BadInput("The least to divide by is a share of the mean.")


@dataclass(frozen=True, slots=True, eq=False)
class Squares:
    """Squares with something to divide by: south-west corners (n, 2) in squares, events and exposure (n,)."""

    corner: Ints
    events: Floats
    exposure: Floats

    def middles(self, cell_m: float) -> Floats:
        """Return the middles in metres."""
        return np.asarray((self.corner + 0.5) * cell_m, np.float64)

    def neighbours(self) -> csr_matrix:
        """Return who touches whom, by side or corner, (n, n)."""
        key = _key(self.corner)
        order = np.argsort(key)
        rows, columns = [], []
        for step in ROUND:
            wanted = _key(self.corner + np.array(step))
            at = np.minimum(np.searchsorted(key, wanted, sorter=order), len(key) - 1)
            there = key[order[at]] == wanted
            rows.append(np.flatnonzero(there))
            columns.append(order[at][there])
        row, column = np.concatenate(rows), np.concatenate(columns)
        return csr_matrix((np.ones(len(row)), (row, column)), shape=(len(key), len(key)))


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """Each square's rate (smoothed), Gi* as a z-score, chance p of one so high, and whether it is hot."""

    rate: Floats
    z: Floats
    p: Floats
    hot: NDArray[np.bool_]


def squares(events: Floats, exposed: Floats, exposure: Floats, parameters: PersistentParameters) -> Squares:
    """Count events (n, 2) and add up exposure at places (m, 2), metres; squares with too little are none."""
    index = np.floor(np.concatenate([exposed, events]) / parameters.cell_m).astype(np.int64)
    _, first, square = np.unique(_key(index), return_index=True, return_inverse=True)
    held = len(exposed)
    sums = np.bincount(square[:held], exposure, minlength=len(first))
    counts = np.bincount(square[held:], minlength=len(first)).astype(np.float64)
    some = sums > 0
    kept = some & (sums >= parameters.least * (sums[some].mean() if some.any() else 0.0))
    return Squares(index[first][kept], counts[kept], sums[kept].astype(np.float64))


def persistent(found: Squares, draw: np.random.Generator, parameters: PersistentParameters) -> Tested:
    """Test every square against sets of neighbours drawn from all others.

    Rates are smoothed towards the town's by their exposure (empirical Bayes, Marshall 1991), so that two
    events at one household make no hot spot. Needs ten squares; fewer are never hot.
    """
    count = len(found.events)
    if count < 10 or found.events.sum() == 0:
        return Tested(np.zeros(count), np.zeros(count), np.ones(count), np.zeros(count, bool))
    rate, near = smoothed(found.events, found.exposure), found.neighbours()
    size = np.diff(near.indptr)
    local = rate + near @ rate
    p = _chances(rate, near @ rate, size, draw, parameters.draws)
    around = found.events + near @ found.events
    hot = discovered(p, parameters.false) & (around >= FEWEST) & (local > (size + 1) * rate.mean())
    return Tested(rate, _gi_star(rate, local, size + 1), p, hot)


def smoothed(events: Floats, exposure: Floats) -> Floats:
    """Return rates drawn towards the mean of all, the less exposure the more."""
    mean = events.sum() / exposure.sum()
    raw = events / exposure
    spread = (exposure * (raw - mean) ** 2).sum() / exposure.sum() - mean / exposure.mean()
    share = max(spread, 0.0) / (max(spread, 0.0) + mean / exposure)
    return np.asarray(mean + share * (raw - mean))


def discovered(p: Floats, false: float) -> NDArray[np.bool_]:
    """Tell which of many chances count when at most a share of those that do may be false."""
    order = np.argsort(p, kind="stable")
    below = p[order] <= false * np.arange(1, len(p) + 1) / len(p)
    last = int(np.flatnonzero(below).max(initial=-1))
    counts = np.zeros(len(p), bool)
    counts[order[: last + 1]] = True
    return counts


def _gi_star(rate: Floats, local: Floats, size: Ints) -> Floats:
    """Return Gi* as Ord and Getis (1995) standardise it; 0 where all rates are alike."""
    n, spread = len(rate), rate.std()
    scale = spread * np.sqrt(np.maximum(size * (n - size), 0) / (n - 1))
    return np.asarray(np.divide(local - size * rate.mean(), scale, where=scale > 0, out=np.zeros(n)))


def _chances(rate: Floats, around: Floats, size: Ints, draw: np.random.Generator, draws: int) -> Floats:
    """Return how often as many others add up to at least as much as the squares round each one."""
    others = _distinct(len(rate) - 1, int(size.max(initial=0)), draw, draws)
    p = np.ones(len(rate))
    for one in np.flatnonzero(size > 0).tolist():
        chosen = others[:, : size[one]]
        sums = rate[chosen + (chosen >= one)].sum(axis=1)
        # rounding must not take a tie for less
        p[one] = (1 + int((sums >= around[one] * (1 - 1e-12)).sum())) / (1 + draws)
    return p


def _distinct(below: int, width: int, draw: np.random.Generator, draws: int) -> Ints:
    """Draw rows of different numbers from 0 up to `below`."""
    rows = draw.integers(0, below, (draws, width))
    while len(twice := np.flatnonzero((np.diff(np.sort(rows, axis=1), axis=1) == 0).any(axis=1))):
        rows[twice] = draw.integers(0, below, (len(twice), width))
    return rows


def _key(index: Ints) -> Ints:
    return np.asarray(index[:, 0] * 2**31 + index[:, 1])


analysis = Analysis("persistent", ("长期热点", "Persistent hot spots"), 1, PersistentParameters, persistent)
