"""A day of everybody's tracks to a body ready to send: sealed pieces against SELECT and GeoJSON."""

import argparse
import asyncio
import gzip
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
from sqlalchemy import text

from gis.model import EVERYTHING
from gis.service.sealing import Sealer
from gis.service.tracks import Asked, Tracks
from gis.store.cluster import cluster_of
from gis.store.database import Database
from gis.store.record import Act, record
from gis.store.tracks import Day
from tests.bench.walked_day import walked_day

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
    walked = await walked_day(database, url, now)
    day, fixes = walked.day, walked.fixes
    tracks = Tracks(walked.atlas)

    async def ours() -> bytes:
        async with database.begin() as connection:
            bounded = await tracks.bound(connection, EVERYTHING, Asked(day.begin, day.end))
            body = await tracks.playback(connection, bounded, quality=False)
            await record(connection, Act("bench", "track.playback", detail={"people": list(bounded.people)}))
        return body

    opened = statistics.median([await _timed(ours) for _ in range(ROUNDS)]) * 1000
    await Sealer(database, walked.atlas, lambda: now).seal(day)
    times = {"ours": [], "rows": []}  # type: dict[str, list[float]]
    for _ in range(ROUNDS):
        times["ours"] += [await _timed(ours) for _ in range(3)]
        times["rows"].append(await _timed(lambda: _geojson(database, day)))
    body = await ours()
    plain = gzip.decompress(body)
    mine, peer = (statistics.median(each) * 1000 for each in (times["ours"], times["rows"]))
    stored = await _stored(database)
    print(f"{fixes:,} fixes of 454 people; {len(body):,} bytes = {len(body) / fixes:.2f} a fix")  # noqa: T201
    print(f"all {fixes:,} still open: {opened - mine:,.0f} ms more (must 30)")  # noqa: T201
    print(f"unpacked {len(plain):,} bytes; sealed days on disk {stored / fixes:.2f} bytes a fix")  # noqa: T201
    print(f"ready: pieces {mine:.1f} ms, SELECT to GeoJSON {peer:,.0f} ms: {peer / mine:,.0f} times")  # noqa: T201
    return 0


async def _timed(act: Callable[[], Awaitable[bytes]]) -> float:
    began = time.perf_counter()
    await act()
    return time.perf_counter() - began


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
