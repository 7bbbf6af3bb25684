"""Faults of phones through reception: what was sent is stored, and tells what is wrong with the phone."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from gis.geometry.datum import from_wgs84
from gis.geometry.projection import to_degrees
from gis.model import EVERYTHING, Scope
from gis.protocols.base import Report
from gis.service.atlas import Atlas
from gis.service.devices import DeviceKeeper
from gis.service.phone_faults import PhoneFaults
from gis.store.record import Act
from tests.service.reception.conftest import NOON_MS, Reception, at, reception
from tests.small_town import EAST, EPSG, NOON, NORTH, B

assert reception  # the fixture of this name


async def told(world: Reception, seconds: float = 0, scope: Scope = EVERYTHING) -> list[tuple[str, ...]]:
    """Return what is wrong so many seconds after noon."""
    atlas = Atlas(world.database, lambda: NOON)
    await atlas.refresh()
    found = await PhoneFaults(world.database, atlas, lambda: NOON + timedelta(seconds=seconds)).look(scope)
    return [each.kinds for each in found]


async def live(world: Reception, reports: Iterable[Report]) -> None:
    """Send every report a second after it was made."""
    for report in reports:
        await world.send(report, received_ms=report.at_ms + 1000)


def along_road(seconds: float, **more: Any) -> Report:
    """Return a report of somebody who walks along the one road of the town, 1.5 m a second from 500 m on."""
    lon, lat = to_degrees(np.array([EAST + 500 + 1.5 * seconds]), np.array([NORTH + 100]), EPSG)
    return at(seconds, float(lon[0]), float(lat[0]), **more)


WALK = range(0, 600, 20)


async def test_a_phone_that_reports_has_no_fault(reception: Reception) -> None:
    await live(reception, (along_road(second, battery_pct=60) for second in WALK))
    assert await told(reception, 600) == []


async def test_a_battery_that_runs_empty(reception: Reception) -> None:
    await live(reception, [along_road(0, battery_pct=9)])
    assert await told(reception, 60) == [("battery",)]
    await live(reception, [along_road(30, battery_pct=9, charging=True)])
    assert await told(reception, 60) == []


async def test_a_phone_that_is_heard_without_a_place(reception: Reception) -> None:
    await live(reception, [along_road(0)])
    for second in range(60, 360, 60):
        await reception.send(received_ms=NOON_MS + second * 1000)
    assert await told(reception, 310) == [("no_place",)]
    # whoever is not heard at all is silent, and that is another list
    assert await told(reception, 700) == []


async def test_a_clock_that_is_wrong_either_way(reception: Reception) -> None:
    await reception.send(at(900), received_ms=NOON_MS)
    assert await told(reception, 60) == [("clock",)]
    assert await told(reception, 700) == []
    for second in range(700, 1000, 20):
        await reception.send(at(second - 10_800), received_ms=NOON_MS + second * 1000)
    assert ("clock",) in await told(reception, 1000)


async def test_a_burst_of_what_was_kept_back_is_no_wrong_clock(reception: Reception) -> None:
    for second in WALK:
        await reception.send(along_road(second - 3600), received_ms=NOON_MS)
    assert await told(reception, 10) == []


async def test_places_that_are_made_up(reception: Reception) -> None:
    await live(reception, (along_road(second, mock=second > 100) for second in WALK))
    assert await told(reception, 600) == [("mock",)]


async def test_two_phones_with_one_secret(reception: Reception) -> None:
    elsewhere = (at(second + 5, 120.03, 31.63) for second in WALK)
    both = sorted([*(along_road(second) for second in WALK), *elsewhere], key=lambda report: report.at_ms)
    await live(reception, both)
    assert await told(reception, 600) == [("shared",)]


async def test_a_phone_that_sleeps_on_the_way(reception: Reception) -> None:
    await live(reception, (along_road(second) for second in (*range(-400, 0, 10), 150, 300, 450)))
    assert await told(reception, 460) == [("saver",)]


async def test_a_phone_that_shifts_its_places(reception: Reception) -> None:
    def shifted(second: int) -> Report:
        plain = along_road(second)
        lon, lat = from_wgs84([plain.lon], [plain.lat], "gcj02")
        return at(second, float(lon[0]), float(lat[0]))

    await live(reception, map(shifted, WALK))
    assert await told(reception, 600) == [("datum",)]


async def test_a_phone_that_was_shut_out_unless_its_carrier_has_another(reception: Reception) -> None:
    keeper = DeviceKeeper(reception.database, lambda: NOON)
    await keeper.revoke("phone", Act("test", ""))
    assert await told(reception, 60) == [("revoked",)]
    assert await told(reception, 60, Scope(codes=frozenset({B}))) == []
    await keeper.add("001", "traccar", Act("test", ""))
    assert await told(reception, 60) == []


@pytest.mark.parametrize("table", ["duty", "assignment"])
async def test_off_duty_and_carried_by_nobody_no_phone_is_judged(reception: Reception, table: str) -> None:
    await live(reception, [along_road(0, battery_pct=5)])
    async with reception.database.begin() as connection:
        await connection.execute(text(f"DELETE FROM {table}"))
    assert await told(reception, 60) == []
