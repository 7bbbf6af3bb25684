"""A closed day becomes a piece, late fixes go into it, and at last the piece alone is the record."""

from datetime import timedelta

import numpy as np

from gis.analysis.piece import decode
from gis.service.atlas import Atlas
from gis.service.sealing import Sealer
from gis.store.tracks import pieces_of
from tests.service.reception.conftest import NOON_MS, Reception, at, reception
from tests.small_town import NOON

assert reception  # the fixture of this name

DAY = NOON.date()


async def sealer(made: Reception, days: int) -> Sealer:
    """Return a sealer so many days after the small town's noon."""
    atlas = Atlas(made.database, lambda: NOON + timedelta(days=days))
    await atlas.refresh()
    return Sealer(made.database, atlas, lambda: NOON)


async def moments(made: Reception) -> list[int]:
    """Return the seconds after noon of the fixes in person 1's piece."""
    async with made.database.begin() as connection:
        (sealed,) = await pieces_of(connection, [1], (DAY, DAY))
    return list(((decode(*sealed.pieces).at_ms - NOON_MS) // 1000).tolist())


async def test_today_stays_open_and_yesterday_is_sealed_once(reception: Reception) -> None:
    await reception.send(at(-20), at(-10), at(0))
    assert await (await sealer(reception, 0)).seal_closed_days() == 0
    assert await (await sealer(reception, 1)).seal_closed_days() == 1
    assert await (await sealer(reception, 1)).seal_closed_days() == 0
    assert await moments(reception) == [-20, -10, 0]
    assert await reception.rows("SELECT fixes, rows FROM track_day") == [(3, 3)]


async def test_a_late_fix_opens_the_day_again(reception: Reception) -> None:
    await reception.send(at(-20), at(0))
    await (await sealer(reception, 1)).seal_closed_days()
    await reception.send(at(-10))
    assert await (await sealer(reception, 1)).seal_closed_days() == 1
    assert await moments(reception) == [-20, -10, 0]


async def test_rows_are_dropped_on_the_second_day_and_late_fixes_still_find_their_piece(
    reception: Reception,
) -> None:
    await reception.send(at(-20), at(0))
    await (await sealer(reception, 2)).seal_closed_days()
    assert await reception.rows("SELECT * FROM fix") == []
    assert await reception.rows("SELECT rows FROM track_day") == [(0,)]
    await reception.send(at(-10), at(-20))
    assert await (await sealer(reception, 2)).seal_closed_days() == 1
    assert await moments(reception) == [-20, -10, 0]
    assert await reception.rows("SELECT * FROM fix") == []


async def test_a_walk_over_a_border_is_two_visits_that_meet_at_it(reception: Reception) -> None:
    walk = [at(10 * k, lon=120.0050 + 0.0001 * k, lat=31.6260) for k in range(120)]
    await reception.send(*walk, received_ms=NOON_MS + 1_200_000)
    await (await sealer(reception, 1)).seal_closed_days()
    visits = await reception.rows(
        "SELECT code, extract(epoch FROM leave - enter)::int, round(metres), entered, left_it"
        " FROM visit JOIN grid ON grid.id = grid_id ORDER BY enter"
    )
    assert [row[0][-3:] for row in visits] == ["001", "002"]
    assert sum(row[1] for row in visits) == 1190
    assert (visits[0][4], visits[1][3]) == (True, True)
    assert np.isclose(sum(float(row[2]) for row in visits), 1190 * 0.948, rtol=0.01)


async def test_figures_say_what_they_leave_out(reception: Reception) -> None:
    await reception.send(at(0), at(10, lon=120.5), at(20))
    await (await sealer(reception, 1)).seal_closed_days()
    ((figures,),) = await reception.rows("SELECT figures FROM track_day")
    assert figures["flagged"]["jump"] == 1
    assert figures["fixes"] == 3
    assert figures["leaves_out"] > 0
