"""A day on which all 454 people of the made-up town walk eight hours, a fix every ten seconds."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import text

from api.simulator import patrols_of
from fixtures.town import build_town
from gis.service.atlas import Atlas
from gis.service.founding import found
from gis.store.database import Database
from gis.store.fix_rows import FixRows
from gis.store.fixes import Batch, FixWriter
from gis.store.migrate import migrate
from gis.store.tracks import Day, day_of


@dataclass(frozen=True)
class WalkedDay:
    """The town, its yesterday, and how many fixes were written."""

    atlas: Atlas
    day: Day
    fixes: int


async def walked_day(database: Database, url: str, now: datetime) -> WalkedDay:
    """Found the town in an empty database and let everybody walk yesterday; the day is still open."""
    await migrate(database)
    tables = await asyncio.to_thread(build_town, now)
    await found(database, tables, now.date() - timedelta(days=3), lambda _: None)
    atlas = Atlas(database, lambda: now)
    await atlas.refresh()
    day = day_of(atlas.today() - timedelta(days=1), atlas.town.time_zone)
    return WalkedDay(atlas, day, await _walk(database, url, day))


async def _walk(database: Database, url: str, day: Day) -> int:
    """Write a day of everybody as rows, one device a person."""
    patrols, atlas = await patrols_of(database)
    async with database.begin() as connection:
        await connection.execute(
            text("INSERT INTO device (name, protocol) SELECT number, 'osmand' FROM person ORDER BY id")
        )
    writer = FixWriter(url, atlas.town.time_zone)
    await writer.open()
    count = 0
    for key, number in enumerate(sorted(patrols.beats), start=1):
        walk = patrols.walk(number, "bench", 8, 10)
        rows = _rows(key, walk, int(day.begin.timestamp() * 1e6) + 8 * 3_600_000_000)
        await writer.commit(Batch(rows, rows.take(np.zeros(len(rows), bool))))
        count += len(rows)
    await writer.close()
    return count


def _rows(key: int, walk: object, begin_us: int) -> FixRows:
    said = walk.said  # type: ignore[attr-defined]
    count = len(said.at_s)
    person = np.full(count, key, np.int64)
    at_us = begin_us + (said.at_s * 1e6).astype(np.int64)
    reals = [np.asarray(values, np.float32) for values in (said.accuracy_m, said.speed_mps, said.heading_deg)]
    nothing = np.full(count, np.nan, np.float32)
    flags, n, grid = np.zeros(count, np.int32), np.zeros(count, np.int16), np.full(count, -1, np.int64)
    places = walk.lon, walk.lat  # type: ignore[attr-defined]
    return FixRows(person, at_us, n, person, at_us, *places, flags, grid, *reals, nothing)
