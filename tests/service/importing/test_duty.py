"""The roster from a file: read twice it changes nothing, and reception is told."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from gis.errors import BadInput
from gis.service.importing.preparing import Options, prepare
from gis.service.importing.writing import read_home, save
from gis.store.database import Database
from gis.store.importing import Outcome
from gis.store.town import ROLL_VERSION, load_version
from tests.small_town import NOON, TOWN

HEAD = "工号,开始,结束\n"
ROSTER = HEAD + (
    "001,2026-11-02 08:00,2026-11-02 16:00\n"
    "002,2026/11/02 22:00,2026/11/03 06:00\n"
    "404,2026-11-02 08:00,2026-11-02 16:00\n"
    "001,2026-11-99 08:00,2026-11-02 16:00\n"
)


async def test_a_roster_is_read_once_and_the_rest_kept_with_its_reason(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(ROSTER.encode("gb18030"))
    prepared = prepare("duty", path, Options(), await read_home(database, TOWN))
    assert [refused.row for refused in prepared.refused] == [4, 5]
    first = await save(database, prepared, "test", NOON.date())
    again = await save(database, prepared, "test", NOON.date())
    assert (first.outcome, again.outcome) == (Outcome(added=2), Outcome(unchanged=2))
    async with database.begin() as connection:
        assert await load_version(connection, ROLL_VERSION) > 0
        spans = await connection.execute(
            text("SELECT upper(valid) - lower(valid), kind, import_id FROM duty ORDER BY id")
        )
        assert [tuple(row) for row in spans] == [(timedelta(hours=8), "roster", first.key)] * 2


@pytest.mark.parametrize("end", ["2026-11-02 08:00", "2026-11-01 16:00", "2026-11-03 08:01"])
async def test_a_duty_that_cannot_be_refuses_the_file(database: Database, tmp_path: Path, end: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEAD}001,2026-11-02 08:00,{end}\n")
    home = await read_home(database, TOWN)
    with pytest.raises(BadInput, match="does not end within 24 hours"):
        prepare("duty", path, Options(), home)
