"""Five hundred phones without a network for eight hours that all send what they have at once."""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx2
from sqlalchemy import text

from gis.store.database import Database
from tests.bench.receive import Sending, send
from tests.soak.kill_fixes import Town, served

PHONES, HOURS, EVERY_S = 500, 8, 10
PEOPLE_PORT = 18900
LONGEST_S = 1200
MOST_P99_MS = 500.0
ASK_S = 0.1


def run(_: argparse.Namespace) -> int:
    """Print what was stored, what is shown, and how the API answered meanwhile; return the goals missed."""
    return asyncio.run(_run())


async def _run() -> int:
    with tempfile.TemporaryDirectory(prefix="wangge-burst-") as folder:
        async with served(Path(folder), phones=PHONES) as town:
            token = await asyncio.to_thread(_token, folder)
            asking = asyncio.create_task(_ask(token))
            fixes = PHONES * HOURS * 3600 // EVERY_S
            began = time.monotonic()
            sending = Sending("single", 1, PHONES, HOURS, EVERY_S * 1000, LONGEST_S, fixes)
            answered, refused = await send(town, sending)
            took = time.monotonic() - began
            asking.cancel()
            times = sorted(await asking)
            stored, late = await _stored(town)
    p99_ms = times[int(len(times) * 0.99)]
    sys.stdout.write(
        f"{PHONES} phones, {fixes:,} fixes: {answered:,} answered in {took:.0f} s, {refused} refused, "
        f"{stored:,} stored; {late} phones whose newest fix is not the one that is shown\n"
        f"look-ups meanwhile: {len(times)}, p50 {times[len(times) // 2]:.0f} ms, p99 {p99_ms:.0f} ms "
        f"(at most {MOST_P99_MS:.0f})\n"
    )
    return (stored < answered) + (answered < fixes) + late + (p99_ms > MOST_P99_MS)


def _token(folder: str) -> str:
    told = subprocess.check_output(
        [sys.executable, "-m", "api", "account", "token", "--role", "commander"],
        env={**os.environ, "WANGGE_HOME": folder},
        text=True,
    )
    found = re.search(r"wg_\S+", told)
    assert found
    return found[0]


async def _ask(token: str) -> list[float]:
    """Look places up until cancelled; return the milliseconds of each answer."""
    times: list[float] = []
    headers = {"authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{PEOPLE_PORT}", headers=headers) as client:
        try:
            while True:
                began = time.perf_counter()
                answer = await client.get("/api/lookup", params={"lon": 120.006, "lat": 31.626})
                answer.raise_for_status()
                times.append((time.perf_counter() - began) * 1000)
                await asyncio.sleep(ASK_S)
        except asyncio.CancelledError:
            return times


async def _stored(town: Town) -> tuple[int, int]:
    """Return how many fixes are stored, and for how many phones the newest is not what is known of them."""
    database = Database(town.cluster.url(), statement_seconds=600)
    async with database.begin() as connection:
        stored = await connection.scalar(text("SELECT count(*) FROM fix"))
        late = await connection.scalar(
            text(
                "SELECT count(*) FROM"
                " (SELECT device_id, max(fixed_at) AS newest FROM fix GROUP BY device_id) f"
                " JOIN device_state s USING (device_id) WHERE s.newest_at <> f.newest"
            )
        )
    await database.close()
    return int(stored or 0), int(late or 0)
