"""How often grids were visited against how often they must be, with those that are late and those missed."""

import asyncio
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pyroaring import BitMap

from gis.analysis.coverage import CoverageParameters
from gis.analysis.frequency import MOST_DAYS, Outcome, Requirement, Window, judge, windows
from gis.analysis.frequency import By as SaidOf
from gis.analysis.ground import Ground
from gis.analysis.hidden import hidden
from gis.analysis.unknown import Unseen
from gis.model import EVERYTHING, Scope
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked, checked
from gis.service.coverage.counting import count_days
from gis.service.coverage.reading import Coverage
from gis.service.coverage.requirements import required
from gis.service.coverage.rostered import Rostered, rostered, to_ms
from gis.service.coverage.rows import basic
from gis.service.coverage.unheard import Silent, unheard
from gis.store.boundaries import Member
from gis.store.coverage import days_past_keep, ways_of
from gis.store.database import Connection, Database
from gis.store.frequencies import days_visited, last_visits
from gis.store.staff import people_in_scope
from gis.store.tracks import day_of

Held = tuple[Requirement, tuple[date, date]]
Days = dict[str, set[date]]


@dataclass(frozen=True, slots=True)
class FrequencyRow:
    """One grid that must be visited: what is required at the end of the period, and what became of it.

    `now` is the outcome of the window that runs on the period's last day, None where none does; the windows
    that have ended are counted. `days_since` counts from the last visit to that day.
    """

    code: str
    name: str
    squad: str | None
    by: SaidOf
    risk: int | None
    visits: int
    days: int
    last_visit: datetime | None
    days_since: int | None
    met: int
    missed: int
    unknown: int
    now: Outcome | None
    due: date | None
    late_days: int
    windows: tuple[Window, ...]


class Frequencies:
    """Judges the visits of days that are over; days that were closed and not counted are counted first."""

    def __init__(self, database: Database, atlas: Atlas, coverage: Coverage) -> None:
        self._database = database
        self._atlas = atlas
        self._coverage = coverage

    async def rows(self, scope: Scope, asked: Asked, parameters: CoverageParameters) -> list[FrequencyRow]:
        """Return the grids of a scope (and of a squad's zone) for which something is required, by code.

        Raises BadInput as coverage does.
        """
        asked = checked(asked, parameters, self._atlas.today())
        boundaries = await self._atlas.on(asked.on or asked.last)
        members = {
            n: member
            for n, member in enumerate(basic(boundaries))
            if scope.holds_grid(member.code, member.squad) and asked.squad in (None, member.squad)
        }
        span = asked.first, asked.last
        back = asked.first - min(timedelta(MOST_DAYS), asked.first - date.min)
        async with self._database.begin() as connection:
            said = await required(connection, (back, asked.last))
        held = {n: said[member.code] for n, member in members.items() if member.code in said}
        found = {n: [(one, each) for one in own for each in windows(one, span)] for n, own in held.items()}
        days = min((each[0] for own in found.values() for _, each in own), default=span[0]), span[1]
        await count_days(self._database, self._atlas, days)
        async with self._database.begin() as connection:
            ground = await self._coverage.whole(connection, boundaries, span)
            facts = await self._facts(connection, days, parameters)
        codes = [member.code for member in basic(boundaries)]
        dark = await asyncio.to_thread(_dark, ground, facts, (codes, found, span[1]), parameters)
        return [
            _row(members[n], held[n], found[n], (facts, dark.get(n, set()), span[1]))
            for n in sorted(found, key=lambda each: codes[each])
        ]

    async def _facts(
        self, connection: Connection, days: tuple[date, date], parameters: CoverageParameters
    ) -> "_Facts":
        people = await people_in_scope(connection, self._atlas.lookout(EVERYTHING), None, ())
        held = await rostered(connection, self._atlas, people, days)
        been: Days = defaultdict(set)
        cut: Days = defaultdict(set)
        for code, day, long in await days_visited(connection, days, parameters.stay_s):
            (been if long else cut)[code].add(day)
        zone = self._atlas.town.time_zone
        last = day_of(days[1], zone)
        return _Facts(
            silent=unheard(await ways_of(connection, people, days), held.duties),
            held=held,
            been=been,
            cut=cut,
            expired=await days_past_keep(connection, days),
            last=await last_visits(connection, last.end, parameters.stay_s),
            zone=zone,
        )


@dataclass(frozen=True)
class _Facts:
    """What the windows are judged by; visited days and those cut short by grid."""

    silent: Mapping[int, Sequence[Silent]]
    held: Rostered
    been: Mapping[str, set[date]]
    cut: Mapping[str, set[date]]
    expired: set[date]
    last: Mapping[str, datetime]
    zone: str


def _dark(
    ground: Ground,
    facts: _Facts,
    asked: tuple[Sequence[str], Mapping[int, Sequence[Held]], date],
    parameters: CoverageParameters,
) -> dict[int, set[date]]:
    """Return by grid (row of the ground's list) the days on which nobody knows whether there was a visit."""
    codes, held, until = asked
    found: dict[int, set[date]] = defaultdict(set)
    wanted: dict[date, set[int]] = defaultdict(set)
    for n, own in held.items():
        for day in {day for _, each in own for day in _each(each, until)}:
            if day in facts.been.get(codes[n], ()):
                continue
            if day in facts.expired or day in facts.cut.get(codes[n], ()):
                found[n].add(day)
            else:
                wanted[day].add(n)
    people = _by_day(facts, sorted(wanted), (ground, {code: n for n, code in enumerate(codes)}))
    for day, grids in wanted.items():
        for n in hidden(ground, grids, people.get(day, ()), parameters):
            found[n].add(day)
    return found


def _each(window: tuple[date, date], until: date) -> Iterator[date]:
    for ahead in range((min(window[1], until) - window[0]).days + 1):
        yield window[0] + timedelta(days=ahead)


def _by_day(
    facts: _Facts, days: Sequence[date], where: tuple[Ground, Mapping[str, int]]
) -> dict[date, list[Unseen]]:
    """Return whose silences touch which of the days."""
    ground, rows = where
    spans = [day_of(day, facts.zone) for day in days]
    begins, ends = ([to_ms(one.begin) for one in spans], [to_ms(one.end) for one in spans])
    found: dict[date, list[Unseen]] = defaultdict(list)
    for person, silent in facts.silent.items():
        own: dict[int, list[Silent]] = defaultdict(list)
        for one in silent:
            for place in range(bisect_right(ends, one[0].begin_ms), len(days)):
                if begins[place] >= one[0].end_ms:
                    break
                own[place].append(one)
        if own:
            posted = [rows[code] for code in facts.held.posts.get(person, ()) if code in rows]
            cells = ground.cells(posted) if posted else BitMap()
            for place, each in own.items():
                found[days[place]].append(Unseen(each, cells))
    return found


def _row(
    member: Member,
    held: Sequence[Requirement],
    found: Sequence[Held],
    about: tuple[_Facts, set[date], date],
) -> FrequencyRow:
    facts, dark, until = about
    been = facts.been.get(member.code, set())
    judged = sorted((judge(one, each, been, dark, until) for one, each in found), key=lambda one: one.first)
    ended = [one.outcome for one in judged if one.last <= until]
    running = next((one for one in judged if one.last > until), None)
    last = facts.last.get(member.code)
    now = held[-1]
    return FrequencyRow(
        code=member.code,
        name=member.name,
        squad=member.squad,
        by=now.by,
        risk=now.risk,
        visits=now.visits,
        days=now.days,
        last_visit=last,
        days_since=(until - last.astimezone(ZoneInfo(facts.zone)).date()).days if last else None,
        met=ended.count("met"),
        missed=ended.count("missed"),
        unknown=ended.count("unknown"),
        now=running.outcome if running else None,
        due=running.due if running else None,
        late_days=running.late_days if running else 0,
        windows=tuple(judged),
    )
