"""Spreads points over pixels of the web-mercator plane with a quartic kernel of exact mass."""

import math
from functools import lru_cache
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TILE = 256
EQUATOR_M = 2 * math.pi * 6378137.0
# Web-mercator maps end where the plane is square.
LAST_LATITUDE = 85.0511287798
OVERSAMPLING = 4

Floats = NDArray[np.float64]


class Window(NamedTuple):
    """A rectangle of whole pixels of one zoom."""

    left: int
    top: int
    width: int
    height: int


class Plane(NamedTuple):
    """Points in pixels of zoom 0 with weights, if any, and the metres of ground that a pixel has there."""

    x: Floats
    y: Floats
    metres_per_pixel: float
    weight: Floats | None = None


def plane_of(lon: Floats, lat: Floats, weight: Floats | None = None) -> Plane:
    """Project WGS-84 degrees; points that no web map shows (and NaN) are left out.

    The scale is that of the points' mean latitude, one for all tiles, so that a kernel has no seam.
    """
    shown = (np.abs(lat) <= LAST_LATITUDE) & (np.abs(lon) <= 180.0)
    lon, lat = lon[shown], np.radians(lat[shown])
    x = (lon + 180.0) / 360.0 * TILE
    y = (0.5 - np.arcsinh(np.tan(lat)) / (2 * np.pi)) * TILE
    middle = float(lat.mean()) if len(lat) else 0.0
    kept = None if weight is None else weight[shown]
    return Plane(x, y, EQUATOR_M * math.cos(middle) / TILE, kept)


def spread_over(plane: Plane, zoom: int, window: Window, radius_m: float) -> Floats:
    """Give points per km² for each pixel of the window, shape (height, width).

    A point is shared among the four pixels whose centres are nearest; points outside the window reach in.
    """
    metres = plane.metres_per_pixel / 2**zoom
    kernel = _kernel(radius_m / metres)
    reach = len(kernel) // 2
    counts = _counts(plane, zoom, window, reach)
    if not counts.any():
        return np.zeros((window.height, window.width))
    # A circular convolution of the padded window is wrong in its first 2 × reach rows and columns only.
    size = [_quick_length(n) for n in counts.shape]
    spread = np.fft.irfft2(np.fft.rfft2(counts, size) * np.fft.rfft2(kernel, size), size)
    rows, columns = (slice(2 * reach, 2 * reach + n) for n in (window.height, window.width))
    density: Floats = spread[rows, columns]
    # Out of reach of all points the transform leaves rounding noise where nothing should be.
    density[density < 1e-9 * kernel.max()] = 0.0
    density /= (metres / 1000.0) ** 2
    return density


def _counts(plane: Plane, zoom: int, window: Window, reach: int) -> Floats:
    columns, rows = window.width + 2 * reach, window.height + 2 * reach
    x = plane.x * 2.0**zoom - 0.5 - (window.left - reach)
    y = plane.y * 2.0**zoom - 0.5 - (window.top - reach)
    # One pixel more on each side takes the parts of points that straddle the rim.
    near = (x >= -1) & (x < columns) & (y >= -1) & (y < rows)
    x, y = x[near] + 1, y[near] + 1
    weight = None if plane.weight is None else plane.weight[near]
    column, row = x.astype(np.int64), y.astype(np.int64)
    right, down = x - column, y - row
    counts = np.zeros((rows + 2) * (columns + 2))
    for step, share in (
        (0, (1 - right) * (1 - down)),
        (1, right * (1 - down)),
        (columns + 2, (1 - right) * down),
        (columns + 3, right * down),
    ):
        weighed = share if weight is None else share * weight
        counts += np.bincount(row * (columns + 2) + column + step, weighed, minlength=len(counts))
    return counts.reshape(rows + 2, columns + 2)[1:-1, 1:-1]


def _quick_length(least: int) -> int:
    """Give the next length with no prime factor above 5, which transforms in half the time of most others."""
    return next(n for n in count(least) if 30**16 % n == 0)


@lru_cache(maxsize=64)
def _kernel(radius_px: float) -> Floats:
    """Give the quartic kernel (1 − d²/r²)² averaged over each pixel, with sum 1; one pixel if r < ½."""
    if radius_px < 0.5:
        return np.ones((1, 1))
    reach = math.ceil(radius_px)
    across = 2 * reach + 1
    steps = (np.arange(across * OVERSAMPLING) + 0.5) / OVERSAMPLING - across / 2
    squares = (steps / radius_px) ** 2
    quartic = np.maximum(1.0 - squares[:, None] - squares[None, :], 0.0) ** 2
    kernel: Floats = quartic.reshape(across, OVERSAMPLING, across, OVERSAMPLING).mean(axis=(1, 3))
    kernel /= kernel.sum()
    return kernel
