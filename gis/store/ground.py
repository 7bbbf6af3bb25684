"""Roads, water and buildings as sources of layers; the ground is the same for every scope."""

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.source import Source
from gis.store.tables import building, road, street, water


async def rebuild_streets(connection: AsyncConnection) -> None:
    """Write the streets anew from the road graph: edges of one name and class joined end to end."""
    joined = func.ST_Dump(func.ST_LineMerge(func.ST_Collect(road.c.geom_wgs84))).geom
    rows = select(road.c.name, road.c["class"], joined).group_by(road.c.name, road.c["class"])
    await connection.execute(delete(street))
    await connection.execute(insert(street).from_select(["name", "class", "geom_wgs84"], rows))


def roads_source(lowest_class: int) -> Source:
    """Return the streets from class 1 (main) down to `lowest_class` (4: village lanes), lanes first."""
    rows = select(street.c.name, street.c["class"], street.c.geom_3857, street.c.geom_wgs84).where(
        street.c["class"] <= lowest_class
    )
    return Source("roads", rows, order="class", descending=True)


def water_source() -> Source:
    """Return rivers, canals, lakes and ponds."""
    return Source(
        "water", select(water.c.name, water.c.kind, water.c.geom_3857, water.c.geom_wgs84), order="name"
    )


def buildings_source() -> Source:
    """Return buildings with what anybody in the street can see of them."""
    rows = select(
        building.c.kind, building.c.name, building.c.floors, building.c.geom_3857, building.c.geom_wgs84
    )
    return Source("buildings", rows, order="name")
