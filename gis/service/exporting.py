"""Hand a town's data out as files that its own import reads back equal."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from gis.errors import BadInput, NotFound
from gis.exchange.writing import Table
from gis.model import Town
from gis.service.importing.base import Kind, kinds
from gis.store import exporting as stored
from gis.store.boundaries import published_editions
from gis.store.database import Connection, Database
from gis.store.record import Act, record

# counts go out with the blocks and buildings that they count; rosters are read, not handed out
WITHOUT = ("duty", "households", "roster")
# exact in the metric CRS; the others are made for degrees
METRIC_FORMS = ("gpkg", "shp")


def exportable() -> tuple[str, ...]:
    """Return what can be exported: the grids and every kind that has a table of its own."""
    return ("grids", *(name for name in kinds() if name not in WITHOUT))


async def read_table(database: Database, town: Town, name: str, form: str, on: date) -> Table:
    """Return a noun's table for a file of this form; grids are those of the edition in force on a day.

    Raises BadInput for an unknown noun, NotFound when no edition is in force.
    """
    if name not in exportable():
        raise BadInput(f"There is no layer {name[:40]}; the layers are {', '.join(exportable())}.")
    async with database.begin() as connection:
        if name == "grids":
            return await _grids(connection, town, form, on)
        if name == "people":
            rows = await stored.read_people(connection)
            return _table(name, kinds()[name], rows, town)
        kind = kinds()[name]
        columns = [one.column for one in kind.fields]
        rows = await stored.read_rows(connection, kind.table, columns, kind.geometry if kind.shape else None)
        return _table(name, kind, rows, town)


async def record_export(database: Database, actor: str, name: str, rows: int) -> None:
    """Put on record who took which data out."""
    async with database.begin() as connection:
        await record(connection, Act(actor, "export", target=name, detail={"rows": rows}))


async def _grids(connection: Connection, town: Town, form: str, on: date) -> Table:
    editions = await published_editions(connection)
    found = [one for one in editions if one.valid_from <= on and (one.valid_to is None or on < one.valid_to)]
    if not found:
        raise NotFound("No edition of the boundaries is in force on that day.")
    rows = [row for row in await stored.read_grids(connection, found[0].id) if row[3] == town.base_level]
    metric = form in METRIC_FORMS
    shapes = shapely.from_wkb(np.array([row[-2 if metric else -1] for row in rows], dtype=object))
    heads = ("编号", "名称", "上级", "层级", "中队", "类别")
    levels = {number: level.zh for number, level in enumerate(town.levels)}
    columns = {head: [row[place] for row in rows] for place, head in enumerate(heads)}
    columns["层级"] = [levels[level] for level in columns["层级"]]
    return Table("grids", columns, np.asarray(shapes, dtype=object), town.metric_crs if metric else 4326)


def _table(name: str, kind: Kind, rows: Sequence[tuple[Any, ...]], town: Town) -> Table:
    zone = ZoneInfo(town.time_zone)
    columns = {
        one.title[0]: [_plain(row[place], zone) for row in rows] for place, one in enumerate(kind.fields)
    }
    if kind.shape is None:
        return Table(name, columns)
    shapes = shapely.from_wkb(np.array([bytes(row[-1]) for row in rows], dtype=object))
    return Table(name, columns, np.asarray(shapes, dtype=object))


def _plain(value: Any, zone: ZoneInfo) -> Any:
    """Return times as text of the town's zone and days as text: every format keeps texts as they are."""
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat()
    return value.isoformat() if isinstance(value, date) else value
