"""What is past its keep goes to the last byte, by the town's civil day; figures, holds and record stay."""

import asyncio
import struct
import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gis.errors import Conflict, NotFound
from gis.model import Keeps
from gis.service.atlas import Atlas
from gis.service.holds import HoldKeeper, Wanted
from gis.service.retaining import Retainer, horizon
from gis.store import retaining as stored
from gis.store.cluster import Cluster, programs
from gis.store.database import Database
from gis.store.record import Act
from gis.store.town import ROLL_VERSION, raise_version
from gis.store.tracks import day_of
from tests.service.reception.conftest import NOON_MS, Reception, at, reception
from tests.service.test_sealing import sealer
from tests.small_town import NOON, TOWN

assert reception  # the fixture of this name

DAY = NOON.date()
LON, LAT = 120.00612345, 31.62654321
RAW = b"lat=31.62654321&lon=120.00612345"
BY = Act("test", "")
# one row of each kind that goes by its age alone; days before noon of the small town's day
OLD = """
INSERT INTO claim (name, protocol, address, messages, first_at, seen_at)
    SELECT 'phone ' || days, 'osmand', '127.0.0.1', 1, {ago}, {ago} FROM unnest(:days) days;
INSERT INTO gate_count (person_id, hour, refused) SELECT 2, {ago}, 1 FROM unnest(:days) days;
INSERT INTO duty (person_id, valid)
    SELECT 2, tstzrange({ago} - interval '8 h', {ago}) FROM unnest(:days) days;
INSERT INTO session (digest, account_id, created_at, seen_at, expires_at)
    SELECT days::text, (SELECT max(id) FROM account), {ago}, {ago}, {ago} FROM unnest(:days) days;
INSERT INTO visit (person_id, enter, grid_id, leave, day, metres, entered, left_it)
    SELECT 2, {ago}, 1, {ago}, ({ago})::date, 1, true, true FROM unnest(:days) days;
INSERT INTO alert (kind, device_id, person_id, at, received_at, geom)
    SELECT 'sos', 1, 2, {ago}, {ago}, ST_SetSRID(ST_MakePoint(120, 31), 4326) FROM unnest(:days) days;
INSERT INTO audit (actor, action, result, at) SELECT 'x', 'y', 'done', {ago} FROM unnest(:days) days
"""


async def retainer(made: Reception, days: float, keeps: Keeps = Keeps(), most: int = 5000) -> Retainer:
    """Return a retainer so many days after the small town's noon."""
    return await _retainer(made.database, NOON + timedelta(days=days), keeps, most)


async def _retainer(database: Database, now: datetime, keeps: Keeps = Keeps(), most: int = 5000) -> Retainer:
    atlas = Atlas(database, lambda: now)
    await atlas.refresh()
    return Retainer(database, atlas, keeps, lambda: now, most)


async def execute(database: Database, statements: str, **given: object) -> None:
    async with database.begin() as connection:
        for statement in statements.split(";"):
            await connection.execute(text(statement), given)


async def age(database: Database, days: Sequence[int]) -> None:
    """Store one row of each kind for each of these numbers of days before noon."""
    columns = "name, title, password_hash, roles, scope"
    await execute(database, f"INSERT INTO account ({columns}) VALUES ('a', 'a', '', '{{}}', '{{}}')")
    ago = "CAST(:noon AS timestamptz) - make_interval(days => days)"
    statements = OLD.replace("{ago}", ago).replace(":days", "CAST(:days AS int[])")
    await execute(database, statements, days=list(days), noon=NOON)


async def on_duty(made: Reception, begin: datetime, end: datetime) -> None:
    """Put person 1 on duty and let the desk know."""
    duty = "INSERT INTO duty (person_id, valid) VALUES (1, tstzrange(:begin, :end))"
    await execute(made.database, duty, begin=begin, end=end)
    async with made.database.begin() as connection:
        await raise_version(connection, ROLL_VERSION)
    await made.desk.refresh()


def dump(database: Database) -> str:
    """Return everything that the database holds, as text, without the words that differ from call to call."""
    url = database.engine.url
    command = [str(programs() / "pg_dump"), "-h", str(url.query["host"]), "-U", str(url.username)]
    done = subprocess.run([*command, str(url.database)], capture_output=True, check=True)
    lines = done.stdout.decode().splitlines()
    return "\n".join(line for line in lines if "restrict " not in line)


async def traces(made: Reception) -> list[str]:
    """Return what the dump shows of the place, its piece and its messages."""
    pieces = await made.rows("SELECT encode(places, 'hex'), encode(quality, 'hex') FROM track_day")
    bodies = await made.rows("SELECT encode(body, 'hex') FROM raw_batch")
    return [*pieces[0], *bodies[0], RAW.hex(), struct.pack("<dd", LON, LAT).hex().upper()]


async def walked(made: Reception) -> None:
    """Let person 1 stand in a place, call for help there, and have a wrong clock once; seal the day."""
    known = [at(0, LON, LAT, alarm="sos"), at(60, LON, LAT, battery_pct=41)]
    await made.send(*known, raw=RAW, received_ms=NOON_MS + 60_000)
    await made.send(at(400, LON, LAT), raw=RAW)
    await (await sealer(made, 2)).seal_closed_days()


async def test_no_byte_of_a_track_is_left_and_its_figures_and_visits_stay(reception: Reception) -> None:
    await walked(reception)
    left = await traces(reception)
    figures = "SELECT person_id, day, fixes, figures, (SELECT count(*) FROM visit) FROM track_day"
    before = await reception.rows(figures)
    await (await retainer(reception, 180)).retain("test")
    whole = dump(reception.database)
    assert [trace for trace in left if trace not in whole] == []
    went = await (await retainer(reception, 181)).retain("test")
    rest = dump(reception.database)
    assert [trace for trace in left if trace in rest] == []
    assert {what: gone.rows for what, gone in went.items() if gone.rows} == {
        "pieces of tracks": 1,
        "raw messages": 1,
        "refused messages": 1,
        "places of alerts": 1,
        "states of silent devices": 1,
    }
    assert went["pieces of tracks"].bytes == (len(left[0]) + len(left[1])) // 2
    assert await reception.rows(figures) == before
    assert before[0][-1] == 1
    assert await reception.rows("SELECT acknowledged_at, geom FROM alert") == [(None, None)]
    assert await reception.rows("SELECT battery_pct, newest_at, seen_at IS NULL FROM device_state") == [
        (None, None, False)
    ]
    ((actor, detail),) = await reception.rows(
        "SELECT actor, detail FROM audit WHERE action = 'retain' ORDER BY id DESC LIMIT 1"
    )
    assert actor == "test"
    assert detail["before"]["tracks"] == (DAY + timedelta(days=1)).isoformat()
    assert detail["rows"]["places of alerts"] == 1


async def test_written_anew_no_file_of_the_tables_holds_a_byte(
    cluster: Cluster, reception: Reception
) -> None:
    await walked(reception)
    left = [bytes.fromhex(trace) for trace in await traces(reception)]
    ((number,),) = await reception.rows("SELECT oid FROM pg_database WHERE datname = current_database()")
    folder = cluster.data / "base" / str(number)
    await execute(reception.database, "CHECKPOINT")
    before = files(folder)
    assert [trace for trace in left if trace not in before] == []
    here = await retainer(reception, 181)
    await here.retain("test")
    await here.rewrite()
    await execute(reception.database, "CHECKPOINT")
    after = files(folder)
    assert [trace for trace in left if trace in after] == []


def files(folder: Path) -> bytes:
    """Return all bytes of the files of a database."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


async def test_the_planner_samples_no_place_and_no_message(reception: Reception) -> None:
    await walked(reception)
    await reception.send(at(70, LON, LAT))
    await execute(reception.database, "ANALYZE")
    sampled = await reception.rows("SELECT DISTINCT tablename, attname FROM pg_stats")
    assert ("track_day", "fixes") in sampled
    unsampled = {("alert", "geom"), ("quarantine", "message"), ("raw_batch", "body"), ("fix", "geom")}
    assert set(sampled) & {*unsampled, ("track_day", "places"), ("track_day", "quality")} == set()


async def test_rows_that_nobody_sealed_become_figures_before_they_go(reception: Reception) -> None:
    await reception.send(at(0), at(60), received_ms=NOON_MS + 60_000)
    await (await retainer(reception, 181)).retain("test")
    assert await reception.rows("SELECT fixes, places FROM track_day") == [(2, None)]
    assert await reception.rows("SELECT to_regclass('fix_20261102')") == [(None,)]


async def test_what_slips_in_behind_a_piece_that_is_gone_changes_no_figures(reception: Reception) -> None:
    await reception.send(at(0), at(60), received_ms=NOON_MS + 60_000)
    await (await retainer(reception, 181)).retain("test")
    before = await reception.rows("SELECT fixes, figures FROM track_day")
    await reception.send(at(30))
    await (await retainer(reception, 181)).retain("test")
    assert await reception.rows("SELECT fixes, figures FROM track_day") == before
    assert await reception.rows("SELECT * FROM fix") == []


async def test_what_comes_for_a_day_past_its_keep_is_refused_and_no_byte_of_it_stored(
    reception: Reception,
) -> None:
    begin = day_of(DAY - timedelta(days=180), TOWN.time_zone).begin
    await execute(reception.database, "UPDATE assignment SET valid = tstzrange('2020-01-01', NULL)")
    await on_duty(reception, begin - timedelta(days=9), begin + timedelta(days=9))
    seconds = (begin - NOON).total_seconds()
    await reception.send(at(seconds), raw=b"the oldest that is kept")
    await reception.send(at(0), at(seconds - 1), raw=RAW)
    assert await reception.rows("SELECT count(*) FROM fix") == [(2,)]
    refused = "SELECT reason, message, length, digest FROM quarantine"
    assert await reception.rows(refused) == [("older than what is kept", b"", len(RAW), b"")]
    assert await reception.rows("SELECT oldest_at FROM raw_batch") == [(begin,)]
    assert await reception.rows("SELECT * FROM gate_count") == []


async def test_an_sos_with_a_clock_of_years_ago_rings_with_its_place(reception: Reception) -> None:
    await reception.send(at(-9e7, alarm="sos"))
    await (await retainer(reception, 180)).retain("test")
    assert await reception.rows("SELECT geom IS NULL FROM alert") == [(False,)]
    await (await retainer(reception, 181)).retain("test")
    assert await reception.rows("SELECT geom IS NULL FROM alert") == [(True,)]


async def test_messages_lie_apart_by_the_day_that_they_tell_of(reception: Reception) -> None:
    await on_duty(reception, NOON - timedelta(hours=50), NOON - timedelta(hours=44))
    await asyncio.gather(reception.send(at(0)), reception.send(at(-48 * 3600.0)), reception.send(at(1)))
    days = "SELECT (oldest_at AT TIME ZONE 'Asia/Shanghai')::date, messages FROM raw_batch ORDER BY 1"
    assert await reception.rows(days) == [(DAY - timedelta(days=2), 1), (DAY, 2)]
    await (await retainer(reception, 180)).retain("test")
    assert await reception.rows(days) == [(DAY, 2)]


async def test_each_class_goes_after_its_own_days_and_a_dry_run_counts_what_goes(
    reception: Reception,
) -> None:
    await age(reception.database, [170, 190, 1090, 1100])
    here = await retainer(reception, 0, most=1)
    counted = await here.preview()
    before = dump(reception.database)
    assert await here.preview() == counted
    assert dump(reception.database) == before
    went = await here.retain("test")
    assert went == counted
    assert {what: gone.rows for what, gone in went.items() if gone.rows} == {
        "unknown devices": 3,
        "counts of the gate": 3,
        "ended sessions": 3,
        "places of alerts": 3,
        "visits": 1,
        "alerts": 1,
        "duties": 1,
        "record": 1,
    }
    assert sum(gone.rows for gone in (await here.preview()).values()) == 0


async def test_shorter_keeps_are_kept_too(reception: Reception) -> None:
    await age(reception.database, [29, 31, 181])
    went = await (await retainer(reception, 0, Keeps(30, 180, 190))).retain("test")
    assert (went["counts of the gate"].rows, went["visits"].rows, went["record"].rows) == (2, 1, 0)


async def test_a_hold_keeps_evidence_until_its_last_day_or_its_release(reception: Reception) -> None:
    await walked(reception)
    atlas = Atlas(reception.database, lambda: NOON + timedelta(days=170))
    await atlas.refresh()
    keeper = HoldKeeper(reception.database, atlas, lambda: NOON + timedelta(days=170))
    until = DAY + timedelta(days=1200)
    number = await keeper.hold(Wanted("001", DAY, DAY, until, "case 7"), BY)
    other = await keeper.hold(Wanted("002", DAY, DAY, until, "case 8"), BY)
    assert [(row.number, row.pieces) for row in await keeper.all()] == [("001", 1), ("002", 0)]
    went = await (await retainer(reception, 181)).retain("test")
    assert {what for what, gone in went.items() if gone.rows} == {
        "raw messages",
        "refused messages",
        "states of silent devices",
    }
    assert (await (await retainer(reception, 1200)).retain("test"))["visits"].rows == 0
    preview = await (await retainer(reception, 1201)).preview()
    assert (preview["pieces of tracks"].rows, preview["visits"].rows) == (1, 1)
    await keeper.release(number, BY)
    with pytest.raises(NotFound):
        await keeper.release(number, BY)
    assert [row.id for row in await keeper.all()] == [other]
    assert (await (await retainer(reception, 181)).retain("test"))["pieces of tracks"].rows == 1
    acts = await reception.rows("SELECT action, target FROM audit WHERE action LIKE 'hold.%' ORDER BY id")
    assert acts == [("hold.add", str(number)), ("hold.add", str(other)), ("hold.release", str(number))]


def test_days_are_those_of_the_town() -> None:
    here = horizon(Keeps(), date(2026, 11, 2), "Asia/Shanghai").first
    assert here["tracks"].begin == datetime(2026, 5, 5, 16, tzinfo=UTC)
    assert here["figures"].day == here["record"].day == date(2023, 11, 2)
    # 26 October 2025 has 25 hours there
    autumn = horizon(Keeps(track_days=2), date(2025, 10, 27), "Europe/Berlin").first["tracks"]
    assert autumn.begin == datetime(2025, 10, 24, 22, tzinfo=UTC)


async def test_it_is_due_once_a_day_from_three_in_the_morning_of_the_town(fresh_database: Database) -> None:
    acts = []
    for hours in (14.9, 15, 16, 38.9, 39):
        night = await _retainer(fresh_database, NOON + timedelta(hours=hours))
        await night.retain_nightly()
        async with fresh_database.begin() as connection:
            query = "SELECT count(*) FROM audit WHERE actor = 'keeper' AND action = 'retain'"
            acts.append(await connection.scalar(text(query)))
    assert acts == [0, 1, 1, 1, 2]


async def test_one_process_at_a_time(fresh_database: Database) -> None:
    here = await _retainer(fresh_database, NOON)
    async with stored.alone(fresh_database):
        with pytest.raises(Conflict):
            await here.retain("test")
    await here.retain("test")


async def test_the_record_lets_go_of_nothing_younger_than_190_days_and_notes_what_it_lets_go(
    fresh_database: Database,
) -> None:
    await execute(
        fresh_database,
        "INSERT INTO audit (actor, action, result, at) SELECT 'x', days::text, 'done',"
        " now() - make_interval(days => days) FROM unnest(ARRAY[189, 191]) days",
    )
    for refused in (
        "DELETE FROM audit WHERE action = '189'",
        "DELETE FROM audit WHERE action IN ('189', '191')",
        "UPDATE audit SET actor = 'y' WHERE action = '191'",
        "TRUNCATE audit",
    ):
        with pytest.raises(DBAPIError, match="never changed"):
            await execute(fresh_database, refused)
    await execute(fresh_database, "DELETE FROM audit WHERE action = '191'")
    await execute(fresh_database, "DELETE FROM audit WHERE action = 'nothing'")
    async with fresh_database.begin() as connection:
        query = "SELECT actor, detail ->> 'rows' FROM audit WHERE action = 'record.delete'"
        rows = [tuple(row) for row in await connection.execute(text(query))]
    assert rows == [("database:wangge", "1")]
