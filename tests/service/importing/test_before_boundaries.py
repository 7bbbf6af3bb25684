"""A town may bring its lists in before its boundaries: the first publication gives each thing its grid."""

from pathlib import Path

from sqlalchemy import text

from gis.exchange.placing import Declared
from gis.geometry.projection import to_degrees
from gis.service.drafting import save_draft
from gis.service.importing.preparing import Options, prepare
from gis.service.importing.writing import read_home, save
from gis.service.publishing import publish_draft
from gis.store.database import Database
from gis.store.drafting import Publication
from tests.service.test_drafting import drafted
from tests.small_town import CODES, DAY, EAST, EPSG, NOON, NORTH, TOWN


async def test_things_wait_for_their_grid(empty_database: Database, tmp_path: Path) -> None:
    places = {"E1": 500, "E2": 1000, "E3": 2500, "E4": 9000}
    rows = []
    for code, metres in places.items():
        lon, lat = (float(value) for value in to_degrees(EAST + metres, NORTH + 500, EPSG))
        rows.append(f"{code},厂{code},{lon:.9f},{lat:.9f}")
    (tmp_path / "a.csv").write_text("编号,名称,经度,纬度\n" + "\n".join(rows))
    home = await read_home(empty_database, TOWN)
    prepared = prepare("enterprises", tmp_path / "a.csv", Options(declared=Declared("EPSG:4326")), home)
    await save(empty_database, prepared, "test", NOON.date())
    draft = await save_draft(empty_database, drafted())
    await publish_draft(empty_database, draft, Publication(DAY, NOON.date(), first=True))
    query = "SELECT e.code, g.code FROM enterprise e LEFT JOIN grid g ON g.id = e.grid_id ORDER BY 1"
    async with empty_database.begin() as connection:
        found = {row[0]: row[1] for row in await connection.execute(text(query))}
    # E2 lies on the border of the first two, up to the ninth decimal
    assert found.pop("E2") in CODES[:2]
    assert found == {"E1": CODES[0], "E3": CODES[2], "E4": None}
