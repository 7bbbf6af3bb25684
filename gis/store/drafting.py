"""Editions of the boundaries as they are written: a draft with its members, then publication by date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Text, cast, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY, Range, distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import BadInput, Conflict, NotFound
from gis.store.copying import copy_rows
from gis.store.tables import draft_edit, edition, edition_grid, grid, grid_shape, squad, squad_zone


@dataclass(frozen=True, slots=True)
class DraftMember:
    """One grid of a draft; shapes are EWKB: `geom` in the metric CRS, `geom_low` for drawing."""

    code: str
    level: int
    name: str
    parent: str | None
    squad: str | None
    kind: str
    geom: bytes
    geom_wgs84: bytes
    geom_low: bytes
    area_m2: float


async def add_draft(connection: AsyncConnection, title: str, author: str) -> int:
    """Open an empty draft and return its key."""
    row = await connection.execute(insert(edition).values(title=title, author=author).returning(edition.c.id))
    return int(row.scalar_one())


async def add_squads(connection: AsyncConnection, squads: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Store squads (code, name), renaming known ones, and return every squad's key by code."""
    for code, name in squads:
        statement = upsert(squad).values(code=code, name=name)
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["code"], set_={"name": statement.excluded.name})
        )
    rows = await connection.execute(select(squad.c.code, squad.c.id))
    return {row[0]: row[1] for row in rows}


async def add_missing_squads(connection: AsyncConnection, codes: Iterable[str]) -> None:
    """Store the squads that are not known yet under their codes; known ones keep their names."""
    values = [{"code": code, "name": code} for code in codes]
    if values:
        await connection.execute(upsert(squad).on_conflict_do_nothing(index_elements=["code"]), values)


async def add_members(
    connection: AsyncConnection, edition_id: int, members: Sequence[DraftMember]
) -> dict[str, int]:
    """Write a draft's members with their shapes and return the grids' keys by code.

    A shape is stored anew only where it differs from the grid's newest one.
    """
    grids = await _ensure_grids(connection, members)
    squads = await add_squads(connection, ())
    shapes = await _store_shapes(connection, grids, members)
    rows = [
        (
            edition_id,
            grids[member.code],
            shapes[member.code],
            grids[member.parent] if member.parent else None,
            squads[member.squad] if member.squad else None,
            member.name,
            member.kind,
            member.geom_low,
        )
        for member in members
    ]
    columns = ("edition_id", "grid_id", "shape_id", "parent_id", "squad_id", "name", "kind", "geom_low")
    await copy_rows(connection, edition_grid, columns, rows)
    return grids


async def add_zones(
    connection: AsyncConnection, edition_id: int, zones: dict[str, tuple[bytes, bytes]]
) -> None:
    """Write the squads' zones of a draft: squad code → EWKB in EPSG:4326, and simplified in EPSG:3857."""
    squads = await add_squads(connection, ())
    rows = [(edition_id, squads[code], *shapes) for code, shapes in zones.items()]
    await copy_rows(connection, squad_zone, ("edition_id", "squad_id", "geom_wgs84", "geom_low"), rows)


@dataclass(frozen=True, slots=True)
class Publication:
    """How a draft becomes the edition in force: from which day, on which paper, approved by whom."""

    valid_from: date
    today: date
    document: str = ""
    approver: str = ""
    first: bool = False


async def publish(connection: AsyncConnection, edition_id: int, publication: Publication) -> int:
    """Publish a draft and return its number; the edition in force before it ends on that day.

    Raises NotFound for no such draft, Conflict for a second first edition, for a day before the last
    edition's, for a draft that began as an edition which is not the last any more, and where the approver
    had a hand in it (only a first edition may be published by one).
    """
    await connection.execute(select(func.pg_advisory_xact_lock(0x77616E)))
    hands = await _lock_draft(connection, edition_id)
    await _check_base(connection, edition_id)
    number, last_from = await _last(connection)
    _check_order(publication, hands, number, last_from)
    await _close_open_end(connection, publication.valid_from)
    await _make_edition(connection, edition_id, number + 1, Range(publication.valid_from, None), publication)
    return number + 1


async def correct(connection: AsyncConnection, edition_id: int, wrong: int, publication: Publication) -> int:
    """Publish a draft for the days of a wrong edition, which it supersedes, and return its number.

    The wrong edition stays as what was believed until now; `valid_from` of the publication counts for
    nothing. Raises NotFound for no such draft or edition, and BadInput or Conflict as `publish` does.
    """
    await connection.execute(select(func.pg_advisory_xact_lock(0x77616E)))
    hands = await _lock_draft(connection, edition_id)
    number, _ = await _last(connection)
    _check_paper(publication, hands)
    row = (
        await connection.execute(
            select(edition.c.id, edition.c.valid).where(
                edition.c.number == wrong, edition.c.status == "published", edition.c.superseded_by.is_(None)
            )
        )
    ).first()
    if row is None:
        raise NotFound(f"There is no edition {wrong} to correct.")
    superseded = update(edition).where(edition.c.id == row[0])
    await connection.execute(superseded.values(superseded_by=edition_id))
    await _make_edition(connection, edition_id, number + 1, row[1], publication)
    return number + 1


async def recall(connection: AsyncConnection, number: int, today: date) -> int:
    """Take an edition back before its first day and return its key; the one before it holds on.

    Raises NotFound for no such edition and Conflict once its first day has come.
    """
    await connection.execute(select(func.pg_advisory_xact_lock(0x77616E)))
    row = (
        await connection.execute(
            select(edition.c.id, func.lower(edition.c.valid)).where(
                edition.c.number == number, edition.c.status == "published", edition.c.superseded_by.is_(None)
            )
        )
    ).first()
    if row is None:
        raise NotFound("There is no such edition.")
    if row[1] <= today:
        raise Conflict(f"Edition {number} is in force since {row[1]}; correct it by another one.")
    withdrawn = update(edition).where(edition.c.id == row[0])
    await connection.execute(withdrawn.values(status="withdrawn", valid=None, number=None))
    reopened = update(edition).where(edition.c.status == "published", func.upper(edition.c.valid) == row[1])
    await connection.execute(reopened.values(valid=func.daterange(func.lower(edition.c.valid), None)))
    return int(row[0])


async def _lock_draft(connection: AsyncConnection, edition_id: int) -> frozenset[str]:
    """Lock a draft that may be published and return all who had a hand in it."""
    draft = (
        await connection.execute(
            select(edition.c.status, edition.c.author, edition.c.base_id)
            .where(edition.c.id == edition_id)
            .with_for_update()
        )
    ).first()
    if draft is None or draft.status in ("published", "withdrawn"):
        raise NotFound("There is no such draft.")
    if draft.status == "draft" and draft.base_id is not None:
        raise Conflict("Submit the draft for review first.")
    drawn = select(draft_edit.c.author).where(draft_edit.c.edition_id == edition_id).distinct()
    return frozenset((str(draft.author), *await connection.scalars(drawn)))


async def _check_base(connection: AsyncConnection, edition_id: int) -> None:
    """Refuse a draft that would take back what was published since it began; one of a file begins anew."""
    begun, last = edition.alias("begun"), edition.alias("last")
    row = (
        await connection.execute(
            select(begun.c.number, last.c.number)
            .select_from(edition)
            .join(begun, begun.c.id == edition.c.base_id)
            .join(last, last.c.status == "published")
            .where(edition.c.id == edition_id, last.c.superseded_by.is_(None), func.upper_inf(last.c.valid))
            .where(last.c.id != begun.c.id)
        )
    ).first()
    if row is not None:
        raise Conflict(
            f"The draft began as edition {row[0]}, and edition {row[1]} was published since: it would take "
            f"back what that one changed. Begin a draft as edition {row[1]} and draw it there."
        )


async def _make_edition(
    connection: AsyncConnection, edition_id: int, number: int, valid: Range[date], publication: Publication
) -> None:
    await connection.execute(
        update(edition)
        .where(edition.c.id == edition_id)
        .values(
            status="published",
            number=number,
            valid=valid,
            document=publication.document,
            approver=publication.approver,
            published_at=func.now(),
        )
    )


def _check_paper(publication: Publication, hands: frozenset[str]) -> None:
    if not (publication.document and publication.approver):
        raise BadInput("A publication needs a document number and an approver.")
    if publication.approver in hands:
        raise Conflict("The approver must be another person than the author and whoever drew in it.")


def _check_order(
    publication: Publication, hands: frozenset[str], number: int, last_from: date | None
) -> None:
    if publication.first and number:
        raise Conflict("There is an edition already; publish this one without --first.")
    if not publication.first and not number:
        raise Conflict("This is the first edition: publish it with --first.")
    if last_from and publication.valid_from <= last_from:
        raise Conflict(f"The edition in force begins on {last_from}; publish from a later day.")
    if not publication.first and publication.valid_from < publication.today:
        raise BadInput("Only the first edition may begin in the past.")
    if not publication.first:
        _check_paper(publication, hands)


async def _last(connection: AsyncConnection) -> tuple[int, date | None]:
    row = (
        await connection.execute(
            select(func.coalesce(func.max(edition.c.number), 0), func.max(func.lower(edition.c.valid)))
        )
    ).one()
    return int(row[0]), row[1]


async def _close_open_end(connection: AsyncConnection, day: date) -> None:
    await connection.execute(
        update(edition)
        .where(
            edition.c.status == "published",
            edition.c.superseded_by.is_(None),
            func.upper_inf(edition.c.valid),
        )
        .values(valid=func.daterange(func.lower(edition.c.valid), day))
    )


async def _ensure_grids(connection: AsyncConnection, members: Sequence[DraftMember]) -> dict[str, int]:
    codes = cast([member.code for member in members], ARRAY(Text))
    levels = cast([member.level for member in members], ARRAY(Integer))
    incoming = select(func.unnest(codes), func.unnest(levels))
    fresh = upsert(grid).from_select(["code", "level"], incoming)
    await connection.execute(fresh.on_conflict_do_nothing(index_elements=["code"]))
    rows = await connection.execute(select(grid.c.code, grid.c.id).where(grid.c.code == func.any(codes)))
    return {row[0]: row[1] for row in rows}


async def _store_shapes(
    connection: AsyncConnection, grids: dict[str, int], members: Sequence[DraftMember]
) -> dict[str, int]:
    """Store the shapes that differ from their grid's newest one; return every grid's newest one by code."""
    known = await _newest_shapes(connection, grids, func.ST_AsEWKB(grid_shape.c.geom))
    fresh = [m for m in members if m.code not in known or bytes(known[m.code][1]) != m.geom]
    rows = [(grids[m.code], m.geom, m.geom_wgs84, m.area_m2) for m in fresh]
    await copy_rows(connection, grid_shape, ("grid_id", "geom", "geom_wgs84", "area_m2"), rows)
    return {code: row[0] for code, row in (await _newest_shapes(connection, grids)).items()}


async def _newest_shapes(
    connection: AsyncConnection, grids: dict[str, int], *columns: ColumnElement[Any]
) -> dict[str, Any]:
    """Return the key of each grid's newest shape with these columns, by the grid's code."""
    rows = await connection.execute(
        select(grid_shape.c.grid_id, grid_shape.c.id, *columns)
        .ext(distinct_on(grid_shape.c.grid_id))
        .where(grid_shape.c.grid_id == func.any(cast(list(grids.values()), ARRAY(BigInteger))))
        .order_by(grid_shape.c.grid_id, grid_shape.c.id.desc())
    )
    found = {row[0]: row[1:] for row in rows}
    return {code: found[key] for code, key in grids.items() if key in found}
