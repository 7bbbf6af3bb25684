"""The live view: one feed, two scopes; nothing about a person outside a scope leaves, nothing is missed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from gis.errors import Unavailable
from gis.model import EVERYTHING, Scope
from gis.service.atlas import Atlas
from gis.service.live import view
from gis.service.live.feed import Feed
from gis.service.live.view import LiveView
from gis.service.reception.whereabouts import Position, Whereabouts
from gis.store.database import Database
from tests.small_town import NOON

ONLY_B = Scope(codes=frozenset({"320281999002"}))


@dataclass
class Stage:
    """Reception's end and a worker's end of one feed, and the keys of the four grids by code."""

    whereabouts: Whereabouts
    feed: Feed
    view: LiveView
    grids: dict[str, int]

    def move(self, device: int, code: str, at_ms: int) -> None:
        """Let a device report from a grid."""
        grid = self.grids.get(code, -1)
        position = Position(device, device, at_ms, at_ms, 120.0, 31.6, grid, 5.0, None, None, 0)
        self.feed.announce(self.whereabouts.take([position]))


@pytest.fixture
async def stage(database: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    """Connect a feed and a view over the small town."""
    atlas = Atlas(database, lambda: NOON)
    await atlas.refresh()
    boundaries = await atlas.on()
    whereabouts = Whereabouts(epoch=7)
    feed, view = Feed(whereabouts), LiveView(atlas, lambda: NOON, tmp_path / "live")
    tasks = [
        asyncio.create_task(part) for part in (feed.serve(tmp_path / "live"), view.follow(), view.tick())
    ]
    yield Stage(whereabouts, feed, view, {member.code: member.id for member in boundaries.base})
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def told(event: bytes) -> tuple[str, str, dict[str, Any]]:
    """Return id, kind and data of an event."""
    number, kind, data = event.decode().strip().split("\n")
    return number[4:], kind[7:], orjson.loads(data[6:])


async def listen(stage: Stage, scope: Scope, last: str | None = None) -> Any:
    """Begin to listen, waiting until the first word from reception has come."""
    for _ in range(100):
        with suppress(Unavailable):
            stream = stage.view.stream(scope, last)
            return stream, await anext(stream)
        await asyncio.sleep(0.02)
    raise TimeoutError


async def until(stage: Stage, number: int) -> None:
    """Wait until the view has told a change."""
    for _ in range(200):
        if stage.view._told >= number:
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


async def test_nothing_of_a_person_outside_the_scope_leaves(stage: Stage) -> None:
    stage.move(1, "320281999001001", 1000)
    stage.move(2, "320281999002001", 1000)
    stage.move(3, "outside", 1000)
    whole, first = await listen(stage, EVERYTHING)
    await until(stage, 3)
    part, seen = await listen(stage, ONLY_B)
    assert [row[0] for row in told(seen)[2]["rows"]] == [2]
    stage.move(1, "320281999001001", 2000)
    stage.move(2, "320281999002002", 2000)
    assert {row[0] for row in told(await anext(whole))[2]["rows"]} >= {1, 2}
    assert [row[0] for row in told(await anext(part))[2]["rows"]] == [2]
    assert told(first)[1] == "snapshot"


async def test_who_leaves_the_scope_is_gone_without_a_place(stage: Stage) -> None:
    stage.move(1, "320281999002001", 1000)
    part, _ = await listen(stage, ONLY_B)
    await until(stage, 1)
    stage.move(1, "320281999001001", 2000)
    kind, data = "", {}
    while "gone" not in data:
        _, kind, data = told(await anext(part))
    assert (kind, data["rows"], data["gone"]) == ("change", [], [1])


async def test_a_listener_comes_back_and_gets_what_it_missed_and_no_more(stage: Stage) -> None:
    stage.move(1, "320281999001001", 1000)
    await listen(stage, EVERYTHING)
    await until(stage, 1)
    stage.move(2, "320281999001001", 1000)
    await until(stage, 2)
    _, missed = await listen(stage, EVERYTHING, "7-1")
    number, kind, data = told(missed)
    assert (number, kind, [row[0] for row in data["rows"]]) == ("7-2", "change", [2])
    for stale in ("6-1", "7-9", "nonsense", ""):
        _, again = await listen(stage, EVERYTHING, stale)
        assert told(again)[1] == "snapshot"


async def test_an_older_fix_moves_nobody(stage: Stage) -> None:
    stage.move(1, "320281999001001", 2000)
    stage.move(1, "320281999001002", 1000)
    assert stage.whereabouts.number == 1


async def test_an_alert_rings_at_every_listener_even_without_a_place(stage: Stage) -> None:
    stage.move(1, "320281999001001", 1000)
    part, _ = await listen(stage, ONLY_B)
    await until(stage, 1)
    stage.whereabouts.alert = 5
    stage.feed.announce([])
    kind, data = "", {"alert": 0}
    while kind != "alert":
        _, kind, data = told(await anext(part))
    assert (data["alert"], data["rows"]) == (5, [])


async def test_a_direct_listener_is_told_after_his_first_event_and_let_go_when_he_reads_no_more(
    stage: Stage,
) -> None:
    stage.move(1, "320281999001001", 1000)
    await listen(stage, EVERYTHING)
    await until(stage, 1)
    heard: list[bytes] = []
    reads = True

    def direct(event: bytes) -> bool:
        heard.append(event)
        return reads

    stream = stage.view.stream(EVERYTHING, None, direct)
    assert told(await anext(stream))[1] == "snapshot"
    # what comes while the first event is on its way waits for it
    stage.move(1, "320281999001001", 2000)
    await until(stage, 2)
    assert (told(await anext(stream))[0], heard) == ("7-2", [])
    rest = asyncio.create_task(anext(stream))
    await asyncio.sleep(0)
    reads = False
    stage.move(1, "320281999001001", 3000)
    with pytest.raises(StopAsyncIteration):
        await rest
    assert [told(event)[0] for event in heard] == ["7-3"]


async def test_a_listener_hears_that_the_stream_lives_though_nobody_moves(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "KEEP_ALIVE_S", 0.3)
    stage.move(1, "320281999001001", 1000)
    stream, _ = await listen(stage, EVERYTHING)
    async with asyncio.timeout(30):
        while await anext(stream) != view.KEEP_ALIVE:
            pass


async def test_whoever_listens_is_let_go_when_the_process_stops(stage: Stage) -> None:
    stage.move(1, "320281999001001", 1000)
    streams = [(await listen(stage, scope))[0] for scope in (EVERYTHING, ONLY_B)]
    ends = [asyncio.create_task(_to_the_end(stream)) for stream in streams]
    await asyncio.sleep(0.1)
    assert not any(end.done() for end in ends)
    stage.view.end()
    await asyncio.wait_for(asyncio.gather(*ends), 5)


async def _to_the_end(stream: AsyncIterator[bytes]) -> None:
    async for _ in stream:
        pass
