"""What devices say becomes rows: the gate, repeats, quarantine, flags and grids, all after the commit."""

import asyncio

import pytest

from gis.errors import Conflict
from gis.model import FixFlag
from gis.protocols.base import Refused, Report
from gis.service.reception.raw import messages_of
from gis.store.database import Database
from tests.service.reception.conftest import NOON_MS, Reception, at, running

HOUR = 3600.0


async def test_a_fix_is_stored_with_its_person_grid_and_units(reception: Reception) -> None:
    await reception.send(at(0, speed=10.0, accuracy_m=5.0, heading_deg=90.0), speed_unit="knots")
    ((person, code, speed, accuracy, altitude, flags),) = await reception.rows(
        "SELECT person_id, code, speed_mps, accuracy_m, altitude_m, flags FROM fix"
        " LEFT JOIN grid ON grid.id = fix.grid_id"
    )
    assert (person, accuracy, altitude, flags) == (1, 5.0, None, 0)
    assert code == "320281999001001"
    assert speed == pytest.approx(5.14444)


async def test_what_is_outside_duty_leaves_nothing_but_seen_at(reception: Reception) -> None:
    evening = NOON_MS + round(5 * HOUR * 1000)
    await reception.send(at(5 * HOUR, lon=120.00612345), received_ms=evening, refused=(Refused("odd"),))
    assert await reception.rows("SELECT * FROM fix") == []
    assert await reception.rows("SELECT * FROM raw_batch") == []
    assert await reception.rows("SELECT message, digest FROM quarantine") == [(b"", b"")]
    assert await reception.rows("SELECT person_id, refused FROM gate_count") == [(1, 1)]
    ((seen, newest, battery),) = await reception.rows(
        "SELECT extract(epoch FROM seen_at) * 1000, newest_at, battery_pct FROM device_state"
    )
    assert (int(seen), newest, battery) == (evening, None, None)
    assert reception.announced == []


async def test_no_byte_of_a_place_off_duty_is_in_any_table(
    reception: Reception, caplog: pytest.LogCaptureFixture
) -> None:
    evening = NOON_MS + round(5 * HOUR * 1000)
    raw = b"lat=31.62654321&lon=120.00612345"
    await reception.send(
        at(5 * HOUR, 120.00612345, 31.62654321), received_ms=evening, raw=raw, refused=(Refused("odd"),)
    )
    await reception.send(refused=(Refused("unreadable"),), received_ms=evening, raw=raw)
    tables = await reception.rows(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    )
    assert len(tables) > 40
    for (table,) in tables:
        for (row,) in await reception.rows(f"SELECT t::text FROM {table} t"):
            assert "00612345" not in row
            assert raw.hex() not in row
            assert table not in ("fix", "raw_batch")
    assert "00612345" not in caplog.text


async def test_an_sos_keeps_its_own_place_off_duty(reception: Reception) -> None:
    await reception.send(at(6 * HOUR, alarm="sos"), received_ms=NOON_MS + round(6 * HOUR * 1000))
    assert await reception.rows("SELECT flags FROM fix") == [(int(FixFlag.SOS),)]


async def test_a_repeat_is_dropped_and_another_place_at_the_instant_is_kept(reception: Reception) -> None:
    await reception.send(at(0))
    await reception.send(at(0))
    await reception.send(at(0, lon=120.007), at(0, lon=120.007), at(0, lon=120.008))
    rows = await reception.rows("SELECT n, round(ST_X(geom)::numeric, 3)::text, flags FROM fix ORDER BY n")
    assert rows == [(0, "120.006", 0), (1, "120.007", FixFlag.SAME_TIME), (2, "120.008", FixFlag.SAME_TIME)]


async def test_a_desk_that_knows_too_little_of_a_device_stores_nothing_twice(reception: Reception) -> None:
    await reception.send(at(0))
    reception.desk._newest.clear()
    await reception.send(at(0), at(1))
    assert await reception.rows("SELECT n, count(*) FROM fix GROUP BY n") == [(0, 2)]
    assert await reception.rows("SELECT * FROM quarantine") == []


async def test_disorder_and_lateness_are_ordinary(reception: Reception) -> None:
    await reception.send(at(-60), at(-20))
    await reception.send(at(-40), at(-3 * HOUR))
    flags = await reception.rows("SELECT flags FROM fix ORDER BY fixed_at")
    assert flags == [(int(FixFlag.LATE),), (0,), (0,), (0,)]
    assert [position.at_ms - NOON_MS for position in reception.announced] == [-20_000]


async def test_a_clock_in_the_future_is_quarantined_with_its_reason(reception: Reception) -> None:
    await reception.send(at(119))
    await reception.send(at(121))
    assert len(await reception.rows("SELECT * FROM fix")) == 1
    ((reason, message),) = await reception.rows("SELECT reason, message FROM quarantine")
    assert "2 minutes ahead" in reason
    assert message == b"the message"


async def test_a_heartbeat_is_a_sign_of_life_and_no_place(reception: Reception) -> None:
    await reception.send(Report(at_ms=NOON_MS, battery_pct=41.6, charging=True), health={"wifi": 1})
    assert await reception.rows("SELECT * FROM fix") == []
    state = await reception.rows("SELECT battery_pct, charging, health, newest_at FROM device_state")
    assert state == [(42, True, {"wifi": 1}, None)]


async def test_null_island_is_flagged_stored_and_not_shown(reception: Reception) -> None:
    await reception.send(at(0, lon=0.0, lat=0.0))
    assert await reception.rows("SELECT flags, grid_id FROM fix") == [(int(FixFlag.NULL_ISLAND), None)]
    assert reception.announced == []


async def test_the_raw_message_of_what_was_stored_can_be_read_back(reception: Reception) -> None:
    await reception.send(at(0))
    ((body,),) = await reception.rows("SELECT body FROM raw_batch")
    assert list(messages_of(body)) == [(reception.device.id, NOON_MS, b"the message")]


async def test_a_message_that_nothing_foresaw_does_not_block_its_neighbours(reception: Reception) -> None:
    monster = Report(at_ms=1 << 70, lon=120.0, lat=31.6)
    await asyncio.gather(reception.send(at(0)), reception.send(monster), reception.send(at(1)))
    assert len(await reception.rows("SELECT * FROM fix")) == 2
    ((reason,),) = await reception.rows("SELECT reason FROM quarantine")
    assert "could not take" in reason


async def test_a_second_desk_is_refused_and_its_successor_knows_what_is_stored(reception: Reception) -> None:
    await reception.send(at(0))
    with pytest.raises(Conflict):
        await running(reception.database).__aenter__()
    await reception.writer.close()
    held = "SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database" + (
        " WHERE locktype = 'advisory' AND d.datname = current_database()"
    )
    while await reception.rows(held):  # noqa: ASYNC110 - the server tells nobody when a session has ended
        await asyncio.sleep(0.02)
    async with running(reception.database) as third:
        await third.send(at(0), at(1))
        assert [position.at_ms - NOON_MS for position in third.announced] == [0, 1000]
    assert len(await reception.rows("SELECT * FROM fix")) == 2


async def test_days_get_their_partition_by_the_towns_day(reception: Reception) -> None:
    await reception.send(at(0))
    partitions = await reception.rows(
        "SELECT tableoid::regclass::text FROM fix UNION SELECT 'fix_20261104' FROM pg_class"
        " WHERE relname = 'fix_20261104' ORDER BY 1"
    )
    assert partitions == [("fix_20261102",), ("fix_20261104",)]


async def test_fixes_of_a_device_that_nobody_carried_are_not_kept(fresh_database: Database) -> None:
    async with running_without_duty(fresh_database) as made:
        await made.send(at(0))
        assert await made.rows("SELECT * FROM fix") == []


def running_without_duty(database: Database) -> running:
    return _Bare(database)


class _Bare(running):
    async def __aenter__(self) -> Reception:
        from gis.store import devices as stored

        async with self._database.begin() as connection:
            await stored.add_device(connection, {"name": "bare", "protocol": "osmand", "token_digest": "x"})
        return await super().__aenter__()
