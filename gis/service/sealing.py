"""Seal closed days: each person's fixes become a piece with figures and visits, at last the only record."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from gis.analysis.piece import decode, encode
from gis.analysis.track import track
from gis.analysis.track_fixes import Fixes, TrackParameters
from gis.analysis.track_visits import Find, Visits, visits
from gis.errors import Conflict, NotFound
from gis.model import FixFlag
from gis.service.atlas import Atlas
from gis.store import tracks as stored
from gis.store.database import Database
from gis.store.fix_rows import NO_GRID
from gis.store.tracks import Day, Sealed

KEPT_DAYS = 2
"""From so many days after it on, a day's pieces are the record and its rows are dropped."""
TOGETHER = 40
RECEIVED = np.int32(
    FixFlag.MOCK
    | FixFlag.PING
    | FixFlag.LATE
    | FixFlag.SAME_TIME
    | FixFlag.SOS
    | FixFlag.NULL_ISLAND
    | FixFlag.POOR_ACCURACY
)
"""What reception said; all other flags follow from the day and are found again."""


class Sealer:
    """Seals what is closed; each step may be cut short and begun again."""

    def __init__(self, database: Database, atlas: Atlas, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._atlas = atlas
        self._clock = clock

    async def seal_closed_days(self) -> int:
        """Seal every day before today that has rows, drop the rows of old ones; return the days of people."""
        async with self._database.begin() as connection:
            days = await stored.days_with_rows(connection)
        today, sealed = self._atlas.today(), 0
        for each in days:
            if each < today:
                day = stored.day_of(each, self._atlas.town.time_zone)
                sealed += await self.seal(day)
                if each <= today - timedelta(days=KEPT_DAYS):
                    async with self._database.begin() as connection:
                        await stored.drop_day(connection, day)
        return sealed

    async def seal(self, day: Day) -> int:
        """Seal a day of all whose rows have changed since; return how many."""
        async with self._database.begin() as connection:
            people = await stored.unsealed(connection, day)
        find = await self._find(day.day)
        for first in range(0, len(people), TOGETHER):
            await self._seal_people(people[first : first + TOGETHER], day, find)
        return len(people)

    async def write(self, day: Day, people: Mapping[int, Fixes]) -> None:
        """Write a closed day of people whose fixes never were rows; what stood there is replaced."""
        find, epsg = await self._find(day.day), self._atlas.town.metric_crs
        for person, fixes in people.items():
            made, stays = await asyncio.to_thread(_sealed, person, day.day, fixes, (epsg, find))
            async with self._database.begin() as connection:
                await stored.write_day(connection, made, stays, self._clock())

    async def _seal_people(self, people: list[int], day: Day, find: Find) -> None:
        async with self._database.begin() as connection:
            pieces = await stored.pieces_of(connection, people, (day.day, day.day))
            known = {old.person: old for old in pieces}
            rows = await stored.fixes_of(connection, people, (day.begin, day.end))
        epsg = self._atlas.town.metric_crs
        for person, fixes in rows.items():
            old = known.get(person)
            alone = old is not None and old.rows == 0
            whole = _together(old, fixes) if old is not None and alone else fixes
            made, stays = await asyncio.to_thread(_sealed, person, day.day, whole, (epsg, find))
            kept = Sealed(person, day.day, len(whole), made.pieces, made.figures, 0 if alone else len(fixes))
            with suppress(Conflict):
                async with self._database.begin() as connection:
                    await stored.write_day(connection, kept, stays, self._clock())
                    if alone:
                        await stored.delete_rows(connection, person, day, len(fixes))

    async def _find(self, day: date) -> Find:
        try:
            boundaries = await self._atlas.on(day)
        except NotFound:
            return lambda lon, lat: np.full(len(lon), NO_GRID, np.int64)
        keys = np.array([member.id for member in boundaries.base] + [NO_GRID], np.int64)
        return lambda lon, lat: np.asarray(keys[boundaries.index.find(lon, lat)])


def _together(old: Sealed, late: Fixes) -> Fixes:
    known = decode(*old.pieces)
    names = Fixes.__dataclass_fields__
    return Fixes(*(np.concatenate([getattr(known, name), getattr(late, name)]) for name in names))


def _sealed(
    person: int, day: date, fixes: Fixes, about: tuple[int, Find]
) -> tuple[Sealed, list[dict[str, Any]]]:
    epsg, find = about
    made = track(replace(fixes, flags=fixes.flags & RECEIVED), epsg, TrackParameters())
    figures = asdict(made.figures())
    figures["leaves_out"] = int(figures["leaves_out"])
    stays = _stays(person, day, visits(made.path, find))
    return Sealed(person, day, len(fixes), encode(person, made.fixes), figures, 0), stays


def _stays(person: int, day: date, found: Visits) -> list[dict[str, Any]]:
    return [
        {
            "person_id": person,
            "grid_id": int(found.grid[place]),
            "enter": _moment(int(found.enter_ms[place])),
            "leave": _moment(int(found.leave_ms[place])),
            "day": day,
            "metres": float(found.metres[place]),
            "entered": bool(found.entered[place]),
            "left_it": bool(found.left[place]),
        }
        for place in range(len(found))
    ]


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
