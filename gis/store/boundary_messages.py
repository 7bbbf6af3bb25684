"""What changes from an edition to the next, grid by grid, and the messages about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.store.tables import boundary_message, edition, person

LEAST_M2 = 1.0
TOLERANCE_DEG = 0.00003

_MEMBERS = """
    SELECT g.code, m.grid_id, m.shape_id, m.name, m.parent_id, m.squad_id
    FROM edition_grid m JOIN grid g ON g.id = m.grid_id
    WHERE m.edition_id = :{side} AND g.level = :level
"""
_COARSE = f"ST_Multi(ST_SimplifyPreserveTopology({{}}.geom_wgs84, {TOLERANCE_DEG}))"
_OUTLINE = f"ST_AsGeoJSON({_COARSE}, 6)::jsonb -> 'coordinates'"

CHANGED = text(f"""
WITH old AS ({_MEMBERS.format(side="before")}), new AS ({_MEMBERS.format(side="after")})
SELECT coalesce(new.code, old.code), old.name, new.name,
       old.parent_id IS DISTINCT FROM new.parent_id, old.squad_id IS DISTINCT FROM new.squad_id,
       {_OUTLINE.format("os")}, {_OUTLINE.format("ns")}
FROM old FULL JOIN new ON new.grid_id = old.grid_id
LEFT JOIN grid_shape os ON os.id = old.shape_id
LEFT JOIN grid_shape ns ON ns.id = new.shape_id
WHERE (old.shape_id, old.name, old.parent_id, old.squad_id)
    IS DISTINCT FROM (new.shape_id, new.name, new.parent_id, new.squad_id)
ORDER BY 1
""")

PASSED = text(f"""
WITH old AS ({_MEMBERS.format(side="before")}), new AS ({_MEMBERS.format(side="after")}),
lost AS (SELECT old.*, s.geom FROM old JOIN grid_shape s ON s.id = old.shape_id
         WHERE old.shape_id NOT IN (SELECT shape_id FROM new)),
won AS (SELECT new.*, s.geom FROM new JOIN grid_shape s ON s.id = new.shape_id
        WHERE new.shape_id NOT IN (SELECT shape_id FROM old))
SELECT lost.code, lost.name, won.code, won.name, ST_Area(ST_Intersection(lost.geom, won.geom)) AS area_m2
FROM lost JOIN won ON lost.grid_id <> won.grid_id AND ST_Intersects(lost.geom, won.geom)
WHERE ST_Area(ST_Intersection(lost.geom, won.geom)) >= :least
ORDER BY 1, 3
""")


@dataclass(frozen=True, slots=True)
class Changed:
    """A grid that an edition changes: names before and after (None: it was not, or is no more), outlines.

    `before` and `after` are the coordinates of multipolygons in WGS-84 degrees.
    """

    code: str
    was: str | None
    name: str | None
    other_village: bool
    other_squad: bool
    before: list[Any] | None
    after: list[Any] | None


@dataclass(frozen=True, slots=True)
class Gave:
    """Ground that one grid gave to another."""

    old: str
    old_name: str
    new: str
    new_name: str
    area_m2: float


@dataclass(frozen=True, slots=True)
class Sent:
    """How far a message came with a person."""

    person: int
    number: str
    name: str
    sent_at: datetime
    seen_at: datetime | None
    confirmed_at: datetime | None
    withdrawn_at: datetime | None


async def edition_before(connection: AsyncConnection, key: int) -> int | None:
    """Return the edition that a published one follows or corrects; None for a first one."""
    own = select(func.lower(edition.c.valid)).where(edition.c.id == key).scalar_subquery()
    corrected = select(edition.c.id).where(edition.c.superseded_by == key)
    ended = select(edition.c.id).where(
        edition.c.status == "published", edition.c.superseded_by.is_(None), func.upper(edition.c.valid) == own
    )
    found: int | None = await connection.scalar(corrected) or await connection.scalar(ended)
    return found


async def changed_grids(connection: AsyncConnection, sides: tuple[int, int], level: int) -> list[Changed]:
    """Return the grids of a level that differ between two editions, by code."""
    rows = await connection.execute(CHANGED, {"before": sides[0], "after": sides[1], "level": level})
    return [Changed(*row) for row in rows]


async def passed_ground(connection: AsyncConnection, sides: tuple[int, int], level: int) -> list[Gave]:
    """Return which grid gave how much ground to which between two editions, from a square metre on."""
    given = {"before": sides[0], "after": sides[1], "level": level, "least": LEAST_M2}
    return [Gave(*row) for row in await connection.execute(PASSED, given)]


async def add_messages(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Keep messages: edition, person and body."""
    if rows:
        await connection.execute(insert(boundary_message), list(rows))


async def withdraw_messages(connection: AsyncConnection, key: int) -> None:
    """Mark the messages of an edition that was recalled."""
    of_it = boundary_message.c.edition_id == key
    await connection.execute(update(boundary_message).where(of_it).values(withdrawn_at=func.now()))


async def messages_to(connection: AsyncConnection, who: int) -> list[dict[str, Any]]:
    """Return a person's messages, the newest first."""
    columns = [boundary_message.c[name] for name in ("edition_id", "body", "sent_at", "seen_at")]
    columns += [boundary_message.c.confirmed_at, boundary_message.c.withdrawn_at]
    rows = await connection.execute(
        select(*columns)
        .where(boundary_message.c.person_id == who)
        .order_by(boundary_message.c.edition_id.desc())
        .limit(50)
    )
    return [dict(row._mapping) for row in rows]


async def mark(connection: AsyncConnection, key: tuple[int, int], state: str, at: datetime) -> bool:
    """Mark a message (`key` is edition, person) as seen or confirmed; False where it was so already.

    NotFound for none such; what is confirmed was seen.
    """
    mine = (boundary_message.c.edition_id == key[0]) & (boundary_message.c.person_id == key[1])
    known = (await connection.execute(select(boundary_message.c[f"{state}_at"]).where(mine))).first()
    if known is None:
        raise NotFound("There is no such message for you.")
    if known[0] is not None:
        return False
    values: dict[str, Any] = {"seen_at": func.coalesce(boundary_message.c.seen_at, at)}
    if state == "confirmed":
        values["confirmed_at"] = at
    await connection.execute(update(boundary_message).where(mine).values(**values))
    return True


async def sent_of(connection: AsyncConnection, number: int) -> list[Sent]:
    """Return how far the messages of a published edition came, by person; NotFound for no such edition."""
    key = await edition_key(connection, number)
    columns = [boundary_message.c[name] for name in ("sent_at", "seen_at", "confirmed_at", "withdrawn_at")]
    rows = await connection.execute(
        select(person.c.id, person.c.number, person.c.name, *columns)
        .join(boundary_message, boundary_message.c.person_id == person.c.id)
        .where(boundary_message.c.edition_id == key)
        .order_by(person.c.number)
    )
    return [Sent(*row) for row in rows]


async def edition_key(connection: AsyncConnection, number: int) -> int:
    """Return a published edition's key; NotFound for none such."""
    key = await connection.scalar(select(edition.c.id).where(edition.c.number == number))
    if key is None:
        raise NotFound("There is no such edition.")
    return int(key)
