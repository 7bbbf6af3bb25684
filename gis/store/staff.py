"""People and the posts they hold on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.scoping import grids_in_scope
from gis.store.tables import edition_grid, grid, grid_shape, person, post, squad


@dataclass(frozen=True, slots=True)
class Holder:
    """One post in one grid and the person who holds it."""

    grid: str
    post: str
    person_id: int
    name: str
    phone: str | None


async def posts_in(connection: AsyncConnection, codes: list[str], on: date) -> list[Holder]:
    """Return the posts held in these grids on a civil day, by grid, post and person."""
    rows = await connection.execute(
        select(grid.c.code, post.c.kind, person.c.id, person.c.name, person.c.phone)
        .join(post, post.c.grid_id == grid.c.id)
        .join(person, person.c.id == post.c.person_id)
        .where(grid.c.code.in_(codes), post.c.valid.contains(on))
        .order_by(grid.c.code, post.c.kind, person.c.number)
    )
    return [Holder(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Staff:
    """One person with squad, posts (kind, grid code, grid name) and an interior point of the first grid."""

    id: int
    name: str
    phone: str | None
    squad: str | None
    squad_name: str | None
    posts: tuple[tuple[str, str, str], ...]
    lon: float | None
    lat: float | None


async def list_people(
    connection: AsyncConnection, lookout: Lookout, text: str, page: tuple[int, int]
) -> tuple[int, list[Staff]]:
    """Return how many people the scope holds whose name, number or phone has `text`, and one page of them.

    `page` is (limit, offset).
    """
    condition = person_in_scope(lookout) & _named(text)
    total = await connection.scalar(select(func.count()).select_from(person).where(condition)) or 0
    rows = await connection.execute(
        select(person.c.id, person.c.name, person.c.phone, squad.c.code, squad.c.name)
        .join(squad, squad.c.id == person.c.squad_id, isouter=True)
        .where(condition)
        .order_by(person.c.number)
        .limit(page[0])
        .offset(page[1])
    )
    people = rows.all()
    held = await _posts_of(connection, lookout, [row[0] for row in people])
    return total, [_staff(row, held.get(row[0], [])) for row in people]


async def count_people(connection: AsyncConnection, lookout: Lookout) -> int:
    """Return how many people the scope holds."""
    query = select(func.count()).select_from(person).where(person_in_scope(lookout))
    return int(await connection.scalar(query) or 0)


async def people_in_scope(
    connection: AsyncConnection, lookout: Lookout, of_squad: str | None, chosen: Sequence[int]
) -> list[int]:
    """Return the keys of the scope's people: of a squad, or of those chosen, or all."""
    query = select(person.c.id).where(person_in_scope(lookout)).order_by(person.c.id)
    if of_squad is not None:
        query = query.where(person.c.squad_id.in_(select(squad.c.id).where(squad.c.code == of_squad)))
    if chosen:
        query = query.where(person.c.id.in_(chosen))
    return list(await connection.scalars(query))


async def phone_and_name(
    connection: AsyncConnection, lookout: Lookout, person_id: int
) -> tuple[str, str] | None:
    """Return a person's unmasked name and phone, or None when no such person lies in the scope."""
    row = (
        await connection.execute(
            select(person.c.name, func.coalesce(person.c.phone, "")).where(
                person.c.id == person_id, person_in_scope(lookout)
            )
        )
    ).first()
    return (row[0], row[1]) if row else None


async def _posts_of(connection: AsyncConnection, lookout: Lookout, people: list[int]) -> dict[int, list[Any]]:
    inside = func.ST_PointOnSurface(grid_shape.c.geom_wgs84)
    rows = await connection.execute(
        select(
            post.c.person_id,
            post.c.kind,
            grid.c.code,
            edition_grid.c.name,
            func.ST_X(inside),
            func.ST_Y(inside),
        )
        .join(grid, grid.c.id == post.c.grid_id)
        .join(edition_grid, edition_grid.c.grid_id == grid.c.id)
        .join(grid_shape, grid_shape.c.id == edition_grid.c.shape_id)
        .where(
            edition_grid.c.edition_id == lookout.edition_id,
            post.c.person_id.in_(people),
            post.c.valid.contains(lookout.today),
            grid.c.id.in_(grids_in_scope(lookout)),
        )
        .order_by(grid.c.code, post.c.kind)
    )
    held: dict[int, list[Any]] = {}
    for row in rows:
        held.setdefault(row[0], []).append(row)
    return held


def person_in_scope(lookout: Lookout) -> ColumnElement[bool]:
    """Return the condition that a person belongs to the scope, by a post or by the squad."""
    if lookout.scope.everything:
        return true()
    holders: Select[Any] = select(post.c.person_id).where(post.c.grid_id.in_(grids_in_scope(lookout)))
    members = select(squad.c.id).where(squad.c.code.in_(sorted(lookout.scope.squads)))
    return or_(person.c.id.in_(holders), person.c.squad_id.in_(members))


def _named(text: str) -> ColumnElement[bool]:
    if not text:
        return true()
    return or_(
        person.c.name.contains(text, autoescape=True),
        person.c.number == text,
        person.c.phone.endswith(text, autoescape=True),
    )


def _staff(row: Any, held: list[Any]) -> Staff:
    lon, lat = (held[0][4], held[0][5]) if held else (None, None)
    key, name, phone, code, squad_name = row
    posts = tuple((post[1], post[2], post[3]) for post in held)
    return Staff(key, name, phone, code, squad_name, posts, lon, lat)
