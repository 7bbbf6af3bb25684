"""Evidence that is held beyond its time: made, listed and released."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.store.tables import hold, person, track_day


@dataclass(frozen=True, slots=True)
class Hold:
    """Whose tracks are held, of which civil days (the last included), until the end of which day, and why."""

    person: int
    first: date
    last: date
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold in force as it is listed; `pieces` is how many days it has something to hold on."""

    id: int
    number: str
    name: str
    hold: Hold
    by: str
    pieces: int


async def add_hold(connection: AsyncConnection, held: Hold, by: str, at: datetime) -> int:
    """Hold tracks from now on and return the hold's number."""
    values = {
        "person_id": held.person,
        "first_day": held.first,
        "last_day": held.last,
        "until": held.until,
        "reason": held.reason,
        "by": by,
        "at": at,
    }
    return int(await connection.scalar(insert(hold).values(values).returning(hold.c.id)) or 0)


async def list_holds(connection: AsyncConnection, today: date) -> list[HoldRow]:
    """Return the holds in force on a civil day, the one that ends first at the beginning."""
    pieces = select(func.count()).where(
        track_day.c.person_id == hold.c.person_id,
        track_day.c.day.between(hold.c.first_day, hold.c.last_day),
        track_day.c.places.is_not(None),
    )
    days = (hold.c.person_id, hold.c.first_day, hold.c.last_day, hold.c.until, hold.c.reason)
    rows = await connection.execute(
        select(hold.c.id, person.c.number, person.c.name, *days, hold.c.by, pieces.scalar_subquery())
        .join(person, person.c.id == hold.c.person_id)
        .where(hold.c.released_at.is_(None), hold.c.until >= today)
        .order_by(hold.c.until, hold.c.id)
    )
    return [HoldRow(row[0], row[1], row[2], Hold(*row[3:8]), row[8], row[9]) for row in rows]


async def release_hold(connection: AsyncConnection, number: int, today: date, at: datetime) -> None:
    """End a hold before its time; NotFound when none of this number is in force."""
    done = await connection.execute(
        update(hold)
        .where(hold.c.id == number, hold.c.released_at.is_(None), hold.c.until >= today)
        .values(released_at=at)
    )
    if done.rowcount == 0:
        raise NotFound("No hold of this number is in force.")
