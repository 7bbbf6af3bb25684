"""Coverage of any period under any edition: shares, effort, stays, states with their causes."""

import asyncio
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.analysis.cells import Lattice
from gis.analysis.coverage import CoverageParameters
from gis.analysis.ground import Ground
from gis.analysis.tally import Tally
from gis.analysis.things import Things, along
from gis.errors import NotFound
from gis.geometry.projection import to_metric, to_metric_shape
from gis.model import Scope
from gis.service.atlas import Atlas, Boundaries
from gis.service.coverage.asking import Asked, checked
from gis.service.coverage.counting import count_days, lattice_of
from gis.service.coverage.grounds import Grounds
from gis.service.coverage.parts import Read
from gis.service.coverage.periods import Periods
from gis.service.coverage.rostered import rostered
from gis.service.coverage.rows import Inventory, Row, basic, rows_of
from gis.store.beats import street_lines
from gis.store.coverage import past_keep, places_of, stays_of
from gis.store.database import Connection, Database
from gis.store.frequencies import last_visits
from gis.store.staff import people_in_scope
from gis.store.town import load_version
from gis.store.tracks import day_of


class Coverage:
    """Reads coverage; days that were closed and not counted yet are counted first."""

    def __init__(self, database: Database, atlas: Atlas) -> None:
        self._database = database
        self._atlas = atlas
        self._periods = Periods()
        self.grounds = Grounds(atlas)
        self._inventory: tuple[int, Inventory] | None = None

    async def rows(self, scope: Scope, asked: Asked, parameters: CoverageParameters) -> list[Row]:
        """Return the rows of a scope by code; days that are not over yet are left out.

        Raises BadInput for a period that runs backwards, is too long or not over, or an unkept swath.
        """
        asked = checked(asked, parameters, self._atlas.today())
        days = asked.first, asked.last
        await count_days(self._database, self._atlas, days)
        boundaries = await self.boundaries(asked, parameters)
        async with self._database.begin() as connection:
            ground = await self.whole(connection, boundaries, days)
            read = await self._read(connection, asked, parameters)
            things = await self._things(connection)
        about = scope, asked, parameters
        return await asyncio.to_thread(rows_of, boundaries, ground, read, things, about)

    async def boundaries(self, asked: Asked, parameters: CoverageParameters) -> Boundaries:
        """Return the boundaries by which a period is told; BadInput as for its rows."""
        period = checked(asked, parameters, self._atlas.today())
        return await self._atlas.on(period.on or period.last)

    async def row(self, scope: Scope, code: str, day: date, parameters: CoverageParameters) -> Row | None:
        """Return the row of one grid on a day that is counted; None where the day has no such grid."""
        async with self._database.begin() as connection:
            try:
                boundaries = await self._atlas.on(day)
                place = [member.code for member in basic(boundaries)].index(code)
            except (NotFound, ValueError):
                return None
            ground = (await self.whole(connection, boundaries, (day, day))).part([place])
            read = await self._read(connection, Asked(day, day), parameters)
            things = await self._things(connection)
        about = scope, Asked(day, day), parameters
        rows = await asyncio.to_thread(rows_of, boundaries, ground, read, things, about)
        return next((row for row in rows if row.code == code), None)

    async def ground(self, connection: Connection, day: date, code: str) -> tuple[Ground, Ground]:
        """Return the ground of a grid of a day, and that of the town."""
        boundaries = await self._atlas.on(day)
        whole = await self.whole(connection, boundaries, (day, day))
        return whole.part([[member.code for member in basic(boundaries)].index(code)]), whole

    async def _read(self, connection: Connection, asked: Asked, parameters: CoverageParameters) -> Read:
        days = asked.first, asked.last
        people = await self._people(connection, asked)
        held = await rostered(connection, self._atlas, people, days)
        swaths = [int(swath) for swath in parameters.swaths_m]
        period = await self._periods.read(connection, people, days, swaths)
        return Read(
            tallies=period.tallies,
            ways=period.ways,
            stays=await stays_of(connection, people, days, parameters.stay_s),
            posts=held.posts,
            duties=held.duties,
            expired=await past_keep(connection, days),
            since=await self._since(connection, asked, people, parameters.stay_s),
        )

    async def _since(
        self, connection: Connection, asked: Asked, people: Sequence[int], stay_s: float
    ) -> dict[str, int]:
        """Return for how many days each grid had no visit at the end of a period."""
        zone = ZoneInfo(self._atlas.town.time_zone)
        end = day_of(asked.last, self._atlas.town.time_zone).end
        last = await last_visits(connection, end, stay_s, None if asked.squad is None else people)
        return {code: (asked.last - at.astimezone(zone).date()).days for code, at in last.items()}

    async def _things(self, connection: Connection) -> Inventory:
        """Return what stands along the ways, read again once anything of the town has changed."""
        version = await load_version(connection)
        if self._inventory is None or self._inventory[0] != version:
            lattice, epsg = await lattice_of(connection, self._atlas), self._atlas.town.metric_crs
            lines = await street_lines(connection)
            places = [await places_of(connection, kind) for kind in ("enterprise", "component")]
            made = await asyncio.to_thread(_inventory, lattice, epsg, lines, places)
            self._inventory = version, made
        return self._inventory[1]

    async def whole(self, connection: Connection, boundaries: Boundaries, days: tuple[date, date]) -> Ground:
        """Return the ground of all grids, without what was not patrolled on any of the days."""
        return await self.grounds.of(connection, boundaries, days)

    async def tally(self, connection: Connection, asked: Asked, swath: int) -> Tally:
        """Return how often each cell was walked in a counted period by everybody, or by a squad."""
        people = await self._people(connection, asked)
        period = await self._periods.read(connection, people, (asked.first, asked.last), [swath])
        return period.tallies[swath]

    async def _people(self, connection: Connection, asked: Asked) -> list[int]:
        everywhere = self._atlas.lookout(Scope(everything=True))
        return await people_in_scope(connection, everywhere, asked.squad, ())


def _inventory(
    lattice: Lattice, epsg: int, lines: list[bytes], places: list[NDArray[np.float64]]
) -> Inventory:
    roads = [to_metric_shape(line, epsg) for line in shapely.from_wkb(lines).tolist()]
    stands = [
        Things.at(lattice, *to_metric(each[:, 0], each[:, 1], epsg), np.ones(len(each))) for each in places
    ]
    return Inventory(along(lattice, roads), *stands)
