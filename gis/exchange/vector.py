"""Read files of shapes through GDAL: names in GBK, shapefiles with missing parts, boundaries drawn in CAD."""

import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS

from gis.errors import BadInput
from gis.exchange.encoding import choose_encoding, decode_cut
from gis.exchange.sheet import Shapes, Sheet

# GDAL's own warnings would stand between our sentences
pyogrio.set_gdal_config_options({"CPL_LOG": os.devnull})
# latin-1 carries every byte of a shapefile's table through GDAL unharmed; it is decoded here
BYTES = "ISO-8859-1"
# how a placemark is drawn, which GDAL gives as columns of every KML
KML_OWN = ("id", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon")
REMARK_SHX = ("缺少完整的 .shx，已由 .shp 重建", "No whole .shx; it was rebuilt from the .shp")


def read_vector(path: Path, layer: str | None) -> Sheet:
    """Return the rows and shapes of one layer (the one named, else the only one), vertices untouched but 2-D.

    Shapes that cannot be read (a ring of two points) are None. BadInput for what GDAL cannot open, and where
    several layers leave open which is meant.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            if path.suffix.lower() == ".shp":
                return _shapefile(path)
            if path.suffix.lower() == ".dxf":
                return _drawing(path)
            own = KML_OWN if path.suffix.lower() == ".kml" else ()
            return _sheet(*_read(path, _layer(path, layer)), dropped=own)
    except (DataSourceError, DataLayerError, ValueError, RuntimeError) as error:
        if isinstance(error, BadInput):
            raise
        # GDAL's own words name drivers and options that nobody who sends a file has heard of
        raise BadInput(
            f"{path.name} cannot be read: it is damaged, cut short, or not what its name says. "
            "Export it once more from the program it comes from, best as GeoPackage or GeoJSON."
        ) from None


def _layer(path: Path, layer: str | None) -> str | None:
    names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if layer is not None:
        if layer not in names:
            raise BadInput(f"{path.name} has no layer {layer[:40]}; it has {', '.join(names)[:200]}.")
        return layer
    if len(names) > 1:
        raise BadInput(f"Which layer? Give --layer one of {', '.join(names)[:200]}.")
    if not names:
        raise BadInput(f"{path.name} holds a table without shapes.")
    return names[0]


def _read(path: Path, layer: str | None, **options: Any) -> tuple[Any, CRS | None]:
    import geopandas

    frame = geopandas.read_file(path, engine="pyogrio", layer=layer, on_invalid="ignore", **options)
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise BadInput(f"{path.name} holds a table without shapes.")
    return frame, frame.crs


def _sheet(
    frame: Any,
    crs: CRS | None,
    remarks: tuple[tuple[str, str], ...] = (),
    dropped: tuple[str, ...] = (),
) -> Sheet:
    table = frame.drop(columns=frame.geometry.name).astype(object)
    columns = {str(head): _plain(table[head]) for head in table.columns if head not in dropped}
    shapes = np.asarray(shapely.force_2d(frame.geometry.to_numpy()), dtype=object)
    return Sheet(columns, list(range(1, len(frame) + 1)), shapes, crs, remarks)


def _plain(column: Any) -> list[Any]:
    values = column.where(column.notna(), None).tolist()
    return [value.strip() or None if isinstance(value, str) else value for value in values]


def _shapefile(path: Path) -> Sheet:
    parts = {part.suffix.lower(): part for part in path.parent.glob(f"{_escaped(path.stem)}.*")}
    if ".dbf" not in parts:
        raise BadInput(f"{path.stem}.dbf is missing: a shapefile keeps its codes and names there.")
    if ".shx" in parts and _is_whole(parts[".shx"]):
        return _decoded(path, parts, ())
    # GDAL writes the rebuilt index beside the file: let it do so beside a copy
    with tempfile.TemporaryDirectory(prefix="wangge-") as folder:
        for suffix, part in parts.items():
            if suffix != ".shx":
                shutil.copy(part, folder)
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
        try:
            return _decoded(Path(folder) / path.name, parts, (REMARK_SHX,))
        finally:
            pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})


def _is_whole(shx: Path) -> bool:
    """Tell whether an index is as long as its head says (in words of two bytes)."""
    content = shx.read_bytes()
    return len(content) >= 100 and 2 * int.from_bytes(content[24:28], "big") == len(content)


def _escaped(stem: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)


def _decoded(path: Path, parts: dict[str, Path], remarks: tuple[tuple[str, str], ...]) -> Sheet:
    sheet = _sheet(*_read(path, None, encoding=BYTES))
    declared = parts[".cpg"].read_text("ascii", "replace") if ".cpg" in parts else None
    texts = [value for values in sheet.columns.values() for value in values if isinstance(value, str)]
    encoded = {text: text.encode("latin-1") for text in {*texts, *sheet.columns}}
    encoding = choose_encoding(encoded.values(), declared)

    def read(value: Any) -> Any:
        return decode_cut(encoded[value], encoding).strip() or None if isinstance(value, str) else value

    columns = {str(read(head)): [read(value) for value in values] for head, values in sheet.columns.items()}
    told = ((f"文字编码：{encoding.upper()}", f"Encoding of texts: {encoding.upper()}"),)
    return Sheet(columns, sheet.rows, sheet.shapes, sheet.crs, (*remarks, *told))


def _drawing(path: Path) -> Sheet:
    """Take a drawing's closed lines for areas, and the text written inside each for its code."""
    frame, crs = _read(path, None)
    shapes = np.asarray(shapely.force_2d(frame.geometry.to_numpy()), dtype=object)
    kinds = shapely.get_type_id(shapes)
    lines = kinds == shapely.GeometryType.LINESTRING
    closed = np.flatnonzero(lines & shapely.is_closed(shapes) & (shapely.get_num_points(shapes) > 3))
    if not len(closed):
        raise BadInput(f"{path.name} holds no closed lines that could be boundaries.")
    areas: Shapes = np.array([shapely.Polygon(shape.coords) for shape in shapes[closed]], dtype=object)
    labels = np.flatnonzero((kinds == shapely.GeometryType.POINT) & frame["Text"].notna().to_numpy())
    inside, row = shapely.STRtree(areas).query(shapes[labels], predicate="within")
    texts: list[str | None] = [None] * len(areas)
    for label, area in zip(inside, row, strict=True):
        text = str(frame["Text"].iloc[labels[label]]).strip()
        texts[area] = f"{texts[area]} {text}" if texts[area] else text
    columns = {"Layer": frame["Layer"].iloc[closed].tolist(), "Text": texts}
    remark = (
        f"{len(closed)} 条闭合线作为面，面内文字作为 Text",
        f"{len(closed)} closed lines taken for areas, the texts inside them for Text",
    )
    return Sheet(columns, [int(index) + 1 for index in closed], areas, crs, (remark,))
