"""Fixes packed for gateways: names, then 28 bytes a fix, little-endian."""

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.protocols import reading
from gis.protocols.columns import NUMBERS, FixColumns, Said, check, nothing

MAGIC = b"WGF1"
LONGEST_BYTES = 4 << 20
RECORD = np.dtype(
    [
        ("at_ms", "<i8"),
        ("lon_e7", "<i4"),
        ("lat_e7", "<i4"),
        ("altitude_m", "<i2"),
        ("device", "<u2"),
        ("accuracy_dm", "<u2"),
        ("speed_cmps", "<u2"),
        ("heading_cdeg", "<u2"),
        ("battery_pct", "u1"),
        ("flags", "u1"),
    ]
)
"""28 bytes; `flags` has bit 0 for an alarm, 1 for a made-up place, 2 for a ping."""
FIELDS = (
    ("lon_e7", 10**7, -(2**31)),
    ("lat_e7", 10**7, -(2**31)),
    ("accuracy_dm", 10, 2**16 - 1),
    ("speed_cmps", 100, 2**16 - 1),
    ("heading_cdeg", 100, 2**16 - 1),
    ("altitude_m", 1, -(2**15)),
    ("battery_pct", 1, 2**8 - 1),
)
"""In the order of NUMBERS from lon on: the field, its parts in a unit, and the value that means unknown."""
SOS, MOCK, PING = 1, 2, 4


def read(body: bytes, received_ms: int) -> FixColumns:
    """Read `WGF1`, the number of names (u2), each as its length in bytes (u1) and UTF-8, then the records."""
    if len(body) > LONGEST_BYTES:
        return nothing("The body is too long.")
    found = _names(body)
    if found is None:
        return nothing("The body is not packed fixes.")
    names, at = found
    if (len(body) - at) % RECORD.itemsize:
        return nothing("The last fix is cut off.")
    return check(_said(names, np.frombuffer(body, RECORD, offset=at)), received_ms)


def pack(fixes: FixColumns) -> bytes:
    """Pack fixes: places to 1e-7°, accuracy to 0.1 m, speed to 0.01 m/s, heading to 0.01°, altitude to 1 m.

    What lies beyond a field is written as the nearest value that it can hold.
    """
    records = np.empty(len(fixes), RECORD)
    records["at_ms"], records["device"] = fixes.at_ms, fixes.device
    for name, (field, parts, unknown) in zip(NUMBERS[1:], FIELDS, strict=True):
        records[field] = _whole(getattr(fixes, name), parts, unknown, RECORD[field])
    records["flags"] = fixes.sos * SOS + fixes.mock * MOCK + fixes.ping * PING
    written = [name.encode() for name in fixes.names]
    head = b"".join(bytes([len(name)]) + name for name in written)
    return MAGIC + struct.pack("<H", len(written)) + head + records.tobytes()


def _names(body: bytes) -> tuple[tuple[str, ...], int] | None:
    if len(body) < 6 or not body.startswith(MAGIC):
        return None
    (count,) = struct.unpack_from("<H", body, 4)
    names, at = [], 6
    for _ in range(count):
        end = at + 1 + body[at] if at < len(body) else at
        own = body[at + 1 : end].decode("utf-8", "replace")
        if not at < end <= len(body) or (own and reading.name(own) is None):
            return None
        names.append(own)
        at = end
    return tuple(names), at


def _said(names: tuple[str, ...], records: NDArray[np.void]) -> Said:
    numbers = np.empty((len(NUMBERS), len(records)))
    numbers[0] = records["at_ms"]
    for row, (field, parts, unknown) in enumerate(FIELDS, start=1):
        # division, since 1e-7 is no double
        np.divide(records[field], parts, out=numbers[row])
        numbers[row][records[field] == unknown] = np.nan
    answers = (records["flags"] & np.array([[SOS], [MOCK], [PING]], np.uint8)) > 0
    return Said(names, records["device"].astype(np.int64), numbers, answers)


def _whole(values: NDArray[np.floating], parts: int, unknown: int, kind: np.dtype[Any]) -> NDArray[Any]:
    bounds = np.iinfo(kind)
    # the bound that means unknown is no value
    low, high = bounds.min + (unknown == bounds.min), bounds.max - (unknown == bounds.max)
    scaled = np.clip(np.rint(values.astype(np.float64) * parts), low, high)
    return np.where(np.isnan(values), unknown, scaled).astype(kind)
