"""From when on somebody knows that he is tracked: by his own confirmation, for the phone he carries."""

from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import text

from gis.service.reception.roll import Roll, load_roll
from gis.store.database import Database
from gis.store.notices import Confirmed, confirm
from tests.small_town import NOON

HOUR = timedelta(hours=1)


def told(roll: Roll, device: int, at: datetime) -> bool:
    moment = np.array([int(at.timestamp() * 1000)], np.int64)
    return bool(roll.told(np.array([device], np.int64), moment)[0])


async def test_a_confirmation_counts_for_its_person_and_phone_from_its_moment_on(
    fresh_database: Database,
) -> None:
    async with fresh_database.begin() as connection:
        insert = "INSERT INTO device (name, protocol, notice) VALUES"
        await connection.execute(text(f"{insert} ('a', 'osmand', true), ('b', 'osmand', true)"))
        # person 1 carries both phones until noon, then person 2 carries the first
        await connection.execute(
            text(
                "INSERT INTO assignment (device_id, person_id, valid) VALUES"
                " (1, 1, tstzrange('2026-01-01', :noon)), (1, 2, tstzrange(:noon, NULL)),"
                " (2, 1, tstzrange('2026-01-01', NULL))"
            ),
            {"noon": NOON},
        )
        for version, (who, at) in enumerate([(1, NOON - HOUR), (2, NOON + HOUR), (1, NOON + 2 * HOUR)]):
            confirmed = Confirmed(version, "zh", f"text {version}", at)
            await confirm(connection, (1, who), {}, confirmed)
        roll = await load_roll(connection, NOON)
    moments = [NOON + hours * HOUR for hours in (-1.5, -0.5, 0.5, 1.5, 2.5)]
    assert [told(roll, 1, at) for at in moments] == [False, True, False, True, True]
    assert not any(told(roll, 2, at) for at in moments)


async def test_one_who_confirms_when_the_phone_is_another_s_hides_nothing(fresh_database: Database) -> None:
    async with fresh_database.begin() as connection:
        await connection.execute(text("INSERT INTO device (name, protocol, notice) VALUES ('a', 'x', true)"))
        span = {"begin": NOON - HOUR, "end": NOON}
        await connection.execute(
            text(
                "INSERT INTO assignment (device_id, person_id, valid) VALUES"
                " (1, 1, tstzrange(:begin, :end)), (1, 2, tstzrange(:end, NULL))"
            ),
            span,
        )
        for who, at in ((2, NOON + HOUR), (1, NOON + 2 * HOUR)):
            await confirm(connection, (1, who), {}, Confirmed(1, "zh", f"text {who}", at))
        roll = await load_roll(connection, NOON)
    assert told(roll, 1, NOON + 3 * HOUR)
    assert not told(roll, 1, NOON - HOUR / 2)
