"""The town's settings: one row that every process reads at its start."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Level, Town
from gis.store.tables import setting


async def load_town(connection: AsyncConnection) -> Town | None:
    """Return the town's settings, or None in a home that has not been founded."""
    value = await connection.scalar(select(setting.c.value).where(setting.c.key == "town"))
    return _town(value) if value else None


async def save_town(connection: AsyncConnection, town: Town) -> None:
    """Store the town's settings in place of what stood there."""
    statement = insert(setting).values(key="town", value=asdict(town))
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
    )


def _town(value: dict[str, Any]) -> Town:
    levels = tuple(Level(**level) for level in value["levels"])
    return Town(**{**value, "levels": levels})
