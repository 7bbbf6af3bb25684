"""Kernel density of points as raster tiles whose edges and colours match."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.analysis.base import Analysis
from gis.analysis.heat_plane import TILE, Plane, Window, plane_of, spread_over
from gis.errors import BadInput

Floats = NDArray[np.float64]

# Kernels wider than this are computed at a coarser zoom and interpolated: nothing visible is lost.
WIDEST_KERNEL_PX = 32
PEAK_KERNEL_PX = 8
PEAK_TILES = 64


@dataclass(frozen=True, slots=True)
class HeatParameters:
    """The kernel's radius on the ground; raises BadInput unless it is positive."""

    bandwidth_m: float

    def __post_init__(self) -> None:
        """Refuse what is no radius."""
        if not (math.isfinite(self.bandwidth_m) and self.bandwidth_m > 0):
            raise BadInput("The bandwidth must be a positive number of metres.")


def density(
    lon: Floats,
    lat: Floats,
    tile: tuple[int, int, int],
    parameters: HeatParameters,
    weight: Floats | None = None,
) -> Floats:
    """Give the density of points (WGS-84 degrees) on web-mercator tile (z, x, y), in points per km².

    With weights, a point counts as many times. Shape (256, 256), row 0 in the north. Quartic kernel;
    neighbouring tiles of the same points fit without a seam. Points with NaN or beyond 85° are left out.
    """
    zoom, x, y = tile
    plane = plane_of(lon, lat, weight)
    level = _level(plane, zoom, parameters.bandwidth_m, WIDEST_KERNEL_PX)
    finer = 2 ** (zoom - level)
    columns, rows = _pixel_places(x, finer), _pixel_places(y, finer)
    window = Window(
        math.floor(columns[0]),
        math.floor(rows[0]),
        math.floor(columns[-1]) - math.floor(columns[0]) + 2,
        math.floor(rows[-1]) - math.floor(rows[0]) + 2,
    )
    values = spread_over(plane, level, window, parameters.bandwidth_m)
    return _between(values, rows - window.top, columns - window.left)


def peak(
    lon: Floats, lat: Floats, zoom: int, parameters: HeatParameters, weight: Floats | None = None
) -> float:
    """Give the largest density of all points at a zoom; all its tiles are divided by it to share colours.

    Taken over the tiles that hold points, at a zoom where the kernel has about eight pixels or, for points
    spread wide, coarser yet; so a tile may exceed it by some per cent. 0.0 without points.
    """
    plane = plane_of(lon, lat, weight)
    level = _level(plane, zoom, parameters.bandwidth_m, PEAK_KERNEL_PX)
    while len(tiles := _occupied(plane, level)) > PEAK_TILES and level > 0:
        level -= 1
    windows = (Window(int(x) * TILE, int(y) * TILE, TILE, TILE) for x, y in tiles)
    values = (spread_over(plane, level, window, parameters.bandwidth_m) for window in windows)
    return max((float(value.max()) for value in values), default=0.0)


analysis = Analysis("heat", ("热力", "Heat"), 1, HeatParameters, density)


def _level(plane: Plane, zoom: int, bandwidth_m: float, widest_px: int) -> int:
    """Give the finest zoom, up to the wanted one, at which the kernel's radius has at most so many pixels."""
    finest = math.floor(math.log2(widest_px * plane.metres_per_pixel / bandwidth_m))
    return max(min(zoom, finest), 0)


def _pixel_places(tile: int, finer: int) -> Floats:
    """Give the centres of a tile's 256 pixels in pixels of the coarser zoom, whose own centres are whole."""
    return (tile * TILE + np.arange(TILE) + 0.5) / finer - 0.5


def _between(values: Floats, rows: Floats, columns: Floats) -> Floats:
    """Interpolate linearly between pixel centres, first down, then across."""
    row, column = rows.astype(np.int64), columns.astype(np.int64)
    down, across = (rows - row)[:, None], (columns - column)[None, :]
    strips = values[row] * (1 - down) + values[row + 1] * down
    return strips[:, column] * (1 - across) + strips[:, column + 1] * across


def _occupied(plane: Plane, level: int) -> NDArray[np.int64]:
    scale = 2.0**level / TILE
    cells = np.stack([plane.x * scale, plane.y * scale], axis=1)
    return np.unique(np.floor(cells).astype(np.int64), axis=0)
