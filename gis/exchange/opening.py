"""Open a file of any of the formats a town's data come in."""

from collections.abc import Iterator
from pathlib import Path

from gis.errors import BadInput
from gis.exchange.archive import unpacked
from gis.exchange.delimited import read_delimited
from gis.exchange.sheet import Sheet
from gis.exchange.workbook import read_workbook

TABLES = (".csv", ".txt", ".dat")
WORKBOOKS = (".xlsx", ".xlsm")
SHAPES = (".geojson", ".json", ".gpkg", ".gdb", ".shp", ".kml", ".dxf")
ARCHIVES = (".zip", ".kmz")
SUFFIXES = (*SHAPES, *ARCHIVES, *TABLES, *WORKBOOKS)


def read_sheet(path: Path, known: frozenset[str] = frozenset(), layer: str | None = None) -> Sheet:
    """Return a file's one table as it stands in it, whatever its format.

    `known` holds the spellings of heads that are looked for; `layer` names a layer, a sheet, or one of
    several files in a zip. Raises BadInput when the file is missing, of another kind, empty, broken, or holds
    several tables and none is named.
    """
    if not _exists(path):
        raise BadInput(f"There is no file {path.name[:80]}.")
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInput(f"{path.name} is none of {', '.join(SUFFIXES)}.")
    if path.is_dir() and suffix != ".gdb":
        raise BadInput(f"{path.name} is a folder.")
    try:
        sheet = _read(path, suffix, known, layer)
    except PermissionError:
        raise BadInput(f"{path.name} may not be read by this user.") from None
    if not sheet.rows:
        raise BadInput(f"{path.name} holds no rows.")
    return sheet


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _read(path: Path, suffix: str, known: frozenset[str], layer: str | None) -> Sheet:
    if suffix in ARCHIVES:
        with unpacked(path) as folder:
            inner, rest = _inside(folder, path.name, layer)
            return _read(inner, inner.suffix.lower(), known, rest)
    if suffix in TABLES:
        if layer is not None:
            raise BadInput(f"{path.name} is one table without layers; leave --layer out.")
        return read_delimited(path, known)
    if suffix in WORKBOOKS:
        return read_workbook(path, known, layer)
    from gis.exchange.vector import read_vector  # GDAL takes a while to load

    return read_vector(path, layer)


def _inside(folder: Path, archive: str, layer: str | None) -> tuple[Path, str | None]:
    """Return the one table of an unpacked archive, and the layer still to choose in it."""
    found = sorted(_tables(folder, SHAPES)) or sorted(_tables(folder, TABLES + WORKBOOKS))
    if not found:
        raise BadInput(f"{archive} holds none of {', '.join(SHAPES + TABLES + WORKBOOKS)}.")
    if len(found) == 1:
        return found[0], layer
    named = [path for path in found if layer in (path.stem, path.name)]
    if len(named) == 1:
        return named[0], None
    names = ", ".join(path.name for path in found)[:200]
    raise BadInput(f"{archive} holds several tables; give --layer one of {names}.")


def _tables(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if "__MACOSX" in path.parts or any(part.endswith(".gdb") for part in path.parent.parts):
            continue
        if path.suffix.lower() in suffixes and not path.name.startswith("."):
            yield path
