"""Checks places that come in: finite degrees on the globe, and a clear word when the two look swapped."""

import math

import numpy as np
from numpy.typing import NDArray

from gis.errors import BadInput
from gis.model import DATUMS, Datum

Floats = NDArray[np.float64]
MAX_BATCH = 1_000_000
_RANGE = "A longitude lies between -180 and 180 and a latitude between -90 and 90 degrees."
_SWAPPED = "The longitude and latitude look swapped: give the longitude first."


def check_place(lon: float, lat: float) -> None:
    """Raise BadInput unless (lon, lat) are finite degrees on the globe; say so when they look swapped."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise BadInput("The longitude and latitude must be finite numbers.")
    if abs(lon) <= 90 < abs(lat) <= 180:
        raise BadInput(_SWAPPED)
    if abs(lon) > 180 or abs(lat) > 90:
        raise BadInput(_RANGE)


def check_places(lon: Floats, lat: Floats) -> None:
    """Raise BadInput naming the first row that is no place; the arrays have one shape (n,)."""
    if len(lon) > MAX_BATCH:
        raise BadInput(f"At most {MAX_BATCH:,} points in one request.")
    if len(lon) == 0 or _on_the_globe(lon, lat):
        return
    wrong = ~(np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    row = int(np.argmax(wrong))
    try:
        check_place(float(lon[row]), float(lat[row]))
    except BadInput as error:
        raise BadInput(f"Point {row + 1}: {error}") from None


def _on_the_globe(lon: Floats, lat: Floats) -> bool:
    # a NaN makes its minimum NaN, which no comparison holds for
    return bool(lon.min() >= -180 and lon.max() <= 180 and lat.min() >= -90 and lat.max() <= 90)


def check_not_swapped(lon: float, lat: float, bounds: tuple[float, float, float, float]) -> None:
    """Raise BadInput when only (lat, lon) lies in the bounds (west, south, east, north), not (lon, lat)."""
    west, south, east, north = bounds
    if west <= lat <= east and south <= lon <= north and not (west <= lon <= east and south <= lat <= north):
        raise BadInput(_SWAPPED)


def check_datum(datum: str) -> Datum:
    """Return a known datum or raise BadInput naming the choices."""
    for known in DATUMS:
        if datum == known:
            return known
    raise BadInput(f"Unknown datum; the choices are {', '.join(DATUMS)}.")
