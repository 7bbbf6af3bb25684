"""The one writer of fixes: a batch of what devices sent becomes durable in one transaction, or not at all."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import asyncpg
import numpy as np

from gis.errors import Conflict, Unavailable
from gis.store.database import AWAY, GONE
from gis.store.fix_rows import COLUMNS, FixRows, copy_bytes

OWNER_KEY = 0x77616E67
"""The advisory lock that only one process holds: 'wang'."""
SAME_TIME = 8
HOUR_US = 3_600_000_000

_STAGING = """
CREATE TEMP TABLE staging (ordinal int GENERATED ALWAYS AS IDENTITY, LIKE fix) ON COMMIT DELETE ROWS
"""

# An equal place at the same instant is a repeat; a different one is kept beside it as n = 1 … 3.
_MERGE = f"""
WITH fresh AS (
    SELECT DISTINCT ON (device_id, fixed_at, ST_X(geom), ST_Y(geom)) * FROM staging s
    WHERE NOT EXISTS (
        SELECT FROM fix f WHERE f.device_id = s.device_id AND f.fixed_at = s.fixed_at
            AND ST_X(f.geom) = ST_X(s.geom) AND ST_Y(f.geom) = ST_Y(s.geom))
    ORDER BY device_id, fixed_at, ST_X(geom), ST_Y(geom), ordinal
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY device_id, fixed_at ORDER BY ordinal) - 1 + (
        SELECT count(*) FROM fix f WHERE f.device_id = fresh.device_id AND f.fixed_at = fresh.fixed_at) AS place
    FROM fresh
)
INSERT INTO fix ({", ".join(COLUMNS)})
SELECT {", ".join(COLUMNS).replace(" n,", " place,").replace("flags", f"flags | (place > 0)::int * {SAME_TIME}")}
FROM numbered WHERE place <= 3
"""

_STATES = """
INSERT INTO device_state AS old (device_id, seen_at, newest_at, battery_pct, charging, health)
SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::smallint[], $5::bool[], $6::jsonb[])
ON CONFLICT (device_id) DO UPDATE SET
    seen_at = greatest(old.seen_at, excluded.seen_at),
    newest_at = greatest(old.newest_at, excluded.newest_at),
    battery_pct = coalesce(excluded.battery_pct, old.battery_pct),
    charging = coalesce(excluded.charging, old.charging),
    health = old.health || excluded.health
"""

_GATES = """
INSERT INTO gate_count AS old (person_id, hour, refused) SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::int[])
ON CONFLICT (person_id, hour) DO UPDATE SET refused = old.refused + excluded.refused
"""

_CLAIMS = """
INSERT INTO claim AS old (name, protocol, address, messages, first_at, seen_at)
SELECT name, protocol, address, messages, at, at
FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::timestamptz[]) AS new (name, protocol, address, messages, at)
ON CONFLICT (name, protocol) DO UPDATE SET
    address = excluded.address, messages = old.messages + excluded.messages, seen_at = excluded.seen_at
"""

_QUARANTINE = """
INSERT INTO quarantine (device_id, received_at, protocol, reason, message, length, digest)
SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::bytea[], $6::int[], $7::bytea[])
"""

_RAW = "INSERT INTO raw_batch (received_at, messages, body) VALUES ($1, $2, $3)"


@dataclass(frozen=True, slots=True)
class Batch:
    """What is committed together; the side tables' rows are tuples in the order of their statements.

    `certain` rows are newer than all that is stored of their device and differ in time among themselves.
    """

    certain: FixRows
    uncertain: FixRows
    states: Sequence[tuple[object, ...]] = ()
    gates: Sequence[tuple[object, ...]] = ()
    claims: Sequence[tuple[object, ...]] = ()
    quarantine: Sequence[tuple[object, ...]] = ()
    raw: tuple[datetime, int, bytes] | None = None


class FixWriter:
    """Owns the advisory lock of reception and writes batches over one connection of the driver's."""

    def __init__(self, url: str, time_zone: str) -> None:
        self._url = url.replace("+asyncpg", "", 1)
        self._zone = ZoneInfo(time_zone)
        self._connection: asyncpg.Connection | None = None
        self._hours: set[int] = set()

    async def open(self) -> None:
        """Connect and take the lock; Conflict while another process holds it, Unavailable without a server."""
        try:
            connection = await asyncpg.connect(
                self._url,
                timeout=5,
                server_settings={"application_name": "wangge reception", "TimeZone": "UTC"},
            )
            if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", OWNER_KEY):
                await connection.close()
                raise Conflict("Another process receives for this town.")
            await connection.execute(_STAGING)
        except AWAY as away:
            raise Unavailable(GONE) from away
        self._connection = connection

    @property
    def owns(self) -> bool:
        """Tell whether the lock is held, as far as this side of the connection knows."""
        return self._connection is not None and not self._connection.is_closed()

    async def close(self) -> None:
        """Give the lock back."""
        if self._connection is not None:
            with suppress(*AWAY):
                await self._connection.close(timeout=2)
            self._connection = None

    async def commit(self, batch: Batch) -> None:
        """Make a batch durable; Unavailable when it is not known to be, and then it may be sent again."""
        if self._connection is None:
            raise Unavailable(GONE)
        try:
            await self._make_partitions(self._connection, batch)
            async with self._connection.transaction():
                await self._write(self._connection, batch)
        except AWAY as away:
            await self.close()
            raise Unavailable(GONE) from away

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
            await connection.execute(_MERGE)
        for statement, rows in (
            (_STATES, batch.states),
            (_GATES, batch.gates),
            (_CLAIMS, batch.claims),
            (_QUARANTINE, batch.quarantine),
        ):
            if rows:
                await connection.execute(statement, *(list(column) for column in zip(*rows, strict=True)))
        if batch.raw:
            await connection.execute(_RAW, *batch.raw)

    async def _copy(self, connection: asyncpg.Connection, table: str, rows: FixRows) -> None:
        source = BytesIO(copy_bytes(rows))
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
