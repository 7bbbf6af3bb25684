"""Closed days of people: what is to be sealed, the pieces and visits written, and the pieces read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.analysis.piece import Piece
from gis.analysis.track_fixes import Fixes
from gis.errors import Conflict
from gis.store.copying import read_columns
from gis.store.tables import track_day, visit

Pieces = tuple[Piece, Piece]
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Day:
    """One civil day of the town and the moments at which it begins and ends."""

    day: date
    begin: datetime
    end: datetime

    @property
    def partition(self) -> str:
        """The partition of `fix` that holds it."""
        return f"fix_{self.day:%Y%m%d}"


@dataclass(frozen=True, slots=True)
class Sealed:
    """One person's closed day as it is stored; `rows` is 0 once the pieces alone are the record."""

    person: int
    day: date
    fixes: int
    pieces: Pieces
    figures: dict[str, Any]
    rows: int


def day_of(day: date, zone: str) -> Day:
    """Return a civil day with its moments."""
    begin, end = (
        datetime(each.year, each.month, each.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for each in (day, day + timedelta(days=1))
    )
    return Day(day, begin, end)


async def days_with_rows(connection: AsyncConnection) -> list[date]:
    """Return the civil days that have a partition, oldest first."""
    rows = await connection.execute(
        text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'fix'::regclass ORDER BY 1")
    )
    return [datetime.strptime(row[0][-8:], "%Y%m%d").replace(tzinfo=UTC).date() for row in rows]


async def unsealed(connection: AsyncConnection, day: Day) -> list[int]:
    """Return the people whose rows of a day are not those that their piece was made of.

    Whose piece is past its keep is not among them: figures of a few late fixes would replace the true ones.
    """
    rows = await connection.execute(
        text("""
        SELECT f.person_id FROM (
            SELECT person_id, count(*) AS rows FROM fix
            WHERE fixed_at >= :begin AND fixed_at < :end GROUP BY person_id) f
        LEFT JOIN track_day t ON t.person_id = f.person_id AND t.day = :day
        WHERE t.rows IS DISTINCT FROM f.rows AND (t.person_id IS NULL OR t.places IS NOT NULL) ORDER BY 1
        """),
        {"begin": day.begin, "end": day.end, "day": day.day},
    )
    return [row[0] for row in rows]


FIXES = """
SELECT person_id, fixed_at, n, ST_X(geom), ST_Y(geom), coalesce(accuracy_m, 'NaN'),
    coalesce(speed_mps, 'NaN'), flags
FROM fix WHERE fixed_at >= $1 AND fixed_at < $2 AND person_id = ANY($3) AND received_at >= $4
"""
FIX_COLUMNS = (
    ("person", "i8"),
    ("fixed_us", "i8"),
    ("n", "i2"),
    ("lon", "f8"),
    ("lat", "f8"),
    ("accuracy_m", "f4"),
    ("speed_mps", "f4"),
    ("flags", "i4"),
)
# moments are counted from 2000 on the wire
SINCE_1970_US = 946_684_800_000_000


async def fixes_of(
    connection: AsyncConnection,
    people: Sequence[int],
    span: tuple[datetime, datetime],
    received: datetime = LONG_AGO,
) -> dict[int, Fixes]:
    """Return the stored rows of people between two moments, as columns by person and in order of time.

    `received` leaves out what came before it.
    """
    rows = await read_columns(connection, FIXES, FIX_COLUMNS, *span, list(people), received)
    rows = rows[np.lexsort((rows["n"], rows["fixed_us"], rows["person"]))]
    person = rows["person"].astype(np.int64)
    whole = Fixes(
        (rows["fixed_us"].astype(np.int64) + SINCE_1970_US + 500) // 1000,
        rows["lon"].astype(np.float64),
        rows["lat"].astype(np.float64),
        rows["accuracy_m"].astype(np.float32),
        rows["speed_mps"].astype(np.float32),
        rows["flags"].astype(np.int32),
    )
    ends = [*(np.flatnonzero(np.diff(person)) + 1).tolist(), len(person)]
    starts = [0, *ends[:-1]] if len(person) else []
    return {
        int(person[start]): whole.take(slice(start, end)) for start, end in zip(starts, ends, strict=False)
    }


async def pieces_of(
    connection: AsyncConnection, people: Sequence[int], days: tuple[date, date]
) -> list[Sealed]:
    """Return the sealed days of people from a first to a last day, whole, by day and person."""
    rows = await connection.execute(
        text("""
        SELECT person_id, day, fixes, places, places_crc, places_length, quality, quality_crc, quality_length,
               figures, rows
        FROM track_day
        WHERE day BETWEEN :first AND :last AND person_id = ANY(:people) AND places IS NOT NULL
        ORDER BY day, person_id
        """),
        {"people": list(people), "first": days[0], "last": days[1]},
    )
    return [
        Sealed(row[0], row[1], row[2], (Piece(*row[3:6]), Piece(*row[6:9])), row[9], row[10]) for row in rows
    ]


async def bodies_of(
    connection: AsyncConnection, column: str, people: Sequence[int], days: tuple[date, date]
) -> list[tuple[date, int, Piece]]:
    """Return day, person and one piece (`places` or `quality`) of people, by day and person."""
    rows = await connection.execute(
        text(f"""
        SELECT day, person_id, {column}, {column}_crc, {column}_length
        FROM track_day
        WHERE day BETWEEN :first AND :last AND person_id = ANY(:people) AND {column} IS NOT NULL
        ORDER BY day, person_id
        """),
        {"people": list(people), "first": days[0], "last": days[1]},
    )
    return [(row[0], row[1], Piece(*row[2:])) for row in rows]


async def people_sealed(connection: AsyncConnection, day: date) -> set[int]:
    """Return the people who have a piece of a day."""
    return set(await connection.scalars(select(track_day.c.person_id).where(track_day.c.day == day)))


async def write_day(
    connection: AsyncConnection, sealed: Sealed, visits: Sequence[dict[str, Any]], at: datetime
) -> None:
    """Put a person's day in place of what stood there, its visits too."""
    places, quality = sealed.pieces
    values = {
        "person_id": sealed.person,
        "day": sealed.day,
        "fixes": sealed.fixes,
        "places": places.body,
        "places_crc": places.crc32,
        "places_length": places.length,
        "quality": quality.body,
        "quality_crc": quality.crc32,
        "quality_length": quality.length,
        "figures": sealed.figures,
        "rows": sealed.rows,
        "sealed_at": at,
    }
    key = ["person_id", "day"]
    statement = insert(track_day).values(values)
    await connection.execute(statement.on_conflict_do_update(index_elements=key, set_=values))
    mine = (visit.c.person_id == sealed.person) & (visit.c.day == sealed.day)
    await connection.execute(delete(visit).where(mine))
    if visits:
        await connection.execute(insert(visit), list(visits))


async def delete_rows(connection: AsyncConnection, person: int, day: Day, count: int) -> None:
    """Delete a person's rows of a day, which are in the piece; Conflict when more have come meanwhile."""
    deleted = await connection.execute(
        text("DELETE FROM fix WHERE fixed_at >= :begin AND fixed_at < :end AND person_id = :person"),
        {"begin": day.begin, "end": day.end, "person": person},
    )
    if deleted.rowcount != count:
        raise Conflict("More fixes came while the day was sealed.")


async def drop_day(connection: AsyncConnection, day: Day) -> bool:
    """Drop a day's partition if every row of it is in a piece; tell whether it was dropped."""
    await connection.execute(text(f"LOCK TABLE {day.partition} IN ACCESS EXCLUSIVE MODE"))
    if await unsealed(connection, day):
        return False
    await connection.execute(track_day.update().where(track_day.c.day == day.day).values(rows=0))
    await connection.execute(text(f"DROP TABLE {day.partition}"))
    return True
