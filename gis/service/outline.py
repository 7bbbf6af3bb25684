"""Read the line round a town from a file of any format, and propose a metric CRS for where it lies."""

import hashlib
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gis.errors import BadInput
from gis.exchange.columns import match_columns, spellings
from gis.exchange.opening import read_sheet
from gis.exchange.placing import NAMES, Declared, Placed, place_rows
from gis.geometry.projection import propose_metric_crs
from gis.service.importing.shapes import kept, usable

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Outline:
    """The town's area (WGS-84 degrees) as a file gives it, joined from so many areas, and how it was read."""

    shape: MultiPolygon
    areas: int
    file: str
    digest: str
    reference: str
    remarks: tuple[tuple[str, str], ...]

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north in degrees."""
        return self.shape.bounds

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle of the bounds."""
        return middle_of(self.bounds)

    def picture(self, size: float) -> MultiPolygon:
        """Return the outline with no more vertices than a picture of so many dots can show."""
        west, south, east, north = self.bounds
        return _whole(self.shape.simplify(max(east - west, north - south) / size))


def read_sent_outline(name: str, content: bytes, declared: Declared) -> Outline:
    """Return the outline of a file that came with its name from elsewhere; errors as `read_outline`."""
    with tempfile.TemporaryDirectory(prefix="wangge-") as folder:
        path = Path(folder) / _plain(name)
        path.write_bytes(content)
        return read_outline(path, declared)


def read_outline(path: Path, declared: Declared) -> Outline:
    """Return the outline that a file holds; its areas are joined.

    Raises BadInput for a file that cannot be read, that declares no CRS where none is given, and for any row
    that is no valid area.
    """
    placed, remarks = _placed(path, declared)
    areas = []
    for number, (shape, reason) in enumerate(zip(placed.shapes, placed.reasons, strict=True), 1):
        found, why = ([], reason) if reason else usable(shape, "area", None)
        if why:
            raise BadInput(f"Row {number}: {why}")
        areas.extend(found)
    return Outline(
        shape=kept(_whole(shapely.union_all(areas))),
        areas=len(areas),
        file=path.name,
        digest=hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        reference=placed.reference,
        remarks=remarks,
    )


def propose_from(path: Path, declared: Declared) -> int:
    """Return the EPSG code proposed for the middle of a file's places; BadInput as `read_outline`."""
    placed, _ = _placed(path, declared)
    west, south, east, north = map(float, shapely.total_bounds(placed.shapes))
    return propose_metric_crs(*middle_of((west, south, east, north)))


def middle_of(bounds: Bounds) -> tuple[float, float]:
    """Return the middle of bounds."""
    west, south, east, north = bounds
    return (west + east) / 2, (south + north) / 2


def _whole(shape: BaseGeometry) -> MultiPolygon:
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return MultiPolygon(parts)


def _plain(name: str) -> str:
    """Return a file's name that stays in its folder, with the suffix that tells the format."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return re.sub(r"[^\w.-]", "_", last)[-60:].lstrip(".") or "file"


def _placed(path: Path, declared: Declared) -> tuple[Placed, tuple[tuple[str, str], ...]]:
    sheet = read_sheet(path, spellings(NAMES))
    placed = place_rows(sheet, match_columns(sheet, NAMES, {}), declared)
    return placed, (*sheet.remarks, *placed.remarks)
