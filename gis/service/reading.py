"""Open a file of shapes: GeoJSON, GeoPackage, zipped Shapefile, or CSV with WKT."""

import csv
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from gis.errors import BadInput

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

SUFFIXES = (".geojson", ".json", ".gpkg", ".zip", ".csv")
WKT_NAMES = ("wkt", "geometry", "geom", "the_geom", "shape", "几何")
LARGEST_FIELD = 64 * 1024 * 1024


def read_table(path: Path) -> "GeoDataFrame":
    """Return the file's rows with their shapes as they stand in it.

    Raises BadInput when the file is missing, of another kind, empty, or cannot be read.
    """
    if not path.is_file():
        raise BadInput(f"There is no file {path.name}.")
    if path.suffix.lower() not in SUFFIXES:
        raise BadInput(f"{path.name} is none of {', '.join(SUFFIXES)}.")
    frame = _csv(path) if path.suffix.lower() == ".csv" else _vector(path)
    if frame.empty:
        raise BadInput(f"{path.name} holds no rows.")
    if frame.geometry.isna().any():
        row = int(frame.geometry.isna().to_numpy().argmax()) + 1
        raise BadInput(f"Row {row} has no shape that can be read.")
    return frame


def _vector(path: Path) -> "GeoDataFrame":
    import geopandas
    from pyogrio.errors import DataSourceError

    try:
        with warnings.catch_warnings():
            # what cannot be a shape (a ring of two points) becomes none, and its row is named below
            warnings.simplefilter("ignore", RuntimeWarning)
            frame = geopandas.read_file(path, engine="pyogrio", on_invalid="ignore")
    except (DataSourceError, ValueError, RuntimeError) as error:
        raise BadInput(f"{path.name} cannot be read: {str(error)[:160]}") from None
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise BadInput(f"{path.name} holds a table without shapes.")
    # GeoJSON always declares WGS-84 by its standard, other formats only what they write down
    return frame


def _csv(path: Path) -> "GeoDataFrame":
    import geopandas
    import numpy as np
    import shapely

    csv.field_size_limit(min(LARGEST_FIELD, sys.maxsize))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error):
        raise BadInput(f"{path.name} cannot be read as CSV in UTF-8.") from None
    if not rows:
        raise BadInput(f"{path.name} holds no rows.")
    column = next((name for name in rows[0] if name and name.strip().lower() in WKT_NAMES), None)
    if column is None:
        raise BadInput(f"{path.name} has no WKT column; name it one of {', '.join(WKT_NAMES)}.")
    shapes = []
    for line, row in enumerate(rows, 2):
        try:
            with np.errstate(over="ignore"):  # 1e999 is infinite, which is refused by its own sentence
                shapes.append(shapely.from_wkt(row.pop(column)))
        except (shapely.GEOSException, TypeError):
            raise BadInput(f"Line {line}: the WKT cannot be read.") from None
    return geopandas.GeoDataFrame(rows, geometry=shapes, crs=None)
