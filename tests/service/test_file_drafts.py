"""What a draft that came in by a file changes, beside the edition that it would follow."""

from gis.redraw.workload import KINDS
from gis.service.atlas import Atlas
from gis.service.drafting import save_draft
from gis.service.redrawing.drafts import Drafts
from gis.service.redrawing.impact import Weights, impact_of, lineage_of
from gis.service.redrawing.patrols import Patrols
from gis.service.redrawing.weighing import Weighing
from gis.store.database import Database
from tests.service.test_drafting import drafted
from tests.service.test_publishing import Clock
from tests.small_town import CODES


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
