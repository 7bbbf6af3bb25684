"""What a draft that came in by a file changes, beside the edition that it would follow."""

from dataclasses import replace

import pytest
from shapely import box
from sqlalchemy import text

from gis.errors import Conflict
from gis.redraw.workload import KINDS
from gis.service.atlas import Atlas
from gis.service.drafting import make_draft, save_draft
from gis.service.publishing import publish_draft
from gis.service.redrawing.drafts import Drafts
from gis.service.redrawing.impact import Weights, impact_of, lineage_of
from gis.service.redrawing.patrols import Patrols
from gis.service.redrawing.weighing import Weighing
from gis.store.database import Database
from tests.service.test_drafting import cells, drafted
from tests.service.test_publishing import Clock, second
from tests.small_town import CODES, EAST, NORTH, TOWN, A, square

HOLED = square(1) - box(EAST + 1500, NORTH + 500, EAST + 1600, NORTH + 550)
"""The second grid without half a hectare in its middle, which no other has."""


async def test_its_impact_is_against_the_newest_edition(fresh_database: Database) -> None:
    atlas = Atlas(fresh_database, Clock())
    await atlas.refresh()
    weighing = Weighing(atlas)
    drafts, weights = Drafts(fresh_database, atlas, weighing), Weights(weighing, Patrols(atlas))
    # the border goes 700 m to the west, past the only building with households
    draft = await save_draft(fresh_database, drafted(-700))
    row, board = await drafts.compared(draft)
    async with fresh_database.begin() as connection:
        impact = await impact_of(connection, weights, row, board)
        passed = await lineage_of(connection, weights, draft, board)
    assert int(impact.moved[KINDS.index("households")]) == 10
    assert {(row.change.by, row.change.code) for row in impact.rows} >= {
        ("grid", CODES[0]),
        ("grid", CODES[1]),
    }
    [handed] = [one for one in passed if one.old != one.new]
    assert (handed.old, handed.new, round(handed.area_m2)) == (CODES[0], CODES[1], 700_000)


async def test_one_with_a_gap_is_not_published(fresh_database: Database) -> None:
    with_gap = [replace(cell, shape=HOLED) if cell.code == CODES[1] else cell for cell in cells()]
    draft = await save_draft(fresh_database, make_draft(with_gap, TOWN, {A: "甲村"}, "planner", "草案"))
    with pytest.raises(Conflict, match=r"1 unresolved errors, the first: .*5,?000"):
        await publish_draft(fresh_database, draft, second())
    async with fresh_database.begin() as connection:
        query = text("SELECT status FROM edition WHERE id = :key")
        assert await connection.scalar(query, {"key": draft}) == "draft"
