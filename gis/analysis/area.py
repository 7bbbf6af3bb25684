"""An area of the map in metres, quick to ask how deep inside it a place lies."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.analysis.track_fixes import Bools, Floats
from gis.geometry.projection import to_metric_shape

REACH_M = 200.0
"""Depths are told up to here; it is more than any fix that counts can be wrong."""
NEAR_DEG = 0.01
"""Farther off than this, a place lies outside of reach; a degree is nowhere shorter than 20 km in a town."""


class Area:
    """Polygons of WGS-84 degrees, laid into metric CRS `epsg`."""

    def __init__(self, shape: BaseGeometry, epsg: int) -> None:
        self.epsg = epsg
        self.shape = to_metric_shape(shape, epsg)
        self._bounds = shape.bounds
        self._border = self.shape.boundary
        # round corners of a buffer are cut by a little: what lies between is measured
        self._halo, self._core = (self.shape.buffer(side * REACH_M * 1.02) for side in (1, -1))
        for each in (self.shape, self._halo, self._core):
            shapely.prepare(each)

    def near(self, lon: Floats, lat: Floats) -> Bools:
        """Tell which places (WGS-84) may lie within reach: a rough and quick answer."""
        west, south, east, north = self._bounds
        beside = (lon < west - NEAR_DEG) | (lon > east + NEAR_DEG)
        return np.asarray(~(beside | (lat < south - NEAR_DEG) | (lat > north + NEAR_DEG)))

    def depths(self, x: Floats, y: Floats) -> Floats:
        """Return how many metres inside the border each place (metres) lies, negative outside.

        Beyond REACH_M the answer is REACH_M; a place on the border lies outside by nothing.
        """
        depth = np.full(len(x), -REACH_M)
        near = np.flatnonzero(shapely.contains_xy(self._halo, x, y))
        core = shapely.contains_xy(self._core, x[near], y[near])
        depth[near[core]] = REACH_M
        near = near[~core]
        away = shapely.distance(shapely.points(x[near], y[near]), self._border)
        depth[near] = np.where(shapely.contains_xy(self.shape, x[near], y[near]), away, -away)
        return np.asarray(np.clip(depth, -REACH_M, REACH_M))

    def last_cut(self, start: tuple[float, float], end: tuple[float, float]) -> float:
        """Return the share of the way from start to end at which it meets the border for the last time.

        Half the way when it never does.
        """
        way = shapely.LineString([start, end])
        met = shapely.get_coordinates(way.intersection(self._border))
        length = float(way.length)
        if len(met) == 0 or length == 0:
            return 0.5
        return float(min(np.hypot(*(met - np.array(start)).T).max() / length, 1.0))
