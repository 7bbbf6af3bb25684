"""Keeps what stands on the ground in the grids of the edition in force, whenever another one comes."""

from datetime import date

from gis.service.atlas import Atlas
from gis.service.gazetteer import rebuild_gazetteers
from gis.store.assigning import (
    assign_grids,
    edition_to_place_by,
    lock_placing,
    mark_placed,
    placed_by,
)
from gis.store.database import Connection, Database
from gis.store.record import Act, record
from gis.store.town import raise_version


async def place_ground(connection: Connection, today: date) -> int | None:
    """Place all that stands on the ground by the edition in force on a civil day, if it is not so already.

    Returns that edition's key, None without any. Nobody else places anything until the transaction ends.
    """
    await lock_placing(connection)
    key = await edition_to_place_by(connection, today)
    if key is not None and key != await placed_by(connection):
        moved = await assign_grids(connection, key)
        await mark_placed(connection, key)
        await record(connection, Act("placing", "edition.place", target=str(key), detail={"moved": moved}))
    return key


async def follow_day(database: Database, atlas: Atlas) -> bool:
    """Place the ground anew if an edition came in force with the day; tell whether one did.

    All of it or nothing: whoever dies on the way leaves it as it was, and the next one does it.
    """
    today = atlas.today()
    async with database.begin() as connection:
        before = await placed_by(connection)
        if await edition_to_place_by(connection, today) in (None, before):
            return False
        await place_ground(connection, today)
        await rebuild_gazetteers(connection, today)
        await raise_version(connection)
    return True
