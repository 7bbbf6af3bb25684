"""The five figures over the list: how much of each thing the caller's scope holds."""

from collections.abc import Collection

from gis.model import Lookout
from gis.store.boundaries import count_grids
from gis.store.database import Database
from gis.store.facts import count_facts
from gis.store.staff import count_people

# figure → (Chinese, English, permission)
FIGURES = {
    "grids": ("网格", "Grids", "grid.read"),
    "people": ("人员", "People", "people.read"),
    "events": ("近30天事件", "Events, 30 days", "event.read"),
    "enterprises": ("企业", "Enterprises", "enterprise.read"),
    "components": ("部件", "Components", "component.read"),
}


async def summarise(
    database: Database, lookout: Lookout, permissions: Collection[str]
) -> list[tuple[str, str, str, int]]:
    """Return (key, Chinese, English, count) of what the permissions let the caller count."""
    async with database.begin() as connection:
        counts = await count_facts(connection, lookout)
        counts["grids"] = await count_grids(connection, lookout)
        counts["people"] = await count_people(connection, lookout)
    return [(key, zh, en, counts[key]) for key, (zh, en, needed) in FIGURES.items() if needed in permissions]
