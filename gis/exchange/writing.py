"""Write tables to files that people and their programs open, and that read back equal."""

import csv
import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gis.errors import BadInput
from gis.exchange.sheet import Shapes

FORMATS = {
    "gpkg": ".gpkg",
    "shp": ".zip",
    "geojson": ".geojson",
    "kml": ".kml",
    "csv": ".csv",
    "xlsx": ".xlsx",
}
DRIVERS = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "geojson": "GeoJSON", "kml": "LIBKML"}
DECIMALS = 9
# a shapefile's text holds 254 bytes and a head 10; GB18030 needs two bytes for most characters
ENCODING, WIDEST_TEXT, WIDEST_HEAD = "GB18030", 254, 10
# a spreadsheet takes what begins so for a formula
FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class Table:
    """What is written: texts and numbers by head, and shapes in CRS `epsg` (None for a table without)."""

    name: str
    columns: Mapping[str, Sequence[Any]]
    shapes: Shapes | None = None
    epsg: int = 4326


def write_table(path: Path, table: Table, form: str) -> None:
    """Write a table in one of FORMATS; the file appears whole or not at all.

    CSV carries points as 经度 and 纬度 and other shapes as WKT, nine decimals, with a BOM; Excel holds all
    codes as text. Raises BadInput for an unknown form, and for texts too long for a shapefile.
    """
    if form not in FORMATS:
        raise BadInput(f"There is no format {form[:20]}; the formats are {', '.join(FORMATS)}.")
    if table.shapes is None and form in DRIVERS:
        raise BadInput(f"{table.name} has no shapes; export it as csv or xlsx.")
    write = {"csv": _csv, "xlsx": _xlsx, "shp": _zipped_shapefile}.get(form, _vector(form))
    with tempfile.TemporaryDirectory(dir=path.resolve().parent, prefix=".wangge-") as folder:
        made = Path(folder) / f"{table.name}{FORMATS[form]}"
        write(made, table)
        os.replace(made, path)  # noqa: PTH105 - the atomic form


def _vector(form: str) -> Callable[[Path, Table], None]:
    options = {"COORDINATE_PRECISION": str(DECIMALS)} if form == "geojson" else {}
    return lambda path, table: _write_vector(path, table, DRIVERS.get(form, ""), **options)


def _write_vector(path: Path, table: Table, driver: str, **options: Any) -> None:
    import geopandas

    frame = geopandas.GeoDataFrame(
        {head: list(values) for head, values in table.columns.items()},
        geometry=table.shapes,
        crs=f"EPSG:{table.epsg}",
    )
    frame.to_file(path, driver=driver, layer=table.name, engine="pyogrio", **options)


def _zipped_shapefile(path: Path, table: Table) -> None:
    for head, values in table.columns.items():
        if len(head.encode(ENCODING)) > WIDEST_HEAD:
            raise BadInput(f"A shapefile cannot hold a head as long as {head[:20]}; export as gpkg.")
        for value in values:
            if isinstance(value, str) and len(value.encode(ENCODING)) > WIDEST_TEXT:
                raise BadInput(f"{head}: a shapefile cuts texts after 254 bytes; export as gpkg.")
    folder = path.parent / "parts"
    folder.mkdir()
    _write_vector(folder / f"{table.name}.shp", table, DRIVERS["shp"], encoding=ENCODING)
    (folder / f"{table.name}.cpg").write_text(ENCODING)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, part.name)


def csv_bytes(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """Return a table as CSV with a BOM, in which no text is a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([_guarded(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def _csv(path: Path, table: Table) -> None:
    path.write_bytes(csv_bytes(_with_places(table)))


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _xlsx(path: Path, table: Table) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name[:31])

    def cell(value: Any) -> Any:
        made = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            made.data_type = "s"  # never a formula
            made.number_format = "@"
        return made

    columns = _with_places(table)
    for row in ([*columns], *zip(*columns.values(), strict=True)):
        sheet.append([cell(value) for value in row])
    book.save(path)


def _with_places(table: Table) -> dict[str, Sequence[Any]]:
    columns = dict(table.columns)
    if table.shapes is None:
        return columns
    if all(kind == shapely.GeometryType.POINT for kind in shapely.get_type_id(table.shapes)):
        points = np.round(shapely.get_coordinates(table.shapes), DECIMALS)
        return {**columns, "经度": points[:, 0].tolist(), "纬度": points[:, 1].tolist()}
    wkt = shapely.to_wkt(table.shapes, rounding_precision=DECIMALS, trim=True)
    return {**columns, "WKT": list(wkt)}
