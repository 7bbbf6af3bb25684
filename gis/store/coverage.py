"""Coverage as it is kept and read: cells of closed days, sums of visits, posts, and what needs no patrol."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import exists, extract, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.retaining import figures_since
from gis.store.tables import component, coverage_day, enterprise, grid, post, site, track_day, visit, water

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Ways:
    """When one person's way of a day is known, and why it is not.

    Stretches are begin and end (ms) with both places (metres); `poor` and `doubts` are times (ms) of fixes
    that are too inaccurate, and of suspicious ones.
    """

    person: int
    day: date
    stretches: list[list[float]]
    poor: list[tuple[int, int]]
    doubts: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Stays:
    """What one person's visits to one grid add up to; `last` is the end of the last one."""

    person: int
    grid: str
    visits: int
    seconds: float
    metres: float
    last: datetime


async def uncounted(connection: AsyncConnection, days: Days) -> dict[date, set[int]]:
    """Return by day the people whose closed day has no cells, or some that are older than its piece."""
    rows = await connection.execute(
        select(track_day.c.day, track_day.c.person_id)
        .join(
            coverage_day,
            (coverage_day.c.person_id == track_day.c.person_id) & (coverage_day.c.day == track_day.c.day),
            isouter=True,
        )
        .where(
            track_day.c.day.between(*days),
            track_day.c.places.is_not(None),
            coverage_day.c.made_of.is_distinct_from(track_day.c.sealed_at),
        )
        .order_by(track_day.c.day, track_day.c.person_id)
    )
    found: dict[date, set[int]] = {}
    for day, person in rows:
        found.setdefault(day, set()).add(person)
    return found


async def write_cells(connection: AsyncConnection, values: Mapping[str, Any]) -> None:
    """Put the cells of a person's day in place of what stood there."""
    statement = insert(coverage_day).values(**values)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["person_id", "day"], set_=dict(values))
    )


async def stamp_of(
    connection: AsyncConnection, people: Sequence[int], days: Days
) -> tuple[int, datetime | None]:
    """Return how many days of people are counted from a first to a last civil day, and the newest sealing."""
    known = coverage_day.c
    row = await connection.execute(
        select(func.count(), func.max(known.made_of)).where(
            known.day.between(*days), known.person_id.in_(people)
        )
    )
    count, newest = row.one()
    return int(count), newest


async def sets_of(connection: AsyncConnection, people: Sequence[int], days: Days, swath: int) -> list[bytes]:
    """Return the packed cells of people's counted days for a kept swath, by day and person."""
    known = coverage_day.c
    rows = await connection.scalars(
        select(known[f"swath_{swath}"])
        .where(known.day.between(*days), known.person_id.in_(people))
        .order_by(known.day, known.person_id)
    )
    return [bytes(row) for row in rows]


async def own_sets(
    connection: AsyncConnection, people: Sequence[int], days: Days, swath: int
) -> list[tuple[int, bytes]]:
    """Return person and packed cells of people's counted days for a kept swath, by person and day."""
    known = coverage_day.c
    rows = await connection.execute(
        select(known.person_id, known[f"swath_{swath}"])
        .where(known.day.between(*days), known.person_id.in_(people))
        .order_by(known.person_id, known.day)
    )
    return [(row[0], bytes(row[1])) for row in rows]


async def people_past_keep(connection: AsyncConnection, people: Sequence[int], days: Days) -> set[int]:
    """Return the people of whose ways of these days some are past their keep."""
    since = await figures_since(connection)
    if since is not None and days[0] < since:
        return set(people)
    query = select(track_day.c.person_id).where(
        track_day.c.day.between(*days), track_day.c.person_id.in_(people), track_day.c.places.is_(None)
    )
    return set(await connection.scalars(query.distinct()))


async def ways_of(connection: AsyncConnection, people: Sequence[int], days: Days) -> list[Ways]:
    """Return when people's ways were known from a first to a last civil day, by day and person."""
    known = coverage_day.c
    rows = await connection.execute(
        select(known.person_id, known.day, known.stretches, known.poor, known.doubts)
        .where(known.day.between(*days), known.person_id.in_(people))
        .order_by(known.day, known.person_id)
    )
    return [Ways(*row) for row in rows]


async def doubts_of(connection: AsyncConnection, day: date) -> dict[int, list[list[int]]]:
    """Return the suspicious times that were left out when people's day was counted."""
    rows = await connection.execute(
        select(coverage_day.c.person_id, coverage_day.c.doubts).where(coverage_day.c.day == day)
    )
    return {row[0]: row[1] for row in rows}


async def sealings(connection: AsyncConnection, day: date) -> dict[int, datetime]:
    """Return when each person's piece of a day was sealed, of all whose way is still kept."""
    rows = await connection.execute(
        select(track_day.c.person_id, track_day.c.sealed_at)
        .where(track_day.c.day == day, track_day.c.places.is_not(None))
        .order_by(track_day.c.person_id)
    )
    return {row[0]: row[1] for row in rows}


async def stays_of(
    connection: AsyncConnection, people: Sequence[int], days: Days, least_s: float
) -> list[Stays]:
    """Return the visits of people that lasted long enough, added up by person and grid."""
    seconds = extract("epoch", visit.c.leave - visit.c.enter)
    rows = await connection.execute(
        select(
            visit.c.person_id,
            grid.c.code,
            func.count(),
            func.sum(seconds),
            func.sum(visit.c.metres),
            func.max(visit.c.leave),
        )
        .join(grid, grid.c.id == visit.c.grid_id)
        .where(visit.c.day.between(*days), visit.c.person_id.in_(people), seconds >= least_s)
        .group_by(visit.c.person_id, grid.c.code)
    )
    return [Stays(row[0], row[1], int(row[2]), float(row[3]), float(row[4]), row[5]) for row in rows]


async def posted(connection: AsyncConnection, days: Days) -> list[tuple[int, str]]:
    """Return person and grid of every post that was held on some day from a first to a last."""
    rows = await connection.execute(
        select(post.c.person_id, grid.c.code)
        .join(grid, grid.c.id == post.c.grid_id)
        .where(post.c.valid.overlaps(func.daterange(*days, "[]")))
        .distinct()
    )
    return [(row[0], row[1]) for row in rows]


async def past_keep(connection: AsyncConnection, days: Days) -> bool:
    """Tell whether ways of some of the days are past their keep, so that nobody knows them any more."""
    since = await figures_since(connection)
    if since is not None and days[0] < since:
        return True
    query = select(exists().where(track_day.c.day.between(*days), track_day.c.places.is_(None)))
    return bool(await connection.scalar(query))


async def places_of(
    connection: AsyncConnection, kind: Literal["enterprise", "component"]
) -> NDArray[np.float64]:
    """Return longitude and latitude (WGS-84) of every enterprise or component, (n, 2)."""
    place = (enterprise if kind == "enterprise" else component).c.place
    rows = await connection.execute(select(func.ST_X(place), func.ST_Y(place)))
    return np.array([tuple(row) for row in rows], np.float64).reshape(-1, 2)


async def days_past_keep(connection: AsyncConnection, days: Days) -> set[date]:
    """Return the days of which some way is past its keep."""
    query = select(track_day.c.day).where(track_day.c.day.between(*days), track_day.c.places.is_(None))
    found = set(await connection.scalars(query.distinct()))
    since = await figures_since(connection)
    if since is None or since <= days[0]:
        return found
    gone = (min(since, days[1] + timedelta(days=1)) - days[0]).days
    return found | {days[0] + timedelta(days=ahead) for ahead in range(gone)}


async def unpatrolled(connection: AsyncConnection, days: Days) -> tuple[list[bytes], list[bytes]]:
    """Return the waters, and the sites closed or excused on all of the days (WKB, WGS-84)."""
    waters = await connection.scalars(select(func.ST_AsBinary(water.c.geom_wgs84)).order_by(water.c.id))
    sites = await connection.scalars(
        select(func.ST_AsBinary(site.c.geom_wgs84))
        .where(site.c.valid.contains(func.daterange(*days, "[]")))
        .order_by(site.c.id)
    )
    return [bytes(row) for row in waters], [bytes(row) for row in sites]
