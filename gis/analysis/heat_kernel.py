"""Counts places into the pixels of a web-mercator raster, straight from degrees."""

import numpy as np
from numpy.typing import NDArray

from gis.geometry.jit import compiled

Floats = NDArray[np.float64]


@compiled(
    lambda t: t.void(
        *(t.Array(t.float64, 1, "C", readonly=True),) * 2,
        t.float64[::1],
        t.float64[::1],
        t.int32[::1],
        t.int32[:, ::1],
    )
)
def count_places(
    lon: Floats,
    lat: Floats,
    columns: Floats,
    rows: Floats,
    guess: NDArray[np.int32],
    counts: NDArray[np.int32],
) -> None:
    """Add every place to its pixel of `counts` (rows, columns), row 0 in the south; others are left out.

    `columns` and `rows` are the increasing edges of the pixels in degrees; `guess` gives for even steps of
    latitude a row not above the right one. A place on an edge belongs to the pixel that begins there, and one
    on the last edge to the last pixel, as `numpy.histogram2d` has it.
    """
    height, width = counts.shape
    west, east, south, north = columns[0], columns[width], rows[0], rows[height]
    across, steps = width / (east - west), (len(guess) - 1) / (north - south)
    for n in range(len(lon)):
        x, y = lon[n], lat[n]
        if not (west <= x <= east and south <= y <= north):
            continue
        column = min(int((x - west) * across), width - 1)
        if x < columns[column]:
            column -= 1
        elif column < width - 1 and x >= columns[column + 1]:
            column += 1
        row = guess[int((y - south) * steps)]
        while row < height - 1 and y >= rows[row + 1]:
            row += 1
        counts[row, column] += 1
