"""Says what is against each fix of a person's track; nothing is deleted."""

import numpy as np
from numpy.typing import NDArray

from gis.analysis.track_fixes import UNSUPPORTED, Bools, Fixes, Floats, Ints, TrackParameters
from gis.geometry.track_kernel import unreachable
from gis.model import FixFlag

Flags = NDArray[np.int32]
NULL_ISLAND_DEG = 0.01


def judge(fixes: Fixes, x: Floats, y: Floats, parameters: TrackParameters) -> Fixes:
    """Return fixes with REPEAT, SAME_TIME, NULL_ISLAND, POOR_ACCURACY and JUMP added where they belong.

    `x` and `y` are the places in metres. Fixes that something else speaks against neither jump nor make
    another one jump.
    """
    judged = fixes.flagged(_repeated(fixes) | _placeless(fixes, parameters))
    sound = np.flatnonzero(judged.without(UNSUPPORTED & ~FixFlag.JUMP))
    wrong = unreachable(judged.at_ms[sound], x[sound], y[sound], parameters.fastest_mps)
    jumps = np.zeros(len(fixes), np.int32)
    jumps[sound[wrong]] = FixFlag.JUMP
    return judged.flagged(jumps)


def outside(at_ms: Ints, begins_ms: Ints, ends_ms: Ints) -> Bools:
    """Tell which moments lie in none of the spans [begin, end) of duty, which may overlap."""
    begun = np.searchsorted(np.sort(begins_ms), at_ms, side="right")
    ended = np.searchsorted(np.sort(ends_ms), at_ms, side="right")
    return np.asarray(begun == ended)


def _repeated(fixes: Fixes) -> Flags:
    """Flag a place already told at that instant, and other places at an instant that has one."""
    if (np.diff(fixes.at_ms) > 0).all():
        return np.zeros(len(fixes), np.int32)
    order = np.lexsort((fixes.lat, fixes.lon, fixes.at_ms))
    at_ms, lon, lat = fixes.at_ms[order], fixes.lon[order], fixes.lat[order]
    again = np.zeros(len(fixes), bool)
    again[order[1:]] = (np.diff(at_ms) == 0) & (np.diff(lon) == 0) & (np.diff(lat) == 0)
    flags = np.where(again, np.int32(FixFlag.REPEAT), np.int32(0))
    first = np.flatnonzero(~again)
    flags[first[1:]] |= np.where(np.diff(fixes.at_ms[first]) == 0, np.int32(FixFlag.SAME_TIME), np.int32(0))
    return flags


def _placeless(fixes: Fixes, parameters: TrackParameters) -> Flags:
    nowhere = (np.abs(fixes.lon) < NULL_ISLAND_DEG) & (np.abs(fixes.lat) < NULL_ISLAND_DEG)
    poor = fixes.accuracy_m > parameters.accuracy_m
    return nowhere * np.int32(FixFlag.NULL_ISLAND) | poor * np.int32(FixFlag.POOR_ACCURACY)
