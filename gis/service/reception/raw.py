"""What devices sent, kept as one compressed blob a batch, and read back."""

import struct
from collections.abc import Iterator, Sequence
from datetime import datetime

from gis.service.reception.arrivals import Arrived

# device, moment of reception (ms), length of the message
_HEAD = struct.Struct("<qqI")
_SIZE = struct.Struct("<Q")


def raw_of(messages: Sequence[Arrived], now: datetime) -> tuple[datetime, int, bytes] | None:
    """Return the row of a batch's raw messages, or None without any."""
    if not messages:
        return None
    from pyarrow import compress

    plain = b"".join(
        _HEAD.pack(message.device.id, message.received_ms, len(message.raw)) + message.raw
        for message in messages
    )
    blob = compress(plain, codec="zstd", asbytes=True)
    return now, len(messages), _SIZE.pack(len(plain)) + blob


def messages_of(body: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give device, moment of reception (ms) and bytes of every message in a blob."""
    from pyarrow import decompress

    (size,) = _SIZE.unpack_from(body)
    plain = decompress(body[_SIZE.size :], decompressed_size=size, codec="zstd", asbytes=True)
    place = 0
    while place < len(plain):
        device, received_ms, length = _HEAD.unpack_from(plain, place)
        place += _HEAD.size
        yield device, received_ms, plain[place : place + length]
        place += length
