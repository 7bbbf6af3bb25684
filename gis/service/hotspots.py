"""Hot spots of a scope's events: where, since when, how much, in whose grids, what to do, and in words."""

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from gis.analysis.advice import advise
from gis.analysis.advice_table import TABLE
from gis.analysis.hotspots import HotspotParameters, analysis, hotspots
from gis.errors import NotFound, TooMany
from gis.geometry.projection import to_degrees, to_metric
from gis.model import EVERYTHING, Lookout, Scope
from gis.service.atlas import Atlas, Boundaries
from gis.service.hotspot_facts import Around, Told, clues, told
from gis.service.hotspot_lateness import late_share
from gis.service.hotspot_trends import Trends
from gis.service.hotspot_words import FEW, chinese, english
from gis.store.coverage import posted
from gis.store.database import Connection, Database
from gis.store.happenings import Happenings, enterprises_near, happenings, last_days, place_near, rostered
from gis.store.hotspots import Spot, spots_of_night, write_night

HISTORY_DAYS = 365
MOST_DAYS = 90
DRAWS_AT_ONCE = 199
KEPT, KEPT_S = 16, 600.0
ANEW_S = 30.0
"""What was scanned so lately is anew."""
MOST_ASKED = 2
"""So many different answers one caller may wait for."""
Key = tuple[Lookout, int]


class Hotspots:
    """Tells hot spots: those of the last night for the whole town, or scanned at once; kept for minutes."""

    def __init__(self, database: Database, atlas: Atlas, trends: Trends) -> None:
        self._database = database
        self._atlas = atlas
        self._trends = trends
        self._kept: OrderedDict[Key, tuple[float, bool, tuple[Told, ...]]] = OrderedDict()
        self._asked: dict[str, Counter[Key]] = {}
        # one scan at a time: each has two threads of its own; who waits for the same finds it kept
        self._scanning = asyncio.Lock()
        # what the night found does not wait for others' scans
        self._telling = asyncio.Lock()

    async def look(
        self, scope: Scope, days: int, now: datetime, who: str, *, anew: bool = False
    ) -> tuple[Told, ...]:
        """Return the hot spots of the last 7 to 90 days within a scope, the strongest first.

        `anew` scans although the last night's answer or an answer of some minutes ago is kept. Raises TooMany
        for a caller (`who`) who waits for two others already.
        """
        key = self._atlas.lookout(scope), days
        known = self._known(key, anew=anew)
        if known is not None:
            return known
        with self._asking(who, key):
            night = None if anew else await self._night(*key)
            async with self._scanning if night is None else self._telling:
                known = self._known(key, anew=anew)
                return await self._found(key, night, now, anew=anew) if known is None else known

    def forget(self) -> None:
        """Drop the answers that are kept."""
        self._kept.clear()

    def _known(self, key: Key, *, anew: bool) -> tuple[Told, ...] | None:
        if key not in self._kept:
            return None
        told_at, scanned, found = self._kept[key]
        fresh = time.monotonic() - told_at < (ANEW_S if anew else KEPT_S)
        return found if fresh and (scanned or not anew) else None

    @contextmanager
    def _asking(self, who: str, key: Key) -> Iterator[None]:
        asked = self._asked.setdefault(who, Counter())
        if key not in asked and len(asked) >= MOST_ASKED:
            raise TooMany("You wait for other hot spots already; ask again when they are here.")
        asked[key] += 1
        try:
            yield
        finally:
            asked[key] -= 1
            if not asked[key]:
                del asked[key]
            if not asked:
                self._asked.pop(who, None)

    async def _night(self, lookout: Lookout, days: int) -> tuple[Spot, ...] | None:
        if not lookout.scope.everything or days != MOST_DAYS:
            return None
        async with self._database.begin() as connection:
            return await spots_of_night(connection, lookout.today, analysis.version)

    async def _found(
        self, key: Key, night: tuple[Spot, ...] | None, now: datetime, *, anew: bool
    ) -> tuple[Told, ...]:
        lookout, days = key
        spots = night
        if spots is None:
            spots = await scan(self._database, self._atlas, lookout, shorter(days, DRAWS_AT_ONCE))
        found = await self._told(lookout, spots, now)
        self._kept[key] = time.monotonic(), anew, found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    async def _told(self, lookout: Lookout, spots: tuple[Spot, ...], now: datetime) -> tuple[Told, ...]:
        trends = await self._trends.by_grid(lookout.scope) if spots else {}
        boundaries, epsg = await self._atlas.on(), self._atlas.town.metric_crs
        async with self._database.begin() as connection:
            events = await happenings(connection, lookout, last_days(lookout.today, MOST_DAYS))
            rows = []
            for spot in spots:
                inside = events.take(_inside(events, spot, epsg))
                around = await _around(connection, lookout, (spot, inside, boundaries), now)
                fact = told(spot, inside, around, (boundaries, lookout), FEW)
                trend = trends.get(fact.grids[0].code) if fact.grids else None
                # what goes on until yesterday is not over, however its grid goes by the year
                trend = None if trend == "fading" and spot.last == 1 else trend
                fact = replace(fact, trend=trend)
                fact = replace(fact, advice=advise(clues(fact, inside, around), TABLE))
                rows.append(replace(fact, zh=chinese(fact), en=english(fact)))
        return tuple(rows)


class HotspotNights:
    """Scans the whole town once a civil day and keeps what was found."""

    def __init__(self, database: Database, atlas: Atlas) -> None:
        self._database = database
        self._atlas = atlas

    async def scan_nightly(self, draws: int = HotspotParameters().draws) -> bool:
        """Scan unless today's scan is kept already; tell whether it was done now."""
        today = self._atlas.today()
        async with self._database.begin() as connection:
            if await spots_of_night(connection, today, analysis.version) is not None:
                return False
        try:
            lookout = self._atlas.lookout(EVERYTHING)
        except NotFound:
            return False
        found = await scan(self._database, self._atlas, lookout, shorter(MOST_DAYS, draws))
        async with self._database.begin() as connection:
            await write_night(connection, today, (analysis.version, draws), found)
        return True


def shorter(days: int, draws: int) -> HotspotParameters:
    """Return the usual parameters for the last so many days."""
    usual = HotspotParameters()
    spans = tuple(span for span in usual.spans if span <= days)
    return replace(usual, spans=spans, draws=draws)


async def scan(
    database: Database, atlas: Atlas, lookout: Lookout, parameters: HotspotParameters
) -> tuple[Spot, ...]:
    """Return the hot spots of a scope, the strongest first; the same all day long for the same events."""
    epsg = atlas.town.metric_crs
    boundaries = await atlas.on()
    async with database.begin() as connection:
        events = await happenings(connection, lookout, last_days(lookout.today, HISTORY_DAYS))
    x, y = to_metric(events.lon, events.lat, epsg)
    draw = np.random.default_rng(lookout.today.toordinal())
    spots = []
    for one in await asyncio.to_thread(hotspots, x, y, events.ago, draw, parameters):
        lon, lat = (float(value) for value in to_degrees(one.x, one.y, epsg))
        figures = one.radius_m, one.first, one.last, one.observed, one.expected, one.p, one.score
        place = boundaries.index.find_one(lon, lat)
        spots.append(Spot(lon, lat, *figures, boundaries.base[place].id if place >= 0 else None))
    return tuple(spots)


def _inside(events: Happenings, spot: Spot, epsg: int) -> np.typing.NDArray[np.bool_]:
    x, y = to_metric(events.lon, events.lat, epsg)
    at_x, at_y = to_metric(np.array([spot.lon]), np.array([spot.lat]), epsg)
    days = (events.ago <= spot.first) & (events.ago >= spot.last)
    return np.asarray((np.hypot(x - at_x, y - at_y) <= spot.radius_m) & days)


async def _around(
    connection: Connection, lookout: Lookout, what: tuple[Spot, Happenings, Boundaries], now: datetime
) -> Around:
    spot, inside, boundaries = what
    first, last = (lookout.today - timedelta(days=ago) for ago in (spot.first, spot.last))
    codes = {boundaries.codes[place] for place in boundaries.index.find(inside.lon, inside.lat).tolist()}
    people = sorted({who for who, grid in await posted(connection, (first, last)) if grid in codes})
    duties = await _duties(connection, people, inside)
    near = await enterprises_near(connection, lookout, (spot.lon, spot.lat), spot.radius_m)
    return Around(
        await place_near(connection, spot.lon, spot.lat),
        tuple(near),
        duties,
        await late_share(connection, lookout, inside.id.tolist(), now),
    )


async def _duties(
    connection: Connection, people: Sequence[int], inside: Happenings
) -> tuple[tuple[float, float], ...] | None:
    if len(inside) == 0:
        return None
    span = inside.moments()
    held = await rostered(connection, people, span)
    return None if held is None else tuple((begin, end) for _, begin, end in held)
