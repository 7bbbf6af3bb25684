"""The one writer of fixes: a batch of what devices sent becomes durable in one transaction, or not at all."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import numpy as np

from gis.errors import Conflict, Unavailable
from gis.store import fix_statements as statements
from gis.store.database import AWAY, GONE
from gis.store.fix_rows import COLUMNS, FixRows, copy_bytes, joined

LOST = (*AWAY, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What the driver says to a server that is away, or to a connection that is no more."""

OWNER_KEY = 0x77616E67
"""The advisory lock that only one process holds: 'wang'."""
HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """What is committed together; the side tables' rows are tuples in the order of their statements.

    `certain` rows are newer than all that is stored of their device and differ in time among themselves.
    """

    certain: FixRows
    uncertain: FixRows
    states: Sequence[tuple[object, ...]] = ()
    gates: Sequence[tuple[object, ...]] = ()
    quarantine: Sequence[tuple[object, ...]] = ()
    alerts: Sequence[tuple[object, ...]] = ()
    raw: Sequence[tuple[object, ...]] = ()

    def doubted(self) -> "Batch":
        """Return the same batch with no row taken for certain."""
        nothing = self.certain.take(np.zeros(len(self.certain), bool))
        return replace(self, certain=nothing, uncertain=joined([self.uncertain, self.certain]))


class FixWriter:
    """Owns the advisory lock of reception and writes batches over one connection of the driver's."""

    def __init__(self, url: str, time_zone: str) -> None:
        self._url = url.replace("+asyncpg", "", 1)
        self._zone = ZoneInfo(time_zone)
        self._connection: asyncpg.Connection | None = None
        self._hours: set[int] = set()

    async def open(self) -> None:
        """Connect and take the lock.

        Raises Conflict while another process holds it and Unavailable while there is no server.
        """
        try:
            connection = await asyncpg.connect(
                self._url,
                timeout=5,
                server_settings={"application_name": "wangge reception", "TimeZone": "UTC"},
            )
            if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", OWNER_KEY):
                await connection.close()
                raise Conflict("Another process receives for this town.")
            await connection.execute(statements.STAGING)
        except LOST as away:
            raise Unavailable(GONE) from away
        self._connection = connection

    @property
    def owns(self) -> bool:
        """Tell whether the lock is held, as far as this side of the connection knows."""
        return self._connection is not None and not self._connection.is_closed()

    async def close(self) -> None:
        """Give the lock back."""
        if self._connection is not None:
            with suppress(*LOST):
                await self._connection.close(timeout=2)
            self._connection = None

    async def commit(self, batch: Batch) -> None:
        """Make a batch durable; Unavailable when it is not known to be, and then it may be sent again."""
        if self._connection is None:
            raise Unavailable(GONE)
        try:
            try:
                await self._write_whole(self._connection, batch)
            except asyncpg.CheckViolationError:
                # a day was sealed and its partition dropped since this process made it
                self._hours.clear()
                await self._write_whole(self._connection, batch)
            except asyncpg.UniqueViolationError:
                await self._write_whole(self._connection, batch.doubted())
        except LOST as away:
            await self.close()
            raise Unavailable(GONE) from away

    async def _write_whole(self, connection: asyncpg.Connection, batch: Batch) -> None:
        await self._make_partitions(connection, batch)
        async with connection.transaction():
            await self._write(connection, batch)

    async def prepare_days(self, first: datetime, days: int) -> None:
        """Make the partitions of the civil days from a moment on, ahead of their fixes."""
        if self._connection is not None:
            for ahead in range(days):
                await self._make_partition(self._connection, first + timedelta(days=ahead))

    async def _write(self, connection: asyncpg.Connection, batch: Batch) -> None:
        if len(batch.certain):
            await self._copy(connection, "fix", batch.certain)
        if len(batch.uncertain):
            await self._copy(connection, "staging", batch.uncertain)
            await connection.execute(statements.MERGE)
        for statement, rows in (
            (statements.STATES, batch.states),
            (statements.GATES, batch.gates),
            (statements.QUARANTINE, batch.quarantine),
            (statements.ALERTS, batch.alerts),
        ):
            if rows:
                await connection.execute(statement, *(list(column) for column in zip(*rows, strict=True)))
        for row in batch.raw:
            await connection.execute(statements.RAW, *row)

    async def _copy(self, connection: asyncpg.Connection, table: str, rows: FixRows) -> None:
        # a file would be read by a thread, and bytes would be taken for a file's name
        source = memoryview(copy_bytes(rows))
        await connection.copy_to_table(table, source=source, columns=COLUMNS, format="binary")

    async def _make_partitions(self, connection: asyncpg.Connection, batch: Batch) -> None:
        for rows in (batch.certain, batch.uncertain):
            for hour in np.unique(rows.fixed_us // HOUR_US).tolist():
                if hour not in self._hours:
                    begin = datetime.fromtimestamp(hour * 3600, UTC)
                    # where zones differ by half hours, an hour of UTC may touch two civil days
                    await self._make_partition(connection, begin)
                    await self._make_partition(connection, begin + timedelta(minutes=59, seconds=59))
                    self._hours.add(hour)

    async def _make_partition(self, connection: asyncpg.Connection, moment: datetime) -> None:
        day = moment.astimezone(self._zone).date()
        begin, end = (
            datetime(each.year, each.month, each.day, tzinfo=self._zone).astimezone(UTC)
            for each in (day, day + timedelta(days=1))
        )
        await connection.execute(
            f"CREATE TABLE IF NOT EXISTS fix_{day:%Y%m%d} PARTITION OF fix"
            f" FOR VALUES FROM ('{begin.isoformat()}') TO ('{end.isoformat()}')"
        )
