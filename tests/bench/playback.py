"""A day of everybody's tracks to a body ready to send: sealed pieces against SELECT and GeoJSON."""

import argparse
import asyncio
import gzip
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import orjson
from sqlalchemy import text

from fixtures.town import build_town
from gis.model import EVERYTHING
from gis.service.atlas import Atlas
from gis.service.founding import found
from gis.service.sealing import Sealer
from gis.service.tracks import Asked, Tracks
from gis.store.cluster import cluster_of
from gis.store.database import Database
from gis.store.fix_rows import FixRows
from gis.store.fixes import Batch, FixWriter
from gis.store.migrate import migrate
from gis.store.record import Act, record
from gis.store.tracks import Day, day_of

ROUNDS = 5


def run(_: argparse.Namespace) -> int:
    """Seal a day of 454 people and read it both ways in turns."""
    return asyncio.run(_run())


async def _run() -> int:
    with tempfile.TemporaryDirectory(prefix="wangge-playback-") as folder:
        cluster = cluster_of(Path(folder))
        cluster.make()
        cluster.start()
        database = Database(cluster.url(), statement_seconds=600)
        try:
            return await _compare(database, cluster.url())
        finally:
            await database.close()
            cluster.discard()


async def _compare(database: Database, url: str) -> int:
    now = datetime.now(UTC)
    await migrate(database)
    tables = await asyncio.to_thread(build_town, now)
    await found(database, tables, now.date() - timedelta(days=3), lambda _: None)
    atlas = Atlas(database, lambda: now)
    await atlas.refresh()
    day = day_of(atlas.today() - timedelta(days=1), atlas.town.time_zone)
    fixes = await _walk(database, url, day)
    await Sealer(database, atlas, lambda: now).seal(day)
    tracks = Tracks(atlas)

    async def ours() -> bytes:
        async with database.begin() as connection:
            bounded = await tracks.bound(connection, EVERYTHING, Asked(day.begin, day.end))
            body = await tracks.playback(connection, bounded, quality=False)
            await record(connection, Act("bench", "track.playback", detail={"people": list(bounded.people)}))
        return body

    times = {"ours": [], "rows": []}  # type: dict[str, list[float]]
    for _ in range(ROUNDS):
        times["ours"] += [await _timed(ours) for _ in range(3)]
        times["rows"].append(await _timed(lambda: _geojson(database, day)))
    body = await ours()
    plain = gzip.decompress(body)
    mine, peer = (statistics.median(each) * 1000 for each in (times["ours"], times["rows"]))
    stored = await _stored(database)
    print(f"{fixes:,} fixes of 454 people; {len(body):,} bytes = {len(body) / fixes:.2f} a fix")  # noqa: T201
    print(f"unpacked {len(plain):,} bytes; sealed days on disk {stored / fixes:.2f} bytes a fix")  # noqa: T201
    print(f"ready: pieces {mine:.1f} ms, SELECT to GeoJSON {peer:,.0f} ms: {peer / mine:,.0f} times")  # noqa: T201
    return 0


async def _timed(act: Callable[[], Awaitable[bytes]]) -> float:
    began = time.perf_counter()
    await act()
    return time.perf_counter() - began


async def _walk(database: Database, url: str, day: Day) -> int:
    """Write a day of everybody as rows, one device a person."""
    from api.simulator import patrols_of

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


async def _geojson(database: Database, day: Day) -> bytes:
    """Do what services usually do: every row a GeoJSON feature."""
    async with database.begin() as connection:
        rows = await connection.execute(
            text(
                "SELECT person_id, fixed_at, ST_X(geom), ST_Y(geom), accuracy_m, speed_mps FROM fix"
                " WHERE fixed_at >= :begin AND fixed_at < :end ORDER BY person_id, fixed_at"
            ),
            {"begin": day.begin, "end": day.end},
        )
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": (row[2], row[3])},
                "properties": {"person": row[0], "at": row[1], "accuracy": row[4], "speed": row[5]},
            }
            for row in rows
        ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


async def _stored(database: Database) -> int:
    async with database.begin() as connection:
        return int(await connection.scalar(text("SELECT pg_total_relation_size('track_day')")) or 0)
