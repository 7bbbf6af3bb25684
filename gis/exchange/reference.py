"""Settle in which reference system a file's coordinates are: declared or refused, never guessed."""

import re
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from gis.errors import BadInput
from gis.exchange.sheet import Shapes, Sheet
from gis.geometry import datum as datums
from gis.model import Datum

Floats = NDArray[np.float64]

CHOICES = (
    "The file names no CRS and none is guessed: give --crs EPSG:4549, --crs EPSG:4490, "
    "--crs EPSG:4326 or the right one, or --datum gcj02|bd09 for shifted degrees."
)
# to CGCS2000 they need seven parameters that only the province's surveying office has
CLOSED = {"xian1980": "Xian 1980", "beijing1954": "Beijing 1954", "newbeijing": "New Beijing"}
# how far outside its area of use a CRS may serve: a town at the edge of a zone is common
MARGIN_DEG = 2.0


@dataclass(frozen=True)
class Reference:
    """In which CRS (always east before north) and datum coordinates are given."""

    crs: CRS
    datum: Datum

    @property
    def title(self) -> str:
        """The name to show and to store: an authority's code where there is one, else the CRS's own name."""
        authority = self.crs.to_authority()
        if self.datum in ("gcj02", "bd09"):
            return self.datum
        return ":".join(authority) if authority else self.crs.name[:80]


def settle(sheet: Sheet, crs: str | None, datum: Datum | None) -> Reference:
    """Return the reference of a file's coordinates from what the file and the options declare.

    Options win over the file. Raises BadInput when neither declares anything, when both options are given,
    for an unknown CRS, and for Xian 1980 and Beijing 1954, which cannot be carried to CGCS2000 exactly.
    """
    if crs and datum:
        raise BadInput("Give --crs or --datum, not both.")
    if datum:
        return Reference(CRS.from_epsg(4490 if datum == "cgcs2000" else 4326), datum)
    declared = _parsed(crs) if crs else sheet.crs
    if declared is None:
        raise BadInput(CHOICES)
    _refuse_closed(declared)
    if declared.is_compound:
        declared = declared.sub_crs_list[0]
    return Reference(declared, "cgcs2000" if "2000" in _datum_name(declared) else "wgs84")


def to_degrees(shapes: Shapes, reference: Reference) -> Shapes:
    """Carry shapes (None stays None) vertex by vertex to WGS-84 degrees; equal vertices stay equal.

    Raises BadInput when the coordinates cannot be meant in this reference, with what they look like.
    """
    points = shapely.get_coordinates(shapes)
    if not np.isfinite(points).all():
        raise BadInput("Some coordinates are not finite numbers.")
    _check(points, reference)
    return np.asarray(shapely.transform(shapes, lambda p: carry(p, reference)), dtype=object)


def to_metric(shapes: Shapes, reference: Reference, epsg: int) -> Shapes:
    """Carry shapes vertex by vertex to metres of CRS `epsg`; coordinates of that very CRS stay as they are.

    Errors as `to_degrees`, and BadInput for what cannot be projected.
    """
    points = shapely.get_coordinates(shapes)
    if not np.isfinite(points).all():
        raise BadInput("Some coordinates are not finite numbers.")
    _check(points, reference)
    if _epsg(reference) == epsg:
        return shapes
    if reference.datum in ("gcj02", "bd09"):
        return _projected(to_degrees(shapes, reference), CRS.from_epsg(4326), epsg)
    return _projected(shapes, reference.crs, epsg)


def _projected(shapes: Shapes, crs: CRS, epsg: int) -> Shapes:
    to = Transformer.from_crs(crs, epsg, always_xy=True)
    carried = shapely.transform(shapes, lambda p: np.column_stack(to.transform(p[:, 0], p[:, 1])))
    if not np.isfinite(shapely.get_coordinates(carried)).all():
        raise BadInput(f"The places cannot be projected to EPSG:{epsg}; is the CRS right?")
    return np.asarray(carried, dtype=object)


def carry(points: Floats, reference: Reference) -> Floats:
    """Carry (n, 2) points, east before north, to WGS-84 degrees; what cannot be carried becomes infinite."""
    if reference.datum in ("gcj02", "bd09"):
        return np.column_stack(datums.to_wgs84(points[:, 0], points[:, 1], reference.datum))
    to = Transformer.from_crs(reference.crs, 4326, always_xy=True)
    return np.column_stack(to.transform(points[:, 0], points[:, 1]))


def lies_in(points: Floats, reference: Reference) -> bool:
    """Tell whether the middle of (n, 2) points lies in the area for which the CRS is made."""
    x, y = np.median(points, axis=0)
    if reference.crs.is_geographic:
        return bool(abs(x) <= 180 and abs(y) <= 90)
    lon, lat = carry(np.array([[x, y]]), reference)[0]
    area = reference.crs.area_of_use
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return False
    if area is None:
        return bool(abs(lat) < 84)
    return bool(
        area.west - MARGIN_DEG <= lon <= area.east + MARGIN_DEG
        and area.south - MARGIN_DEG <= lat <= area.north + MARGIN_DEG
    )


def _check(points: Floats, reference: Reference) -> None:
    if not len(points):
        return
    if reference.crs.is_geographic:
        _check_degrees(points)
    elif not lies_in(points, reference):
        raise BadInput(_told(points, reference))


def _check_degrees(points: Floats) -> None:
    x, y = np.abs(points).max(axis=0)
    if x <= 90 < y <= 180:
        raise BadInput("The longitude and latitude look swapped: give --axes yx if the latitude comes first.")
    if x > 180 or y > 90:
        raise BadInput(
            "A longitude lies between -180 and 180 and a latitude between -90 and 90 degrees; these "
            f"coordinates ({points[0, 0]:,.0f}, {points[0, 1]:,.0f}) are metres or feet: give their --crs."
        )


def _told(points: Floats, reference: Reference) -> str:
    """Return the sentence on coordinates that do not lie in the area of their CRS."""
    east, north = np.median(points, axis=0)
    where = f"The coordinates ({east:,.0f}, {north:,.0f}) lie outside the area of {reference.title}"
    if lies_in(points[:, ::-1], reference):
        return f"{where}; east and north look swapped: give --axes yx."
    prefixed, plain = _with_prefix(east), _without_prefix(east, reference)
    if prefixed and prefixed != _epsg(reference):
        return f"{where}; the eastings begin with zone {int(east // 1e6)}: give --crs EPSG:{prefixed}."
    if plain:
        return f"{where}; the eastings have no zone in front: give --crs EPSG:{plain}."
    if abs(east) <= 180 and abs(north) <= 90:
        return f"{where}; they look like degrees: give --crs EPSG:4490 or --datum."
    return f"{where}; is the CRS right?"


def _with_prefix(east: float) -> int | None:
    """Return the CGCS2000 zone with prefixed eastings that a number such as 40,583,749 belongs to."""
    zone = int(east // 1_000_000)
    if 25 <= zone <= 45:
        return 4513 + zone - 25
    return 4491 + zone - 13 if 13 <= zone <= 23 else None


def _without_prefix(east: float, reference: Reference) -> int | None:
    """Return the zone without prefix when a prefixed CRS was declared for eastings of six digits."""
    epsg = _epsg(reference)
    if epsg is None or not 100_000 <= east <= 900_000:
        return None
    if 4513 <= epsg <= 4533:
        return 4534 + epsg - 4513
    return 4502 + epsg - 4491 if 4491 <= epsg <= 4501 else None


def _epsg(reference: Reference) -> int | None:
    authority = reference.crs.to_authority(min_confidence=50)
    return int(authority[1]) if authority and authority[0] == "EPSG" else None


def _parsed(text: str) -> CRS:
    try:
        return CRS.from_user_input(text if not text.isdigit() else int(text))
    except CRSError:
        raise BadInput(f"Unknown CRS {text[:40]}; give one such as EPSG:4549.") from None


def _refuse_closed(crs: CRS) -> None:
    if not (crs.is_geographic or crs.is_projected or crs.is_compound):
        raise BadInput(f"{crs.name[:60]} is no system of places on the earth; give --crs.")
    names = re.sub(r"[^a-z0-9]", "", f"{crs.name} {_datum_name(crs)}".lower())
    for spelling, title in CLOSED.items():
        if spelling in names:
            raise BadInput(
                f"The coordinates are in {title}, from which no public parameters lead to CGCS2000; "
                "have them converted by the surveying office and import the result."
            )


def _datum_name(crs: CRS) -> str:
    geodetic = crs.geodetic_crs
    return f"{geodetic.name} {geodetic.datum.name if geodetic.datum else ''}" if geodetic else ""
