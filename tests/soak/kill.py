"""Commands that write, killed with -9 at random moments: the tables must be as before or as after."""

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from sqlalchemy import text

from gis.service.founding import found
from gis.store.cluster import Cluster, cluster_of
from gis.store.database import Database
from gis.store.migrate import migrate
from tests.conftest import create_database
from tests.small_town import NOON, small_town
from tests.soak.chain import CHAIN, Command, write_files
from tests.soak.digest import digest

SEED = 20261124
MOMENTS = 10


@dataclass(frozen=True)
class Place:
    """Where commands run and are killed: a cluster, the folder of their files, and since when."""

    cluster: Cluster
    folder: Path
    began: datetime
    watcher: Database

    async def start(self, database: str, command: Command) -> asyncio.subprocess.Process:
        """Start a command on a database as a process of its own."""
        url = self.cluster.url(database).replace("+asyncpg", "")
        environment = {**os.environ, "WANGGE_HOME": str(self.folder), "WANGGE_DATABASE_URL": url}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "api", *command),
            cwd=self.folder,
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
        )

    async def count(self, database: str, condition: str = "true") -> int:
        """Return how many are connected to a database, or those of them that meet a condition."""
        query = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND {condition}"
        async with self.watcher.begin() as connection:
            return await connection.scalar(text(query)) or 0

    async def writes(self, database: str) -> bool:
        """Tell whether a transaction that has written is open in a database."""
        return await self.count(database, "backend_xid IS NOT NULL") > 0

    async def until_writing(self, process: asyncio.subprocess.Process, database: str) -> None:
        """Wait until a process writes to a database, or has ended."""
        while process.returncode is None and not await self.writes(database):  # noqa: ASYNC110
            await asyncio.sleep(0.005)

    async def digest(self, database: str) -> str:
        """Return the digest of a database once nobody is connected to it."""
        while await self.count(database):  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.02)
        return await digest(self.cluster.url(database), self.began)

    async def drop(self, database: str) -> None:
        """Drop a database."""
        engine = self.watcher.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f"DROP DATABASE {database}"))


@asynccontextmanager
async def place_in(cluster: Cluster, folder: Path) -> AsyncIterator[Place]:
    """Return a place that is watched until the end of the block."""
    watcher = Database(cluster.url("postgres"))
    yield Place(cluster, folder, datetime.now(UTC), watcher)
    await watcher.close()


@dataclass(frozen=True)
class Moment:
    """When to kill: so many seconds after the start, or after the first sign of writing."""

    seconds: float
    of_writing: bool


@dataclass(frozen=True)
class Whole:
    """A command that ran to its end: its database, digests before and after, and its seconds."""

    database: str
    before: str
    after: str
    took_s: float
    wrote_s: float

    def moments(self, count: int) -> list[Moment]:
        """Return random moments, so many of the whole run and so many of its writing, spread evenly."""
        dice = random.Random(SEED)
        return [
            Moment((number + dice.random()) / count * length_s, of_writing)
            for of_writing, length_s in ((False, self.took_s), (True, self.wrote_s))
            for number in range(count)
        ]


@dataclass(frozen=True)
class Killed:
    """How long a command had run, what it was at, and what it left: before, after or NEITHER."""

    at_s: float
    reached: str
    left: str


async def run_whole(place: Place, template: str, command: Command, name: str) -> Whole:
    """Run a command to its end on a copy of a database and watch when it writes."""
    await create_database(place.cluster, name, template)
    before = await place.digest(name)
    began = time.monotonic()
    process = await place.start(name, command)
    await place.until_writing(process, name)
    wrote_from = time.monotonic()
    await process.wait()
    ended = time.monotonic()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Whole(name, before, await place.digest(name), ended - began, ended - wrote_from)


async def kill(place: Place, template: str, command: Command, whole: Whole, moment: Moment) -> Killed:
    """Kill a command on a copy of a database at a moment and compare what it left."""
    name = f"{whole.database}_killed"
    await create_database(place.cluster, name, template)
    began = time.monotonic()
    process = await place.start(name, command)
    if moment.of_writing:
        await place.until_writing(process, name)
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), moment.seconds)
    at_s, reached = time.monotonic() - began, "not writing"
    with suppress(ProcessLookupError):  # it may end at this very moment
        process.send_signal(signal.SIGSTOP)  # so that what is seen is what is killed
        reached = "writing" if await place.writes(name) else reached
        process.kill()
    if await process.wait() != -signal.SIGKILL:
        reached = "after its end"
    found = await place.digest(name)
    await place.drop(name)
    return Killed(at_s, reached, {whole.before: "before", whole.after: "after"}.get(found, "NEITHER"))


def run(asked: argparse.Namespace) -> int:
    """Kill every command of the chain at every moment and print what was left; return the mismatches."""
    with tempfile.TemporaryDirectory() as folder:
        cluster = cluster_of(Path(folder) / "home", durable=False)
        cluster.make()
        cluster.start()
        try:
            return asyncio.run(_kill_all(cluster, Path(folder)))
        finally:
            cluster.discard()


async def _kill_all(cluster: Cluster, folder: Path) -> int:
    write_files(folder, side=48)
    template = await founded(cluster)
    mismatches = 0
    sys.stdout.write(f"seed {SEED}, {2 * MOMENTS} kills of each command\n")
    async with place_in(cluster, folder) as place:
        for number, command in enumerate(CHAIN):
            whole = await run_whole(place, template, command, f"chain_{number}")
            moments = whole.moments(MOMENTS)
            kills = [await kill(place, template, command, whole, moment) for moment in moments]
            _tell(command, whole, kills)
            mismatches += sum(killed.left == "NEITHER" for killed in kills)
            template = whole.database
    return mismatches


async def founded(cluster: Cluster) -> str:
    """Found the small town in a database of its own and return that database's name."""
    await create_database(cluster, "founded")
    database = Database(cluster.url("founded"))
    await migrate(database)
    await found(database, small_town(), NOON.date(), lambda _: None)
    await database.close()
    return "founded"


def _tell(command: Command, whole: Whole, kills: list[Killed]) -> None:
    write, name = sys.stdout.write, " ".join(command[:2])
    write(f"{name}: {whole.took_s:.2f} s, the last {whole.wrote_s:.2f} s from its first writing on\n")
    ordered = sorted(kills, key=lambda killed: (killed.reached, killed.left, killed.at_s))
    for (reached, left), group in groupby(ordered, key=lambda killed: (killed.reached, killed.left)):
        moments = [f"{killed.at_s:.2f}" for killed in group]
        write(f"  killed {reached}, left as {left}: {len(moments)} × ({' '.join(moments)} s)\n")
