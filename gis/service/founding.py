"""Found a home from complete tables: settings, first edition, people, catalogue, facts and ground."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely import MultiPolygon

from gis.geometry.locate import GridIndex
from gis.geometry.projection import to_wgs84_shape
from gis.model import Town, precedence
from gis.service.drafting import Cell, Draft, make_draft
from gis.service.gazetteer import rebuild_gazetteer
from gis.service.importing.shapes import kept
from gis.store import founding as stored
from gis.store.assigning import mark_placed
from gis.store.copying import ewkb
from gis.store.database import Connection, Database
from gis.store.drafting import Publication, add_draft, add_members, add_squads, add_zones, publish
from gis.store.ground import rebuild_streets
from gis.store.importing import Import, add_import
from gis.store.town import raise_version, save_town

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

Report = Callable[[str], None]


@dataclass(frozen=True)
class TownTables:
    """Everything a town has, as tables; all geometries in the town's metric CRS.

    grids: code name squad · squads: code name · names: upper levels' names by code · people: number name
    phone squad · posts: person grid kind · departments: code name · categories: code kind class_code
    class_name name department limit unit · items: code kind name department limit unit · enterprises:
    code name kind risk address · components: code category name state · events: number category title
    address source severity department reported_at · roads: name class · water, blocks, buildings, places
    as their names say (blocks: grid households residents, buildings: floors households residents block) ·
    village_lines: code name.
    """

    town: Town
    valid_from: date
    source: str
    names: dict[str, str]
    squads: "DataFrame"
    grids: "GeoDataFrame"
    people: "DataFrame"
    posts: "DataFrame"
    departments: "DataFrame"
    categories: "DataFrame"
    items: "DataFrame"
    enterprises: "GeoDataFrame"
    components: "GeoDataFrame"
    events: "GeoDataFrame"
    roads: "GeoDataFrame"
    water: "GeoDataFrame"
    blocks: "GeoDataFrame"
    buildings: "GeoDataFrame"
    places: "GeoDataFrame"
    village_lines: "GeoDataFrame"


async def found(database: Database, tables: TownTables, today: date, report: Report) -> None:
    """Write a whole town in one transaction; `report` is told each step before it begins."""
    report("boundaries")
    draft = make_draft(_cells(tables), tables.town, tables.names, "founding", "第一版 First edition")
    async with database.begin() as connection:
        await save_town(connection, tables.town)
        await add_squads(connection, tables.squads[["code", "name"]].itertuples(index=False))
        edition = await _publish(connection, draft, tables, today)
        run = await add_import(connection, _import_of(tables))
        writer = _Writer(connection, tables, (edition, run), _index(draft, tables.town))
        for name, write in writer.steps():
            report(name)
            await write()
        await raise_version(connection)
        report("names to search by")
        await rebuild_gazetteer(connection, edition)


def _cells(tables: TownTables) -> list[Cell]:
    grids = tables.grids
    return [
        Cell(code, name, squad, shape)
        for code, name, squad, shape in zip(
            grids["code"], grids["name"], grids["squad"], grids.geometry, strict=True
        )
    ]


async def _publish(connection: Connection, draft: Draft, tables: TownTables, today: date) -> int:
    edition = await add_draft(connection, draft.title, draft.author)
    await add_members(connection, edition, draft.members)
    await add_zones(connection, edition, draft.zones)
    await publish(connection, edition, Publication(tables.valid_from, today, first=True))
    await mark_placed(connection, edition)
    return edition


def _import_of(tables: TownTables) -> Import:
    """Return the one import that all rows of the town came with."""
    rows = sum(len(table) for table in vars(tables).values() if hasattr(table, "columns"))
    return Import("town", "", "", tables.source, None, f"EPSG:{tables.town.metric_crs}", {}, rows, "founding")


def _index(draft: Draft, town: Town) -> tuple[list[str], GridIndex]:
    base = [member for member in draft.members if member.level == town.base_level]
    base.sort(key=lambda member: precedence(member.kind, member.code))
    shapes = shapely.from_wkb([member.geom_wgs84 for member in base])
    return [member.code for member in base], GridIndex.build(list(shapes))


class _Writer:
    """Writes the tables one after another, resolving codes to keys and places to grids on the way."""

    def __init__(
        self,
        connection: Connection,
        tables: TownTables,
        keys: tuple[int, int],
        index: tuple[list[str], GridIndex],
    ) -> None:
        self._connection = connection
        self._tables = tables
        self._edition, self._import = keys
        self._codes, self._index = index

    def steps(self) -> list[tuple[str, Any]]:
        """Return the steps in order: what is written, and the function that writes it."""
        return [
            ("people", self.people),
            ("catalogue", self.catalogue),
            ("enterprises", self.enterprises),
            ("components", self.components),
            ("events", self.events),
            ("roads and water", self.roads_and_water),
            ("blocks and buildings", self.blocks_and_buildings),
        ]

    async def people(self) -> None:
        squads = await stored.keys_of(self._connection, "squad")
        people = self._tables.people.assign(squad=self._tables.people["squad"].map(squads))
        await self._plain("person", people, "number name phone squad")
        persons = await stored.keys_of(self._connection, "person")
        grids = await stored.keys_of(self._connection, "grid")
        since = stored.from_day(self._tables.valid_from)
        posts = self._tables.posts
        held = zip(posts["person"], posts["grid"], posts["kind"], strict=True)
        rows = [(persons[person], grids[grid], kind, since) for person, grid, kind in held]
        await stored.write_rows(self._connection, "post", rows)

    async def catalogue(self) -> None:
        tables = self._tables
        await self._plain("department", tables.departments, "code name")
        await self._plain(
            "category", tables.categories, "code kind class_code class_name name department limit unit"
        )
        await self._plain("item", tables.items, "code kind name department limit unit")

    async def enterprises(self) -> None:
        await self._placed("enterprise", self._tables.enterprises, "code name kind risk address")

    async def components(self) -> None:
        await self._placed("component", self._tables.components, "code category name state")

    async def events(self) -> None:
        fields = "number category title address source severity department reported_at"
        await self._placed("event", self._tables.events, fields, self._edition)

    async def roads_and_water(self) -> None:
        await self._ground("road", self._tables.roads, "name class")
        await rebuild_streets(self._connection)
        await self._ground("water", self._tables.water, "name kind")
        await self._ground("place", self._tables.places, "name kind")
        await self._village_lines()

    async def blocks_and_buildings(self) -> None:
        grids = await stored.keys_of(self._connection, "grid")
        blocks = self._tables.blocks.assign(grid=self._tables.blocks["grid"].map(grids))
        await self._ground("block", blocks, "name kind grid households residents")
        keys = await stored.block_keys(self._connection)
        block = [None if index < 0 else keys[index] for index in self._tables.buildings["block"]]
        buildings = self._tables.buildings.assign(block=block)
        await self._ground("building", buildings, "name kind floors households residents block")

    async def _village_lines(self) -> None:
        lines = self._tables.village_lines
        shapes = ewkb(self._degrees(lines), 4326)
        pairs = zip(_rows(lines, "code name"), shapes, strict=True)
        rows = [(*row, self._import, shape) for row, shape in pairs]
        await stored.write_rows(self._connection, "village_line", rows)

    async def _plain(self, table: str, frame: "DataFrame", fields: str) -> None:
        await stored.write_rows(self._connection, table, _rows(frame, fields))

    async def _ground(self, table: str, frame: "GeoDataFrame", fields: str) -> None:
        shapes = ewkb(self._degrees(frame), 4326)
        rows = [
            (*row, f"{table}-{number:06d}", self._import, shape)
            for number, (row, shape) in enumerate(zip(_rows(frame, fields), shapes, strict=True), 1)
        ]
        await stored.write_rows(self._connection, table, rows)

    async def _placed(self, table: str, frame: "GeoDataFrame", fields: str, *more: int) -> None:
        points = self._degrees(frame)
        found = self._index.find(shapely.get_x(points), shapely.get_y(points))
        keys = await stored.keys_of(self._connection, "grid")
        grids = [keys[self._codes[index]] if index >= 0 else None for index in found]
        rows = [
            (*row, grid, *more, self._import, shape)
            for row, grid, shape in zip(_rows(frame, fields), grids, ewkb(points, 4326), strict=True)
        ]
        await stored.write_rows(self._connection, table, rows)

    def _degrees(self, frame: "GeoDataFrame") -> Any:
        shapes: Any = to_wgs84_shape(frame.geometry.to_numpy(), self._tables.town.metric_crs)
        areas = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
        shapes[areas] = [MultiPolygon([shape]) for shape in shapes[areas]]
        return np.array([kept(shape) for shape in shapes], dtype=object)


def _rows(frame: "DataFrame", fields: str) -> list[tuple[Any, ...]]:
    # Python's own numbers and times: COPY's binary form knows no numpy or pandas scalars
    named = frame[fields.split()].astype(object)
    columns = [column.where(column.notna(), None).tolist() for _, column in named.items()]
    return list(zip(*columns, strict=True))
