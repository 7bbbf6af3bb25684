"""GeoParquet 1.1 as other programs read it: columns of numbers and text beside points or areas in WGS-84."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from gis.errors import BadInput, NotFound

ROWS = 1 << 17
GEOMETRY = "geometry"


def write_points(
    path: Path, columns: Mapping[str, Any], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> None:
    """Write points (n,) with columns of the same length; the file appears whole or not at all."""
    places = pa.StructArray.from_arrays([pa.array(lon), pa.array(lat)], ["x", "y"])
    _write(path, {**columns, GEOMETRY: places}, "point", ["Point"])


def write_areas(path: Path, columns: Mapping[str, Any], shapes: Sequence[bytes]) -> None:
    """Write areas (WKB) with columns of the same length; the file appears whole or not at all."""
    _write(path, {**columns, GEOMETRY: pa.array(shapes, pa.binary())}, "WKB", ["Polygon", "MultiPolygon"])


def write_rows(path: Path, columns: Mapping[str, Any]) -> None:
    """Write a table without shapes as plain Parquet."""
    _write(path, columns, None, [])


def read_columns(path: Path, columns: Sequence[str]) -> dict[str, Any]:
    """Return columns as arrays; points as `lon` and `lat`, areas as a list of WKB.

    Raises NotFound for no such file, BadInput for one that is damaged or lacks a column.
    """
    if not path.is_file():
        raise NotFound(f"The archive has no {path.parent.name}/{path.name}.")
    try:
        table = pq.ParquetFile(path).read(columns=list(columns))
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"{path.parent.name}/{path.name} of the archive cannot be read.") from error
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise BadInput(f"{path.parent.name}/{path.name} of the archive has no column {missing[0]}.")
    found: dict[str, Any] = {}
    for name in columns:
        column = table[name].combine_chunks()
        if name == GEOMETRY and pa.types.is_struct(column.type):
            found["lon"], found["lat"] = (column.field(axis).to_numpy() for axis in ("x", "y"))
        elif pa.types.is_binary(column.type) or pa.types.is_string(column.type):
            found[name] = column.to_pylist()
        else:
            found[name] = column.to_numpy(zero_copy_only=False)
    return found


def _write(path: Path, columns: Mapping[str, Any], encoding: str | None, kinds: list[str]) -> None:
    table = pa.table(dict(columns))
    if encoding is not None:
        about = {"encoding": encoding, "geometry_types": kinds}
        head = {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: about}}
        table = table.replace_schema_metadata({"geo": json.dumps(head)})
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".wangge-", delete=False) as made:
        try:
            pq.write_table(table, made, compression="zstd", row_group_size=ROWS)
            made.flush()
            os.fsync(made.fileno())
        except BaseException:
            Path(made.name).unlink()
            raise
    os.replace(made.name, path)  # noqa: PTH105 - the atomic form
