"""How often a rule would have rung in the last seven closed days; the reading of tracks is on record."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gis.analysis.ringing import Ring, lines
from gis.analysis.track_fixes import Fixes
from gis.service.alerting.cases import Case, Judged, cases, judge_all
from gis.service.alerting.rules import AlertRules
from gis.service.atlas import Atlas
from gis.service.rights import Caller
from gis.service.tracks import Bounded, Tracks
from gis.store.alert_rules import AlertRule, people_meant
from gis.store.database import Database
from gis.store.record import Act, record
from gis.store.tracks import day_of

DAYS = 7
SAMPLE = 20
TOGETHER = 20


@dataclass(frozen=True, slots=True)
class TriedDay:
    """How often a rule would have rung on a day, and how many lines that makes below its ceiling."""

    day: date
    rings: int
    lines: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What a trial found, day by day, with the newest rings (moment in ms, person or nobody)."""

    people: int
    days: tuple[TriedDay, ...]
    sample: tuple[tuple[int, int | None], ...]


class Trial:
    """Tries rules; nothing rings."""

    def __init__(self, database: Database, atlas: Atlas, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._atlas = atlas
        self._clock = clock
        self._rules = AlertRules(database, atlas, clock)

    async def run(self, rule: AlertRule, caller: Caller, address: str) -> Tried:
        """Judge the last seven closed days of everybody the rule means; errors as `AlertRules.check`.

        The boundaries are those of today.
        """
        today = self._atlas.today()
        days = [today - timedelta(days=ago) for ago in range(DAYS, 0, -1)]
        first, last = (day_of(day, self._atlas.town.time_zone) for day in (days[0], days[-1]))
        tried = replace(rule, since=first.begin, until=last.end)
        async with self._database.begin() as connection:
            await self._rules.check(connection, rule, caller.scope)
            meant = await people_meant(connection, rule.who, self._atlas.lookout(caller.scope))
            detail = {"kind": rule.kind, "days": DAYS, "people": sorted(meant)}
            await record(connection, Act(caller.name, "alert_rule.try", address=address, detail=detail))
        asked = cases([tried], (days[0], days[-1]), await self._atlas.on(), self._atlas.town)
        bounded = Bounded((), tuple(days), first.begin, last.end)
        judged = await self._judged(asked[0], sorted(meant), bounded) if asked else {}
        rings = _rings(asked[0], judged, bounded) if asked else []
        return Tried(len(meant), tuple(self._of_day(day, rings, rule) for day in days), _sample(rings))

    async def _judged(self, case: Case, people: Sequence[int], bounded: Bounded) -> dict[int, Judged]:
        tracks, epsg = Tracks(self._atlas), self._atlas.town.metric_crs
        judged: dict[int, Judged] = {}
        for first in range(0, len(people), TOGETHER):
            some = replace(bounded, people=tuple(people[first : first + TOGETHER]))
            async with self._database.begin() as connection:
                found = await tracks.fixes(connection, some)
            judged |= await asyncio.to_thread(_judge_some, case, found, epsg)
        return judged

    def _of_day(self, day: date, rings: Sequence[tuple[Ring, int | None]], rule: AlertRule) -> TriedDay:
        whole = day_of(day, self._atlas.town.time_zone)
        begin, end = (round(moment.timestamp() * 1000) for moment in (whole.begin, whole.end))
        rang = [ring for ring, _ in rings if begin <= ring.at_ms < end]
        return TriedDay(day, len(rang), lines(rang, rule.ceiling))


def _judge_some(case: Case, found: dict[int, Fixes], epsg: int) -> dict[int, Judged]:
    return {person: judge_all(fixes, [case], epsg)[0] for person, fixes in found.items()}


def _rings(case: Case, judged: dict[int, Judged], bounded: Bounded) -> list[tuple[Ring, int | None]]:
    if case.rule.kind == "not_visited":
        until_ms = round(bounded.end.timestamp() * 1000)
        return [(ring, None) for ring in case.missed(judged.values(), until_ms)]
    return [(ring, person) for person, said in judged.items() for ring in said.rings]


def _sample(rings: Sequence[tuple[Ring, int | None]]) -> tuple[tuple[int, int | None], ...]:
    newest = sorted(rings, key=lambda each: each[0].at_ms, reverse=True)[:SAMPLE]
    return tuple((ring.at_ms, person) for ring, person in newest)
