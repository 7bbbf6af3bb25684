"""The names to search by: read from every noun, written with their pinyin initials, found by likeness."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, cast, delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.copying import copy_rows
from gis.store.scoping import grids_in_scope
from gis.store.tables import edition, gazetteer

COLUMNS = ("edition_id", "kind", "ref", "title", "subtitle", "grid_ids", "place", "initials")

# kind, reference, title, subtitle, grids it belongs to (NULL: open to everybody), a point inside it
NAMES = text("""
WITH member AS (
    SELECT g.id, g.code, g.level, m.name, m.parent_id, m.squad_id,
           ST_PointOnSurface(s.geom_wgs84) AS place
    FROM edition_grid m JOIN grid g ON g.id = m.grid_id JOIN grid_shape s ON s.id = m.shape_id
    WHERE m.edition_id = :edition
), base AS (
    SELECT * FROM member WHERE level = (SELECT max(level) FROM member)
)
SELECT 'grid', code, name, code, ARRAY[id], ST_AsEWKB(place) FROM base
UNION ALL
SELECT 'village', v.code, v.name, v.code,
       (SELECT array_agg(b.id ORDER BY b.id) FROM base b WHERE b.code LIKE v.code || '%'), ST_AsEWKB(v.place)
FROM member v WHERE v.level BETWEEN 1 AND (SELECT max(level) - 1 FROM member)
UNION ALL
SELECT 'squad', q.code, q.name, '',
       (SELECT array_agg(b.id ORDER BY b.id) FROM base b WHERE b.squad_id = q.id),
       ST_AsEWKB(ST_PointOnSurface(z.geom_wgs84))
FROM squad_zone z JOIN squad q ON q.id = z.squad_id WHERE z.edition_id = :edition
UNION ALL
SELECT 'person', p.id::text, p.name, min(b.name), array_agg(b.id ORDER BY b.id),
       ST_AsEWKB((array_agg(b.place ORDER BY b.code))[1])
FROM person p JOIN post o ON o.person_id = p.id JOIN base b ON b.id = o.grid_id GROUP BY p.id
UNION ALL
SELECT 'enterprise', code, name, address, ARRAY[grid_id], ST_AsEWKB(place) FROM enterprise
UNION ALL
SELECT 'place', id::text, name, kind, NULL, ST_AsEWKB(place) FROM place
UNION ALL
SELECT 'road', min(id)::text, name, '', NULL, ST_AsEWKB(ST_PointOnSurface(ST_Collect(geom_wgs84)))
FROM road WHERE name <> '' GROUP BY name
ORDER BY 1, 2
""")


@dataclass(frozen=True, slots=True)
class Hit:
    """One found name with a point to fly to (WGS-84 degrees)."""

    kind: str
    ref: str
    title: str
    subtitle: str
    lon: float
    lat: float


async def read_names(connection: AsyncConnection, edition_id: int) -> list[tuple[object, ...]]:
    """Return every name under an edition in the order of `COLUMNS`, initials left out."""
    rows = await connection.execute(NAMES, {"edition": edition_id})
    return [(edition_id, *row[:5], bytes(row[5])) for row in rows]


async def replace_names(
    connection: AsyncConnection, edition_id: int, rows: Sequence[Sequence[object]]
) -> None:
    """Write an edition's names anew, rows in the order of `COLUMNS`, and drop those of ended editions."""
    # a day's margin: the town's civil day may be behind the database's
    past = select(edition.c.id).where(func.upper(edition.c.valid) < func.current_date() - 1)
    old = or_(gazetteer.c.edition_id == edition_id, gazetteer.c.edition_id.in_(past))
    await connection.execute(delete(gazetteer).where(old))
    await copy_rows(connection, gazetteer, COLUMNS, rows)


async def search_names(
    connection: AsyncConnection, lookout: Lookout, needle: str, kinds: Sequence[str], limit: int
) -> list[Hit]:
    """Return the names of these kinds that hold `needle` (or whose initials do), best first.

    Best are equal names, then beginnings, then the rest; the scope's own grids under the edition only.
    """
    name = gazetteer.c.title
    small = needle.lower()
    matches = or_(
        name.contains(needle, autoescape=True),
        gazetteer.c.ref.contains(needle, autoescape=True)
        & gazetteer.c.kind.in_(("grid", "village", "enterprise")),
        gazetteer.c.initials.contains(small, autoescape=True),
    )
    rank = case(
        (or_(name == needle, gazetteer.c.ref == needle), 0),
        (name.startswith(needle, autoescape=True), 1),
        (gazetteer.c.initials == small, 2),
        (gazetteer.c.initials.startswith(small, autoescape=True), 3),
        else_=4,
    )
    rows = await connection.execute(
        select(
            gazetteer.c.kind,
            gazetteer.c.ref,
            name,
            gazetteer.c.subtitle,
            func.ST_X(gazetteer.c.place),
            func.ST_Y(gazetteer.c.place),
        )
        .where(gazetteer.c.edition_id == lookout.edition_id, gazetteer.c.kind.in_(kinds), matches)
        .where(_visible(lookout))
        .order_by(rank, func.length(name), name.collate("C"), gazetteer.c.ref)
        .limit(limit)
    )
    return [Hit(*row) for row in rows]


def _visible(lookout: Lookout) -> ColumnElement[bool]:
    open_to_all = gazetteer.c.grid_ids.is_(None)
    if lookout.scope.everything:
        return or_(open_to_all, gazetteer.c.grid_ids.is_not(None))
    held = cast(func.array(grids_in_scope(lookout).scalar_subquery()), ARRAY(BIGINT))
    return or_(open_to_all, gazetteer.c.grid_ids.op("&&")(held))
