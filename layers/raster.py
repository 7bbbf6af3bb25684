"""Raster layers: density of chosen events, coloured by the layer's ramp, as PNG tiles or one picture."""

import asyncio
import io
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gis.model import Lookout
from gis.service.density import Densities
from gis.store.boundaries import extent
from gis.store.database import Database
from gis.store.facts import EventFilter
from layers.style import Ramp

LEVELS, TILE = 256, 256
PICTURE_TILES = 5
Floats = NDArray[np.float64]
Bounds = list[list[float]]

densities = Densities()


@dataclass(frozen=True, slots=True)
class Raster:
    """What a raster layer shows: which events, and the kernel's radius in metres on the ground.

    `against` are events of another period to compare with; `per_patrol_hour` divides by patrols.
    """

    chosen: EventFilter
    bandwidth_m: float
    against: EventFilter | None = None
    per_patrol_hour: bool = False

    @property
    def nothing(self) -> float:
        """The value at which a tile is empty."""
        return 0.0 if self.against is None else 0.5

    async def values(self, database: Database, lookout: Lookout, zxy: tuple[int, int, int]) -> Floats:
        """Return the values 0–1 of a tile."""
        where = self.bandwidth_m, lookout, zxy
        if self.against is not None:
            return await densities.change(database, (self.chosen, self.against), *where)
        if self.per_patrol_hour:
            return await densities.per_patrol_hour(database, self.chosen, *where)
        return await densities.tile(database, self.chosen, *where)


async def raster_tile(
    database: Database, raster: Raster, ramp: Ramp, lookout: Lookout, zxy: tuple[int, int, int]
) -> bytes:
    """Return a PNG tile of 256 × 256 pixels; empty bytes where the density is nil."""
    share = await raster.values(database, lookout, zxy)
    if (share == raster.nothing).all():
        return b""
    return await asyncio.to_thread(coloured_png, share, ramp)


async def raster_picture(
    database: Database, raster: Raster, ramp: Ramp, lookout: Lookout
) -> tuple[bytes, Bounds]:
    """Return the whole scope as one PNG with its bounds [[south, west], [north, east]]."""
    async with database.begin() as connection:
        west, south, east, north = await extent(connection, lookout)
    zoom = next(z for z in range(16, -1, -1) if _span(west, south, east, north, z) <= PICTURE_TILES)
    left, top = (math.floor(value) for value in _tile_of(west, north, zoom))
    right, bottom = (math.floor(value) for value in _tile_of(east, south, zoom))
    rows = [
        np.hstack([await raster.values(database, lookout, (zoom, x, y)) for x in range(left, right + 1)])
        for y in range(top, bottom + 1)
    ]
    corners = [list(_place_of(left, bottom + 1, zoom)), list(_place_of(right + 1, top, zoom))]
    return coloured_png(np.vstack(rows), ramp), corners


def coloured_png(share: Floats, ramp: Ramp) -> bytes:
    """Return values 0–1 of any shape (rows, columns) as a PNG in the ramp's colours."""
    palette = _palette(ramp)
    index = np.clip(np.rint(share * (LEVELS - 1)), 0, LEVELS - 1).astype(np.uint8)
    image = Image.fromarray(index)
    image.putpalette(palette[:, :3].tobytes(), "RGB")
    file = io.BytesIO()
    image.save(file, "PNG", transparency=palette[:, 3].tobytes(), compress_level=4)
    return file.getvalue()


def _palette(ramp: Ramp) -> NDArray[np.uint8]:
    places = [stop for stop, _ in ramp.stops]
    colours = np.array([list(bytes.fromhex(colour[1:])) for _, colour in ramp.stops], dtype=np.float64)
    steps = np.linspace(0, 1, LEVELS)
    columns = [np.interp(steps, places, colours[:, channel]) for channel in range(4)]
    return np.rint(np.column_stack(columns)).astype(np.uint8)


def _tile_of(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    mercator = math.asinh(math.tan(math.radians(max(min(lat, 85.0), -85.0))))
    return (lon + 180) / 360 * 2**zoom, (1 - mercator / math.pi) / 2 * 2**zoom


def _place_of(x: float, y: float, zoom: int) -> tuple[float, float]:
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2**zoom))))
    return lat, x / 2**zoom * 360 - 180


def _span(west: float, south: float, east: float, north: float, zoom: int) -> float:
    (left, top), (right, bottom) = _tile_of(west, north, zoom), _tile_of(east, south, zoom)
    return max(right - left, bottom - top)
