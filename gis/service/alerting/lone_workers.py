"""Lone workers: whoever has not moved for long is asked whether he is well, and rung for if silent."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from gis.analysis.ringing import MINUTE_MS, Ring, merged
from gis.analysis.stillness import Still, moved_since, stretches
from gis.analysis.track import track
from gis.analysis.track_fixes import Fixes, TrackParameters
from gis.model import EVERYTHING
from gis.service.alerting.cases import STILL, Case, cases
from gis.service.alerting.rules import ASKS
from gis.service.atlas import Atlas
from gis.service.sealing import RECEIVED
from gis.store import still_checks as stored
from gis.store.alert_rules import AlertRule, people_meant, rules_since
from gis.store.database import Connection, Database
from gis.store.judged import Placed, raise_rings
from gis.store.phones_on_duty import carried_on_duty
from gis.store.still_checks import Check
from gis.store.tracks import fixes_of

EVERY = timedelta(seconds=20)
# a track is cut where nothing was heard for ten minutes: what lies farther back than the limit tells nothing
BEFORE = timedelta(minutes=15)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Round:
    """One look at a rule: its area, since when its hours run (None outside them), and what is known of whom.

    `still` has the times of not moving of all who are meant or asked, `free` those who may be asked, with
    the moment from which their time counts.
    """

    rule: AlertRule
    case: Case | None
    now: datetime
    standing: Mapping[int, Check]
    still: Mapping[int, list[Still]]
    free: Mapping[int, int]

    def due(self) -> list[int]:
        """Return who has not moved within the area for as long as the rule says, as far as he is heard."""
        now_ms, least_ms = _ms(self.now), (self.rule.minutes or 0) * MINUTE_MS
        heard_ms = now_ms - STILL.heard_s * 1000
        found = []
        for who, floor_ms in self.free.items():
            last = self.still[who][-1] if self.still.get(who) else None
            if last is None or last.end_ms < heard_ms or self.case is None or not self.case.holds(last):
                continue
            if last.end_ms - max(last.begin_ms, floor_ms) >= least_ms:
                found.append(who)
        return found

    def placed(self, late: list[int]) -> list[Placed]:
        """Return where those were last heard who did not answer, now."""
        last = [self.still[who][-1] if self.still.get(who) else None for who in late]
        rings = [Ring(_ms(self.now), one.lon, one.lat) if one else Ring(_ms(self.now)) for one in last]
        return self.case.placed(rings) if self.case else [Placed(ring, None) for ring in rings]


class LoneWorkers:
    """Asks, waits and rings; only one process of a town does it."""

    def __init__(self, database: Database, atlas: Atlas, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._atlas = atlas
        self._clock = clock
        self._looked: datetime | None = None

    async def look(self) -> None:
        """Hold the rules against who moves now; Unavailable while the database is away."""
        now = self._clock()
        if self._looked is not None and timedelta(0) <= now - self._looked < EVERY:
            return
        self._looked = now
        async with self._database.begin() as connection:
            rules = [rule for rule in await rules_since(connection, now) if rule.kind == ASKS]
            await stored.close_ended(connection, [rule.id for rule in rules], now)
            held = await carried_on_duty(connection, self._atlas.lookout(EVERYTHING), now) if rules else []
        on_duty = {one.person for one in held}
        for rule in rules:
            made = await self._round(rule, on_duty, now)
            async with self._database.begin() as connection:
                await _close(connection, made, on_duty)
                await _ring(connection, made)
                answer = timedelta(minutes=rule.answer_minutes or 0)
                await stored.ask(connection, rule.id, made.due(), now, answer)

    async def _round(self, rule: AlertRule, on_duty: set[int], now: datetime) -> Round:
        today, now_ms = self._atlas.today(), _ms(now)
        case = next(iter(cases([rule], (today, today), await self._atlas.on(today), self._atlas.town)), None)
        begun = [a for a, b in merged(case.hours) if a <= now_ms < b] if case else []
        back = now - timedelta(minutes=rule.minutes or 0) - BEFORE
        async with self._database.begin() as connection:
            standing = await stored.open_checks(connection, rule.id)
            lookout = self._atlas.lookout(EVERYTHING)
            meant = await people_meant(connection, rule.who, lookout) & on_duty if begun else set()
            span = (back, now + timedelta(minutes=1))
            fixes = await fixes_of(connection, sorted(meant | standing.keys()), span)
            closed = await stored.last_closed(connection, rule.id, back)
        still = await asyncio.to_thread(_stretches, fixes, self._atlas.town.metric_crs)
        free = {who: max(begun[0], _ms(closed.get(who, EPOCH))) for who in meant - standing.keys()}
        return Round(rule, case, now, standing, still, free)


def _stretches(fixes: Mapping[int, Fixes], epsg: int) -> dict[int, list[Still]]:
    found = {}
    for who, own in fixes.items():
        plain = replace(own, flags=own.flags & RECEIVED)
        found[who] = stretches(track(plain, epsg, TrackParameters()), epsg, STILL)
    return found


async def _close(connection: Connection, made: Round, on_duty: set[int]) -> None:
    """Close what is settled without a word: who moved is well, and who went off duty is not watched."""
    off = [check.id for who, check in made.standing.items() if who not in on_duty]
    moved = [
        check.id
        for who, check in made.standing.items()
        if who in on_duty and moved_since(made.still.get(who, []), _ms(check.asked_at), STILL)
    ]
    await stored.close(connection, off, "off_duty", made.now)
    await stored.close(connection, moved, "moved", made.now)


async def _ring(connection: Connection, made: Round) -> None:
    due = [check.id for check in made.standing.values() if check.answer_by <= made.now]
    late = await stored.note_rung(connection, due, made.now) if due else []
    if late:
        rings = list(zip(late, made.placed(late), strict=True))
        await raise_rings(connection, made.rule, rings, made.now)


def _ms(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)
