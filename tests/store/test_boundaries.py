"""Editions, members and sources against the small town and PostGIS itself."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gis.model import EVERYTHING, Lookout, Scope
from gis.store.boundaries import grids_source, members, published_editions, squads_source, villages_source
from gis.store.database import Database
from gis.store.encode import feature_collection
from gis.store.tiles import vector_tile
from tests.small_town import CODES, NOON, A


async def lookout(database: Database, scope: Scope = EVERYTHING) -> Lookout:
    async with database.begin() as connection:
        edition = (await published_editions(connection))[0]
    return Lookout(edition.id, scope, NOON.date(), "Asia/Shanghai", 2)


async def test_one_edition_with_town_villages_and_grids(database: Database) -> None:
    async with database.begin() as connection:
        (edition,) = await published_editions(connection)
        found = await members(connection, edition.id)
    assert (edition.number, edition.valid_from, edition.valid_to) == (1, date(2026, 1, 1), None)
    assert [member.code for member in found if member.level == 2] == list(CODES)
    assert [member.name for member in found if member.level == 1] == ["甲村", "乙村"]
    assert [member.name for member in found if member.level == 0] == ["小镇"]
    assert {member.parent for member in found if member.level == 2} == {A, "320281999002"}


@pytest.mark.parametrize(
    ("scope", "grids", "villages", "squads"),
    [
        (EVERYTHING, 4, 2, 2),
        (Scope(codes=frozenset({A})), 2, 1, 1),
        (Scope(squads=frozenset({"2"})), 2, 1, 1),
        (Scope(grids=frozenset({CODES[0]})), 1, 1, 1),
        (Scope(departments=frozenset({"01"})), 0, 0, 0),
        (Scope(), 0, 0, 0),
    ],
)
async def test_sources_hold_the_scope_only(
    database: Database, scope: Scope, grids: int, villages: int, squads: int
) -> None:
    seen = await lookout(database, scope)
    async with database.begin() as connection:
        counts = [
            (await feature_collection(connection, source, None, 100))["numberMatched"]
            for source in (grids_source(seen), villages_source(seen), squads_source(seen))
        ]
    assert counts == [grids, villages, squads]


async def test_geojson_names_village_and_squad_and_keeps_shared_corners(database: Database) -> None:
    seen = await lookout(database)
    async with database.begin() as connection:
        found = await feature_collection(connection, grids_source(seen), None, 100)
    first, second = found["features"][:2]
    assert first["properties"] == {
        "code": CODES[0],
        "name": "甲村第1网格",
        "kind": "basic",
        "label": "001",
        "village": A,
        "squad": "1",
    }
    corners = [
        {tuple(corner) for corner in feature["geometry"]["coordinates"][0][0]} for feature in (first, second)
    ]
    assert len(corners[0] & corners[1]) == 6  # one shared side of 1,000 m with four vertices in between


async def test_a_tile_holds_the_town_and_far_tiles_are_empty(database: Database) -> None:
    seen = await lookout(database)
    here, far = [
        await vector_tile(database, ("test", seen), lambda: grids_source(seen), zxy)
        for zxy in ((8, 213, 104), (8, 0, 0))
    ]
    assert b"grids" in here
    assert "甲村第1网格".encode() in here
    assert far == b""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE edition SET title = 'x'",
        "UPDATE edition SET valid = daterange('2025-01-01', NULL)",
        "UPDATE edition SET valid = daterange('2026-01-01', '2026-02-01')",
        "DELETE FROM edition",
        "UPDATE edition_grid SET name = 'x'",
        "DELETE FROM edition_grid",
        "DELETE FROM squad_zone",
        "UPDATE grid_shape SET area_m2 = 1",
        "UPDATE grid SET code = code || 'x'",
        "INSERT INTO audit (actor, action, result) VALUES ('a', 'b', 'done'); DELETE FROM audit",
        "TRUNCATE audit",
    ],
)
async def test_what_is_published_or_recorded_never_changes(database: Database, statement: str) -> None:
    before = await _everything(database)
    with pytest.raises(DBAPIError, match=r"published|never changed"):
        await _execute(database, statement.split("; "))
    assert await _everything(database) == before


async def _everything(database: Database) -> list[object]:
    async with database.begin() as connection:
        rows = await connection.execute(
            text(
                "SELECT (SELECT string_agg(e::text, '') FROM edition e), (SELECT count(*) FROM edition_grid)"
            )
        )
        return [tuple(row) for row in rows]


async def _execute(database: Database, statements: list[str]) -> None:
    async with database.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
