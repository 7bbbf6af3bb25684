"""The reception desk: takes messages, commits those that wait together, and answers each after its commit."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from gis.errors import Conflict, Unavailable
from gis.protocols.base import Decoded, Refused
from gis.service.reception.arrivals import Arrived
from gis.service.reception.batching import Prepared, prepare
from gis.service.reception.grids import GridsOfDays
from gis.service.reception.roll import Roll, load_roll, newest_of
from gis.service.reception.whereabouts import Position, Whereabouts, positions_in, stored_positions
from gis.store.database import Database
from gis.store.devices import last_places
from gis.store.fixes import FixWriter
from gis.store.town import ALERT_VERSION, ROLL_VERSION, load_version

MOST_TOGETHER = 4000
MOST_WAITING = 40_000
MOST_WAITING_BYTES = 64 << 20
RETRY_S = 0.1
FOLLOW_S = 0.4
SHOWN = timedelta(hours=24)
BUSY = "Too much is waiting to be written; try again in a moment."

Announce = Callable[[list[Position]], None]
Clock = Callable[[], datetime]
Done = Callable[[Unavailable | None], None]
"""Told once of a message: None when it is durable, else why that is not known. It must not raise."""
Group = list[tuple[Arrived, Done]]


@dataclass(slots=True)
class _Queue:
    messages: Group = field(default_factory=list)
    nbytes: int = 0


class Desk:
    """Commits in groups: whatever came while the last group was written is the next one."""

    def __init__(self, database: Database, writer: FixWriter, grids: GridsOfDays, clock: Clock) -> None:
        self._database = database
        self._writer = writer
        self._grids = grids
        self._clock = clock
        self._queue = _Queue()
        self._came = asyncio.Event()
        self._newest: dict[int, int] = {}
        self._roll: Roll | None = None
        self._roll_version = 0
        # in milliseconds: a successor may begin within the same second
        self.whereabouts = Whereabouts(int(clock().timestamp() * 1000))

    @property
    def roll(self) -> Roll:
        """The roll as last read; Unavailable until the database has been seen once."""
        if self._roll is None:
            raise Unavailable("Reception is starting; try again in a moment.")
        return self._roll

    async def receive(self, message: Arrived) -> None:
        """Return once everything in a message is durable.

        Raises Unavailable when it is not known to be, and then the message may be sent again.
        """
        durable: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.put(message, partial(_settle, durable))
        await durable

    def put(self, message: Arrived, done: Done) -> None:
        """Take a message, to be written with those that wait; Unavailable when too many do."""
        queue = self._queue
        if len(queue.messages) >= MOST_WAITING or queue.nbytes > MOST_WAITING_BYTES:
            raise Unavailable(BUSY)
        queue.messages.append((message, done))
        queue.nbytes += len(message.raw)
        self._came.set()

    async def run(self, announce: Announce) -> None:
        """Write for ever, taking the writer's lock again whenever it is lost.

        Raises Conflict when another process has taken it meanwhile: then that one receives.
        """
        while True:
            await self._recover(announce)
            while self._writer.owns:
                await self._came.wait()
                self._came.clear()
                announce([])
                while self._queue.messages and self._writer.owns:
                    announce(self.whereabouts.take(await self._commit_group()))
            self._refuse_waiting()

    async def refresh(self) -> None:
        """Read the roll again if it has changed; Unavailable while the database is away."""
        async with self._database.begin() as connection:
            version = await load_version(connection, ROLL_VERSION)
            if self._roll is None or version != self._roll_version:
                self._roll, self._roll_version = await load_roll(connection, self._clock()), version

    async def follow(self) -> None:
        """Keep up with the roll, and with alerts that others raise or acknowledge, for ever."""
        while True:
            with suppress(Unavailable):
                await self.refresh()
                if await self._count_alerts():
                    self._came.set()
            await asyncio.sleep(FOLLOW_S)

    async def _recover(self, announce: Announce) -> None:
        """Own the lock, and learn from the tables what is stored and where everybody was last."""
        while True:
            try:
                if not self._writer.owns:
                    await self._writer.open()
                now = self._clock()
                await self._writer.prepare_days(now, 3)
                async with self._database.begin() as connection:
                    # read anew though nothing may have changed: until then the old roll answers
                    roll = await load_roll(connection, now)
                    rows = await last_places(connection, now - SHOWN)
                self._roll, self._newest = roll, newest_of(roll.devices)
                await self._count_alerts()
                announce(self.whereabouts.take(stored_positions(rows)))
                return
            except Conflict:
                self._refuse_waiting()
                raise
            except Unavailable:
                await self._writer.close()
                self._refuse_waiting()
                await asyncio.sleep(RETRY_S)

    async def _commit_group(self) -> list[Position]:
        """Commit what waits, answer it, and return where everybody is now."""
        group = self._queue.messages[:MOST_TOGETHER]
        del self._queue.messages[:MOST_TOGETHER]
        self._queue.nbytes -= sum(len(message.raw) for message, _ in group)
        try:
            return await self._commit(group)
        except Unavailable as away:
            _tell(group, away)
            return []
        except Exception:
            # one message that nothing foresaw must not block those that came with it
            logging.getLogger(__name__).exception("%d messages could not be written together", len(group))
            return await self._commit_apart(group)

    async def _commit(self, group: Group) -> list[Position]:
        messages = [message for message, _ in group]
        locate = await self._grids.of(messages)
        oldest_ms = self._grids.oldest_ms()
        prepared = prepare(messages, self.roll, self._newest, locate, self._clock(), oldest_ms)
        await self._writer.commit(prepared.batch)
        self._remember(prepared)
        if prepared.batch.alerts:
            await self._count_alerts()
        _tell(group, None)
        return positions_in(prepared.rows)

    async def _commit_apart(self, group: Group) -> list[Position]:
        unread = Decoded(refused=(Refused("the service could not take this message"),))
        positions: list[Position] = []
        for message, done in group:
            try:
                positions += await self._commit([(message, done)])
            except Unavailable as away:
                done(away)
            except Exception:
                bare = replace(message, decoded=unread, many=None)
                positions += await self._commit([(bare, done)])
        return positions

    async def _count_alerts(self) -> bool:
        """Learn how often the alerts have changed; tell whether that is more than was known."""
        async with self._database.begin() as connection:
            version = await load_version(connection, ALERT_VERSION)
        known, self.whereabouts.alert = self.whereabouts.alert, max(version, self.whereabouts.alert)
        return self.whereabouts.alert > known

    def _remember(self, prepared: Prepared) -> None:
        for device, moment in prepared.newest.items():
            self._newest[device] = max(moment, self._newest.get(device, moment))

    def _refuse_waiting(self) -> None:
        waiting, self._queue = self._queue.messages, _Queue()
        _tell(waiting, Unavailable("The database is away; try again in a moment."))


def _tell(group: Group, refusal: Unavailable | None) -> None:
    for _, done in group:
        done(refusal)


def _settle(durable: asyncio.Future[None], refusal: Unavailable | None) -> None:
    # whoever hung up has cancelled the wait; the message is stored all the same
    if durable.done():
        return
    if refusal:
        durable.set_exception(refusal)
    else:
        durable.set_result(None)
