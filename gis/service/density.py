"""Density of chosen events, tile by tile; the events of a choice are read once and kept for a minute."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from gis.analysis.heat import HeatParameters, density, peak
from gis.analysis.heat_ratio import change, least_hours, per_hour
from gis.analysis.patrolled import together, unpack
from gis.errors import BadInput
from gis.model import EVERYTHING, Lookout
from gis.store.database import Database
from gis.store.exposure import patrol_hours
from gis.store.facts import EventFilter, event_places
from gis.store.patrols import patrol_bodies

KEPT, KEPT_S = 32, 60.0
# the peak is taken at one zoom, so that a colour means the same density at every zoom
PEAK_ZOOM = 14
PATROL_DAYS = 30

Floats = NDArray[np.float64]
Tile = tuple[int, int, int]
Weighed = tuple[Floats, Floats, Floats | None]


@dataclass(frozen=True, slots=True)
class Cloud:
    """Places of one kind with what each weighs, their largest density, and until when they are kept."""

    lon: Floats
    lat: Floats
    weight: Floats | None
    peak: float
    until: float

    def over(self, tile: Tile, parameters: HeatParameters) -> Floats:
        """Return the density on a tile, per km²."""
        return density(self.lon, self.lat, tile, parameters, self.weight)


class Densities:
    """Computes density tiles for one process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, Cloud] = OrderedDict()

    async def tile(
        self, database: Database, chosen: EventFilter, bandwidth_m: float, lookout: Lookout, zxy: Tile
    ) -> Floats:
        """Return the density of tile (z, x, y) as a share 0–1 of the town's largest, shape (256, 256)."""
        parameters = HeatParameters(bandwidth_m)
        cloud = await self._events(database, chosen, parameters, lookout)
        if cloud.peak == 0.0:
            return np.zeros((256, 256))
        values = await asyncio.to_thread(cloud.over, zxy, parameters)
        return np.minimum(values / cloud.peak, 1.0)

    async def change(
        self,
        database: Database,
        chosen: tuple[EventFilter, EventFilter],
        bandwidth_m: float,
        lookout: Lookout,
        zxy: Tile,
    ) -> Floats:
        """Return how the density of one choice differs from that of another, both by the day.

        0–1, ½ for no difference, 1 for all of the larger one's peak more; shape (256, 256).
        """
        parameters = HeatParameters(bandwidth_m)
        now, before = [await self._events(database, one, parameters, lookout) for one in chosen]
        days = [days_of(one) for one in chosen]
        top = max(now.peak / days[0], before.peak / days[1])
        if top == 0.0:
            return np.full((256, 256), 0.5)
        values = [await asyncio.to_thread(cloud.over, zxy, parameters) for cloud in (now, before)]
        return change(values[0] / days[0], values[1] / days[1], top)

    async def per_patrol_hour(
        self, database: Database, chosen: EventFilter, bandwidth_m: float, lookout: Lookout, zxy: Tile
    ) -> Floats:
        """Return events per hour of patrols in the same thirty days, 0–1 of ten times the town's mean.

        Nothing is told (0) where there was hardly any patrol.
        """
        parameters = HeatParameters(bandwidth_m)
        span = lookout.today - timedelta(days=PATROL_DAYS), lookout.today - timedelta(days=1)
        recent = EventFilter(chosen.categories, chosen.departments, *span, chosen.hours, chosen.weekdays)
        events = await self._events(database, recent, parameters, lookout)
        patrols = await self._patrols(database, parameters, lookout)
        if patrols.weight is None or patrols.peak == 0.0:
            return np.zeros((256, 256))
        mean = len(events.lon) / float(patrols.weight.sum())
        both = [await asyncio.to_thread(cloud.over, zxy, parameters) for cloud in (events, patrols)]
        return per_hour(both[0], both[1], least_hours(patrols.peak), mean)

    async def _events(
        self, database: Database, chosen: EventFilter, parameters: HeatParameters, lookout: Lookout
    ) -> Cloud:
        async def read() -> Weighed:
            async with database.begin() as connection:
                return (*await event_places(connection, lookout, chosen), None)

        return await self._cloud((chosen, lookout, parameters), parameters, read)

    async def _patrols(self, database: Database, parameters: HeatParameters, lookout: Lookout) -> Cloud:
        span = lookout.today - timedelta(days=PATROL_DAYS), lookout.today - timedelta(days=1)

        async def read() -> Weighed:
            async with database.begin() as connection:
                walked = together([unpack(body) for body in await patrol_bodies(connection, span)])
                whole = Lookout(
                    lookout.edition_id, EVERYTHING, lookout.today, lookout.time_zone, lookout.base_level
                )
                hours = await patrol_hours(connection, whole, span)
            # metres become hours at the pace of all patrols together
            weight = walked.metres * (hours / max(float(walked.metres.sum()), 1.0))
            return walked.lon, walked.lat, weight

        return await self._cloud(("patrols", lookout.today, parameters), parameters, read)

    async def _cloud(
        self, key: object, parameters: HeatParameters, read: Callable[[], Awaitable[Weighed]]
    ) -> Cloud:
        known = self._kept.get(key)
        if known and known.until > time.monotonic():
            self._kept.move_to_end(key)
            return known
        lon, lat, weight = await read()
        largest = await asyncio.to_thread(peak, lon, lat, PEAK_ZOOM, parameters, weight)
        cloud = self._kept[key] = Cloud(lon, lat, weight, largest, time.monotonic() + KEPT_S)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return cloud


def days_of(chosen: EventFilter) -> int:
    """Return how many days a choice spans; BadInput where it has no first or no last day."""
    if chosen.since is None or chosen.until is None:
        raise BadInput("A comparison needs the first and the last day of both periods.")
    return (chosen.until - chosen.since).days + 1
