"""The hot door of the look-up: Arrow streams from callers known a moment ago skip the framework."""

import asyncio

from api.credentials import credentials_of
from api.kits import Kit
from api.lookup_stream import answer_stream, kept_kit
from api.services import Services
from api.wrapping import App, Message, Receive, Scope, Send
from gis.errors import BadInput, NotFound, Unavailable

ARROW = b"application/vnd.apache.arrow.stream"
# what takes longer than a millisecond must not hold up everybody else
LARGE = 512 * 1024


class LookupDoor:
    """ASGI middleware: answers POST /api/lookup for Arrow in WGS-84 of today; all else passes on."""

    def __init__(self, app: App, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an Arrow stream, or pass the request on."""
        kit = self._kit(scope)
        if kit is None:
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        try:
            large = len(body) > LARGE
            answer = await asyncio.to_thread(answer_stream, body, kit) if large else answer_stream(body, kit)
        except BadInput:
            # the route tells what is wrong, in its own form
            await self._app(scope, _again(body), send)
            return
        headers = [(b"content-type", ARROW), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    def _kit(self, scope: Scope) -> Kit | None:
        hot = scope["type"] == "http" and scope["path"] == "/api/lookup" and scope["method"] == "POST"
        if not hot or scope["query_string"] or (b"content-type", ARROW) not in scope["headers"]:
            return None
        shown = credentials_of(scope["headers"])
        caller = self._services.callers.known(shown.secret) if shown.token else None
        if caller is None or not caller.may("grid.read"):
            return None
        try:
            return kept_kit(self._services, caller)
        except (NotFound, Unavailable):
            return None


async def _read(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
