"""Two planners at one draft over HTTP: five hundred interleaved edits, of which none may be lost."""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import shapely

from api.services import make_services
from gis.errors import Conflict
from gis.model import EVERYTHING
from gis.redraw.base import edit_of
from gis.redraw.checks.base import full_check
from gis.redraw.codes import CodeIssuer
from gis.redraw.history import undone
from gis.service.accounts import By, new_token
from gis.service.founding import found
from gis.service.rights import Caller
from gis.settings import Settings
from gis.store.cluster import cluster_of
from gis.store.database import Database
from gis.store.migrate import migrate
from tests.api.test_lookup import place
from tests.api.test_two_planners import vertices
from tests.browser.conftest import serving
from tests.redraw.playing import BROKEN
from tests.small_town import CODES, small_town

EDITS, SEED = 500, 20261201
NAMES = ("one", "other")
JSON = dict[str, Any]
READER = Caller("soak", "", ("planner",), EVERYTHING)


@dataclass
class Planner:
    """One planner: what he saw last, what was saved of his, and what was refused because of the other."""

    client: httpx2.AsyncClient
    draft: int
    dice: random.Random
    seen: JSON = field(default_factory=dict)
    saved: int = 0
    steps: int = 0
    stale: list[JSON] = field(default_factory=list)
    impossible: int = 0

    async def look(self) -> None:
        answer = await self.client.get(f"/api/drafts/{self.draft}")
        answer.raise_for_status()
        self.seen = answer.json()

    async def play(self, edits: int) -> None:
        """Make edits on what was seen some edits ago; every tenth takes one of his own back."""
        await self.look()
        for _ in range(edits):
            if self.dice.random() < 0.3:
                await self.look()
            way, body = ("undo", {}) if self.dice.random() < 0.1 else ("edits", {"edit": self.edit()})
            where = f"/api/drafts/{self.draft}/{way}"
            answer = await self.client.post(where, json={"revision": self.seen["revision"], **body})
            await self.note(way, answer)

    async def note(self, way: str, answer: httpx2.Response) -> None:
        if answer.status_code == 200:
            self.saved += way == "edits"
            self.steps += way != "edits"
        elif answer.status_code == 409 and "touched" in answer.json():
            self.stale.append(answer.json())
            await self.look()
        else:
            assert answer.status_code in (409, 422), answer.text
            self.impossible += 1

    def edit(self) -> JSON:
        dice, codes = self.dice, [grid["code"] for grid in self.seen["grids"]]
        if dice.random() < 0.2:
            return {"kind": "rename", "code": dice.choice(codes), "name": f"网格{dice.randrange(10**6)}"}
        if dice.random() < 0.2:
            y = dice.uniform(100, 900)
            line = [place(dice.uniform(-10, 2000), y), place(dice.uniform(2000, 4010), y)]
            return {"kind": "split", "code": dice.choice(codes), "line": line}
        if dice.random() < 0.2:
            return {"kind": "merge", "codes": dice.sample(codes, 2), "keep": None}
        at = dice.choice(vertices(self.seen))
        x, y = at[0] / 1000 - 500_000, at[1] / 1000 - 3_500_000
        return {"kind": "move", "at": at, "to": place(x + dice.uniform(-40, 40), y + dice.uniform(-40, 40))}


def run(_: argparse.Namespace) -> int:
    """Play, and return the number of things that are not as promised."""
    with tempfile.TemporaryDirectory(prefix="wangge-planners-") as folder:
        cluster = cluster_of(Path(folder))
        cluster.make()
        cluster.start()
        try:
            secrets = asyncio.run(_found(cluster.url()))
            with serving(cluster.url(), Path(folder)) as served:
                draft, planners = asyncio.run(_played(served.people, secrets))
            return asyncio.run(_judged(cluster.url(), draft, planners))
        finally:
            cluster.discard()


async def _found(url: str) -> list[str]:
    database = Database(url, statement_seconds=300)
    now = datetime.now(UTC)
    await migrate(database)
    await found(database, small_town(), now.date(), lambda _: None)
    services = make_services(Settings(home=Path(tempfile.gettempdir())), url)
    tokens = [new_token(name, ("planner",), EVERYTHING, now, 1) for name in NAMES]
    secrets = [await services.accounts.issue_token(token, By("soak")) for token in tokens]
    await services.database.close()
    await database.close()
    return secrets


async def _played(address: str, secrets: Sequence[str]) -> tuple[int, list[Planner]]:
    clients = [
        httpx2.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {secret}"}, timeout=60)
        for secret in secrets
    ]
    opened = await clients[0].post("/api/drafts", json={"title": "500"})
    draft = int(opened.json()["id"])
    dice = [random.Random(SEED + number) for number in range(len(clients))]
    planners = [Planner(client, draft, each) for client, each in zip(clients, dice, strict=True)]
    await asyncio.gather(*(planner.play(EDITS // len(planners)) for planner in planners))
    for planner in planners:
        await planner.look()
        await planner.client.aclose()
    return draft, planners


async def _judged(url: str, draft: int, planners: Sequence[Planner]) -> int:
    services = make_services(Settings(home=Path(tempfile.gettempdir())), url)
    await services.atlas.refresh()
    _, board, _ = await services.drafts.read(draft, READER)
    log = await services.drafts.history(draft)
    made = [entry for entry in log if entry.of is None]
    _say(
        f"{EDITS} edits by two: {len(made)} saved, {len(log) - len(made)} taken back, "
        f"{sum(len(one.stale) for one in planners)} refused for the other's, "
        f"{sum(one.impossible for one in planners)} impossible on what there was"
    )
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("no edit that was answered is lost", lambda: len(made) == sum(one.saved for one in planners)),
        ("nor one taken back", lambda: len(log) - len(made) == sum(one.steps for one in planners)),
        ("both see the same draft", lambda: _same([one.seen for one in planners])),
        (
            "every refusal names whose edit it came too late for",
            lambda: all(_names_other(one) for one in planners),
        ),
        ("the partition is whole", lambda: not [f for f in full_check(board.now) if f.kind in BROKEN]),
        ("the town's area is the same to the mm²", lambda: board.now.twice_area_mm2 == 8 * 10**12),
    ]
    wrong = sum(_told(words, holds()) for words, holds in checks)
    wrong += _told("made again in order, the edits give the same draft", _made_again(board, log))
    wrong += _told("all of it is taken back to the first bits", await _taken_back(services.drafts, draft))
    await services.database.close()
    return wrong


def _same(seen: Sequence[JSON]) -> bool:
    first, *others = ({key: each[key] for key in each if key not in ("undo", "redo")} for each in seen)
    return all(other == first for other in others)


def _names_other(planner: Planner) -> bool:
    return all(any(f"token:{name}" in told["sentence"][1] for name in NAMES) for told in planner.stale)


def _made_again(board: Any, log: Sequence[Any]) -> bool:
    """Make the log again from the edits alone, on the base, without the service's patches."""
    now, patches = board.base, {}
    codes = set(CODES)
    for entry in log:
        if entry.of is None:
            patch = edit_of(entry.edit).apply(now, CodeIssuer(frozenset(codes)), _by_households)
            patches[entry.seq] = patch
        else:
            patch = patches[entry.of].inverse() if entry.kind == "undo" else patches[entry.of]
        now = now.replaced(patch)
        codes |= set(entry.touched)
    assert undone(log) <= set(patches)
    return bool(now.cells == board.now.cells)


def _by_households(part: Any) -> float:
    # the only ten households of the small town live in one building
    return 10.0 * bool(part.contains(shapely.Point(500_410, 3_500_407.5))) + float(part.area) * 1e-12


async def _taken_back(drafts: Any, draft: int) -> bool:
    """Take everything back, each his own, as long as anybody can."""
    callers = [Caller(f"token:{name}", "", ("planner",), EVERYTHING) for name in NAMES]
    stuck = 0
    while stuck < len(callers):
        stuck = 0
        for caller in callers:
            stuck += not await _stepped(lambda caller=caller: _undo(drafts, draft, caller))
    _, board, _ = await drafts.read(draft, READER)
    return bool(board.now.cells == board.base.cells)


async def _stepped(step: Callable[[], Awaitable[None]]) -> bool:
    try:
        await step()
    except Conflict:
        return False
    return True


async def _undo(drafts: Any, draft: int, caller: Caller) -> None:
    _, board, _ = await drafts.read(draft, caller)
    await drafts.step(draft, board.revision, "undo", caller)


def _told(words: str, holds: bool) -> int:
    _say(f"  {words}: {'yes' if holds else 'NO'}")
    return int(not holds)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
