"""Events of the live stream written straight to a connection: one framing for all, no task for each."""

import asyncio
from collections.abc import Callable
from functools import lru_cache

from api.wrapping import Scope

TRANSPORT = "wangge.transport"
"""Where the protocol leaves the connection of a request that may be written to directly."""
MOST_UNSENT = 8 << 20


def direct_of(scope: Scope) -> Callable[[bytes], bool] | None:
    """Return what writes a part of this request's answer, once its head is sent; None where nothing can."""
    transport: asyncio.WriteTransport | None = scope.get(TRANSPORT)
    # to older clients an answer without a length is sent without chunks
    if transport is None or scope.get("http_version") != "1.1":
        return None

    def write(event: bytes) -> bool:
        if transport.is_closing() or transport.get_write_buffer_size() > MOST_UNSENT:
            return False
        transport.write(_chunk(event))
        return True

    return write


@lru_cache(maxsize=16)
def _chunk(event: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(event), event)
