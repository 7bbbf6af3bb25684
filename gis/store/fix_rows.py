"""Fixes as columns, and as the bytes of PostgreSQL's binary COPY, made without a loop over rows."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Reals = NDArray[np.float32]

COLUMNS = (
    "device_id",
    "fixed_at",
    "n",
    "person_id",
    "received_at",
    "geom",
    "flags",
    "grid_id",
    "accuracy_m",
    "speed_mps",
    "heading_deg",
    "altitude_m",
)
"""In the order of the bytes; the last five may be null."""

NO_GRID = -1
EPOCH_2000_US = 946_684_800_000_000
_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
# byte order 1, type point with a spatial reference, EPSG:4326
_EWKB_HEAD = np.frombuffer(b"\x01\x01\x00\x00\x20\xe6\x10\x00\x00", dtype="V9")[0]


@dataclass(frozen=True, slots=True, eq=False)
class FixRows:
    """Columns of one length (n,): places in WGS-84 degrees, moments in µs since 1970 UTC.

    `grid` is NO_GRID outside the town; a quality is NaN where the device did not say.
    """

    device: Ints
    fixed_us: Ints
    n: NDArray[np.int16]
    person: Ints
    received_us: Ints
    lon: Floats
    lat: Floats
    flags: NDArray[np.int32]
    grid: Ints
    accuracy_m: Reals
    speed_mps: Reals
    heading_deg: Reals
    altitude_m: Reals

    def __len__(self) -> int:
        return len(self.device)

    def take(self, chosen: NDArray[Any]) -> "FixRows":
        """Return the rows that a mask or an array of places chooses."""
        if chosen.dtype == bool and chosen.all():
            return self
        return FixRows(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def located(self, grid: Ints) -> "FixRows":
        """Return the same rows with the grid of each."""
        return replace(self, grid=grid)


def joined(parts: Sequence[FixRows]) -> FixRows:
    """Return the rows of several parts, one after the other."""
    return FixRows(
        *(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(FixRows))
    )


def copy_bytes(rows: FixRows) -> bytes:
    """Return the rows as a binary COPY stream of COLUMNS; a NaN and NO_GRID become null."""
    pattern = np.zeros(len(rows), np.uint8)
    qualities = (rows.accuracy_m, rows.speed_mps, rows.heading_deg, rows.altitude_m)
    for place, missing in enumerate([rows.grid == NO_GRID, *(np.isnan(values) for values in qualities)]):
        if missing.any():
            pattern |= missing.astype(np.uint8) << place
    # devices differ in what they leave out, but by a handful of patterns only: each is a fixed row
    kinds = np.flatnonzero(np.bincount(pattern)).tolist()
    parts = [_patterned(rows.take(pattern == kind), kind) for kind in kinds]
    return b"".join([_SIGNATURE, *parts, _END])


def _patterned(rows: FixRows, pattern: int) -> bytearray:
    layout, row = _row(pattern)
    body = bytearray(row) * len(rows)
    out = np.frombuffer(body, layout)
    out["device_id.value"] = rows.device
    out["fixed_at.value"] = rows.fixed_us - EPOCH_2000_US
    out["n.value"] = rows.n
    out["person_id.value"] = rows.person
    out["received_at.value"] = rows.received_us - EPOCH_2000_US
    out["lon"], out["lat"] = rows.lon, rows.lat
    out["flags.value"] = rows.flags
    nullable = (rows.grid, rows.accuracy_m, rows.speed_mps, rows.heading_deg, rows.altitude_m)
    for name, values in zip(COLUMNS[7:], nullable, strict=True):
        if f"{name}.value" in (layout.names or ()):
            out[f"{name}.value"] = values
    return body


_KINDS = {
    "device_id": ">i8",
    "fixed_at": ">i8",
    "n": ">i2",
    "person_id": ">i8",
    "received_at": ">i8",
    "geom": "V9",
    "flags": ">i4",
    "grid_id": ">i8",
    "accuracy_m": ">f4",
    "speed_mps": ">f4",
    "heading_deg": ">f4",
    "altitude_m": ">f4",
}


@lru_cache(maxsize=32)
def _row(pattern: int) -> tuple[np.dtype[Any], bytes]:
    """Return how a row of a pattern lies, and one with all that is the same in every row."""
    layout = _layout(pattern)
    row = np.zeros(1, layout)
    row["count"] = len(COLUMNS)
    for name in COLUMNS:
        value = f"{name}.value"
        row[f"{name}.size"] = layout[value].itemsize if value in (layout.names or ()) else -1
    row["geom.size"] = 25
    row["geom.value"] = _EWKB_HEAD
    return layout, row.tobytes()


def _layout(pattern: int) -> np.dtype[Any]:
    members: list[tuple[str, str]] = [("count", ">i2")]
    for place, name in enumerate(COLUMNS):
        members.append((f"{name}.size", ">i4"))
        if place >= 7 and pattern >> (place - 7) & 1:
            continue
        members.append((f"{name}.value", _KINDS[name]))
        if name == "geom":
            members += [("lon", "<f8"), ("lat", "<f8")]
    return np.dtype(members)
