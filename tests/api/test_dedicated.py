"""A dedicated grid (a school) lies over a basic one and answers first, in memory and in PostGIS alike."""

from datetime import date

from shapely import box
from sqlalchemy import text

from api.services import make_services
from gis.geometry.projection import to_degrees
from gis.model import EVERYTHING
from gis.service.drafting import Cell, make_draft, save_draft
from gis.service.lookup import When
from gis.service.publishing import publish_draft
from gis.service.rights import Caller
from gis.settings import Settings
from gis.store.database import Database
from gis.store.drafting import Publication
from tests.small_town import CODES, EAST, EPSG, NOON, NORTH, TOWN, A, square

SCHOOL = f"{A}901"
CALLER = Caller("test", "test", ("commander",), EVERYTHING)
NEXT = date(2099, 1, 1)


def cells() -> list[Cell]:
    basic = [Cell(code, code, "1", square(column)) for column, code in enumerate(CODES)]  # type: ignore[arg-type]
    school = Cell(SCHOOL, "小学", "1", box(EAST + 400, NORTH + 400, EAST + 600, NORTH + 600), "dedicated")
    return [*basic, school]


def test_levels_above_and_zones_are_made_of_basic_grids_only() -> None:
    draft = make_draft(cells(), TOWN, {}, "a", "t")
    village = next(member for member in draft.members if member.code == A)
    assert village.area_m2 == 2_000_000
    assert {member.kind for member in draft.members if member.code != SCHOOL} == {"basic"}


async def test_the_dedicated_grid_answers_first(fresh_database: Database) -> None:
    key = await save_draft(fresh_database, make_draft(cells(), TOWN, {}, "author", "school"))
    await publish_draft(fresh_database, key, Publication(NEXT, NOON.date(), "文〔2026〕1号", "approver"))
    url = fresh_database.engine.url.render_as_string(hide_password=False)
    services = make_services(Settings(home=".", pages="."), url, clock=lambda: NOON)
    await services.atlas.refresh()
    for on, x_m, expected in ((None, 500, CODES[0]), (NEXT, 500, SCHOOL), (NEXT, 300, CODES[0])):
        found = await _code(services, x_m, on)
        assert found == expected
    await services.database.close()
    assert await _postgis(fresh_database, 500) == SCHOOL


async def _code(services: object, x_m: float, on: date | None) -> str:
    lon, lat = (float(value) for value in to_degrees(EAST + x_m, NORTH + 500, EPSG))
    found = await services.lookup.one((lon, lat), "wgs84", When(on), CALLER)  # type: ignore[attr-defined]
    return str(found.responsible.grid.code)


async def _postgis(database: Database, x_m: float) -> str:
    lon, lat = (float(value) for value in to_degrees(EAST + x_m, NORTH + 500, EPSG))
    query = text("""
        SELECT g.code FROM edition_grid m JOIN edition e ON e.id = m.edition_id
        JOIN grid g ON g.id = m.grid_id JOIN grid_shape s ON s.id = m.shape_id
        WHERE e.number = 2 AND g.level = 2
          AND ST_Covers(s.geom_wgs84, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326))
        ORDER BY m.kind <> 'dedicated', g.code LIMIT 1
    """)
    async with database.begin() as connection:
        return str(await connection.scalar(query, {"lon": lon, "lat": lat}))
