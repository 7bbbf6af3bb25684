"""Batches of points as tables: CSV or an Arrow IPC stream in, the same with answers out."""

import csv
import io
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.arrow_messages import plain_batches
from gis.errors import BadInput
from gis.model import POSTS
from gis.service.lookup import Batch, Responsible
from gis.service.masking import mask
from gis.service.places import MAX_BATCH, Floats
from gis.service.rights import Caller

COLUMNS = ("grid", "grid_name", "village", "village_name", "squad", "squad_name", *POSTS)
LON_NAMES = ("lon", "lng", "longitude", "x", "经度")
LAT_NAMES = ("lat", "latitude", "y", "纬度")
MANY = f"At most {MAX_BATCH:,} points in one request."


def read_csv(body: bytes) -> tuple[list[str], list[list[str]], Floats, Floats]:
    """Return head, rows and the coordinates (n,) of a CSV in UTF-8 with columns lon and lat.

    Raises BadInput naming the line that is wrong.
    """
    try:
        reader = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
        head = next(reader, None)
        # empty lines are dropped and long files cut while they are read: a line may weigh a byte
        rows = list(islice(filter(None, reader), MAX_BATCH + 1))
    except (UnicodeDecodeError, csv.Error):
        raise BadInput("The CSV cannot be read: UTF-8 with commas is expected.") from None
    if head is None:
        raise BadInput("The CSV is empty.")
    at_lon, at_lat = _find(head, LON_NAMES, "lon"), _find(head, LAT_NAMES, "lat")
    if len(rows) > MAX_BATCH:
        raise BadInput(MANY)
    places = np.array(
        [_numbers(row, at_lon, at_lat, line) for line, row in enumerate(rows, 2)], dtype=np.float64
    )
    places = places.reshape(-1, 2)
    return head, rows, places[:, 0].copy(), places[:, 1].copy()


def write_csv(head: list[str], rows: list[list[str]], batch: Batch, caller: Caller) -> str:
    """Return the rows with the answers' columns behind them, order kept, cells safe in a spreadsheet."""
    texts = texts_of(batch, caller)
    empty = ("",) * len(COLUMNS)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([*map(_safe, head), *COLUMNS])
    for row, code in zip(rows, batch.codes, strict=True):
        padded = row + [""] * (len(head) - len(row))
        writer.writerow([*map(_safe, padded), *texts.get(code, empty)])
    return file.getvalue()


def read_arrow(body: bytes) -> tuple[Floats, Floats]:
    """Return the columns lon and lat of an Arrow IPC stream as float64 arrays (n,), where it can uncopied.

    Raises BadInput for other bodies, for packed ones, and for too many rows, all before numbers are made.
    """
    import pyarrow as pa

    try:
        schema, batches = plain_batches(body)
        # a column of nulls weighs nothing however long it is
        if sum(batch.num_rows for batch in batches) > MAX_BATCH:
            raise BadInput(MANY)
        lon, lat = (_find(schema.names, names, names[0]) for names in (LON_NAMES, LAT_NAMES))
        columns = [[batch.column(at) for batch in batches] for at in (lon, lat)]
        return _floats(columns[0]), _floats(columns[1])
    except (pa.ArrowException, OSError, ValueError):
        raise BadInput("The body is no Arrow IPC stream with number columns lon and lat.") from None


def _floats(columns: list[Any]) -> Floats:
    """Return the numbers of a column's pieces, null as NaN, aligned as compiled code needs them."""
    parts = []
    for column in columns:
        column.validate(full=True)
        numbers = column if column.type == "double" else column.cast("double")
        parts.append(np.require(numbers.to_numpy(zero_copy_only=False), np.float64, "A"))
    return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0), *parts])


def places_of(points: list[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Return the columns of a list of (lon, lat)."""
    places: NDArray[np.float64] = np.array(points, dtype=np.float64).reshape(-1, 2)
    return places[:, 0].copy(), places[:, 1].copy()


def texts_of(batch: Batch, caller: Caller) -> dict[str, tuple[str, ...]]:
    """Return the texts of COLUMNS for each grid of a batch, masked as the caller's permissions ask."""
    return {code: _text(found, caller) for code, found in batch.grids.items()}


def _text(found: Responsible, caller: Caller) -> tuple[str, ...]:
    village = found.ancestors[0] if found.ancestors else None
    names: dict[str, list[str]] = {post: [] for post in POSTS}
    for holder in found.holders:
        names[holder.post].append(holder.name if caller.may("people.name") else mask(holder.name, "name"))
    return (
        found.grid.code,
        _safe(found.grid.name),
        village.code if village else "",
        _safe(village.name) if village else "",
        found.grid.squad or "",
        _safe(found.grid.squad_name or ""),
        *(_safe("、".join(held)) for held in names.values()),
    )


def _find(head: list[str], names: tuple[str, ...], wanted: str) -> int:
    lower = [name.strip().lower() for name in head]
    for name in names:
        if name in lower:
            return lower.index(name)
    raise BadInput(f"There is no column {wanted}.")


def _numbers(row: list[str], at_lon: int, at_lat: int, line: int) -> tuple[float, float]:
    try:
        return float(row[at_lon]), float(row[at_lat])
    except (ValueError, IndexError):
        raise BadInput(f"Line {line}: lon and lat must be numbers.") from None


def _safe(cell: str) -> str:
    # a spreadsheet runs text that begins like a formula; numbers stay numbers
    if cell[:1] not in ("=", "+", "-", "@", "\t", "\r"):
        return cell
    try:
        float(cell)
    except ValueError:
        return "'" + cell
    return cell
