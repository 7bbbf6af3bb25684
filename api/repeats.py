"""Requests that come again byte for byte get the answer they got, while caller, boundaries and data last."""

from collections import OrderedDict
from dataclasses import dataclass

from api.services import Services
from api.tile_answer import Reply
from gis.errors import NotFound, Unavailable
from gis.service.rights import Caller

MOST_BYTES = 32 * 1024 * 1024
OVERHEAD = 1500


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer, and for whom and for which boundaries and data it was given."""

    secret: bytes
    caller: Caller
    stamp: object
    reply: Reply


class Repeats:
    """The answers given lately, within a bound of bytes; the least recently given leave first."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._bytes = 0
        self._kept: OrderedDict[bytes, Seen] = OrderedDict()

    def reply(self, request: bytes) -> Reply | None:
        """Return the answer to a whole request, if it is kept and would be given again."""
        seen = self._kept.get(request)
        if seen is None or self._services.callers.known(seen.secret) != seen.caller:
            return None
        try:
            fresh = self._services.atlas.stamp() == seen.stamp
        except (NotFound, Unavailable):
            return None
        self._kept.move_to_end(request)
        return seen.reply if fresh else None

    def keep(self, request: bytes, seen: Seen) -> None:
        """Keep the answer to a whole request."""
        old = self._kept.pop(request, None)
        self._bytes += _size(request, seen) - (_size(request, old) if old else 0)
        self._kept[request] = seen
        while self._bytes > MOST_BYTES:
            self._bytes -= _size(*self._kept.popitem(last=False))


def _size(request: bytes, seen: Seen) -> int:
    return len(request) + len(seen.reply[2]) + OVERHEAD
