"""Files of real places through our own import: GBK, feet, patrols; held against keys and Shapely."""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import shapely

from gis.errors import BadInput
from gis.exchange.opening import read_sheet
from gis.exchange.placing import Declared
from gis.exchange.reference import settle, to_metric
from gis.geometry.locate import GridIndex
from gis.geometry.projection import to_metric as points_to_metric
from gis.geometry.projection import to_wgs84_shape
from gis.model import Level, Town
from gis.service.drafting import on_lattice
from gis.service.importing.base import Home
from gis.service.importing.grids import Reading, read_grids
from gis.service.importing.preparing import Options, Prepared, prepare

BOSTON = Town(
    "Boston",
    "Boston",
    "",
    26986,
    "America/New_York",
    (Level("city", "市", "City", 0), Level("district", "警区", "District", 2)),
)
RESERVE = Town(
    "Reserve",
    "Reserve",
    "",
    32736,
    "Africa/Nairobi",
    (Level("area", "区", "Area", 0), Level("square", "格", "Square", 8)),
)
AGREEMENT = 0.99
NEAR_M = 0.01
CATEGORY = "0101"


def run(asked: argparse.Namespace) -> int:
    """Print what was found and return the number of things that are not as they should be."""
    return sum(wrong for part in (_counties, _boston, _squares) for wrong in part(asked.data))


def _counties(data: Path) -> Iterator[int]:
    """Ten counties in GBK without .cpg, with a zone in front of eastings, and without .prj."""
    folder = data / "cgcs2000-gbk"
    key = gpd.read_file(folder / "answer_key.geojson")
    borders = key.to_crs(4549).geometry
    for name in ("counties_4549_gbk.shp", "counties_4528_gbk.shp", "counties_4490.kml"):
        sheet = read_sheet(folder / name)
        shapes = to_metric(sheet.shapes, settle(sheet, None, None), 4549)  # type: ignore[arg-type]
        far = max(shapely.hausdorff_distance(shapes, borders.to_numpy()))
        right = sheet.columns["行政区名称"] == key["name"].tolist()
        print(f"{name}: names {'right' if right else 'WRONG'}, borders within {far * 1000:.4f} mm")  # noqa: T201
        yield int(not right) + int(far > NEAR_M)
    try:
        settle(read_sheet(folder / "counties_noprj_gbk.shp"), None, None)
    except BadInput as refusal:
        print(f"counties_noprj_gbk.shp: {refusal}")  # noqa: T201
    else:
        yield 1


def _boston(data: Path) -> Iterator[int]:
    """Twelve districts in feet, and a year's requests with the city's own district of each."""
    folder = data / "boston-311"
    reading = Reading({"code": "DISTRICT_2", "name": "DISTRICT"})
    incoming = read_grids(folder / "police_districts.zip", reading, BOSTON)
    cells = sorted(incoming.cells, key=lambda cell: cell.code)
    shapes = [to_wgs84_shape(on_lattice(cell.shape), BOSTON.metric_crs) for cell in cells]
    requests = _requests(folder / "requests_2019.csv")
    points = np.array([row["shape"] for row in requests.rows], dtype=object)
    found = GridIndex.build(shapes).find(shapely.get_x(points), shapely.get_y(points))
    # each title carries the city's own district
    named = np.array([cells[index].name if index >= 0 else None for index in found], dtype=object)
    own = np.array([row["title"] for row in requests.rows], dtype=object)
    placed = own != ""
    share = float((named[placed] == own[placed]).mean())
    tree = shapely.STRtree(shapes)
    oracle = np.full(len(points), len(shapes))
    np.minimum.at(oracle, *tree.query(points, predicate="intersects"))
    unlike = int((np.where(oracle == len(shapes), -1, oracle) != found).sum())
    print(  # noqa: T201
        f"Boston: {len(cells)} districts ({incoming.reference}), {requests.read:,} requests, "
        f"{len(requests.refused)} without a place, agreement {share:.2%} of {placed.sum():,}, "
        f"{unlike} unlike Shapely"
    )
    yield int(share < AGREEMENT) + unlike + abs(len(requests.refused) - 8)


def _requests(path: Path) -> Prepared:
    home = Home(
        BOSTON,
        ZoneInfo(BOSTON.time_zone),
        {"category": {CATEGORY: CATEGORY}, "category_department": {CATEGORY: "01"}},
    )
    columns = {
        "number": "case_enquiry_id",
        "title": "police_district",
        "reported_at": "open_dt",
        "category": "",
        "department": "",
    }
    options = Options(columns, {"category": CATEGORY}, Declared(datum="wgs84"))
    return prepare("events", path, options, home)


def _squares(data: Path) -> Iterator[int]:
    """The area of eighteen patrols as a town of squares of a kilometre; every fix finds its square."""
    fixes = gpd.read_parquet(data / "smart-patrols" / "observations.parquet").geometry.to_numpy()
    lon, lat = shapely.get_x(fixes), shapely.get_y(fixes)
    east, north = points_to_metric(lon, lat, RESERVE.metric_crs)
    left, low = int(east.min() // 1000), int(north.min() // 1000)
    right, high = int(east.max() // 1000) + 1, int(north.max() // 1000) + 1
    corners = [(x, y) for x in range(left, right) for y in range(low, high)]
    frame = gpd.GeoDataFrame(
        {"code": [f"{x:04d}{y:04d}" for x, y in corners]},
        geometry=[shapely.box(1000 * x, 1000 * y, 1000 * x + 1000, 1000 * y + 1000) for x, y in corners],
        crs=RESERVE.metric_crs,
    )
    with tempfile.TemporaryDirectory() as folder:
        frame.to_file(Path(folder) / "squares.gpkg")
        incoming = read_grids(Path(folder) / "squares.gpkg", Reading(), RESERVE)
    shapes = [to_wgs84_shape(on_lattice(cell.shape), RESERVE.metric_crs) for cell in incoming.cells]
    codes = np.array([cell.code for cell in incoming.cells])
    found = codes[GridIndex.build(shapes).find(lon, lat)]
    # a square's edge is a straight line in degrees: fixes within a millimetre of one may fall either way
    sure = np.minimum.reduce([east % 1000, 1000 - east % 1000, north % 1000, 1000 - north % 1000]) > 0.05
    expected = np.array(
        [f"{int(x // 1000):04d}{int(y // 1000):04d}" for x, y in zip(east, north, strict=True)]
    )
    unlike = int((found[sure] != expected[sure]).sum())
    print(  # noqa: T201
        f"Patrols: {len(codes):,} squares, {len(incoming.findings)} findings, {len(fixes):,} rows, "
        f"{int((~sure).sum())} within 5 cm of an edge left out, {unlike} in another square"
    )
    yield unlike + len(incoming.refusals) + len(incoming.findings)
