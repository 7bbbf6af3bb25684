"""How much there is to do in each grid: counts of what lies in it, and one figure mixed from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STANDING = ("households", "enterprises", "components", "events", "open_events")
WALKED = ("patrol_m", "visits")
KINDS = STANDING + WALKED
"""What is counted, in the order of the columns of every count.

Events are those of twelve months, open ones the cases that are not closed, whenever they were reported.
Patrols are those of thirty days: metres walked, and visits. They are counted where a change is weighed, and
make no workload.
"""

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Facts:
    """Points in WGS-84 degrees, arrays (n,): each of a kind (index into KINDS) and counted `weight` times."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    kind: NDArray[np.int64]
    weight: NDArray[np.int64]

    def chosen(self, rows: NDArray[np.bool_]) -> "Facts":
        """Return those that a mask (n,) chooses."""
        return Facts(self.lon[rows], self.lat[rows], self.kind[rows], self.weight[rows])


@dataclass(frozen=True, slots=True)
class Mix:
    """The weights of the shares that make a workload; a town sets its own."""

    households: float = 0.5
    events: float = 0.3
    enterprises: float = 0.2


def tally(facts: Facts, place: NDArray[np.int64], groups: int) -> Counts:
    """Count what lies in each of `groups` places, (groups, kinds); `place` is -1 for what lies in none."""
    held = place >= 0
    slots = place[held] * len(KINDS) + facts.kind[held]
    sums = np.bincount(slots, facts.weight[held], groups * len(KINDS))
    return sums.astype(np.int64).reshape(groups, len(KINDS))


def loads(counts: Counts, town: Counts, grids: int, mix: Mix) -> NDArray[np.float64]:
    """Return the workload of each row of counts, where 1 is what an average grid of the town has.

    `town` (kinds,) is the town's total and `grids` its number of grids; a kind that the town has nothing of
    weighs nothing, the others then weigh more.
    """
    weights = np.array([getattr(mix, kind, 0.0) for kind in KINDS]) * (town > 0)
    if weights.sum() == 0:
        return np.zeros(len(counts))
    share = counts / np.where(town > 0, town, 1)
    return np.asarray(share @ (weights / weights.sum()) * grids)


def sums_by(keys: Sequence[str | None], counts: Counts) -> Mapping[str, Counts]:
    """Add up the rows of counts that have the same key; rows without one are left out."""
    found: dict[str, Counts] = {}
    for key, row in zip(keys, counts, strict=True):
        if key is not None:
            found[key] = found.get(key, np.zeros(len(KINDS), dtype=np.int64)) + row
    return found
