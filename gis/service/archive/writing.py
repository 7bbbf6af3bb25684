"""Writes closed days of the town into an archive, each whole or not at all."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from gis.analysis.piece import decode
from gis.analysis.track_fixes import Fixes
from gis.errors import BadInput
from gis.exchange.geoparquet import write_areas, write_points, write_rows
from gis.model import EVERYTHING
from gis.service.archive.layout import TownFolder, make_town, replaced, write_json
from gis.service.atlas import Atlas, Boundaries
from gis.service.coverage.counting import lattice_of
from gis.service.coverage.rostered import to_ms
from gis.store.archiving import EVENT_COLUMNS, GROUND_COLUMNS, events_of, unpatrolled_on
from gis.store.coverage import posted
from gis.store.database import Connection, Database
from gis.store.duty import duty_spans
from gis.store.staff import people_in_scope
from gis.store.tracks import Sealed, day_of, pieces_of

MOST_DAYS = 400
TOGETHER = 40
DUTY_MARGIN = timedelta(days=3)
"""A duty that lasts over midnight is written whole on each of its days."""


@dataclass(frozen=True, slots=True)
class Archived:
    """What one day's folder holds."""

    day: date
    people: int
    fixes: int
    events: int


class Archiver:
    """Writes days into an archive's folder; one that is there already is written anew."""

    def __init__(self, database: Database, atlas: Atlas, root: Path) -> None:
        self._database = database
        self._atlas = atlas
        self._root = root

    async def write(
        self, first: date, last: date, told: Callable[[Archived], None] | None = None
    ) -> list[Archived]:
        """Write the days from a first to a last one; BadInput for days that are not over, or too many."""
        if not first <= last < self._atlas.today():
            raise BadInput("An archive holds days that are over, from a first to a last one.")
        if (last - first).days >= MOST_DAYS:
            raise BadInput(f"At most {MOST_DAYS} days are archived at once.")
        async with self._database.begin() as connection:
            lattice = await lattice_of(connection, self._atlas)
        town = self._atlas.town
        named = {
            "code": town.code_prefix,
            "name": town.name,
            "time_zone": town.time_zone,
            "epsg": town.metric_crs,
        }
        folder = await asyncio.to_thread(make_town, self._root, named, lattice)
        done = []
        for ago in range((last - first).days + 1):
            done.append(await self._day(folder, first + timedelta(days=ago)))
            if told is not None:
                told(done[-1])
        return done

    async def _day(self, folder: TownFolder, day: date) -> Archived:
        boundaries = await self._atlas.on(day)
        await asyncio.to_thread(_write_edition, folder, boundaries)
        with replaced(folder.day(day)) as made:
            async with self._database.begin() as connection:
                people = await people_in_scope(connection, self._atlas.lookout(EVERYTHING), None, ())
                fixes = await self._fixes(connection, people, day)
                await asyncio.to_thread(_write_fixes, made / "fixes.parquet", fixes)
                await self._write_duty(connection, made, people, day)
                events = await self._write_ground(connection, made, day)
            about = Archived(day, len(fixes), sum(len(each) for each in fixes.values()), events)
            counts = {"people": about.people, "fixes": about.fixes, "events": about.events}
            write_json(made / "day.json", {"edition": boundaries.ref.number, **counts})
        return about

    async def _fixes(self, connection: Connection, people: Sequence[int], day: date) -> dict[int, Fixes]:
        found: dict[int, Fixes] = {}
        for first in range(0, len(people), TOGETHER):
            sealed = await pieces_of(connection, people[first : first + TOGETHER], (day, day))
            found |= await asyncio.to_thread(_decoded, sealed)
        return found

    async def _write_duty(self, connection: Connection, made: Path, people: Sequence[int], day: date) -> None:
        civil = day_of(day, self._atlas.town.time_zone)
        wide = civil.begin - DUTY_MARGIN, civil.end + DUTY_MARGIN
        spans = await duty_spans(connection, people, wide)
        near = [
            (person, to_ms(begin), to_ms(end))
            for person, begin, end in spans
            if begin < civil.end and end > civil.begin
        ]
        write_rows(made / "duty.parquet", _columns(("person", "begin_ms", "end_ms"), near))
        held = sorted(await posted(connection, (day, day)))
        write_rows(made / "posts.parquet", _columns(("person", "grid"), held))

    async def _write_ground(self, connection: Connection, made: Path, day: date) -> int:
        events = await events_of(connection, day_of(day, self._atlas.town.time_zone))
        columns = _columns(EVENT_COLUMNS, events)
        lon, lat = (np.array(columns.pop(name), np.float64) for name in ("lon", "lat"))
        write_points(made / "events.parquet", columns, lon, lat)
        free = _columns(GROUND_COLUMNS, await unpatrolled_on(connection, day))
        write_areas(made / "unpatrolled.parquet", free, free.pop("geometry"))
        return len(events)


def _decoded(sealed: Sequence[Sealed]) -> dict[int, Fixes]:
    return {one.person: decode(*one.pieces) for one in sealed}


def _columns(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, list[Any]]:
    return {name: [row[n] for row in rows] for n, name in enumerate(names)}


def _write_edition(folder: TownFolder, boundaries: Boundaries) -> None:
    members = list(boundaries.base)
    names = ("code", "name", "kind", "parent", "squad")
    columns = {name: [getattr(member, name) for member in members] for name in names}
    write_areas(folder.edition(boundaries.ref.number), columns, [member.shape for member in members])


def _write_fixes(path: Path, fixes: dict[int, Fixes]) -> None:
    """Write fixes by person, those of each in order of time."""
    people = sorted(fixes)
    names = ("at_ms", "lon", "lat", "accuracy_m", "speed_mps", "flags")
    kinds = (np.int64, np.float64, np.float64, np.float32, np.float32, np.int32)
    columns = {
        name: np.concatenate([getattr(fixes[person], name) for person in people] or [np.zeros(0)]).astype(
            kind
        )
        for name, kind in zip(names, kinds, strict=True)
    }
    person = np.repeat(np.array(people, np.int64), [len(fixes[one]) for one in people])
    fixed_at = columns.pop("at_ms").astype("datetime64[ms]")
    lon, lat = columns.pop("lon"), columns.pop("lat")
    write_points(path, {"person": person, "fixed_at": fixed_at, **columns}, lon, lat)
