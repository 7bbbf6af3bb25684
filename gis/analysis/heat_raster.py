"""A raster of counts over a box, exact pixel for pixel, made by threads; and views taken from a kept one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.analysis.heat_kernel import count_places

Floats = NDArray[np.float64]
Counts = NDArray[np.int32]
STEPS = 8
"""Steps of latitude for each row in the table of rows."""
THREADS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """The edges of a raster's pixels in degrees: even in longitude, even in web mercator's northing."""

    columns: Floats
    rows: Floats
    guess: NDArray[np.int32]


def edges(box: tuple[float, float, float, float], size: tuple[int, int]) -> Edges:
    """Return the edges for a box (west, south, east, north) and a size (columns, rows)."""
    (west, south, east, north), (width, height) = box, size
    low, high = np.arcsinh(np.tan(np.radians([south, north])))
    rows = np.degrees(np.arctan(np.sinh(np.linspace(low, high, height + 1))))
    rows[0], rows[-1] = south, north
    at = south + (np.arange(STEPS * height + 1) - 1e-6) * ((north - south) / (STEPS * height))
    guess = np.clip(np.searchsorted(rows, at, side="right") - 1, 0, height - 1)
    return Edges(np.linspace(west, east, width + 1), rows, guess.astype(np.int32))


def counted(lon: Floats, lat: Floats, pixels: Edges) -> Counts:
    """Count places (WGS-84 degrees, contiguous arrays) into pixels (rows from the south, columns)."""
    shape = len(pixels.rows) - 1, len(pixels.columns) - 1
    cuts = np.linspace(0, len(lon), THREADS + 1).astype(np.int64)

    def part(n: int) -> Counts:
        own = np.zeros(shape, np.int32)
        piece = slice(cuts[n], cuts[n + 1])
        count_places(lon[piece], lat[piece], pixels.columns, pixels.rows, pixels.guess, own)
        return own

    with ThreadPoolExecutor(THREADS) as pool:
        whole, *others = pool.map(part, range(THREADS))
    for other in others:
        whole += other
    return whole


def view(base: Counts, top_left: tuple[int, int], size: int, together: int) -> Counts:
    """Return a square of a kept raster, `together` by `together` pixels added up into one."""
    row, column = top_left
    cut = base[row : row + size * together, column : column + size * together]
    # whole rows are added first, which memory likes; then neighbours along them
    rows = cut[0::together].copy()
    for step in range(1, together):
        rows += cut[step::together]
    sums = rows[:, 0::together].copy()
    for step in range(1, together):
        sums += rows[:, step::together]
    return sums
