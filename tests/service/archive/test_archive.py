"""An archive of the small town: what it holds, and that analyses over it answer as the service does."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import geopandas
import numpy as np
import pytest
from sqlalchemy import text

from gis.analysis.coverage import CoverageParameters
from gis.analysis.hotspots import HotspotParameters
from gis.analysis.track_fixes import Fixes
from gis.errors import BadInput, NotFound
from gis.geometry.projection import to_degrees
from gis.model import EVERYTHING
from gis.service.archive.coverage import coverage
from gis.service.archive.engines import Engine, engine_of
from gis.service.archive.hotspots import gatherings
from gis.service.archive.keeping import folders, prune, remember
from gis.service.archive.reading import parts_of, read_fixes
from gis.service.archive.squares import HeatParameters, heat
from gis.service.archive.writing import Archiver
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked
from gis.service.coverage.reading import Coverage
from gis.service.devices import DeviceKeeper
from gis.service.hotspots import HISTORY_DAYS, scan
from gis.service.sealing import Sealer
from gis.store.database import Database
from gis.store.record import Act
from gis.store.tracks import day_of
from tests.small_town import CODES, EAST, EPSG, NOON, NORTH

FIRST, SECOND = date(2026, 10, 29), date(2026, 10, 30)
PARAMETERS = CoverageParameters(enough=0.03, roam_m=200)


def clock() -> datetime:
    return NOON.astimezone(UTC)


def quiet(_done: int, _all: int) -> None:
    """Hear nothing."""


def names_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def walk(begin: datetime, from_m: float, seconds: int, silent: tuple[int, int] = (0, 0)) -> Fixes:
    """Return a walk of a metre a second to the east, a fix every ten seconds but for a silence."""
    at = np.arange(0, seconds + 1, 10)
    at = at[(at < silent[0]) | (at >= silent[1])]
    lon, lat = to_degrees(EAST + from_m + at, NORTH + 500.0 + np.where(at % 20, 0.3, -0.3), EPSG)
    n = len(at)
    ms = (int(begin.timestamp()) + at).astype(np.int64) * 1000
    return Fixes(ms, lon, lat, np.full(n, 5, np.float32), np.ones(n, np.float32), np.zeros(n, np.int32))


@pytest.fixture
async def atlas(fresh_database: Database) -> Atlas:
    """Two people on two days: one is silent for ten minutes, one's duty lasts over midnight."""
    atlas = Atlas(fresh_database, clock)
    await atlas.refresh()
    sealer = Sealer(fresh_database, atlas, clock)
    keeper = DeviceKeeper(fresh_database, clock)
    nine, late = (datetime(2026, 10, 29, hour, tzinfo=UTC) for hour in (1, 15))
    days = {
        FIRST: {1: walk(nine, 100, 800), 2: walk(late, 300, 1200)},
        SECOND: {1: walk(nine + timedelta(days=1), 200, 1500, (300, 900))},
    }
    for day, fixes in days.items():
        await sealer.write(day_of(day, "Asia/Shanghai"), fixes)
    for number, begin, hours in (("001", nine, 1), ("002", late, 9), ("001", nine + timedelta(days=1), 1)):
        await keeper.put_on_duty((number,), (begin, begin + timedelta(hours=hours)), Act("test", ""))
    return atlas


@pytest.fixture(scope="module", params=["local", "dask"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with engine_of(request.param, None, 2) as found:
        yield found


async def test_coverage_of_an_archive_is_that_of_the_service(
    fresh_database: Database, atlas: Atlas, tmp_path: Path, engine: Engine
) -> None:
    done = await Archiver(fresh_database, atlas, tmp_path).write(FIRST, SECOND)
    assert [(one.people, one.fixes) for one in done] == [(2, 81 + 121), (1, 151 - 60)]
    rows = await Coverage(fresh_database, atlas).rows(EVERYTHING, Asked(FIRST, SECOND), PARAMETERS)
    shares = coverage(engine, parts_of(tmp_path, FIRST, SECOND), PARAMETERS, quiet)
    names = ("code", "area_m2", "covered", "unknown", "not_covered", "off", "effort", "state", "cause")
    assert [[getattr(one, name) for name in names] for one in shares] == [
        [getattr(row, name) for name in names] for row in rows
    ]
    assert {one.state for one in shares} >= {"covered", "unknown"}
    assert any(0 < one.unknown < 1 and one.effort > one.covered for one in shares)


async def test_heat_of_an_archive_is_what_sql_counts(
    fresh_database: Database, atlas: Atlas, tmp_path: Path, engine: Engine
) -> None:
    async with fresh_database.begin() as connection:
        days = await connection.execute(
            text("SELECT DISTINCT (reported_at AT TIME ZONE 'Asia/Shanghai')::date FROM event ORDER BY 1")
        )
        span = [row[0] for row in days if row[0] < atlas.today()]
        counts = await connection.execute(
            text("""
            SELECT floor(ST_X(p) / 100), floor(ST_Y(p) / 100), count(*)
            FROM (SELECT ST_Transform(place, 4549) AS p FROM event
                  WHERE (reported_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN :first AND :last) e
            GROUP BY 1, 2 HAVING count(*) >= 1 ORDER BY 1, 2
            """),
            {"first": span[0], "last": span[-1]},
        )
        wanted = [int(row[2]) for row in counts]
    await Archiver(fresh_database, atlas, tmp_path).write(span[0], span[-1])
    parts = parts_of(tmp_path, span[0], span[-1])
    squares = heat(engine, parts, HeatParameters("events", 100.0, 1), quiet)
    assert [one.count for one in squares] == wanted
    assert sum(wanted) > 0
    assert heat(engine, parts, HeatParameters("events", 100.0, 1000), quiet) == []


async def plant(database: Database, today: date) -> None:
    """Give the town an event a day for forty days, all over it, and thirty of the last week in one place."""
    async with database.begin() as connection:
        await connection.execute(
            text("UPDATE event SET reported_at = CAST(:today AS date) - 50"), {"today": today}
        )
        await connection.execute(
            text("""
            INSERT INTO event (number, category_code, title, source, severity, department_code,
                               reported_at, place)
            SELECT 'A' || lpad(n::text, 4, '0'), category_code, title, source, severity, department_code,
                   CAST(:today AS date) + interval '4 hours' -
                     interval '1 day' * (CASE WHEN n <= 40 THEN n ELSE 1 + n % 7 END),
                   ST_SetSRID(ST_Translate(place,
                     CASE WHEN n <= 40 THEN 0.0004 * (n % 8) ELSE 0.002 END,
                     CASE WHEN n <= 40 THEN 0.0004 * (n / 8) ELSE 0.001 END), 4326)
            FROM (SELECT * FROM event ORDER BY number LIMIT 1) e, generate_series(1, 70) n
            """),
            {"today": today},
        )


async def test_hot_spots_of_an_archive_are_those_of_the_nightly_scan(
    fresh_database: Database, atlas: Atlas, tmp_path: Path, engine: Engine
) -> None:
    today = atlas.today()
    await plant(fresh_database, today)
    begin, last = today - timedelta(days=60), today - timedelta(days=1)
    # all events lie within both
    assert HISTORY_DAYS > 60
    await Archiver(fresh_database, atlas, tmp_path).write(begin, last)
    parameters = HotspotParameters(draws=99, most_p=0.05)
    spots = await scan(fresh_database, atlas, atlas.lookout(EVERYTHING), parameters)
    found = gatherings(engine, parts_of(tmp_path, begin, last), parameters, quiet)
    assert [(one.lon, one.lat, one.radius_m, one.observed, one.expected, one.p) for one in found] == [
        (spot.lon, spot.lat, spot.radius_m, spot.observed, spot.expected, spot.p) for spot in spots
    ]
    assert found


async def test_other_programs_read_it_and_a_day_is_whole(
    fresh_database: Database, atlas: Atlas, tmp_path: Path
) -> None:
    archiver = Archiver(fresh_database, atlas, tmp_path)
    await archiver.write(FIRST, FIRST)
    await archiver.write(FIRST, FIRST)
    (part,) = parts_of(tmp_path, FIRST, SECOND)
    day = part.town.day(FIRST)
    assert names_in(day.parent) == [day.name]
    fixes = geopandas.read_parquet(day / "fixes.parquet")
    assert (len(fixes), fixes.crs.to_string()) == (202, "OGC:CRS84")
    own = read_fixes(part)[1]
    first = fixes[fixes.person == 1]
    assert first.geometry.x.tolist() == own.lon.tolist()
    assert (first.fixed_at.astype("datetime64[ms]").astype("int64") == own.at_ms).all()
    grids = geopandas.read_parquet(part.town.edition(1))
    assert set(CODES) <= set(grids.code)
    assert json.loads((day / "day.json").read_text())["fixes"] == 202


async def test_what_is_no_archive_is_refused(fresh_database: Database, atlas: Atlas, tmp_path: Path) -> None:
    archiver = Archiver(fresh_database, atlas, tmp_path)
    with pytest.raises(BadInput, match="days that are over"):
        await archiver.write(FIRST, atlas.today())
    with pytest.raises(NotFound, match="no town"):
        parts_of(tmp_path, FIRST, SECOND)
    await archiver.write(FIRST, FIRST)
    with pytest.raises(NotFound, match="Nothing of"):
        parts_of(tmp_path, SECOND, SECOND)
    with pytest.raises(NotFound, match="whose code begins with 99"):
        parts_of(tmp_path, FIRST, FIRST, "99")
    (part,) = parts_of(tmp_path, FIRST, FIRST)
    path = part.town.day(FIRST) / "fixes.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadInput, match="cannot be read"):
        read_fixes(part)


async def test_tracks_past_their_keep_go_from_archives_too(
    fresh_database: Database, atlas: Atlas, tmp_path: Path
) -> None:
    await Archiver(fresh_database, atlas, tmp_path).write(FIRST, SECOND)
    await remember(fresh_database, tmp_path, (FIRST, SECOND), Act("test", ""))
    away = tmp_path / "unplugged"
    await remember(fresh_database, away, (FIRST, SECOND), Act("test", ""))
    roots = await folders(fresh_database)
    assert set(roots) == {tmp_path, away}
    gone = prune(roots, atlas.town.code_prefix, SECOND)
    assert (gone.days, gone.unreachable) == (1, (str(away),))
    with engine_of("local", None, 1) as local:
        shares = coverage(local, parts_of(tmp_path, FIRST, SECOND), PARAMETERS, quiet)
    # what is past its keep accuses nobody
    assert {one.state for one in shares} <= {"covered", "unknown"}
    assert "expired" in {one.cause for one in shares}
    assert prune(roots, atlas.town.code_prefix, SECOND).days == 0
