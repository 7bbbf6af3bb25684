"""What is answered the moment a request has arrived whole: kept tiles, and small Arrow streams of points."""

from collections.abc import Callable

from api.arrow_layouts import Layouts
from api.credentials import credentials_of
from api.lookup_stream import answer_points, kept_kit
from api.repeats import Repeats, Seen
from api.services import Services
from api.tile_answer import Headers, Reply, answer_of
from gis.errors import BadInput, NotFound, Unavailable

Door = Callable[[bytes], Reply | None]

ARROW = b"application/vnd.apache.arrow.stream"
# what takes longer than a millisecond must not hold up everybody else
LARGE = 512 * 1024


class HotDoors:
    """Doors for callers known a moment ago; what they leave open, refusals too, is the application's."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._layouts = Layouts()
        self._repeats = Repeats(services)

    def repeated(self, request: bytes) -> Reply | None:
        """Return the answer to a whole request (its bytes) that was answered alike a moment ago."""
        return self._repeats.reply(request)

    def door(self, method: bytes, url: bytes, headers: Headers, whole: bytes | None = None) -> Door | None:
        """Return what takes the body of a request with this head and may answer it, or None.

        `whole` are the bytes of a request that came alone: its tile is known again when they return.
        """
        if method == b"GET" and b"/tiles/" in url and _length(headers) == 0:
            return self._tile(url, headers, whole)
        if method == b"POST" and url == b"/api/lookup" and (b"content-type", ARROW) in headers:
            length = _length(headers)
            return self._stream(headers) if length is not None and 0 < length <= LARGE else None
        return None

    def _tile(self, url: bytes, headers: Headers, whole: bytes | None) -> Door | None:
        secret = credentials_of(headers).secret
        caller = self._services.callers.known(secret)
        if secret is None or caller is None or not url.isascii():
            return None
        path, _, query = url.partition(b"?")
        try:
            stamp = self._services.atlas.stamp()
        except (NotFound, Unavailable):
            return None
        tile = self._services.tiles.get((path.decode(), query, caller.scope, stamp))
        if tile is None or not caller.may(tile.permission):
            return None
        reply = answer_of(tile, headers)
        if whole is not None:
            self._repeats.keep(whole, Seen(secret, caller, stamp, reply))
        return lambda body: reply

    def _stream(self, headers: Headers) -> Door | None:
        # a browser's session must show where it comes from, which the application checks
        shown = credentials_of(headers)
        caller = self._services.callers.known(shown.secret) if shown.token else None
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


def _length(headers: Headers) -> int | None:
    """Return a body's bytes; None when they are not told or the client waits to be asked for them."""
    length = 0
    for name, value in headers:
        if name == b"content-length" and value.isdigit():
            length = int(value)
        elif name in {b"transfer-encoding", b"expect", b"upgrade", b"content-length"}:
            return None
    return length
