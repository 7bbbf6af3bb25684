"""What is stored about one grid and one civil day: visits, posts and events; and figures of people's days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.tables import category, event, person, post, squad, track_day, visit


@dataclass(frozen=True, slots=True)
class Been:
    """One visit of a person to the grid; `entered` and `left` tell whether the crossing was seen."""

    person: int
    enter: datetime
    leave: datetime
    metres: float
    entered: bool
    left: bool


@dataclass(frozen=True, slots=True)
class Happened:
    """One event that was reported in the grid."""

    number: str
    title: str
    category: str
    severity: int
    source: str
    reported_at: datetime


async def visits_to(connection: AsyncConnection, grid_id: int, day: date) -> list[Been]:
    """Return the visits to a grid on a civil day, in order of time."""
    columns = (visit.c.person_id, visit.c.enter, visit.c.leave, visit.c.metres, visit.c.entered)
    rows = await connection.execute(
        select(*columns, visit.c.left_it)
        .where(visit.c.grid_id == grid_id, visit.c.day == day)
        .order_by(visit.c.enter, visit.c.person_id)
    )
    return [Been(*row) for row in rows]


async def posts_to(connection: AsyncConnection, grid_id: int, day: date) -> dict[int, list[str]]:
    """Return who is posted to a grid on a civil day, and the kinds of his posts."""
    rows = await connection.execute(
        select(post.c.person_id, post.c.kind)
        .where(post.c.grid_id == grid_id, post.c.valid.contains(day))
        .order_by(post.c.person_id, post.c.kind)
    )
    found: dict[int, list[str]] = {}
    for who, kind in rows:
        found.setdefault(who, []).append(kind)
    return found


async def named(connection: AsyncConnection, people: Sequence[int]) -> dict[int, tuple[str, str, str | None]]:
    """Return number, name and squad's code of people."""
    rows = await connection.execute(
        select(person.c.id, person.c.number, person.c.name, squad.c.code)
        .join(squad, squad.c.id == person.c.squad_id, isouter=True)
        .where(person.c.id.in_(people))
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


async def day_figures(
    connection: AsyncConnection, people: Sequence[int], day: date
) -> dict[int, tuple[dict[str, Any], bool]]:
    """Return the figures of people's closed days, and whether the track itself is still kept."""
    rows = await connection.execute(
        select(track_day.c.person_id, track_day.c.figures, track_day.c.places.is_not(None)).where(
            track_day.c.person_id.in_(people), track_day.c.day == day
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


async def events_in(
    connection: AsyncConnection, grid_id: int, span: tuple[datetime, datetime]
) -> list[Happened]:
    """Return the events that were reported in a grid within a span, in order of time."""
    rows = await connection.execute(
        select(
            event.c.number,
            event.c.title,
            category.c.name,
            event.c.severity,
            event.c.source,
            event.c.reported_at,
        )
        .join(category, category.c.code == event.c.category_code)
        .where(event.c.grid_id == grid_id, event.c.reported_at >= span[0], event.c.reported_at < span[1])
        .order_by(event.c.reported_at, event.c.number)
    )
    return [Happened(*row) for row in rows]
