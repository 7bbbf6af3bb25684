"""The judge: in the background it holds every rule against what came, today's and that of closed days."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from gis.analysis.ringing import Ring
from gis.analysis.track_fixes import Fixes
from gis.errors import NotFound
from gis.model import EVERYTHING
from gis.service.alerting.cases import Case, Judged, cases, judge_all
from gis.service.alerting.recent import OVERLAP, Recent
from gis.service.alerting.rules import ASKS
from gis.service.alerting.settling import NOBODY, settle
from gis.service.atlas import Atlas
from gis.service.tracks import Bounded, Tracks
from gis.store import judged as stored
from gis.store.alert_rules import AlertRule, people_meant, rules_since
from gis.store.database import Database
from gis.store.town import load_setting, save_setting
from gis.store.tracks import Day, day_of

BACK = timedelta(days=7)
"""Late fixes of a day that long ago are judged no more."""
TOGETHER = 40
CURSOR = "alerts_judged"

Read = Callable[[Sequence[int]], Awaitable[dict[int, Fixes]]]
Found = dict[int, dict[int, Judged]]
"""By the place of the case: what each person's track said."""


class Judge:
    """Judges again whatever changed; only one process of a town does it."""

    def __init__(self, database: Database, atlas: Atlas, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._atlas = atlas
        self._tracks = Tracks(atlas)
        self._clock = clock
        self._open: _OpenDay | None = None
        self._again: set[tuple[date, int, datetime]] = set()

    async def judge(self) -> None:
        """Hold the rules against what came since the last time; Unavailable while the database is away."""
        now, today = self._clock(), self._atlas.today()
        async with self._database.begin() as connection:
            rules = [rule for rule in await rules_since(connection, now - BACK) if rule.kind != ASKS]
        if not rules:
            self._open = None
            return
        await self._closed_days(rules, today, now)
        await self._today(rules, today, now)

    async def _today(self, rules: list[AlertRule], today: date, now: datetime) -> None:
        boundaries = await self._atlas.on(today)
        key = today, tuple(rules), boundaries.id
        async with self._database.begin() as connection:
            heard = await stored.last_word(connection)
        if self._open is None or self._open.key != key:
            asked = cases(rules, (today, today), boundaries, self._atlas.town)
            kept = self._open.recent if self._open and self._open.key[0] == today else None
            recent = kept or Recent(self._day(today - timedelta(days=1)).begin)
            self._open = _OpenDay(key, asked, recent)
        elif self._open.recent.has_all_until(heard) and not self._open.waits:
            return
        opened, fresh = self._open, await self._fresh(self._open, now)
        found = await self._judged(opened.cases, fresh, self._recently)
        opened.take(found)
        await self._settle(opened.cases, self._day(today), opened.rings(found, now), now)

    async def _fresh(self, opened: "_OpenDay", now: datetime) -> dict[int, list[int]]:
        """Return the people whose fixes are others now, with the cases that mean them."""
        meant = await self._meant(opened.cases, self._atlas.today())
        async with self._database.begin() as connection:
            everybody = frozenset[int]().union(*meant)
            changed = await opened.recent.read(connection, everybody, now)
        return {
            person: [
                place
                for place, people in enumerate(meant)
                if person in people and (person in changed or place not in opened.found)
            ]
            for person in everybody
        }

    async def _recently(self, people: Sequence[int]) -> dict[int, Fixes]:
        assert self._open is not None
        return self._open.recent.of(people)

    async def _closed_days(self, rules: list[AlertRule], today: date, now: datetime) -> None:
        """Judge the closed days again of which something was sealed, and the days after them."""
        async with self._database.begin() as connection:
            cursor = await load_setting(connection, CURSOR)
            since = datetime.fromisoformat(cursor["until"]) - OVERLAP if cursor else now
            sealed = await stored.sealed_since(connection, since, today - BACK)
        days: dict[date, set[int]] = {}
        for day, person, _ in set(sealed) - self._again:
            for each in (day, day + timedelta(days=1)):
                if each < today:
                    days.setdefault(each, set()).add(person)
        for day, people in sorted(days.items()):
            await self._closed_day(rules, self._day(day), people, now)
        self._again = set(sealed)
        if sealed or not cursor:
            until = max((at for _, _, at in sealed), default=now)
            async with self._database.begin() as connection:
                await save_setting(connection, CURSOR, {"until": until.isoformat()})

    async def _closed_day(self, rules: list[AlertRule], day: Day, people: set[int], now: datetime) -> None:
        try:
            boundaries = await self._atlas.on(day.day)
        except NotFound:
            return
        asked = cases(rules, (day.day, day.day), boundaries, self._atlas.town)
        meant = await self._meant(asked, day.day)
        todo: dict[int, list[int]] = {}
        concerned = [place for place in range(len(asked)) if meant[place] & people]
        for place in concerned:
            case, chosen = asked[place], meant[place] & people
            # who came late may have been the only visitor, or not: all must be heard
            for person in meant[place] if case.rule.kind == "not_visited" else chosen:
                todo.setdefault(person, []).append(place)
        begin = day.begin - timedelta(days=1)
        days = (day.day - timedelta(days=1), day.day)

        async def read(some: Sequence[int]) -> dict[int, Fixes]:
            async with self._database.begin() as connection:
                return await self._tracks.fixes(connection, Bounded(tuple(some), days, begin, day.end))

        found = await self._judged(asked, todo, read)
        rings = rings_of(asked, {place: found[place] for place in concerned}, found, day.end)
        await self._settle(asked, day, rings, now)

    async def _meant(self, asked: Sequence[Case], day: date) -> list[set[int]]:
        lookout = self._atlas.lookout(EVERYTHING, day)
        async with self._database.begin() as connection:
            return [await people_meant(connection, case.rule.who, lookout) for case in asked]

    async def _judged(self, asked: Sequence[Case], todo: Mapping[int, list[int]], read: Read) -> Found:
        """Judge people by the cases that they are listed with, some people at a time."""
        found: Found = {place: {} for place in range(len(asked))}
        people = sorted(person for person, places in todo.items() if places)
        epsg = self._atlas.town.metric_crs
        for first in range(0, len(people), TOGETHER):
            for person, fixes in (await read(people[first : first + TOGETHER])).items():
                mine = [asked[place] for place in todo[person]]
                said = await asyncio.to_thread(judge_all, fixes, mine, epsg)
                for place, judged in zip(todo[person], said, strict=True):
                    found[place][person] = judged
        return found

    async def _settle(
        self,
        asked: Sequence[Case],
        day: Day,
        rings: Mapping[int, dict[int | None, Sequence[Ring]]],
        now: datetime,
    ) -> None:
        for place, found in rings.items():
            if found:
                await settle(self._database, asked[place], day, found, now)

    def _day(self, day: date) -> Day:
        return day_of(day, self._atlas.town.time_zone)


class _OpenDay:
    """What is known of today: the rules as they stand, the fixes, and what each person's track said."""

    def __init__(
        self, key: tuple[date, tuple[AlertRule, ...], int], asked: list[Case], recent: Recent
    ) -> None:
        self.key = key
        self.cases = asked
        self.recent = recent
        self.found: Found = {}

    @property
    def waits(self) -> bool:
        """Tell whether a rule may ring though nothing comes."""
        return any(case.rule.kind == "not_visited" for case in self.cases)

    def take(self, found: Found) -> None:
        """Keep what was judged now in place of what was before."""
        for place, judged in found.items():
            self.found.setdefault(place, {}).update(judged)

    def rings(self, fresh: Found, now: datetime) -> dict[int, dict[int | None, Sequence[Ring]]]:
        """Return what rings today, of those that were judged now."""
        return rings_of(self.cases, fresh, self.found, now)


def rings_of(
    asked: Sequence[Case], fresh: Found, everything: Found, until: datetime
) -> dict[int, dict[int | None, Sequence[Ring]]]:
    """Return by case of `fresh` and by person when it rings, as far as it is known until a moment.

    What nobody visited follows from everything that was judged.
    """
    until_ms = round(until.timestamp() * 1000)
    rings: dict[int, dict[int | None, Sequence[Ring]]] = {}
    for place, judged in fresh.items():
        if asked[place].rule.kind == "not_visited":
            rings[place] = {NOBODY: asked[place].missed(everything[place].values(), until_ms)}
        else:
            rings[place] = {person: said.rings for person, said in judged.items()}
    return rings
