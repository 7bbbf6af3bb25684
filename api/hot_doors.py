"""What is answered the moment a request has arrived whole: kept tiles, and small Arrow streams of points."""

from collections.abc import Callable

from api.arrow_layouts import Layouts
from api.credentials import credentials_of
from api.lookup_stream import answer_points, kept_kit
from api.services import Services
from api.tile_answer import Headers, answer_of
from gis.errors import BadInput, NotFound, Unavailable
from gis.service.rights import Caller

Reply = tuple[int, Headers, bytes]
Door = Callable[[bytes], Reply | None]

ARROW = b"application/vnd.apache.arrow.stream"
# what takes longer than a millisecond must not hold up everybody else
LARGE = 512 * 1024


class HotDoors:
    """Doors for callers known a moment ago; what they leave open, refusals too, is the application's."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._layouts = Layouts()

    def door(self, method: bytes, url: bytes, headers: Headers) -> Door | None:
        """Return what takes the body of a request with this head and may answer it, or None."""
        if method == b"GET" and b"/tiles/" in url and _length(headers) == 0:
            return self._tile(url, headers)
        if method == b"POST" and url == b"/api/lookup" and (b"content-type", ARROW) in headers:
            length = _length(headers)
            return self._stream(headers) if length is not None and 0 < length <= LARGE else None
        return None

    def _tile(self, url: bytes, headers: Headers) -> Door | None:
        caller = self._caller(headers, tokens_only=False)
        if caller is None or not url.isascii():
            return None
        path, _, query = url.partition(b"?")
        try:
            key = (path.decode(), query, caller.scope, self._services.atlas.stamp())
        except (NotFound, Unavailable):
            return None
        tile = self._services.tiles.get(key)
        if tile is None or not caller.may(tile.permission):
            return None
        return lambda body: answer_of(tile, headers)

    def _stream(self, headers: Headers) -> Door | None:
        # a browser's session must show where it comes from, which the application checks
        caller = self._caller(headers, tokens_only=True)
        if caller is None:
            return None
        try:
            kit = kept_kit(self._services, caller)
        except (NotFound, Unavailable):
            return None
        if kit is None:
            return None

        def answer(body: bytes) -> Reply | None:
            try:
                found = answer_points(*self._layouts.read(body), kit)
            except BadInput:
                return None
            return 200, [(b"content-type", ARROW), (b"content-length", b"%d" % len(found))], found

        return answer

    def _caller(self, headers: Headers, *, tokens_only: bool) -> Caller | None:
        shown = credentials_of(headers)
        if tokens_only and shown.token is None:
            return None
        return self._services.callers.known(shown.secret)


def _length(headers: Headers) -> int | None:
    """Return a body's bytes; None when they are not told or the client waits to be asked for them."""
    length = 0
    for name, value in headers:
        if name == b"content-length" and value.isdigit():
            length = int(value)
        elif name in {b"transfer-encoding", b"expect", b"upgrade", b"content-length"}:
            return None
    return length
