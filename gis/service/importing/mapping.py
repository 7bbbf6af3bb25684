"""Keep how a file's columns were matched under a name, so that next month's file needs no options."""

from collections.abc import Mapping
from dataclasses import replace

from gis.service.importing.preparing import Options
from gis.store.database import Connection, Database
from gis.store.town import load_setting, save_setting


async def remembered(database: Database, kind: str, name: str | None, options: Options) -> Options:
    """Return the options with the columns kept under this name; options given now win."""
    if name is None:
        return options
    async with database.begin() as connection:
        kept = await load_setting(connection, _key(kind, name)) or {}
    return replace(options, columns={**kept, **options.columns})


async def remember(
    connection: Connection, kind: str, name: str | None, columns: Mapping[str, str | None]
) -> None:
    """Keep the columns that were used under a name; without a name nothing is kept."""
    if name is not None:
        used = {field: head for field, head in columns.items() if head is not None}
        await save_setting(connection, _key(kind, name), used)


def _key(kind: str, name: str) -> str:
    return f"columns:{kind}:{name[:80]}"
