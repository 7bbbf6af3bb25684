"""Drafts, and those that became editions: which there are, the grids they began from, and their log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.store.tables import draft_edit, edition, edition_grid, grid, grid_shape, squad, squad_zone


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft: its base is the edition it began from (None for one that came in by a file).

    `valid_from` is the first day of one that is published.
    """

    id: int
    title: str
    status: str
    author: str
    approver: str | None
    document: str | None
    base_id: int | None
    base_number: int | None
    base_from: date | None
    revision: int
    created_at: datetime
    valid_from: date | None

    def staffed_on(self, today: date) -> date:
        """Return the day whose posts it changes: today, and of a published one the day before its first."""
        if self.valid_from is None:
            return today
        return max(self.valid_from, date.min + timedelta(days=1)) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CellRow:
    """One base-level grid of an edition: `shape` is WKB in the metric CRS."""

    code: str
    name: str
    kind: str
    parent: str
    squad: str | None
    shape: bytes


@dataclass(frozen=True, slots=True)
class LoggedEdit:
    """One entry of a draft's log; `edit` is what was asked for, `of` the edit an undo or redo is about."""

    seq: int
    author: str
    kind: str
    edit: dict[str, Any]
    sentence: tuple[str, str]
    patch: bytes
    touched: tuple[str, ...]
    of: int | None = None
    at: datetime | None = None


async def add_working_draft(connection: AsyncConnection, title: str, author: str, base: int) -> int:
    """Open a draft that begins as a published edition and return its key."""
    values = {"title": title, "author": author, "base_id": base}
    return int(await connection.scalar(insert(edition).values(values).returning(edition.c.id)) or 0)


async def list_drafts(connection: AsyncConnection) -> list[DraftRow]:
    """Return every draft that is not published, the newest first."""
    open_ones = _drafts().where(edition.c.status != "published")
    rows = await connection.execute(open_ones.order_by(edition.c.id.desc()))
    return [DraftRow(*row) for row in rows]


async def find_draft(connection: AsyncConnection, key: int, *, lock: bool = False) -> DraftRow:
    """Return a draft or what was one, its row locked where it is about to change; NotFound for none such."""
    if lock:
        await connection.execute(select(edition.c.id).where(edition.c.id == key).with_for_update())
    row = (await connection.execute(_drafts().where(edition.c.id == key))).first()
    if row is None:
        raise NotFound("There is no such draft.")
    return DraftRow(*row)


def _drafts() -> Select[Any]:
    base = edition.alias("base")
    revision = (
        select(func.coalesce(func.max(draft_edit.c.seq), 0))
        .where(draft_edit.c.edition_id == edition.c.id)
        .scalar_subquery()
    )
    return select(
        edition.c.id,
        edition.c.title,
        edition.c.status,
        edition.c.author,
        edition.c.approver,
        edition.c.document,
        edition.c.base_id,
        base.c.number,
        func.lower(base.c.valid),
        revision,
        edition.c.created_at,
        func.lower(edition.c.valid),
    ).join(base, base.c.id == edition.c.base_id, isouter=True)


async def first_day_of(connection: AsyncConnection, key: int) -> date:
    """Return a published edition's first day; NotFound for none such."""
    day: date | None = await connection.scalar(select(func.lower(edition.c.valid)).where(edition.c.id == key))
    if day is None:
        raise NotFound("There is no such edition.")
    return day


async def days_of(connection: AsyncConnection, key: int) -> Range[date]:
    """Return the civil days of a published edition; NotFound for none such."""
    days: Range[date] | None = await connection.scalar(select(edition.c.valid).where(edition.c.id == key))
    if days is None:
        raise NotFound("There is no such edition.")
    return days


async def set_status(connection: AsyncConnection, key: int, status: str) -> None:
    """Move a draft to another step."""
    await connection.execute(update(edition).where(edition.c.id == key).values(status=status))


async def has_members(connection: AsyncConnection, key: int) -> bool:
    """Tell whether an edition's members are written."""
    return bool(await connection.scalar(select(exists().where(edition_grid.c.edition_id == key))))


async def drop_members(connection: AsyncConnection, key: int) -> None:
    """Take away the members and zones of a draft, which are written again when it is submitted."""
    for table in (edition_grid, squad_zone):
        await connection.execute(delete(table).where(table.c.edition_id == key))


async def base_cells(connection: AsyncConnection, key: int, base_level: int) -> list[CellRow]:
    """Return an edition's base-level grids by code in byte order."""
    parent = grid.alias("parent")
    rows = await connection.execute(
        select(
            grid.c.code,
            edition_grid.c.name,
            edition_grid.c.kind,
            func.coalesce(parent.c.code, ""),
            squad.c.code,
            func.ST_AsBinary(grid_shape.c.geom),
        )
        .join(edition_grid, edition_grid.c.grid_id == grid.c.id)
        .join(grid_shape, grid_shape.c.id == edition_grid.c.shape_id)
        .join(parent, parent.c.id == edition_grid.c.parent_id, isouter=True)
        .join(squad, squad.c.id == edition_grid.c.squad_id, isouter=True)
        .where(edition_grid.c.edition_id == key, grid.c.level == base_level)
        .order_by(grid.c.code.collate("C"))
    )
    return [CellRow(*row[:5], shape=bytes(row[5])) for row in rows]


async def upper_names(connection: AsyncConnection, key: int, base_level: int) -> dict[str, str]:
    """Return the names of an edition's grids above the base level by code."""
    rows = await connection.execute(
        select(grid.c.code, edition_grid.c.name)
        .join(edition_grid, edition_grid.c.grid_id == grid.c.id)
        .where(edition_grid.c.edition_id == key, grid.c.level < base_level)
        .order_by(grid.c.code.collate("C"))
    )
    return {row[0]: row[1] for row in rows}


async def squad_names(connection: AsyncConnection) -> dict[str, str]:
    """Return every squad's name by code."""
    rows = await connection.execute(select(squad.c.code, squad.c.name).order_by(squad.c.code))
    return {row[0]: row[1] for row in rows}


async def used_codes(connection: AsyncConnection) -> frozenset[str]:
    """Return every code that a grid ever had, in drafts too: none of them is given again."""
    known = await connection.scalars(select(grid.c.code))
    drawn = await connection.scalars(select(func.unnest(draft_edit.c.touched)).distinct())
    return frozenset((*known, *drawn))


async def append_edit(connection: AsyncConnection, key: int, entry: LoggedEdit) -> None:
    """Append an entry; the caller holds the draft's lock and numbers it."""
    values = {
        "edition_id": key,
        "seq": entry.seq,
        "author": entry.author,
        "kind": entry.kind,
        "edit": entry.edit,
        "sentence_zh": entry.sentence[0],
        "sentence_en": entry.sentence[1],
        "patch": entry.patch,
        "touched": list(entry.touched),
        "of_seq": entry.of,
    }
    await connection.execute(insert(draft_edit).values(values))


async def edits_since(
    connection: AsyncConnection, key: int, seq: int, *, patches: bool = True
) -> Sequence[LoggedEdit]:
    """Return a draft's log after an entry in order, without the patches (empty bytes) where not wanted."""
    column = draft_edit.c
    rows = await connection.execute(
        select(
            column.seq,
            column.author,
            column.kind,
            column.edit,
            column.sentence_zh,
            column.sentence_en,
            column.patch if patches else literal(b""),
            column.touched,
            column.of_seq,
            column.at,
        )
        .where(column.edition_id == key, column.seq > seq)
        .order_by(column.seq)
    )
    return [_logged(row) for row in rows]


def _logged(row: Any) -> LoggedEdit:
    seq, author, kind, edit, zh, en, patch, touched, of, at = row
    return LoggedEdit(seq, author, kind, edit, (zh, en), bytes(patch), tuple(touched), of, at)
