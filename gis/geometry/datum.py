"""Shifts points between WGS-84 and the datums that Chinese maps and phones use."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gis.errors import BadInput
from gis.model import DATUMS, Datum

Floats: TypeAlias = NDArray[np.float64]
Shift: TypeAlias = Callable[[Floats, Floats], tuple[Floats, Floats]]

# The ellipsoid that all published GCJ-02 formulas use (Krasovsky 1940), not that of WGS-84.
SEMI_MAJOR_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323

# The customary rectangle (west, south, east, north): wider than China, and all implementations agree on it.
SHIFTED_AREA = (72.004, 0.8293, 137.8347, 55.8271)

# A round leaves at most 3 % of the error, so seven bring any shift down to the rounding of doubles.
ROUNDS = 7


def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> tuple[Floats, Floats]:
    """Shift points from `datum` to WGS-84.

    Degrees in and out, any one shape (0-d for single numbers); NaN and infinities come back unchanged.
    CGCS2000 is taken as WGS-84 (they differ by centimetres, and no official parameters exist).
    GCJ-02 and BD-09 are inverted by fixed-point iteration to far below 1 mm of the forward formula.
    Points whose origin would lie outside the customary rectangle are not shifted.
    Raises BadInput for an unknown datum.
    """
    offset = _offset_of(datum)
    x, y = _arrays(lon, lat)
    if offset is None:
        return x, y
    near = _shifted(x, y, margin=0.02)
    here, there = x[near], y[near]
    guess_x, guess_y = here, there
    for _ in range(ROUNDS):
        dx, dy = offset(guess_x, guess_y)
        guess_x, guess_y = here - dx, there - dy
    inside = _shifted(guess_x, guess_y)
    x[near] = np.where(inside, guess_x, here)
    y[near] = np.where(inside, guess_y, there)
    return x, y


def from_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> tuple[Floats, Floats]:
    """Shift points from WGS-84 to `datum`; units, shapes, edges and errors as in `to_wgs84`."""
    offset = _offset_of(datum)
    x, y = _arrays(lon, lat)
    if offset is None:
        return x, y
    inside = _shifted(x, y)
    dx, dy = offset(x[inside], y[inside])
    x[inside] += dx
    y[inside] += dy
    return x, y


def _offset_of(datum: Datum) -> Shift | None:
    if datum not in DATUMS:
        raise BadInput(f"The datum is not known; use one of {', '.join(DATUMS)}.")
    return {"gcj02": _gcj02_offset, "bd09": _bd09_offset}.get(datum)


def _arrays(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    return np.array(lon, dtype=np.float64), np.array(lat, dtype=np.float64)


def _shifted(lon: Floats, lat: Floats, margin: float = 0.0) -> NDArray[np.bool_]:
    west, south, east, north = SHIFTED_AREA
    inside: NDArray[np.bool_] = (
        (lon >= west - margin) & (lon <= east + margin) & (lat >= south - margin) & (lat <= north + margin)
    )
    return inside


def _gcj02_offset(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """GCJ-02 minus WGS-84 in degrees, by the formula that has been public since 2010."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    ripple = (20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)) * 2.0 / 3.0
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north_m += _waves(y, ((20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30)))
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east_m += _waves(x, ((20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30)))
    phi = np.radians(lat)
    w = 1.0 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    meridian_m = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED) / (w * np.sqrt(w))
    parallel_m = SEMI_MAJOR_M / np.sqrt(w) * np.cos(phi)
    return np.degrees(east_m / parallel_m), np.degrees(north_m / meridian_m)


def _waves(t: Floats, terms: tuple[tuple[float, float], ...]) -> Floats:
    total = np.zeros_like(t)
    for height, per_degree in terms:
        total += height * np.sin(np.pi * per_degree * t)
    return total * 2.0 / 3.0


def _bd09_offset(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """BD-09 minus WGS-84 in degrees: BD-09 is GCJ-02 turned and stretched a little more."""
    dx, dy = _gcj02_offset(lon, lat)
    x, y = lon + dx, lat + dy
    turns = np.pi * 3000.0 / 180.0
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * turns)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * turns)
    return radius * np.cos(angle) + 0.0065 - lon, radius * np.sin(angle) + 0.006 - lat
