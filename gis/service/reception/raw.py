"""What devices sent, kept as one compressed blob a batch and day, and read back."""

import struct
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from gis.service.reception.arrivals import Arrived

# device, moment of reception (ms), length of the message
_HEAD = struct.Struct("<qqI")
_SIZE = struct.Struct("<Q")
DAY_MS = 86_400_000

Raw = tuple[datetime, datetime, int, bytes]
"""Received at, the oldest moment in it, how many messages, and the blob."""


def raw_of(messages: Sequence[tuple[int, Arrived]], now: datetime) -> list[Raw]:
    """Return the rows of a batch's raw messages, each given with the moment (ms) of its oldest place.

    What tells of different days lies apart, so that a day can be forgotten without the others.
    """
    ordered = sorted(messages, key=lambda each: each[0])
    days = [list(group) for _, group in groupby(ordered, key=lambda each: each[0] // DAY_MS)]
    return [
        (now, datetime.fromtimestamp(day[0][0] / 1000, UTC), len(day), _blob([each[1] for each in day]))
        for day in days
    ]


def _blob(messages: Sequence[Arrived]) -> bytes:
    from pyarrow import compress

    plain = b"".join(
        _HEAD.pack(message.device.id, message.received_ms, len(message.raw)) + message.raw
        for message in messages
    )
    blob: bytes = compress(plain, codec="zstd", asbytes=True)
    return _SIZE.pack(len(plain)) + blob


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
