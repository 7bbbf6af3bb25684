"""Village lines come in by the village's code; a file of other codes is refused row by row."""

from pathlib import Path

import pytest
from sqlalchemy import text

from gis.errors import BadInput
from gis.exchange.placing import Declared
from gis.service.importing.preparing import Options, prepare
from gis.service.importing.writing import read_home, save
from gis.store.database import Database
from tests.small_town import NOON, TOWN, A

DEGREES = Declared("EPSG:4326")
SQUARE = "POLYGON((120.001 31.61,120.002 31.61,120.002 31.62,120.001 31.61))"


async def test_a_line_is_changed_by_its_villages_code(fresh_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f'行政区划代码,村名,WKT\n{A},甲村,"{SQUARE}"\n320281,别处,"{SQUARE}"\n')
    home = await read_home(fresh_database, TOWN)
    prepared = prepare("village_lines", file, Options(declared=DEGREES, source="县民政局"), home)
    assert [(one.row, one.reason) for one in prepared.refused] == [
        (3, "A village's code has 12 characters beginning with 320281999.")
    ]
    saved = await save(fresh_database, prepared, "test", NOON.date())
    assert (saved.outcome.added, saved.outcome.changed) == (0, 1)
    query = "SELECT v.code, r.source FROM village_line v JOIN import_run r ON r.id = v.import_id ORDER BY 1"
    async with fresh_database.begin() as connection:
        rows = [tuple(row) for row in await connection.execute(text(query))]
    assert rows[0] == (A, "县民政局")
    assert len(rows) == 2


async def test_a_file_of_other_codes_writes_nothing(fresh_database: Database, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'编号,名称,WKT\n320281999001001,网格,"{SQUARE}"\n')
    home = await read_home(fresh_database, TOWN)
    with pytest.raises(BadInput, match="12 characters"):
        prepare("village_lines", tmp_path / "a.csv", Options(declared=DEGREES), home)
