"""Drafts: levels above by union, matched borders, shapes stored once, squads and names kept."""

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, box
from sqlalchemy import text

from gis.errors import BadInput
from gis.geometry.partition import check_partition
from gis.service.drafting import Cell, Draft, make_draft, on_lattice, save_draft
from gis.store.database import Database
from tests.small_town import CODES, EAST, NORTH, TOWN, A, B, square


def cells(moved_m: float = 0.0) -> list[Cell]:
    """Return the small town's cells with the border between the first two so many metres further east."""
    border = EAST + 1000 + moved_m
    shapes = [
        box(EAST, NORTH, border, NORTH + 1000),
        box(border, NORTH, EAST + 2000, NORTH + 1000),
        square(2),
        square(3),
    ]
    squads = ("1", "1", "2", "2")
    return [Cell(code, code, squad, shape) for code, squad, shape in zip(CODES, squads, shapes, strict=True)]  # type: ignore[arg-type]


def drafted(moved_m: float = 0.0) -> Draft:
    return make_draft(cells(moved_m), TOWN, {A: "甲村"}, "planner", "草案")


async def counts(database: Database) -> dict[str, int]:
    tables = ("edition", "edition_grid", "grid", "grid_shape", "squad", "squad_zone", "audit")
    async with database.begin() as connection:
        return {
            table: await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in tables
        }


def test_levels_above_are_unions_with_their_names() -> None:
    found = [(m.level, m.code, m.name, m.parent, m.squad, m.area_m2) for m in drafted().members]
    assert found[:3] == [
        (0, "320281999", "小镇", None, None, 4e6),
        (1, A, "甲村", "320281999", None, 2e6),
        (1, B, B, "320281999", None, 2e6),
    ]
    assert [row[1:] for row in found[3:]] == [
        (code, code, code[:12], squad, 1e6) for code, squad in zip(CODES, "1122", strict=True)
    ]


def test_every_level_tiles_the_town_in_metres_and_in_degrees() -> None:
    members = drafted(0.1234).members
    for level in (1, 2):
        own = [member for member in members if member.level == level]
        metric = shapely.from_wkb([member.geom for member in own])
        assert check_partition([member.code for member in own], list(metric)) == ()
        degrees = shapely.from_wkb([member.geom_wgs84 for member in own])
        assert shapely.coverage_is_valid(np.asarray(degrees))


def test_a_code_twice_makes_no_draft() -> None:
    with pytest.raises(BadInput, match="code of its own"):
        make_draft([*cells(), cells()[0]], TOWN, {}, "planner", "草案")


def test_the_lattice_and_long_edges() -> None:
    shape = on_lattice(box(EAST + 0.0004, NORTH, EAST + 1000.0006, NORTH + 10))
    assert isinstance(shape, MultiPolygon)
    corners = shapely.get_coordinates(shape)
    assert (corners == np.round(corners * 1000) / 1000).all()
    assert shapely.bounds(shape).tolist() == [EAST, NORTH, EAST + 1000.001, NORTH + 10]
    assert np.hypot(*np.diff(corners, axis=0).T).max() < 200.01


async def test_an_unchanged_shape_is_stored_once(empty_database: Database) -> None:
    await save_draft(empty_database, drafted())
    first = await counts(empty_database)
    assert first == {
        "edition": 1,
        "edition_grid": 7,
        "grid": 7,
        "grid_shape": 7,
        "squad": 2,
        "squad_zone": 2,
        "audit": 1,
    }
    await save_draft(empty_database, drafted())
    again = await counts(empty_database)
    assert (again["edition_grid"], again["grid"], again["grid_shape"]) == (14, 7, 7)
    # the border's ends moved on the outline of village and town too; village B and its grids stay
    await save_draft(empty_database, drafted(10))
    moved = await counts(empty_database)
    assert (moved["edition_grid"], moved["grid"], moved["grid_shape"]) == (21, 7, 11)


async def test_squads_keep_their_names(fresh_database: Database) -> None:
    squads = "SELECT string_agg(code || name, ' ' ORDER BY code) FROM squad"
    await save_draft(fresh_database, drafted())
    async with fresh_database.begin() as connection:
        assert await connection.scalar(text(squads)) == "1一中队 2二中队"


async def test_a_draft_that_cannot_be_written_leaves_nothing(empty_database: Database) -> None:
    draft = drafted()
    broken = Draft(
        draft.title, draft.author, draft.members, {"no such squad": next(iter(draft.zones.values()))}
    )
    before = await counts(empty_database)
    with pytest.raises(KeyError):
        await save_draft(empty_database, broken)
    assert await counts(empty_database) == before
