"""Roads, water and buildings as sources of layers; the ground is the same for every scope."""

from sqlalchemy import select

from gis.store.source import Source
from gis.store.tables import building, road, water


def roads_source(lowest_class: int) -> Source:
    """Return the roads from class 1 (main) down to `lowest_class` (4: village lanes), lanes first."""
    rows = select(road.c.name, road.c["class"], road.c.geom_3857, road.c.geom_wgs84).where(
        road.c["class"] <= lowest_class
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
