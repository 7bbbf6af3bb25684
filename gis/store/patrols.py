"""What was patrolled on closed days: which days are to be added up, and the days as they are kept."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import extract, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import patrol_day, track_day, visit

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Made:
    """Of which pieces a day was made: of so many people, the newest sealed at a moment."""

    day: date
    people: int
    made_of: datetime


async def unpatrolled_days(connection: AsyncConnection, days: Days) -> list[Made]:
    """Return the closed days of a span that are not added up, or of other pieces, oldest first."""
    sealed = (
        select(
            track_day.c.day, func.count().label("people"), func.max(track_day.c.sealed_at).label("made_of")
        )
        .where(track_day.c.day.between(*days), track_day.c.places.is_not(None))
        .group_by(track_day.c.day)
        .subquery()
    )
    rows = await connection.execute(
        select(sealed)
        .join(patrol_day, patrol_day.c.day == sealed.c.day, isouter=True)
        .where(
            tuple_(patrol_day.c.people, patrol_day.c.made_of).is_distinct_from(
                tuple_(sealed.c.people, sealed.c.made_of)
            )
        )
        .order_by(sealed.c.day)
    )
    return [Made(*row) for row in rows]


async def people_of(connection: AsyncConnection, day: date) -> list[int]:
    """Return the people whose ways of a day are kept."""
    return list(
        await connection.scalars(
            select(track_day.c.person_id)
            .where(track_day.c.day == day, track_day.c.places.is_not(None))
            .order_by(track_day.c.person_id)
        )
    )


async def stays_of_day(connection: AsyncConnection, day: date) -> dict[int, list[tuple[int, int]]]:
    """Return the first and last moments (ms) of every visit of a day by person."""
    begin, end = (func.round(extract("epoch", each) * 1000) for each in (visit.c.enter, visit.c.leave))
    rows = await connection.execute(
        select(visit.c.person_id, begin, end).where(visit.c.day == day).order_by(visit.c.enter)
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for person, first, last in rows:
        found.setdefault(person, []).append((int(first), int(last)))
    return found


async def write_patrolled(connection: AsyncConnection, made: Made, body: bytes) -> None:
    """Put a day in place of what stood there."""
    values = {"day": made.day, "people": made.people, "made_of": made.made_of, "body": body}
    statement = insert(patrol_day).values(values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["day"], set_=values))


async def patrols_made(connection: AsyncConnection, days: Days) -> tuple[Made, ...]:
    """Return of which pieces the days of a span that are kept were made, oldest first."""
    columns = patrol_day.c.day, patrol_day.c.people, patrol_day.c.made_of
    rows = await connection.execute(
        select(*columns).where(patrol_day.c.day.between(*days)).order_by(patrol_day.c.day)
    )
    return tuple(Made(*row) for row in rows)


async def patrol_bodies(connection: AsyncConnection, days: Days) -> list[bytes]:
    """Return the packed days of a span, oldest first."""
    query = select(patrol_day.c.body).where(patrol_day.c.day.between(*days)).order_by(patrol_day.c.day)
    return [bytes(body) for body in await connection.scalars(query)]
