"""Density of chosen events, tile by tile; the events of a choice are read once and kept for a minute."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.analysis.heat import HeatParameters, density, peak
from gis.model import Lookout
from gis.store.database import Database
from gis.store.facts import EventFilter, event_places

KEPT, KEPT_S = 32, 60.0
# the peak is taken at one zoom, so that a colour means the same density at every zoom
PEAK_ZOOM = 14

Floats = NDArray[np.float64]
Tile = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Cloud:
    """The places of one choice of events, their largest density, and until when they are kept."""

    lon: Floats
    lat: Floats
    peak: float
    until: float


class Densities:
    """Computes density tiles for one process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[EventFilter, Lookout, HeatParameters], Cloud] = OrderedDict()

    async def tile(
        self, database: Database, chosen: EventFilter, bandwidth_m: float, lookout: Lookout, zxy: Tile
    ) -> Floats:
        """Return the density of tile (z, x, y) as a share 0–1 of the town's largest, shape (256, 256)."""
        parameters = HeatParameters(bandwidth_m)
        cloud = await self._cloud(database, chosen, parameters, lookout)
        if cloud.peak == 0.0:
            return np.zeros((256, 256))
        values = await asyncio.to_thread(density, cloud.lon, cloud.lat, zxy, parameters)
        return np.minimum(values / cloud.peak, 1.0)

    async def _cloud(
        self, database: Database, chosen: EventFilter, parameters: HeatParameters, lookout: Lookout
    ) -> Cloud:
        key = (chosen, lookout, parameters)
        known = self._kept.get(key)
        if known and known.until > time.monotonic():
            self._kept.move_to_end(key)
            return known
        async with database.begin() as connection:
            lon, lat = await event_places(connection, lookout, chosen)
        largest = await asyncio.to_thread(peak, lon, lat, PEAK_ZOOM, parameters)
        cloud = self._kept[key] = Cloud(lon, lat, largest, time.monotonic() + KEPT_S)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return cloud
