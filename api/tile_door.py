"""The hot door of tiles: answers what was made lately, or makes the plain ones, without the framework."""

import re

from api.credentials import credentials_of, verified
from api.services import Services
from api.tile_answer import answer_of
from api.wrapping import App, Receive, Scope, Send
from gis.errors import NotFound, NotSignedIn, Unavailable
from gis.service.rights import Caller
from gis.service.tile_cache import Tile
from layers import all_layers

ADDRESS = re.compile(r"/layers/([a-z_]{1,40})/tiles/(\d{1,2})/(\d{1,7})/(\d{1,7})\.(mvt|png)")
DEEPEST = 22


class TileDoor:
    """ASGI middleware: kept tiles, and vector tiles without parameters, for whoever may see them.

    Everything else, refusals included, passes on to the routes.
    """

    def __init__(self, app: App, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a tile, or pass the request on."""
        if scope["type"] == "http" and scope["method"] == "GET" and "/tiles/" in scope["path"]:
            tile = await self._tile(scope)
            if tile is not None:
                status, headers, body = answer_of(tile, scope["headers"])
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await send({"type": "http.response.body", "body": body})
                return
        await self._app(scope, receive, send)

    async def _tile(self, scope: Scope) -> Tile | None:
        shown = credentials_of(scope["headers"])
        try:
            caller = self._services.callers.known(shown.secret) or await verified(self._services, shown)
            stamp = self._services.atlas.stamp()
            key = (scope["path"], scope["query_string"], caller.scope, stamp)
            tile = self._services.tiles.get(key)
            if tile is None and not scope["query_string"]:
                tile = await self._made(scope["path"], caller)
                if tile is not None:
                    self._services.tiles.put(key, tile)
        except (NotSignedIn, NotFound, Unavailable):
            return None  # the routes tell what is wrong
        return tile if tile is not None and caller.may(tile.permission) else None

    async def _made(self, path: str, caller: Caller) -> Tile | None:
        found = ADDRESS.fullmatch(path)
        layer = all_layers().get(found[1]) if found else None
        if not found or layer is None or layer.kind == "raster" or found[5] == "png":
            return None
        z, x, y = (int(number) for number in found.groups()[1:4])
        if z > DEEPEST or max(x, y) >= 2**z or not caller.may(layer.permission):
            return None
        return await layer.packed_tile(
            self._services.database, layer.params(), self._services.atlas.lookout(caller.scope), (z, x, y)
        )
