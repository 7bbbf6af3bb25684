"""Statements of the layers' tiles, made once for each layer, parameters and view of the data."""

from collections import OrderedDict
from collections.abc import Callable

from gis.store.database import Database
from gis.store.encode import TileStatement, tile_statement
from gis.store.source import LOW_ZOOM, Source

MOST = 512
Key = tuple[object, ...]
_made: OrderedDict[Key, TileStatement] = OrderedDict()


async def vector_tile(
    database: Database, key: Key, source: Callable[[], Source], zxy: tuple[int, int, int]
) -> bytes:
    """Return one Mapbox Vector Tile, empty where nothing lies; `key` names all that decides the source."""
    low = zxy[0] <= LOW_ZOOM
    statement = _made.get((*key, low))
    if statement is None:
        statement = _made[*key, low] = tile_statement(source(), low=low)
        while len(_made) > MOST:
            _made.popitem(last=False)
    return bytes(await database.value(statement.sql, statement.arguments(*zxy)) or b"")
