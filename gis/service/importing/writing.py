"""Write a prepared file in one transaction, with the record of the import and of what it refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from gis.model import Town
from gis.service.atlas import load_boundaries
from gis.service.gazetteer import rebuild_gazetteers
from gis.service.importing.base import Counted, Home, Kind, Located, Row, kinds
from gis.service.importing.finishing import SHAPE
from gis.service.importing.mapping import remember
from gis.service.importing.preparing import Prepared
from gis.service.placing import place_ground
from gis.store import importing as stored
from gis.store.assigning import STANDING, assign_import, placed_by
from gis.store.boundaries import published_editions
from gis.store.copying import ewkb
from gis.store.database import Connection, Database
from gis.store.importing import Import, Outcome
from gis.store.record import Act, record
from gis.store.town import raise_version

# noun → the column by which files name it, and the column that refers to it
KNOWN = {
    "category": ("code", "code"),
    "category_name": ("name", "code"),
    "category_department": ("code", "department_code"),
    "department": ("code", "code"),
    "department_name": ("name", "code"),
    "person": ("number", "id"),
    "squad": ("code", "id"),
    "squad_name": ("name", "id"),
    "grid": ("code", "id"),
    "block": ("code", "id"),
    "block_name": ("name", "id"),
    "building": ("code", "id"),
    "building_name": ("name", "id"),
    "shift": ("code", "id"),
    "shift_name": ("title", "id"),
}
# the tables whose names the gazetteer holds
SEARCHED = ("squad", "person", "enterprise", "place", "road")


@dataclass(frozen=True, slots=True)
class Saved:
    """What an import did: its key and how many rows were new, changed or there already."""

    key: int
    outcome: Outcome


async def read_home(database: Database, town: Town) -> Home:
    """Return what reading files needs to know of the home."""
    async with database.begin() as connection:
        keys = {
            noun: await stored.keys_by(connection, noun.partition("_")[0], *columns)
            for noun, columns in KNOWN.items()
        }
        editions = [one for one in await published_editions(connection) if one.superseded_at is None]
        loaded = [await load_boundaries(connection, edition, town.base_level) for edition in editions]
        placing = await placed_by(connection)
    located = tuple(
        Located(
            edition=one.id,
            valid_from=one.ref.valid_from,
            grids=tuple(member.id for member in one.base),
            index=one.index,
            bounds=one.bounds,
        )
        for one in loaded
    )
    return Home(town, ZoneInfo(town.time_zone), keys, located, placing)


async def save(
    database: Database,
    prepared: Prepared,
    actor: str,
    today: date,
    mapping: str | None = None,
    counted: Counted = lambda done, total: None,
) -> Saved:
    """Write a prepared file: all of it or, when anything fails, nothing.

    `mapping` is the name under which the columns are kept for the next file; `counted` is told now and then
    how many rows have been written.
    """
    kind = kinds()[prepared.kind]
    async with database.begin() as connection:
        placing = await place_ground(connection, today) if kind.table in STANDING else None
        key = await stored.add_import(connection, _import_of(prepared, actor))
        rows = [{**row, "import_id": key} for row in prepared.rows]
        outcome = await _write(connection, kind, rows, key, counted)
        if placing is not None and placing != prepared.placed_by:
            await assign_import(connection, placing, kind.table, key)
        refused = ((one.row, one.reason, one.content) for one in prepared.refused)
        await stored.close_import(connection, key, outcome, refused)
        await remember(connection, prepared.kind, mapping, prepared.columns)
        if kind.after:
            await kind.after(connection)
        if kind.table in SEARCHED:
            await rebuild_gazetteers(connection, today)
        await raise_version(connection)
        detail = {"kind": prepared.kind, "file": prepared.file, "rows": prepared.read}
        await record(connection, Act(actor, "import", target=str(key), detail=detail))
    return Saved(key, outcome)


async def _write(
    connection: Connection, kind: Kind, rows: Sequence[Row], key: int, counted: Counted
) -> Outcome:
    if not rows:
        return Outcome()
    if kind.write:
        return await kind.write(connection, rows, key)
    return await _merge(connection, kind, rows, counted)


async def _merge(connection: Connection, kind: Kind, rows: Sequence[Row], counted: Counted) -> Outcome:
    """Merge rows into the kind's table by its identity."""
    columns = [column for column in rows[0] if column != SHAPE]
    values = [tuple(row[column] for column in columns) for row in rows]
    if kind.shape:
        shapes = ewkb(np.array([row[SHAPE] for row in rows], dtype=object), 4326)
        values = [(*row, shape) for row, shape in zip(values, shapes, strict=True)]
        columns.append(kind.geometry)
    return await stored.merge_rows(connection, kind.table, kind.identity, columns, values, counted)


def _import_of(prepared: Prepared, actor: str) -> Import:
    return Import(
        kind=prepared.kind,
        file=prepared.file,
        digest=prepared.digest,
        source=prepared.source,
        surveyed_on=prepared.surveyed_on,
        reference=prepared.reference,
        columns=prepared.columns,
        rows=prepared.read,
        actor=actor,
    )
