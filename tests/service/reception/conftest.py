"""A desk over the small town: person 1 carries device 1 and is on duty on 2 November from 08:00 to 16:00."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from gis.errors import Conflict
from gis.protocols.base import Decoded, Report
from gis.service.atlas import Atlas
from gis.service.reception.arrivals import Arrived
from gis.service.reception.desk import Desk
from gis.service.reception.grids import GridsOfDays
from gis.service.reception.roll import digest_of
from gis.service.reception.whereabouts import Position
from gis.store import devices as stored
from gis.store.database import Database
from gis.store.devices import DeviceRow
from gis.store.fixes import FixWriter
from tests.small_town import NOON

NOON_MS = int(NOON.timestamp() * 1000)
EIGHT = NOON - timedelta(hours=4)


@dataclass
class Reception:
    """A running desk, its device, what it announced, and its database."""

    desk: Desk
    device: DeviceRow
    announced: list[Position]
    database: Database
    writer: FixWriter

    async def send(self, *reports: Report, **about: Any) -> None:
        """Let the device say something, received `received_ms` (noon, unless said otherwise)."""
        received_ms = about.pop("received_ms", NOON_MS)
        raw = about.pop("raw", b"the message")
        decoded = Decoded(reports=reports, **about)
        await self.desk.receive(Arrived(self.device, "osmand", decoded, raw, received_ms))

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        async with self.database.begin() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]


def at(seconds: float, lon: float = 120.006, lat: float = 31.626, **more: Any) -> Report:
    """Return a report so many seconds after noon, by itself in the small town's first grid."""
    return Report(at_ms=NOON_MS + round(seconds * 1000), lon=lon, lat=lat, **more)


@pytest.fixture
async def reception(fresh_database: Database) -> AsyncIterator[Reception]:
    """Run a desk over a fresh copy of the small town."""
    await _register(fresh_database)
    async with running(fresh_database) as made:
        yield made


async def _register(database: Database) -> None:
    async with database.begin() as connection:
        values = {"name": "phone", "protocol": "osmand", "token_digest": digest_of("secret")}
        device = await stored.add_device(connection, values)
        person = (await connection.execute(text("SELECT min(id) FROM person"))).scalar_one()
        await stored.assign(connection, device, person, EIGHT - timedelta(days=30))
        duty = (person, EIGHT, EIGHT + timedelta(hours=8))
        await stored.put_on_duty(connection, "roster", [duty])


class running:  # noqa: N801 - reads as a verb where it is used
    """A desk that runs while the block does."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = lambda: NOON) -> None:
        self._database = database
        self._clock = clock

    async def __aenter__(self) -> Reception:
        url = self._database.engine.url.render_as_string(hide_password=False)
        atlas = Atlas(self._database, self._clock)
        await atlas.refresh()
        self._writer = FixWriter(url, atlas.town.time_zone)
        desk = Desk(self._database, self._writer, GridsOfDays(atlas), self._clock)
        announced: list[Position] = []
        await desk.refresh()
        await self._writer.open()
        recovered = asyncio.Event()

        def announce(positions: list[Position]) -> None:
            announced.extend(positions)
            recovered.set()

        self._task = asyncio.create_task(desk.run(announce))
        await recovered.wait()
        return Reception(desk, desk.roll.devices[0], announced, self._database, self._writer)

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError, Conflict):
            await self._task
        await self._writer.close()
