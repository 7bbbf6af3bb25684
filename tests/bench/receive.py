"""From HTTP to durable, keyed, located rows: single fixes, hundreds in JSON, thousands packed; and COPY."""

import argparse
import asyncio
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import numpy as np
from sqlalchemy import text

from gis.store.database import Database
from gis.store.fix_rows import COLUMNS, FixRows, copy_bytes
from tests.soak.kill_fixes import Town, served

ROUNDS = 5
ROWS = 10_000
SECONDS = 6
DEVICES = 600
STEP_MS = 20
FORMS = {"single": (1, 12_000, 256), "json": (100, 150_000, 64), "packed": (1000, 400_000, 64)}
"""Form → fixes a request, the least rate, connections."""
Way = Callable[[asyncpg.Connection, FixRows], Awaitable[None]]


def run(_: argparse.Namespace) -> int:
    """Measure both; return how many goals were missed."""
    return asyncio.run(_run())


async def _run() -> int:
    with tempfile.TemporaryDirectory(prefix="wangge-receive-") as folder:
        async with served(Path(folder), phones=DEVICES) as town:
            missed = await _ways(town)
            for form in FORMS:
                missed += await _over_http(town, form)
    return missed


async def _over_http(town: Town, form: str) -> int:
    together, least, connections = FORMS[form]
    before = await _count(town)
    rounds = [await _round(town, form, turn) for turn in range(ROUNDS)]
    stored = await _count(town) - before
    answered = sum(number for number, _ in rounds)
    refused = sum(number for _, number in rounds)
    rates = [number / SECONDS for number, _ in rounds]
    rate = statistics.median(rates)
    sys.stdout.write(
        f"{form}: {rate:,.0f} fixes/s durable, {min(rates):,.0f} to {max(rates):,.0f} "
        f"({together} a request, {connections} connections, must {least:,}), "
        f"{stored:,} stored of {answered:,} answered, {refused:,} refused\n"
    )
    return int(rate < least) + int(stored < answered or refused > 0)


async def _round(town: Town, form: str, turn: int) -> tuple[int, int]:
    # every form and round has minutes of its own, later than those before
    hours = {"single": 11, "json": 9, "packed": 6}[form] - turn / 4
    together, _, connections = FORMS[form]
    sending = Sending(form, together, connections, hours, STEP_MS, SECONDS)
    return await send(town, sending)


@dataclass(frozen=True)
class Sending:
    """How devices send: fixes a request, connections, since how many hours, ms between fixes, how long.

    With `most`, it ends after so many requests though there is time left.
    """

    form: str
    together: int
    connections: int
    hours: float
    step_ms: int
    seconds: int
    most: int = 0


async def send(town: Town, sending: Sending) -> tuple[int, int]:
    """Let wrk send for all devices; return how many fixes were answered and how many requests refused."""
    begin_ms = int((time.time() - sending.hours * 3600) * 1000)
    told = (sending.form, sending.together, begin_ms, sending.step_ms, sending.most)
    script = str(Path(__file__).with_suffix(".lua"))
    command = ["wrk", "-t1", f"-c{sending.connections}", f"-d{sending.seconds}s", "-s", script]
    done = await asyncio.to_thread(
        subprocess.run,
        [*command, f"http://127.0.0.1:{town.port}/", "--", *map(str, told), *town.tokens.values()],
        capture_output=True,
        text=True,
        check=True,
    )
    answered = re.search(r"(\d+) requests in", done.stdout)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    assert answered
    return int(answered.group(1)) * sending.together, int(refused.group(1)) if refused else 0


async def _ways(town: Town) -> int:
    """Time our COPY against executemany and staging, in turns, each over rows of its own."""
    url = town.cluster.url().replace("+asyncpg", "")
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE plain (LIKE fix INCLUDING ALL)")
    await connection.execute("CREATE TEMP TABLE waiting (LIKE fix)")
    times: dict[str, list[float]] = {name: [] for name in WAYS}
    for turn in range(ROUNDS):
        for place, (name, way) in enumerate(WAYS.items()):
            rows = _rows(turn * len(WAYS) + place)
            began = time.perf_counter()
            async with connection.transaction():
                await way(connection, rows)
            times[name].append(time.perf_counter() - began)
    stored = await connection.fetchval("SELECT count(*) FROM plain")
    await connection.close()
    medians = {name: statistics.median(each) for name, each in times.items()}
    rates = ", ".join(f"{name} {ROWS / each:,.0f}/s" for name, each in medians.items())
    many, staging = (medians[name] / medians["COPY"] for name in ("executemany", "staging"))
    sys.stdout.write(f"{rates}: COPY {many:.1f} × executemany (must 5), {staging:.1f} × staging (must 2)\n")
    return int(many < 5) + int(staging < 2) + int(stored != ROUNDS * len(WAYS) * ROWS)


def _rows(turn: int) -> FixRows:
    count = np.arange(ROWS)
    at_us = 1_700_000_000_000_000 + (turn * ROWS + count) * 1_000_000
    ones = np.ones(ROWS, np.int64)
    reals = [np.full(ROWS, value, np.float32) for value in (8.0, 1.2, 90.0, 5.0)]
    lon, lat = 120.005 + count * 1e-7, np.full(ROWS, 31.626)
    n, flags = np.zeros(ROWS, np.int16), np.zeros(ROWS, np.int32)
    return FixRows(ones, at_us, n, ones, at_us, lon, lat, flags, ones, *reals)


async def _copy(connection: asyncpg.Connection, rows: FixRows) -> None:
    await connection.copy_to_table(
        "plain", source=memoryview(copy_bytes(rows)), columns=COLUMNS, format="binary"
    )


async def _executemany(connection: asyncpg.Connection, rows: FixRows) -> None:
    places = ", ".join(
        f"ST_GeomFromEWKB(${k})" if name == "geom" else f"${k}" for k, name in enumerate(COLUMNS, start=1)
    )
    statement = f"INSERT INTO plain ({', '.join(COLUMNS)}) VALUES ({places}) ON CONFLICT DO NOTHING"
    await connection.executemany(statement, _tuples(rows))


async def _staging(connection: asyncpg.Connection, rows: FixRows) -> None:
    await connection.copy_to_table(
        "waiting", source=memoryview(copy_bytes(rows)), columns=COLUMNS, format="binary"
    )
    await connection.execute("INSERT INTO plain SELECT * FROM waiting ON CONFLICT DO NOTHING")
    await connection.execute("TRUNCATE waiting")


WAYS: dict[str, Way] = {"COPY": _copy, "executemany": _executemany, "staging": _staging}


def _tuples(rows: FixRows) -> list[tuple[object, ...]]:
    import struct
    from datetime import UTC, datetime

    return [
        (
            int(rows.device[k]),
            datetime.fromtimestamp(rows.fixed_us[k] / 1e6, UTC),
            0,
            int(rows.person[k]),
            datetime.fromtimestamp(rows.received_us[k] / 1e6, UTC),
            b"\x01\x01\x00\x00\x20\xe6\x10\x00\x00" + struct.pack("<dd", rows.lon[k], rows.lat[k]),
            0,
            1,
            8.0,
            1.2,
            90.0,
            5.0,
        )
        for k in range(len(rows))
    ]


async def _count(town: Town) -> int:
    database = Database(town.cluster.url())
    async with database.begin() as connection:
        count = int(await connection.scalar(text("SELECT count(*) FROM fix")) or 0)
    await database.close()
    return count
