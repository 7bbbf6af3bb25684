"""Whether somebody who was silent could have been in a grid meanwhile, as an exact shape."""

import math

import shapely
from shapely import affinity

from gis.analysis.coverage import CoverageParameters, Place, Silence


def could_reach(silent: Silence, grid: shapely.Geometry, parameters: CoverageParameters) -> bool:
    """Tell whether the ground within reach during a silence touches a grid (metres).

    The ground is that of `gis.analysis.coverage.reachable`; where one of the two places is missing nothing
    bounds it, and only the posts tell: that is left to whoever calls.
    """
    if silent.before is None or silent.after is None:
        return True
    way = parameters.speed_mps * (silent.end_ms - silent.begin_ms) / 1000 + 2 * parameters.swath_m
    return bool(shapely.intersects(ellipse(silent.before, silent.after, way), grid))


def ellipse(one: Place, other: Place, way_m: float) -> shapely.Geometry:
    """Return the places on some way of at most so many metres between two places; empty for too few."""
    between = math.dist(one, other)
    if way_m <= between:
        return shapely.Polygon()
    long, short = way_m / 2, math.sqrt(way_m**2 - between**2) / 2
    middle = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    angle = math.atan2(other[1] - one[1], other[0] - one[0])
    round_ = shapely.Point(middle).buffer(1.0, quad_segs=32)
    return affinity.rotate(affinity.scale(round_, long, short), angle, use_radians=True)
