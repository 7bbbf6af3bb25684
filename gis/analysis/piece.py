"""A person's closed day in a few bytes a fix: planes of second differences, deflated so that pieces join.

The bytes before deflation, little-endian: a head of 32 bytes (kind u1, three widths u1, number u4, count u4,
first time i8 in ms, unit of time u4 in ms, first longitude and latitude i4 in 1e-6°), then planes. Of places,
columns time, longitude and latitude: the second differences of each (count − 1 values, the first being the
first difference), zigzag-coded, whose k-th bytes lie together as plane k. All planes of time come first, then
the upper ones of longitude and of latitude, then the lowest of both. Of quality: all planes of accuracy
(1 m, rounded up, 255 unknown), speed (0.1 m/s, 65535 unknown) and flags, count values each, no differences.
"""

import math
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.analysis.track_fixes import Fixes, in_order
from gis.errors import BadInput

PLACES, QUALITY = 1, 2
HEAD = struct.Struct("<B3BIIqIii")
MICRODEGREES = 1e6
WIDEST = 2**30
UNKNOWN_M, UNKNOWN_DMPS = 255, 65_535
LEVEL, MEMORY = 6, 9

Words = NDArray[np.uint32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Piece:
    """Raw deflate ended by a full flush; CRC-32 and length are those of the bytes before deflation."""

    body: bytes
    crc32: int
    length: int


def encode(number: int, fixes: Fixes) -> tuple[Piece, Piece]:
    """Encode a person's fixes as a piece of places and one of quality.

    `number` (u4) names the person in both. Fixes are ordered by time and rounded to 1e-6° (0.11 m);
    a place told twice at one instant is kept once. Raises BadInput when they span more than 12 days.
    """
    kept = _rounded(in_order(fixes))
    return _places(number, kept), _quality(number, kept)


def decode(places: Piece, quality: Piece) -> Fixes:
    """Undo `encode`, lossless but for its rounding."""
    plain, more = (zlib.decompressobj(-15).decompress(piece.body) for piece in (places, quality))
    _, time_width, lon_width, lat_width, _, count, begin_ms, unit_ms, lon, lat = HEAD.unpack_from(plain)
    planes = _Planes(plain, max(count - 1, 0))
    times = planes.take(time_width)
    upper_lon, upper_lat = planes.take(lon_width - 1), planes.take(lat_width - 1)
    lons, lats = planes.take(1, upper_lon), planes.take(1, upper_lat)
    qualities = _Planes(more, count)
    accuracy, speed, flags = (qualities.take(width) for width in HEAD.unpack_from(more)[1:4])
    return Fixes(
        _summed(times, count) * unit_ms + begin_ms,
        (_summed(lons, count) + lon) / MICRODEGREES,
        (_summed(lats, count) + lat) / MICRODEGREES,
        np.where(accuracy == UNKNOWN_M, np.nan, accuracy).astype(np.float32),
        np.where(speed == UNKNOWN_DMPS, np.nan, speed / 10).astype(np.float32),
        flags.astype(np.int32),
    )


def merge(number: int, pieces: tuple[Piece, Piece], late: Fixes) -> tuple[Piece, Piece]:
    """Put late fixes into a day; one that is there already changes nothing."""
    known = decode(*pieces)
    columns = (
        np.concatenate([getattr(known, name), getattr(late, name)]) for name in Fixes.__dataclass_fields__
    )
    return encode(number, Fixes(*columns))


class _Planes:
    """Takes columns of so many values off the planes of a piece, one after another."""

    def __init__(self, plain: bytes, count: int) -> None:
        self._plain = plain
        self._count = count
        self._at = HEAD.size

    def take(self, width: int, upper: Words | None = None) -> Words:
        """Return the next column, put below what was taken of it before."""
        values = np.zeros(self._count, np.uint32) if upper is None else upper << np.uint32(8 * width)
        for plane in range(width):
            read = np.frombuffer(self._plain, np.uint8, self._count, self._at)
            values |= read.astype(np.uint32) << np.uint32(8 * plane)
            self._at += self._count
        return values


def _rounded(fixes: Fixes) -> Fixes:
    """Return fixes, each place at an instant once, as its first one has it."""
    if (np.diff(fixes.at_ms) > 0).all():
        return fixes
    lon, lat = (np.rint(values * MICRODEGREES) for values in (fixes.lon, fixes.lat))
    order = np.lexsort((lat, lon, fixes.at_ms))
    same = np.all([np.diff(values[order]) == 0 for values in (fixes.at_ms, lon, lat)], axis=0)
    kept = np.ones(len(fixes), bool)
    kept[order[1:]] = ~same
    return fixes.take(kept)


def _places(number: int, fixes: Fixes) -> Piece:
    begin_ms = int(fixes.at_ms[0]) if len(fixes) else 0
    since = fixes.at_ms - begin_ms
    unit_ms = int(np.gcd.reduce(since)) or 1
    if len(since) and since[-1] // unit_ms >= WIDEST:
        raise BadInput("The fixes span too many days for one piece.")
    columns = [since // unit_ms]
    columns += [np.rint(values * MICRODEGREES).astype(np.int64) for values in (fixes.lon, fixes.lat)]
    time, lon, lat = (_planes(_second_differences(values)) for values in columns)
    starts = [int(values[0]) if len(values) else 0 for values in columns[1:]]
    widths = len(time), len(lon), len(lat)
    head = HEAD.pack(PLACES, *widths, number, len(fixes), begin_ms, unit_ms, *starts)
    # the lowest planes are noise and have a code of their own
    return _deflated(head + b"".join(time + lon[1:] + lat[1:]), lon[0] + lat[0])


def _quality(number: int, fixes: Fixes) -> Piece:
    accuracy = np.where(np.isnan(fixes.accuracy_m), UNKNOWN_M, np.minimum(np.ceil(fixes.accuracy_m), 254))
    speed = np.where(
        np.isnan(fixes.speed_mps), UNKNOWN_DMPS, np.minimum(np.rint(fixes.speed_mps * 10), 65_534)
    )
    columns = [_planes(values.astype(np.uint32)) for values in (accuracy, speed, fixes.flags)]
    head = HEAD.pack(QUALITY, *map(len, columns), number, len(fixes), 0, 1, 0, 0)
    return _deflated(head, *(b"".join(planes) for planes in columns))


def _second_differences(values: Ints) -> Words:
    second = np.diff(np.diff(values), prepend=0)
    return ((second << 1) ^ (second >> 63)).astype(np.uint32)


def _summed(coded: Words, count: int) -> Ints:
    second = (coded >> 1).astype(np.int64) ^ -(coded & 1).astype(np.int64)
    values = np.zeros(count, np.int64)
    np.cumsum(np.cumsum(second), out=values[1:])
    return values


def _planes(values: Words) -> list[bytes]:
    """Return as many planes as the largest value needs, at least one, the lowest bytes first."""
    width = max(math.ceil(int(values.max(initial=0)).bit_length() / 8), 1)
    return [(values >> np.uint32(8 * plane)).astype(np.uint8).tobytes() for plane in range(width)]


def _deflated(*groups: bytes) -> Piece:
    """Deflate, beginning another code for every group."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15, MEMORY, zlib.Z_FILTERED)
    parts = [packer.compress(group) + packer.flush(zlib.Z_PARTIAL_FLUSH) for group in groups[:-1]]
    parts += [packer.compress(groups[-1]), packer.flush(zlib.Z_FULL_FLUSH)]
    plain = b"".join(groups)
    return Piece(b"".join(parts), zlib.crc32(plain), len(plain))
