"""What stands on the ground lies in the grids of the edition in force, from that edition's first day on."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from gis.exchange.placing import Declared
from gis.geometry.projection import to_degrees
from gis.service.atlas import Atlas
from gis.service.drafting import save_draft
from gis.service.importing.preparing import Options, prepare
from gis.service.importing.writing import read_home, save
from gis.service.placing import follow_day, place_ground
from gis.service.publishing import publish_draft
from gis.store.assigning import placed_by
from gis.store.database import Database
from gis.store.drafting import recall
from tests.service.test_drafting import drafted
from tests.service.test_publishing import NEXT_MONTH, TODAY, Clock, second
from tests.small_town import CODES, EAST, EPSG, NORTH, TOWN

# the light of the small town stands at 1,500 m, in the second grid; the border is moved past it
PAST = 600
LIGHT, WORKS = "3202810203000001", "E1"


async def grids(database: Database, table: str = "component", key: str = "code") -> dict[str, str | None]:
    """Return the grid's code of each thing of a table."""
    query = f"SELECT t.{key}, g.code FROM {table} t LEFT JOIN grid g ON g.id = t.grid_id"
    async with database.begin() as connection:
        return {row[0]: row[1] for row in await connection.execute(text(query))}


async def publish_moved(database: Database, valid_from: date, metres: int = PAST) -> int:
    draft = await save_draft(database, drafted(metres))
    return await publish_draft(database, draft, second(valid_from))


async def turn_to(database: Database, day: date) -> bool:
    clock = Clock()
    clock.day = day
    atlas = Atlas(database, clock)
    await atlas.refresh()
    return await follow_day(database, atlas)


async def mark(database: Database) -> int | None:
    async with database.begin() as connection:
        return await placed_by(connection)


async def test_an_edition_from_today_moves_what_stands_there_at_once(fresh_database: Database) -> None:
    assert await grids(fresh_database) == {LIGHT: CODES[1]}
    await publish_moved(fresh_database, TODAY)
    assert await grids(fresh_database) == {LIGHT: CODES[0]}
    assert not await turn_to(fresh_database, TODAY)


async def test_a_later_edition_moves_it_on_its_first_day(fresh_database: Database) -> None:
    first = await mark(fresh_database)
    await publish_moved(fresh_database, NEXT_MONTH)
    assert not await turn_to(fresh_database, NEXT_MONTH - timedelta(days=1))
    assert (await grids(fresh_database), await mark(fresh_database)) == ({LIGHT: CODES[1]}, first)
    assert await turn_to(fresh_database, NEXT_MONTH)
    assert await grids(fresh_database) == {LIGHT: CODES[0]}
    assert await mark(fresh_database) != first
    assert not await turn_to(fresh_database, NEXT_MONTH)


async def test_events_keep_the_grid_of_their_time(fresh_database: Database) -> None:
    async with fresh_database.begin() as connection:
        await connection.execute(text("UPDATE event SET place = (SELECT place FROM component LIMIT 1)"))
    before = await grids(fresh_database, "event", "number")
    await publish_moved(fresh_database, TODAY)
    assert await grids(fresh_database, "event", "number") == before


async def test_blocks_and_enterprises_follow_too(fresh_database: Database) -> None:
    # the first grid gives its east to the second: from 400 m on
    await publish_moved(fresh_database, TODAY, -600)
    assert await grids(fresh_database, "enterprise") == {WORKS: CODES[1], "E2": CODES[2]}
    assert set((await grids(fresh_database, "block")).values()) == {CODES[1]}


async def test_a_recalled_edition_moves_nothing(fresh_database: Database) -> None:
    number = await publish_moved(fresh_database, NEXT_MONTH)
    async with fresh_database.begin() as connection:
        await recall(connection, number, TODAY)
    assert not await turn_to(fresh_database, NEXT_MONTH)
    assert await grids(fresh_database) == {LIGHT: CODES[1]}


async def test_a_correction_of_the_edition_in_force_moves_it_back(fresh_database: Database) -> None:
    number = await publish_moved(fresh_database, TODAY)
    again = await save_draft(fresh_database, drafted())
    await publish_draft(fresh_database, again, second(TODAY), corrects=number)
    assert await grids(fresh_database) == {LIGHT: CODES[1]}


async def test_who_dies_on_the_way_leaves_it_as_it_was(fresh_database: Database) -> None:
    await publish_moved(fresh_database, NEXT_MONTH)
    first = await mark(fresh_database)

    async def dies() -> None:
        async with fresh_database.begin() as connection:
            await place_ground(connection, NEXT_MONTH)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await dies()
    assert (await grids(fresh_database), await mark(fresh_database)) == ({LIGHT: CODES[1]}, first)
    assert await turn_to(fresh_database, NEXT_MONTH)


async def test_a_home_without_a_mark_is_placed_by_its_edition(fresh_database: Database) -> None:
    async with fresh_database.begin() as connection:
        await connection.execute(text("DELETE FROM setting WHERE key = 'placed_by'"))
        await connection.execute(text("UPDATE component SET grid_id = NULL"))
    assert await turn_to(fresh_database, TODAY)
    assert await grids(fresh_database) == {LIGHT: CODES[1]}


async def imported(database: Database, folder: Path, day: date, *, turned: bool = False) -> str | None:
    """Import a shop at 1,500 m on a day; `turned`, an edition comes in force while its file is read."""
    lon, lat = (float(value) for value in to_degrees(EAST + 1500, NORTH + 500, EPSG))
    (folder / "a.csv").write_text(f"编号,名称,经度,纬度\nE9,新厂,{lon:.9f},{lat:.9f}\n")
    options = Options(declared=Declared("EPSG:4326"))
    prepared = prepare("enterprises", folder / "a.csv", options, await read_home(database, TOWN))
    if turned:
        await turn_to(database, day)
    await save(database, prepared, "test", day)
    return (await grids(database, "enterprise"))["E9"]


@pytest.mark.parametrize(("day", "grid"), [(TODAY, CODES[1]), (NEXT_MONTH, CODES[0])])
async def test_an_import_places_by_the_edition_in_force(
    fresh_database: Database, tmp_path: Path, day: date, grid: str
) -> None:
    await publish_moved(fresh_database, NEXT_MONTH)
    assert await imported(fresh_database, tmp_path, day) == grid


async def test_an_edition_that_comes_while_a_file_is_read_counts(
    fresh_database: Database, tmp_path: Path
) -> None:
    await publish_moved(fresh_database, NEXT_MONTH)
    assert await imported(fresh_database, tmp_path, NEXT_MONTH, turned=True) == CODES[0]
