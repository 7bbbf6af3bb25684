"""Walks in the small town, told in metres east and north of its corner."""

from collections.abc import Sequence

import numpy as np

from gis.analysis.track_fixes import Fixes
from gis.geometry.projection import to_degrees
from gis.model import FixFlag
from tests.small_town import EAST, EPSG, NORTH

BEGIN_MS = 1_763_950_000_000


def walk(
    *points: tuple[float, float, float],
    accuracy_m: float | Sequence[float] = 5.0,
    flags: dict[int, FixFlag] | None = None,
) -> Fixes:
    """Make fixes of (second, metres east, metres north)."""
    seconds, x, y = np.array(points, dtype=np.float64).reshape(-1, 3).T
    lon, lat = to_degrees(EAST + x, NORTH + y, EPSG)
    own = np.zeros(len(points), np.int32)
    for place, flag in (flags or {}).items():
        own[place] = flag
    return Fixes(
        (BEGIN_MS + seconds * 1000).astype(np.int64),
        lon,
        lat,
        np.broadcast_to(np.asarray(accuracy_m, np.float32), len(points)).copy(),
        np.full(len(points), np.nan, np.float32),
        own,
    )


def line(
    begin_s: float, end_s: float, start: tuple[float, float], end: tuple[float, float], every_s: float = 10.0
) -> list[tuple[float, float, float]]:
    """Give a fix every so many seconds on the way from start to end, both included."""
    seconds = np.arange(begin_s, end_s + 0.5, every_s)
    share = (seconds - begin_s) / (end_s - begin_s)
    x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
    return list(zip(seconds.tolist(), x.tolist(), y.tolist(), strict=True))
