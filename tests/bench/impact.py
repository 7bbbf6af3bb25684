"""What a redrawing changes for whom, in the made-up town with a month of patrols: how long it takes."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from api.simulator import patrols_of, write_month
from fixtures.town import build_town
from gis.model import EVERYTHING
from gis.redraw.workload import KINDS
from gis.service.founding import found
from gis.service.redrawing.boards import Board
from gis.service.redrawing.drafts import Drafts
from gis.service.redrawing.impact import Impact, Weights, impact_of
from gis.service.redrawing.patrols import Patrols, add_patrols_up
from gis.service.redrawing.proposals import Asked, Proposals
from gis.service.redrawing.weighing import Weighing
from gis.service.rights import Caller
from gis.store.cluster import cluster_of
from gis.store.database import Database
from gis.store.migrate import migrate

PLANNER = Caller("bench", "", ("planner",), EVERYTHING)
ROUNDS = 5
MOST_S = 1.0


def run(_: argparse.Namespace) -> int:
    """Weigh the whole town drawn anew and return how many goals are missed."""
    return asyncio.run(_run())


async def _run() -> int:
    with tempfile.TemporaryDirectory(prefix="wangge-impact-") as folder:
        cluster = cluster_of(Path(folder))
        cluster.make()
        cluster.start()
        database = Database(cluster.url(), statement_seconds=600)
        try:
            await migrate(database)
            now = datetime.now(UTC)
            await found(database, await asyncio.to_thread(build_town, now), now.date(), lambda _: None)
            return await _weigh(database)
        finally:
            await database.close()
            cluster.discard()


async def _weigh(database: Database) -> int:
    walks, atlas = await patrols_of(database)
    await write_month(database, walks, atlas)
    begin = time.perf_counter()
    days = await add_patrols_up(database, atlas)
    taken = time.perf_counter() - begin
    sys.stdout.write(f"{days} days of patrols added up in {taken:.1f} s, once each\n")
    weighing = Weighing(atlas)
    drafts = Drafts(database, atlas, weighing)
    row = await drafts.open("bench", PLANNER, "")
    draft = row.id
    _, board, _ = await drafts.read(draft, PLANNER)
    async with database.begin() as connection:
        made = await Proposals(weighing).of(connection, draft, board, Asked())
    board = (await drafts.edit_all(draft, 0, made.edits(board, 3), PLANNER))[-1].board

    async def impact(weights: Weights, at: Board) -> Impact:
        async with database.begin() as connection:
            return await impact_of(connection, weights, row, at)

    async def opened() -> Weights:
        fresh = Weights(Weighing(atlas), Patrols(atlas))
        async with database.begin() as connection:
            await fresh.weighing.weigh(draft, board, await fresh.weighing.scale(connection))
        await fresh.make_ready(database, draft, board)
        return fresh

    cold = [await _timed(lambda: impact(Weights(Weighing(atlas), Patrols(atlas)), board)) for _ in range(3)]
    sys.stdout.write(f"impact, of a process that has opened no draft: {sorted(cold)[1]:.2f} s\n")
    ready = [await opened() for _ in range(3)]
    first = [await _timed(lambda weights=weights: impact(weights, board)) for weights in ready]
    weights = Weights(weighing, Patrols(atlas))
    await impact(weights, board)
    warm = [await _timed(lambda: impact(weights, board)) for _ in range(ROUNDS)]
    told = await impact(weights, board)
    moved = ", ".join(f"{count:,} {kind}" for kind, count in zip(KINDS, told.moved.tolist(), strict=True))
    sys.stdout.write(f"the whole town drawn anew moves {moved}; {told.people} people\n")
    return _told("first after a draft is opened", sorted(first)[1]) + _told(
        "every other", sorted(warm)[ROUNDS // 2]
    )


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    begin = time.perf_counter()
    await work()
    return time.perf_counter() - begin


def _told(what: str, seconds: float) -> int:
    word = "reached" if seconds <= MOST_S else "MISSED"
    sys.stdout.write(f"impact, {what}: {seconds:.2f} s (at most {MOST_S:g}: {word})\n")
    return int(seconds > MOST_S)
