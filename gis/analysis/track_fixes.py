"""One person's fixes in order of time, and the thresholds by which a track is made of them."""

import math
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.errors import BadInput
from gis.model import FixFlag

Floats = NDArray[np.float64]
Reals = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

UNSUPPORTED = (
    FixFlag.MOCK
    | FixFlag.PING
    | FixFlag.SAME_TIME
    | FixFlag.NULL_ISLAND
    | FixFlag.POOR_ACCURACY
    | FixFlag.JUMP
    | FixFlag.REPEAT
    | FixFlag.OFF_DUTY
)
"""Fixes with one of these say nothing about where the person was."""
LEFT_OUT = UNSUPPORTED | FixFlag.DRIFT
"""Fixes with one of these add no metre; DRIFT alone still proves that the person was there."""


@dataclass(frozen=True, slots=True)
class TrackParameters:
    """The thresholds of a track; raises BadInput unless all are positive numbers."""

    fastest_mps: float = 80.0
    """Whoever would have been faster has jumped."""
    accuracy_m: float = 100.0
    """Fixes that are worse prove nothing."""
    gap_s: float = 600.0
    gap_m: float = 500.0
    """Longer than one of these without a fix, nobody knows the way."""
    stop_s: float = 180.0
    stop_m: float = 30.0
    """Staying this long within this radius, or the fix's accuracy if that is larger, is a stop."""

    def __post_init__(self) -> None:
        """Refuse what is no threshold."""
        values = [getattr(self, each.name) for each in fields(self)]
        if not all(math.isfinite(value) and value > 0 for value in values):
            raise BadInput("Every threshold of a track must be a positive number.")


@dataclass(frozen=True, slots=True, eq=False)
class Fixes:
    """Columns of one length (n,), `at_ms` (UTC) never decreasing, places in WGS-84 degrees.

    Accuracy and speed are NaN where the device did not say. `flags` holds what reception knew.
    """

    at_ms: Ints
    lon: Floats
    lat: Floats
    accuracy_m: Reals
    speed_mps: Reals
    flags: NDArray[np.int32] = field()

    def __len__(self) -> int:
        return len(self.at_ms)

    def take(self, chosen: NDArray[Any] | slice) -> "Fixes":
        """Return the fixes that a mask, an array of places or a slice chooses."""
        return Fixes(*(getattr(self, each.name)[chosen] for each in fields(self)))

    def flagged(self, flags: NDArray[np.int32]) -> "Fixes":
        """Return the same fixes with more flags."""
        return replace(self, flags=self.flags | flags)

    def without(self, flags: FixFlag) -> Bools:
        """Tell which fixes have none of these flags."""
        return np.asarray((self.flags & np.int32(flags)) == 0)


def in_order(fixes: Fixes) -> Fixes:
    """Return fixes in order of time; those of one instant keep their order."""
    if (np.diff(fixes.at_ms) >= 0).all():
        return fixes
    return fixes.take(np.argsort(fixes.at_ms, kind="stable"))
