"""Retention: what is past its keep goes, by the town's civil day, every night or when somebody asks."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gis.errors import Conflict
from gis.model import Keeps
from gis.service.archive.keeping import Pruned, folders, prune
from gis.service.atlas import Atlas
from gis.service.sealing import Sealer
from gis.store import retaining as stored
from gis.store.database import Database
from gis.store.record import Act, record
from gis.store.retaining import Gone, Horizon
from gis.store.retention_rules import RULES, Class, Rule
from gis.store.tracks import day_of

NIGHT = time(3)
"""In the town's time; from then on the day's retaining is due."""
MOST_ROWS = 5000
"""So many go in one transaction."""


def horizon(keeps: Keeps, today: date, zone: str) -> Horizon:
    """Return how far back is kept on a civil day: so many whole days before it."""
    days: dict[Class, int] = {
        "tracks": keeps.track_days,
        "figures": keeps.figure_days,
        "record": keeps.audit_days,
    }
    first = {kept: day_of(today - timedelta(days=before), zone) for kept, before in days.items()}
    return Horizon(today, zone, first)


class Retainer:
    """Takes out what is past its keep; cut short at any moment, it goes on the next time."""

    def __init__(
        self,
        database: Database,
        atlas: Atlas,
        keeps: Keeps,
        clock: Callable[[], datetime],
        most: int = MOST_ROWS,
    ) -> None:
        self._database = database
        self._atlas = atlas
        self._keeps = keeps
        self._clock = clock
        self._most = most

    def horizon(self) -> Horizon:
        """Return how far back is kept today."""
        return horizon(self._keeps, self._atlas.today(), self._atlas.town.time_zone)

    async def preview(self) -> dict[str, Gone]:
        """Return what would go now, by each rule's name; nothing is changed."""
        seen = self.horizon()
        async with self._database.begin() as connection:
            return {rule.what: await stored.past(connection, rule, seen) for rule in RULES}

    async def retain(self, actor: str) -> dict[str, Gone]:
        """Take out what is past its keep, put it on record and return what went, by each rule's name.

        What an earlier call took out before it was cut short is counted too. Raises Conflict while another
        process is at it.
        """
        async with stored.alone(self._database):
            # figures and visits are made before the places go
            await Sealer(self._database, self._atlas, self._clock).seal_closed_days()
            seen = self.horizon()
            for rule in RULES:
                await self._follow(rule, seen)
            return await self._finish(actor, seen, await self._prune(seen))

    async def rewrite(self) -> None:
        """Write the tables of tracks anew, so that their files hold no remains; reception waits meanwhile."""
        tables = {rule.table for rule in RULES if rule.kept == "tracks"}
        await stored.clean(self._database, tables, rewrite=True)

    async def retain_nightly(self) -> None:
        """Retain once a civil day, at night, unless another process is at it."""
        now = self._clock().astimezone(ZoneInfo(self._atlas.town.time_zone))
        if now.time() < NIGHT:
            return
        async with self._database.begin() as connection:
            last = await stored.last_retained(connection)
        if last != now.date():
            with suppress(Conflict):
                await self.retain("keeper")

    async def _follow(self, rule: Rule, seen: Horizon) -> None:
        while True:
            async with self._database.begin() as connection:
                gone = await stored.take_out(connection, rule, seen, self._most)
            if gone.rows < self._most:
                return

    async def _prune(self, seen: Horizon) -> Pruned:
        """Take the same tracks out of the archives that were written."""
        roots = await folders(self._database)
        code, before = self._atlas.town.code_prefix, seen.first["tracks"].day
        return await asyncio.to_thread(prune, roots, code, before)

    async def _finish(self, actor: str, seen: Horizon, pruned: Pruned) -> dict[str, Gone]:
        async with self._database.begin() as connection:
            went = await stored.tally(connection)
            await record(connection, Act(actor, "retain", detail=_detail(went, seen, pruned)))
            await stored.note_finished(connection, seen.today, seen.first["figures"].day)
        await stored.clean(self._database, (rule.table for rule in RULES if went[rule.what].rows))
        return went


def _detail(went: Mapping[str, Gone], seen: Horizon, pruned: Pruned) -> dict[str, object]:
    archives = {"days": pruned.days, "unreachable": list(pruned.unreachable)}
    return {
        "before": {kept: first.day.isoformat() for kept, first in seen.first.items()},
        "rows": {what: gone.rows for what, gone in went.items() if gone.rows},
        "bytes": sum(gone.bytes for gone in went.values()),
        **({"archives": archives} if any(archives.values()) else {}),
    }
