"""Each rule of drawing and weighing that a town sets, tried both ways."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pytest

from gis.errors import BadInput
from gis.geometry.projection import to_degrees
from gis.redraw.base import edit_of
from gis.redraw.refused import Refused
from gis.service.atlas import Atlas
from gis.service.redrawing.checking import Checking
from gis.service.redrawing.drafts import Drafts
from gis.service.redrawing.rule_words import read_rules, write_rules
from gis.service.redrawing.rules import DrawingRules, drawing_rules, drawing_rules_of, set_drawing_rules
from gis.service.redrawing.weighing import Weighing
from gis.store.database import Database
from tests.service.test_posts_moved import PLANNER
from tests.service.test_publishing import Clock
from tests.small_town import CODES, EAST, EPSG, NORTH, A


@dataclass(frozen=True)
class Table:
    """A draft of the small town and the rules that hold for it."""

    database: Database
    drafts: Drafts
    key: int

    async def rule(self, **given: Any) -> None:
        async with self.database.begin() as connection:
            await set_drawing_rules(connection, drawing_rules_of(await drawing_rules(connection), given))
        await self.drafts.atlas.refresh()

    async def edit(self, revision: int = 0, **asked: Any) -> set[str]:
        """Make an edit and return the codes there are then."""
        await self.drafts.edit(self.key, revision, edit_of(asked), PLANNER)
        _, board, _ = await self.drafts.read(self.key, PLANNER)
        return set(board.now.cells)

    async def split(self, x_m: float, revision: int = 0) -> set[str]:
        """Split the first grid from south to north so far from its west."""
        return await self.edit(revision, kind="split", code=CODES[0], line=line(x_m))

    async def kinds(self) -> set[tuple[str, tuple[str, ...]]]:
        row, board, _ = await self.drafts.read(self.key, PLANNER)
        checking = Checking(self.drafts.weighing)
        async with self.database.begin() as connection:
            found = await checking.findings(connection, row, board, self.drafts.atlas.town)
        return {(one.kind, one.codes) for one in found}


def line(x_m: float, ys: tuple[float, float] = (0, 1000)) -> list[tuple[float, float]]:
    places = (to_degrees(EAST + x_m, NORTH + y, EPSG) for y in ys)
    return [(float(lon), float(lat)) for lon, lat in places]


@pytest.fixture
async def table(fresh_database: Database) -> Table:
    atlas = Atlas(fresh_database, Clock())
    await atlas.refresh()
    drafts = Drafts(fresh_database, atlas, Weighing(atlas))
    return Table(fresh_database, drafts, (await drafts.open("试", PLANNER, "")).id)


async def test_void_on_split(table: Table) -> None:
    assert await table.split(300) == {*CODES, f"{A}003"}
    # the draft is on the table already when the town changes its mind
    await table.rule(void_on_split=True)
    assert await table.split(600, 1) == {*CODES[1:], f"{A}003", f"{A}004", f"{A}005"}


async def test_least_width(table: Table) -> None:
    # from border to border, along the south of the second grid
    ends = (to_degrees(EAST + x, NORTH + 2.6, EPSG) for x in (1000, 2000))
    strip = {"kind": "split", "code": CODES[1], "line": [(float(lon), float(lat)) for lon, lat in ends]}
    with pytest.raises(Refused, match="narrower than 3 m"):
        await table.edit(**strip)
    await table.rule(least_width_m=2.0)
    assert f"{A}003" in await table.edit(**strip)


async def test_least_area(table: Table) -> None:
    await table.rule(least_area_m2=500_000)
    with pytest.raises(Refused):
        await table.split(300)
    await table.rule(least_area_m2=200_000)
    assert f"{A}003" in await table.split(300)


async def test_the_share_that_a_code_outlives(table: Table) -> None:
    # all ten households of the first grid pass to the second
    ring = [line(x, (0, 1000)) for x in (200, 1000)]
    ring_of = [*ring[0], *reversed(ring[1])]
    await table.edit(kind="transfer", **{"from": CODES[0]}, to=CODES[1], ring=ring_of)
    assert ("code_due", (CODES[0],)) in await table.kinds()
    await table.rule(code_outlives=1)
    assert ("code_due", (CODES[0],)) not in await table.kinds()


async def test_the_households_of_a_grid(table: Table) -> None:
    assert ("few_households", (CODES[0],)) in await table.kinds()
    await table.rule(least_households=5)
    assert ("few_households", (CODES[0],)) not in await table.kinds()
    await table.rule(most_households=9)
    assert ("many_households", (CODES[0],)) in await table.kinds()


async def test_the_weights_of_a_workload(table: Table) -> None:
    async def loads() -> np.ndarray[Any, Any]:
        _, board, _ = await table.drafts.read(table.key, PLANNER)
        async with table.database.begin() as connection:
            scale = await table.drafts.weighing.scale(connection)
        return (await table.drafts.weighing.weigh(table.key, board, scale)).loads

    await table.rule(weight_households=1, weight_events=0, weight_enterprises=0)
    assert (await loads()).tolist() == [4, 0, 0, 0]
    # one enterprise each in the first and the third
    await table.rule(weight_households=0, weight_enterprises=1)
    assert (await loads()).tolist() == [2, 0, 2, 0]
    await table.rule(weight_enterprises=0, weight_events=1)
    assert (await loads()).sum() == pytest.approx(4)
    assert (await loads())[0] > 2


@pytest.mark.parametrize(
    "given",
    [
        {"code_outlives": 1.1},
        {"least_households": 501},
        {"most_households": 0},
        {"least_width_m": 0},
        {"least_area_m2": float("nan")},
        {"weight_events": -1},
        {"weight_households": 0, "weight_events": 0, "weight_enterprises": 0},
    ],
)
def test_what_is_no_rule(given: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        drawing_rules_of(DrawingRules(), given)


def test_rules_are_read_as_they_are_written() -> None:
    other = DrawingRules(True, 0.25, 100, 200, 2.5, 50, 1, 2, 0)
    assert DrawingRules(**read_rules(write_rules(other))) == other
    assert len(write_rules(other)) == len(fields(DrawingRules))


@pytest.mark.parametrize(
    "words", ["x=1", "void_on_split", "void_on_split=maybe", "code_outlives=half", "least_households=1.5"]
)
def test_words_that_are_no_rule(words: str) -> None:
    with pytest.raises(BadInput):
        read_rules([words])
