"""What a home knows of itself: the town, which every process reads at its start, and lesser settings."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Integer, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Level, Town
from gis.store.tables import setting

VERSION = "data_version"
ROLL_VERSION = "roll_version"
ALERT_VERSION = "alert_version"


async def load_town(connection: AsyncConnection) -> Town | None:
    """Return the town's settings, or None in a home that has not been founded."""
    value = await load_setting(connection, "town")
    return _town(value) if value else None


async def save_town(connection: AsyncConnection, town: Town) -> None:
    """Store the town's settings in place of what stood there."""
    await save_setting(connection, "town", asdict(town))


async def load_setting(connection: AsyncConnection, key: str) -> Any:
    """Return a setting's value as it was stored, or None."""
    return await connection.scalar(select(setting.c.value).where(setting.c.key == key))


async def save_setting(connection: AsyncConnection, key: str, value: dict[str, Any]) -> None:
    """Store a setting in place of what stood there."""
    statement = insert(setting).values(key=key, value=value)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
    )


async def hold_setting(connection: AsyncConnection, key: str) -> None:
    """Let nobody else who asks for the same change a setting until this transaction ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"setting {key}"))))


async def load_version(connection: AsyncConnection, key: str = VERSION) -> int:
    """Return the version of the data: it grows with every change that a map shows.

    ROLL_VERSION is the one of devices, assignments and duties; ALERT_VERSION that of the alerts, which the
    database raises itself.
    """
    return int(await load_setting(connection, key) or 0)


async def raise_version(connection: AsyncConnection, key: str = VERSION) -> None:
    """Tell every process, by the end of this transaction, that what it keeps has changed."""
    statement = insert(setting).values(key=key, value=1)
    grown = func.to_jsonb(setting.c.value.cast(Integer) + 1)
    await connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": grown}))


def _town(value: dict[str, Any]) -> Town:
    levels = tuple(Level(**level) for level in value["levels"])
    return Town(**{**value, "levels": levels})
