"""A person's own days: the daily sheet, the track, and all of his data in one archive."""

import asyncio
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import orjson

from gis.analysis.track import Track
from gis.analysis.track_formats import FORMATS
from gis.analysis.track_visits import Visits, visits
from gis.errors import BadInput, NotFound
from gis.service.atlas import Atlas, Boundaries
from gis.service.tracks import Bounded, Tracks, check_moments
from gis.store.database import Connection
from gis.store.duty import duties_of
from gis.store.own_days import days_between, figures_of, visits_of
from gis.store.tracks import day_of

MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay in a grid, from when to when (ms UTC), and the metres walked there."""

    grid: str
    name: str
    enter_ms: int
    leave_ms: int
    metres: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One civil day: duties (begin, end, kind), first and last fix, what they add up to, grids visited.

    `gone` tells that the places are past their keep, and figures and visits alone are left.
    """

    day: date
    duties: tuple[tuple[datetime, datetime, str], ...]
    first_ms: int | None = None
    last_ms: int | None = None
    metres: float = 0.0
    seconds: float = 0.0
    fixes: int = 0
    used: int = 0
    gaps: int = 0
    stays: tuple[Stay, ...] = ()
    gone: bool = False


class OwnDays:
    """Reads one person's own days; sealed and open ones alike are reckoned from their fixes."""

    def __init__(self, atlas: Atlas, tracks: Tracks) -> None:
        self._atlas = atlas
        self._tracks = tracks

    async def track(self, connection: Connection, who: int, days: tuple[date, date]) -> Track | None:
        """Return the track of the civil days from a first to a last, None when nothing is stored.

        Raises BadInput for more than 31 days.
        """
        first, last = self._span(days)
        count = (days[1] - days[0]).days + 1
        every = tuple(days[0] + timedelta(days=ahead) for ahead in range(count))
        found = await self._tracks.fixes(connection, Bounded((who,), every, first, last))
        if who not in found:
            return None
        return await asyncio.to_thread(self._tracks.track, found[who])

    async def sheet(self, connection: Connection, who: int, day: date) -> Sheet:
        """Return the sheet of a day; of a day of which nothing is stored it tells the duties alone."""
        duties = tuple(await duties_of(connection, who, self._span((day, day))))
        track = await self.track(connection, who, (day, day))
        if track is None:
            return await self._what_is_left(connection, who, Sheet(day, duties))
        figures = track.figures()
        return Sheet(
            day=day,
            duties=duties,
            first_ms=int(track.fixes.at_ms[0]),
            last_ms=int(track.fixes.at_ms[-1]),
            metres=round(figures.metres, 1),
            seconds=round(figures.seconds),
            fixes=figures.fixes,
            used=figures.used,
            gaps=figures.gaps,
            stays=await self._stays(track, day),
        )

    async def lists(self, connection: Connection, who: int, days: tuple[date, date]) -> dict[str, Any]:
        """Return the duties of some civil days, and the figures and visits of those that are sealed."""
        duties = await duties_of(connection, who, self._span(days))
        figures, visited = await days_between(connection, who, days)
        told = [{"begin": begin, "end": end, "kind": kind} for begin, end, kind in duties]
        return {"duties": told, "figures": figures, "visits": visited}

    async def _what_is_left(self, connection: Connection, who: int, sheet: Sheet) -> Sheet:
        figures = await figures_of(connection, who, sheet.day)
        if figures is None:
            return sheet
        try:
            edition = self._atlas.edition_on(sheet.day).id
        except NotFound:
            edition = 0
        visited = await visits_of(connection, who, sheet.day, edition)
        known = {name: figures[name] for name in ("metres", "seconds", "fixes", "used", "gaps")}
        return replace(sheet, **known, stays=tuple(Stay(*each) for each in visited), gone=True)

    async def _stays(self, track: Track, day: date) -> tuple[Stay, ...]:
        try:
            boundaries = await self._atlas.on(day)
        except NotFound:
            return ()
        found = await asyncio.to_thread(
            visits, track.path, lambda lon, lat: np.asarray(boundaries.index.find(lon, lat), np.int64)
        )
        return tuple(_stays(found, boundaries))

    def _span(self, days: tuple[date, date]) -> tuple[datetime, datetime]:
        if not 0 <= (days[1] - days[0]).days < MOST_DAYS:
            raise BadInput(f"Ask for 1 to {MOST_DAYS} days at once.")
        zone = self._atlas.town.time_zone
        for day in days:
            check_moments(datetime(day.year, day.month, day.day, tzinfo=UTC))
        return day_of(days[0], zone).begin, day_of(days[1], zone).end


def archive(name: str, track: Track | None, more: Mapping[str, Any]) -> bytes:
    """Return a ZIP file with the track as GPX and CSV, and `more` as JSON files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if track is not None:
            for suffix in ("gpx", "csv"):
                made.writestr(f"track.{suffix}", FORMATS[suffix].write(name, track))
        for title, content in more.items():
            made.writestr(f"{title}.json", orjson.dumps(content, option=orjson.OPT_INDENT_2))
    return out.getvalue()


def _stays(found: Visits, boundaries: Boundaries) -> list[Stay]:
    return [
        Stay(
            grid=boundaries.base[int(found.grid[place])].code,
            name=boundaries.base[int(found.grid[place])].name,
            enter_ms=int(found.enter_ms[place]),
            leave_ms=int(found.leave_ms[place]),
            metres=round(float(found.metres[place]), 1),
        )
        for place in range(len(found))
    ]
