"""Edits against PostGIS's topology, a second implementation that keeps faces, edges and nodes in tables."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import LineString, Polygon
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from gis.redraw.base import Edit, edit_of
from gis.redraw.cutting import cut
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.store.cluster import Cluster
from tests.conftest import create_database
from tests.redraw.random_edits import Planner, cut_line, delete, insert, move, reshape
from tests.redraw.small import issuer
from tests.redraw.test_sequences import ragged_town

EACH = 8


@pytest.fixture(scope="module")
async def topology(cluster: Cluster) -> AsyncIterator[AsyncConnection]:
    """Give a connection to a database with the topology extension."""
    await create_database(cluster, "topology")
    engine = create_async_engine(cluster.url("topology"))
    async with engine.connect() as connection:
        await connection.execute(text("CREATE EXTENSION postgis"))
        await connection.execute(text("CREATE EXTENSION postgis_topology"))
        yield connection
        await connection.rollback()
    await engine.dispose()


def arcs(partition: Partition) -> dict[bytes, LineString]:
    """Return the borders from corner to corner, found by GEOS, by their normalised bytes."""
    rims = [cell.metric.boundary for cell in partition.basic()]
    merged: list[LineString] = shapely.get_parts(shapely.line_merge(shapely.union_all(rims))).tolist()
    return {shapely.normalize(line).wkb: line for line in merged}


def faces_of(polygons: Iterable[Polygon]) -> set[bytes]:
    return {shapely.normalize(polygon).wkb for polygon in polygons}


def polygons(partition: Partition) -> set[bytes]:
    return faces_of(polygon for cell in partition.basic() for polygon in cell.metric.geoms)


class Oracle:
    """A topology of its own schema: lines go in, edges change, faces come out."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def ask(self, sql: str, **values: object) -> list[Any]:
        return list((await self.connection.execute(text(sql), values)).scalars())

    async def load(self, partition: Partition) -> None:
        await self.ask("SELECT topology.DropTopology(name) FROM topology.topology WHERE name = 'town'")
        await self.ask("SELECT topology.CreateTopology('town', 0, 0)")
        for line in arcs(partition).values():
            await self.add(line)

    async def add(self, line: LineString) -> None:
        await self.ask(
            "SELECT topology.TopoGeo_AddLineString('town', ST_GeomFromWKB(:line, 0), 0)", line=line.wkb
        )

    async def change(self, old: LineString, new: LineString) -> None:
        """Give the edge that runs as `old` another way between its ends."""
        (edge,) = await self.ask(
            "SELECT edge_id FROM town.edge_data WHERE ST_Equals(geom, ST_GeomFromWKB(:old, 0))", old=old.wkb
        )
        start = await self.ask(
            "SELECT ST_AsBinary(geom) FROM town.edge_data WHERE edge_id = :edge", edge=edge
        )
        first = shapely.get_coordinates(shapely.from_wkb(start[0]))[0]
        turned = new if (shapely.get_coordinates(new)[0] == first).all() else new.reverse()
        await self.ask(
            "SELECT topology.ST_ChangeEdgeGeom('town', :edge, ST_GeomFromWKB(:line, 0))",
            edge=edge,
            line=turned.wkb,
        )

    async def faces(self) -> set[bytes]:
        found = await self.ask(
            "SELECT ST_AsBinary(topology.ST_GetFaceGeometry('town', face_id)) FROM town.face"
            " WHERE face_id > 0"
        )
        assert await self.ask("SELECT error FROM topology.ValidateTopology('town')") == []
        return faces_of(shapely.from_wkb(found).tolist())

    async def follow(self, before: Partition, after: Partition) -> None:
        """Change the edges that differ; their ends are the same."""
        old, new = arcs(before), arcs(after)
        gone = [old[key] for key in old.keys() - new.keys()]
        come = {_ends(new[key]): new[key] for key in new.keys() - old.keys()}
        assert len(come) == len(gone)
        for line in gone:
            await self.change(line, come[_ends(line)])


def _ends(line: LineString) -> frozenset[tuple[float, float]]:
    first, *_, last = shapely.get_coordinates(line).tolist()
    return frozenset({(first[0], first[1]), (last[0], last[1])})


def applied(partition: Partition, edit: Edit | None) -> Partition | None:
    if edit is None:
        return None
    try:
        return partition.replaced(edit.apply(partition, issuer()))
    except Refused:
        return None


async def test_the_faces_of_a_topology_are_the_grids(topology: AsyncConnection) -> None:
    oracle = Oracle(topology)
    await oracle.load(ragged_town())
    assert await oracle.faces() == polygons(ragged_town())


@pytest.mark.parametrize("make", [move, insert, delete, reshape])
async def test_edges_that_change_make_the_same_faces(topology: AsyncConnection, make: object) -> None:
    assert callable(make)
    oracle, planner, now = Oracle(topology), Planner(np.random.default_rng(11)), ragged_town()
    await oracle.load(now)
    done = 0
    while done < EACH:
        edit = make(planner, now)
        after = applied(now, edit)
        if after is None or len(now.holders(getattr(edit, "at", (0, 0)))) > 2:
            continue  # corners are nodes there, which change more than one edge at once
        await oracle.follow(now, after)
        assert await oracle.faces() == polygons(after)
        now, done = after, done + 1


async def test_a_line_added_makes_the_faces_of_a_split(topology: AsyncConnection) -> None:
    oracle, planner, now = Oracle(topology), Planner(np.random.default_rng(12)), ragged_town()
    await oracle.load(now)
    for _ in range(EACH):
        cell = planner.cell(now)
        line = cut_line(planner, now, cell)
        after = applied(now, edit_of({"kind": "split", "code": cell.code, "line": line}))
        if after is None:
            continue
        made = cut(now, cell, now.drawn(line))
        put = dict(made.others) | {cell.code: made.cell}
        noded = now.replaced(Patch({code: now.cells[code] for code in put}, put))
        await oracle.follow(now, noded)
        assert await oracle.faces() == polygons(noded)
        for way in arcs(after).keys() - arcs(noded).keys():
            if arcs(after)[way].interpolate(0.5, normalized=True).within(cell.metric):
                await oracle.add(arcs(after)[way])
        assert await oracle.faces() == polygons(after)
        now = after
