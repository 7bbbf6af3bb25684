"""What is wrong with the phones of those on duty, looked up anew each time it is asked."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import shapely

from gis.analysis.phone_faults import Floats, Kind, Phone, Recent, ToStreet, faults
from gis.geometry.projection import to_metric, to_metric_shape
from gis.model import Scope
from gis.service.atlas import Atlas
from gis.service.reception.gate import FUTURE
from gis.store.beats import street_lines
from gis.store.database import Connection, Database
from gis.store.phones_on_duty import Carried, carried_on_duty, newest_fixes, refused_since
from gis.store.town import load_version

RECENT = timedelta(minutes=20)
REFUSED = timedelta(minutes=10)
# a clock that is a day behind is still found
OLDEST = timedelta(days=1)
# reception lets clocks be a little ahead
AHEAD = timedelta(minutes=3)
MOST_FIXES = 200


@dataclass(frozen=True, slots=True)
class Faulty:
    """A phone with what is wrong with it."""

    carried: Carried
    kinds: tuple[Kind, ...]


class PhoneFaults:
    """Finds faults; keeps the streets of the town until its data change."""

    def __init__(self, database: Database, atlas: Atlas, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._atlas = atlas
        self._clock = clock
        self._streets: tuple[int, ToStreet | None] | None = None

    async def look(self, scope: Scope) -> list[Faulty]:
        """Return the faulty phones of the scope's people on duty, by staff number.

        Who has a phone that is let in has no fault by another one that is not.
        """
        now, epsg = self._clock(), self._atlas.town.metric_crs
        async with self._database.begin() as connection:
            carried = await carried_on_duty(connection, self._atlas.lookout(scope), now)
            let_in = {one.person for one in carried if not one.revoked}
            carried = [one for one in carried if not one.revoked or one.person not in let_in]
            phones = await _phones(connection, carried, now)
            to_street = await self._to_street(connection)
        now_ms = round(now.timestamp() * 1000)

        def judged() -> list[Faulty]:
            found = [faults(phone, now_ms, epsg, to_street) for phone in phones]
            return [Faulty(one, kinds) for one, kinds in zip(carried, found, strict=True) if kinds]

        return await asyncio.to_thread(judged)

    async def _to_street(self, connection: Connection) -> ToStreet | None:
        version = await load_version(connection)
        if self._streets is None or self._streets[0] != version:
            lines = await street_lines(connection)
            made = await asyncio.to_thread(_measure, lines, self._atlas.town.metric_crs) if lines else None
            self._streets = (version, made)
        return self._streets[1]


def _measure(lines: list[bytes], epsg: int) -> ToStreet:
    tree = shapely.STRtree([to_metric_shape(line, epsg) for line in shapely.from_wkb(lines)])

    def metres(lon: Floats, lat: Floats) -> Floats:
        points = shapely.points(np.column_stack(to_metric(lon, lat, epsg)))
        return np.asarray(tree.query_nearest(points, return_distance=True, all_matches=False)[1])

    return metres


async def _phones(connection: Connection, carried: list[Carried], now: datetime) -> list[Phone]:
    devices = [one.device for one in carried]
    span = (now - OLDEST, now - RECENT, now + AHEAD)
    rows = await newest_fixes(connection, devices, span, MOST_FIXES)
    refused = await refused_since(connection, devices, now - REFUSED, FUTURE)
    by_device: dict[int, list[tuple[object, ...]]] = {}
    for device, *rest in rows:
        by_device.setdefault(device, []).append(tuple(rest))
    return [_phone(one, by_device.get(one.device, []), refused.get(one.device, (0, 0))) for one in carried]


def _phone(one: Carried, rows: list[tuple[object, ...]], refused: tuple[int, int]) -> Phone:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    at_ms, received_ms = (np.array(column, np.int64) for column in columns[:2])
    lon, lat = (np.array(column, np.float64) for column in columns[2:4])
    return Phone(
        since_ms=round(one.since.timestamp() * 1000),
        seen_ms=round(one.seen_at.timestamp() * 1000) if one.seen_at else None,
        battery_pct=one.battery_pct,
        charging=one.charging,
        revoked=one.revoked,
        refused_future=refused[0],
        refused=refused[1],
        recent=Recent(at_ms, received_ms, lon, lat, np.array(columns[4], np.int32)),
    )
