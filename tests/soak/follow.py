"""How long two worker processes take to follow a publication: from its commit to the first answer."""

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx2

from api.services import make_services
from gis.geometry.projection import to_degrees
from gis.model import EVERYTHING
from gis.service.accounts import By, new_token
from gis.service.atlas import POLL_S
from gis.service.drafting import save_draft
from gis.service.founding import found
from gis.service.publishing import publish_draft
from gis.settings import Settings
from gis.store.cluster import cluster_of
from gis.store.database import Database
from gis.store.drafting import Publication
from gis.store.migrate import migrate
from tests.service.test_drafting import drafted
from tests.small_town import EAST, EPSG, NOON, NORTH, small_town

SEED = 20261124
WORKERS, PUBLICATIONS = 2, 20
GOAL_S = 1.0


def run(asked: argparse.Namespace) -> int:
    """Publish again and again, print how fast every worker follows, and return 1 where one takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        cluster = cluster_of(Path(folder), durable=False)
        cluster.make()
        cluster.start()
        try:
            took = asyncio.run(_measure(cluster.url(), Path(folder)))
        finally:
            cluster.discard()
    for number, seconds in enumerate(took, 1):
        sys.stdout.write(
            f"worker {number}: {len(seconds)} publications followed after {min(seconds):.2f} to "
            f"{max(seconds):.2f} s, median {statistics.median(seconds):.2f} s\n"
        )
    return int(max(map(max, took)) > GOAL_S)


async def _measure(url: str, home: Path) -> list[list[float]]:
    database = Database(url)
    await migrate(database)
    await found(database, small_town(), NOON.date(), lambda _: None)
    took: list[list[float]] = [[] for _ in range(WORKERS)]
    headers = {"Authorization": f"Bearer {await _token(url, home)}"}
    dice = random.Random(SEED)
    first = datetime.now(UTC).date() + timedelta(days=2)
    with _worker(url, home) as one, _worker(url, home) as other:
        async with httpx2.AsyncClient(headers=headers, timeout=60) as client:
            await asyncio.gather(
                _until_edition(client, one, first, 1), _until_edition(client, other, first, 1)
            )
            for number in range(2, 2 + PUBLICATIONS):
                day = first + timedelta(days=number)
                await asyncio.sleep(dice.uniform(0, POLL_S))  # or every wait would be a whole interval
                draft = await save_draft(database, drafted(number))
                paper = Publication(day, first, f"示例{number}号", "approver")
                await publish_draft(database, draft, paper)
                waits = [_until_edition(client, address, day, number) for address in (one, other)]
                for seconds, waited in zip(took, await asyncio.gather(*waits), strict=True):
                    seconds.append(waited)
    await database.close()
    return took


async def _token(url: str, home: Path) -> str:
    services = make_services(Settings(home=home), url)
    token = new_token("follow", ("viewer",), EVERYTHING, datetime.now(UTC), 1)
    secret = await services.accounts.issue_token(token, By("soak"))
    await services.database.close()
    return secret


@contextmanager
def _worker(url: str, home: Path) -> Iterator[str]:
    """Run a worker on a socket of its own and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        environment = {
            **os.environ,
            "WANGGE_HOME": str(home),
            "WANGGE_WORKER_URL": url,
            "WANGGE_WORKER_SOCKET": str(listener.fileno()),
        }
        command = [sys.executable, "-m", "api.worker"]
        process = subprocess.Popen(command, env=environment, pass_fds=[listener.fileno()])
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            process.terminate()
            process.wait()


async def _until_edition(client: httpx2.AsyncClient, address: str, day: date, number: int) -> float:
    """Ask for a place until it is answered by an edition and return how long that took."""
    began = time.monotonic()
    lon, lat = to_degrees(EAST + 500, NORTH + 500, EPSG)
    asked = {"lon": float(lon), "lat": float(lat), "on": day.isoformat()}
    while True:
        answer = await client.get(f"{address}/api/lookup", params=asked)
        if answer.status_code == 200 and answer.json()["edition"]["number"] == number:
            return time.monotonic() - began
        await asyncio.sleep(0.005)
