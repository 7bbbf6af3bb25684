"""The commands that are killed, in the order in which they run, and the files that they read."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import LineString, box

from gis.geometry.projection import to_degrees
from tests.small_town import EAST, EPSG, NORTH, TOWN

Command = tuple[str, ...]
# each is killed over what those above it have written
CHAIN: tuple[Command, ...] = (
    ("import", "grids", "grids.gpkg"),
    ("publish", "2", "--from", "2099-01-01", "--document", "示例〔2099〕1号", "--approver", "审批人"),
    ("import", "enterprises", "enterprises.csv", "--datum", "wgs84"),
    ("import", "events", "events.csv", "--datum", "wgs84"),
    ("import", "people", "people.csv"),
    ("import", "roads", "roads.geojson"),
)
SIDE_M = 50


def write_files(folder: Path, side: int) -> None:
    """Write `side` × `side` grids of fifty metres; each with an enterprise, an event, a person and a road."""
    east, north = (axis.ravel() * SIDE_M for axis in np.mgrid[:side, :side])
    corners = [(EAST + x, NORTH + y) for x, y in zip(east.tolist(), north.tolist(), strict=True)]
    numbers = range(len(corners))
    codes = [f"{TOWN.code_prefix}{n // 900 + 1:03}{n % 900 + 1:03}" for n in numbers]
    squares = [box(x, y, x + SIDE_M, y + SIDE_M) for x, y in corners]
    grids = gpd.GeoDataFrame({"code": codes, "squad": "1"}, geometry=squares, crs=EPSG)
    grids.to_file(folder / "grids.gpkg")
    diagonals = [LineString([(x, y), (x + SIDE_M, y + SIDE_M)]) for x, y in corners]
    roads = gpd.GeoDataFrame({"编号": codes, "路名": "示例路"}, geometry=diagonals, crs=EPSG)
    roads.to_crs(4326).to_file(folder / "roads.geojson")
    lon, lat = to_degrees(EAST + east + SIDE_M / 2, NORTH + north + SIDE_M / 2, EPSG)
    tables = {
        "enterprises": {"编号": [f"K{n}" for n in numbers], "名称": "示例厂", "经度": lon, "纬度": lat},
        "events": {"编号": codes, "类别": "0101", "上报时间": "2026-11-02 12:00", "经度": lon, "纬度": lat},
        "people": {"工号": codes, "姓名": "示例员", "网格": codes, "岗位": "grid_member"},
    }
    for name, columns in tables.items():
        pd.DataFrame(columns).to_csv(folder / f"{name}.csv", index=False)
