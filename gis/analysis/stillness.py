"""Since when somebody has not moved, as far as his fixes tell, and when he would be asked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from gis.analysis.ringing import MINUTE_MS, Ring, Window, merged
from gis.analysis.track import Track
from gis.errors import BadInput
from gis.geometry.projection import to_metric


@dataclass(frozen=True, slots=True)
class StillParameters:
    """What counts as not moving; BadInput unless all are positive numbers."""

    radius_m: float = 30.0
    """Between the circles of two fixes: nearer than this, nobody knows that somebody moved."""
    unsaid_m: float = 10.0
    """The accuracy of a fix that does not say."""
    heard_s: float = 300.0
    """Silent for longer, somebody is not asked: nobody knows whether he moves."""

    def __post_init__(self) -> None:
        """Refuse what is no threshold."""
        values = [getattr(self, each.name) for each in fields(self)]
        if not all(math.isfinite(value) and value > 0 for value in values):
            raise BadInput("Every threshold of not moving must be a positive number.")


@dataclass(frozen=True, slots=True)
class Still:
    """A time within which no fix proves that somebody left the place of the first one.

    `lon` and `lat` are the last fix; `x`, `y` and `reach_m` the first one in metres, and how wrong it may be.
    """

    begin_ms: int
    end_ms: int
    lon: float
    lat: float
    x: float
    y: float
    reach_m: float


def stretches(made: Track, epsg: int, parameters: StillParameters) -> list[Still]:
    """Return the times of not moving of a track, in order; each fix that proves something lies in one.

    A gap ends one: nobody knows what happened within it.
    """
    sound = np.flatnonzero(made.segment >= 0)
    fixes = made.fixes.take(sound)
    x, y = to_metric(fixes.lon, fixes.lat, epsg)
    reach = np.where(np.isnan(fixes.accuracy_m), parameters.unsaid_m, fixes.accuracy_m)
    columns = (fixes.at_ms, fixes.lon, fixes.lat, x, y, reach, made.segment[sound])
    found: list[Still] = []
    segment = -1
    for at_ms, lon, lat, own_x, own_y, own_reach, own in zip(
        *(each.tolist() for each in columns), strict=True
    ):
        here = Still(at_ms, at_ms, lon, lat, own_x, own_y, own_reach)
        if own == segment and not apart(found[-1], here, parameters):
            first = found[-1]
            here = Still(first.begin_ms, at_ms, lon, lat, first.x, first.y, first.reach_m)
            found[-1] = here
        else:
            found.append(here)
        segment = own
    return found


def apart(one: Still, other: Still, parameters: StillParameters) -> bool:
    """Tell whether the first places of two times prove that somebody moved from one to the other."""
    away = math.hypot(one.x - other.x, one.y - other.y)
    return away > parameters.radius_m + one.reach_m + other.reach_m


def moved_since(found: Sequence[Still], at_ms: int, parameters: StillParameters) -> bool:
    """Tell whether somebody proves to have left, after a moment, the place where he was then."""
    before = [one for one in found if one.begin_ms <= at_ms]
    after = [one for one in found if one.begin_ms > at_ms]
    return bool(before) and any(apart(before[-1], one, parameters) for one in after)


def asks(found: Sequence[Still], hours: Sequence[Window], minutes: int) -> list[Ring]:
    """Return when somebody would be asked who has not moved for so many minutes of the hours.

    Once he has said that he is well, so many minutes have to pass again.
    """
    step = minutes * MINUTE_MS
    return [
        Ring(begin + turn * step, one.lon, one.lat)
        for one in found
        for a, b in merged(hours)
        for begin in [max(a, one.begin_ms)]
        for turn in range(1, (min(b, one.end_ms) - begin) // step + 1)
    ]
