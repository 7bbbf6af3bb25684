"""The patrols of the last thirty days as facts of a place: metres walked there, and visits."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from gis.analysis.patrolled import Patrolled, pack, patrolled, together, unpack
from gis.analysis.piece import decode
from gis.analysis.track import track
from gis.analysis.track_fixes import TrackParameters
from gis.analysis.track_visits import Find
from gis.errors import NotFound
from gis.redraw.partition import Partition
from gis.redraw.workload import KINDS, Facts
from gis.service.atlas import Atlas
from gis.service.redrawing.boards import Board
from gis.service.redrawing.weighing import Placed, located
from gis.store.database import Connection, Database
from gis.store.patrols import (
    Made,
    patrol_bodies,
    patrols_made,
    people_of,
    stays_of_day,
    unpatrolled_days,
    write_patrolled,
)
from gis.store.tracks import Sealed, pieces_of

PATROL_DAYS = 30
TOGETHER = 40


async def add_patrols_up(database: Database, atlas: Atlas) -> int:
    """Add up every closed day of the last thirty that was made of other pieces, and return how many.

    A day costs a few hundredths of a second a person; each is kept as soon as it is done.
    """
    async with database.begin() as connection:
        todo = await unpatrolled_days(connection, last_days(atlas.today()))
    for made in todo:
        find = await _find(atlas, made.day)
        async with database.begin() as connection:
            people, stays = await people_of(connection, made.day), await stays_of_day(connection, made.day)
        parts: list[Patrolled] = []
        for first in range(0, len(people), TOGETHER):
            async with database.begin() as connection:
                pieces = await pieces_of(connection, people[first : first + TOGETHER], (made.day, made.day))
            parts.append(await asyncio.to_thread(_walked, pieces, stays, atlas.town.metric_crs, find))
        body = pack(await asyncio.to_thread(together, parts))
        async with database.begin() as connection:
            await write_patrolled(connection, made, body)
    return len(todo)


def last_days(today: date) -> tuple[date, date]:
    """Return the first and the last of the thirty days before today."""
    return today - timedelta(days=PATROL_DAYS), today - timedelta(days=1)


class Patrols:
    """Keeps the facts of the last thirty days, and in which grid of a draft's beginning each lies."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._facts: tuple[tuple[Made, ...], Facts] | None = None
        self._placed: dict[int, tuple[Partition, Facts, NDArray[np.int64]]] = {}

    async def placed(self, connection: Connection, key: int, board: Board) -> tuple[Placed, int]:
        """Return the patrols by the grids that a draft began from, and of how many days they are."""
        facts, days = await self.facts(connection)
        kept = self._placed.get(key)
        if kept is None or kept[0] is not board.base or kept[1] is not facts:
            place = await asyncio.to_thread(located, tuple(board.base.basic()), board.base.epsg, facts)
            self._placed = {key: (board.base, facts, place)}
        return self._placed[key][1:], days

    async def facts(self, connection: Connection) -> tuple[Facts, int]:
        """Return the patrols of the last thirty days as far as they are added up, and of how many days."""
        days = last_days(self._atlas.today())
        stamp = await patrols_made(connection, days)
        if self._facts is None or self._facts[0] != stamp:
            bodies = await patrol_bodies(connection, days)
            self._facts = stamp, await asyncio.to_thread(_facts, bodies)
        return self._facts[1], len(stamp)


def _facts(bodies: Iterable[bytes]) -> Facts:
    whole = together(map(unpack, bodies))
    metres = np.rint(whole.metres).astype(np.int64)
    visits = len(whole.visit_lon)
    kinds = np.repeat([KINDS.index("patrol_m"), KINDS.index("visits")], [len(metres), visits])
    return Facts(
        np.concatenate([whole.lon, whole.visit_lon]),
        np.concatenate([whole.lat, whole.visit_lat]),
        kinds.astype(np.int64),
        np.concatenate([metres, np.ones(visits, np.int64)]),
    )


def _walked(
    pieces: Sequence[Sealed], stays: dict[int, list[tuple[int, int]]], epsg: int, find: Find
) -> Patrolled:
    return together(
        patrolled(
            track(decode(*sealed.pieces), epsg, TrackParameters()).path,
            stays.get(sealed.person, []),
            find,
        )
        for sealed in pieces
    )


async def _find(atlas: Atlas, day: date) -> Find:
    try:
        boundaries = await atlas.on(day)
    except NotFound:
        return lambda lon, lat: np.full(len(lon), -1, np.int64)
    return lambda lon, lat: np.asarray(boundaries.index.find(lon, lat), np.int64)
