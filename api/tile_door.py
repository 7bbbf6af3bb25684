"""The hot door of tiles: answers what was made lately, before the framework is asked."""

from api.credentials import Credentials, credentials_of
from api.services import Services
from api.tile_answer import answer_of
from api.wrapping import App, Receive, Scope, Send
from gis.errors import NotFound, Unavailable
from gis.service.tile_cache import Tile


class TileDoor:
    """ASGI middleware: a tile that is kept and a caller known a moment ago need no more than a dictionary.

    Everything else passes on to the routes, which do the asking, the making and the keeping.
    """

    def __init__(self, app: App, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a kept tile, or pass the request on."""
        if scope["type"] == "http" and scope["method"] == "GET" and "/tiles/" in scope["path"]:
            credentials = credentials_of(scope["headers"])
            tile = self._kept(scope, credentials)
            if tile is not None:
                status, headers, body = answer_of(tile, scope["headers"])
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await send({"type": "http.response.body", "body": body})
                return
        await self._app(scope, receive, send)

    def _kept(self, scope: Scope, credentials: Credentials) -> Tile | None:
        caller = self._services.callers.known(credentials.secret)
        if caller is None:
            return None
        try:
            stamp = self._services.atlas.stamp()
        except (NotFound, Unavailable):
            return None
        tile = self._services.tiles.get((scope["path"], scope["query_string"], caller.scope, stamp))
        return tile if tile is not None and caller.may(tile.permission) else None
