"""Tracks read back: sealed days as they lie, open hours encoded when asked for, one person's whole track."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from gis.analysis.passing import Passing, passing
from gis.analysis.piece import decode, encode
from gis.analysis.piece_join import join
from gis.analysis.suspicion import Suspicion, suspicions
from gis.analysis.suspicion_parameters import SuspicionParameters
from gis.analysis.track import Track, track
from gis.analysis.track_fixes import Fixes, TrackParameters
from gis.errors import BadInput, NotFound
from gis.geometry.projection import to_metric
from gis.model import Scope
from gis.service.atlas import Atlas
from gis.store import tracks as stored
from gis.store.database import Connection
from gis.store.staff import people_in_scope
from gis.store.tracks import Pieces

MOST_PERSON_DAYS = 20_000
MOST_DAYS = 400
# a degree of latitude is nowhere shorter, so what seems out of reach is
DEGREE_M = 110_500.0
FIRST_YEAR, LAST_YEAR = 1980, 2100


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose tracks are asked for and of when: everybody in the scope, a squad of it, or some people."""

    begin: datetime
    end: datetime
    squad: str | None = None
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounded:
    """What was asked for, held against the scope: the people, and the civil days that the span touches."""

    people: tuple[int, ...]
    days: tuple[date, ...]
    begin: datetime
    end: datetime


class Tracks:
    """Reads tracks; whoever calls has checked the right and writes the record in the same transaction."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    async def bound(self, connection: Connection, scope: Scope, asked: Asked) -> Bounded:
        """Return the people of the scope that are meant, and the days.

        Raises BadInput for a span that is empty or too long, and NotFound for people outside the scope.
        """
        check_moments(asked.begin, asked.end)
        if not timedelta(0) < asked.end - asked.begin <= timedelta(days=MOST_DAYS):
            raise BadInput(f"The span must end after it begins and last at most {MOST_DAYS} days.")
        lookout = self._atlas.lookout(scope)
        people = await people_in_scope(connection, lookout, asked.squad, asked.people)
        if missing := set(asked.people) - set(people):
            raise NotFound(f"{len(missing)} of the people asked for are not in your scope.")
        days = self._days(asked.begin, asked.end)
        if len(people) * len(days) > MOST_PERSON_DAYS:
            raise BadInput("That is too much at once: ask for fewer people or days.")
        return Bounded(tuple(people), tuple(days), asked.begin, asked.end)

    async def playback(self, connection: Connection, bounded: Bounded, *, quality: bool) -> bytes:
        """Return one gzip member of all pieces, ready to send; sealed days are not compressed again."""
        days = bounded.days[0], bounded.days[-1]
        found = await stored.bodies_of(connection, "places", bounded.people, days)
        known = {each[:2] for each in found}
        more = await stored.bodies_of(connection, "quality", bounded.people, days) if quality else []
        for day, person, pieces in await self._open_days(connection, bounded, known):
            found.append((day, person, pieces[0]))
            more += [(day, person, pieces[1])] if quality else []
        return join([piece for _, _, piece in [*found, *more]])

    async def fixes(self, connection: Connection, bounded: Bounded) -> dict[int, Fixes]:
        """Return the fixes of the span by person."""
        sealed = await stored.pieces_of(connection, bounded.people, (bounded.days[0], bounded.days[-1]))
        known = {(each.day, each.person) for each in sealed}
        pieces = [(each.person, each.pieces) for each in sealed]
        pieces += [each[1:] for each in await self._open_days(connection, bounded, known)]
        by_person: dict[int, list[Fixes]] = {}
        for person, pair in pieces:
            by_person.setdefault(person, []).append(decode(*pair))
        begin, end = _ms(bounded.begin), _ms(bounded.end)
        found = {}
        for person, parts in by_person.items():
            names = Fixes.__dataclass_fields__
            whole = Fixes(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
            inside = whole.take((whole.at_ms >= begin) & (whole.at_ms < end))
            if len(inside):
                found[person] = inside
        return found

    def track(self, fixes: Fixes) -> Track:
        """Return the track that fixes make in this town."""
        return track(fixes, self._atlas.town.metric_crs, TrackParameters())

    def suspicions(self, tracks: Mapping[int, Fixes]) -> list[Suspicion]:
        """Return what is doubtful about the tracks of many people."""
        return suspicions(tracks, self._atlas.town.metric_crs, SuspicionParameters())

    def passing(self, fixes: Fixes, place: tuple[float, float], radius_m: float) -> list[Passing]:
        """Return when somebody passed within a radius of a place (lon, lat)."""
        parameters = TrackParameters()
        reach_m = radius_m + parameters.gap_m
        east = (fixes.lon - place[0]) * np.cos(np.radians(place[1])) * DEGREE_M
        north = (fixes.lat - place[1]) * DEGREE_M
        # an edge is never longer than a gap, so whoever passed has a fix within reach
        if not ((np.abs(east) < reach_m) & (np.abs(north) < reach_m)).any():
            return []
        x, y = to_metric(*place, self._atlas.town.metric_crs)
        return passing(self.track(fixes).path, (float(x), float(y)), radius_m)

    async def _open_days(
        self, connection: Connection, bounded: Bounded, known: set[tuple[date, int]]
    ) -> list[tuple[date, int, Pieces]]:
        """Return day, person and pieces, encoded now, of what is not sealed yet."""
        found = []
        for day in bounded.days:
            people = [person for person in bounded.people if (day, person) not in known]
            rows = await self._rows(connection, people, day)
            found += [(day, person, pieces) for person, pieces in await asyncio.to_thread(_encoded, rows)]
        return found

    async def _rows(self, connection: Connection, people: Sequence[int], day: date) -> dict[int, Fixes]:
        if not people:
            return {}
        span = stored.day_of(day, self._atlas.town.time_zone)
        return await stored.fixes_of(connection, people, (span.begin, span.end))

    def _days(self, begin: datetime, end: datetime) -> list[date]:
        zone = ZoneInfo(self._atlas.town.time_zone)
        first = begin.astimezone(zone).date()
        last = (end - timedelta(microseconds=1)).astimezone(zone).date()
        return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def check_moments(*moments: datetime) -> None:
    """Raise BadInput for moments that no track of ours can have."""
    if any(not FIRST_YEAR <= moment.year <= LAST_YEAR for moment in moments):
        raise BadInput(f"A moment lies in the years {FIRST_YEAR} to {LAST_YEAR}.")


def place_at(fixes: Fixes, at_ms: int, gap_ms: int) -> tuple[float, float, int] | None:
    """Return where somebody was (lon, lat, moment of the fix before), or None when nobody can know."""
    after = int(np.searchsorted(fixes.at_ms, at_ms))
    if after < len(fixes) and fixes.at_ms[after] == at_ms:
        return float(fixes.lon[after]), float(fixes.lat[after]), at_ms
    if after in (0, len(fixes)) or fixes.at_ms[after] - fixes.at_ms[after - 1] > gap_ms:
        return None
    share = (at_ms - fixes.at_ms[after - 1]) / (fixes.at_ms[after] - fixes.at_ms[after - 1])
    places = (values[after - 1] * (1 - share) + values[after] * share for values in (fixes.lon, fixes.lat))
    lon, lat = places
    return float(lon), float(lat), int(fixes.at_ms[after - 1])


def _encoded(rows: dict[int, Fixes]) -> list[tuple[int, Pieces]]:
    return [(person, encode(person, fixes)) for person, fixes in rows.items()]


def _ms(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
