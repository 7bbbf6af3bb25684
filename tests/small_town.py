"""A town that fits in the head: two villages side by side, two grids each, one kilometre squares.

grid 001 | grid 002 || grid 001 | grid 002        x = 500,000 + 0 … 4,000 m, y = 3,500,000 … 3,501,000 m
village A (…001), squad 1   village B (…002), squad 2
"""

from datetime import date, datetime, timedelta, timezone

import geopandas as gpd
import pandas as pd
from shapely import LineString, Point, box

from gis.model import Town
from gis.service.founding import TownTables

EPSG = 4549
EAST, NORTH = 500_000.0, 3_500_000.0
TOWN = Town(name="小镇", name_en="Small Town", code_prefix="320281999", metric_crs=EPSG, made_up=True)
A, B = "320281999001", "320281999002"
CODES = (f"{A}001", f"{A}002", f"{B}001", f"{B}002")
DAY = date(2026, 1, 1)
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=timezone(timedelta(hours=8)))  # a Monday


def square(column: int) -> object:
    """Return the shape of the column's grid."""
    return box(EAST + 1000 * column, NORTH, EAST + 1000 * (column + 1), NORTH + 1000)


def point(x_m: float, y_m: float = 500.0) -> Point:
    """Return a point so many metres east and north of the town's corner."""
    return Point(EAST + x_m, NORTH + y_m)


def small_town() -> TownTables:
    """Return the tables of the small town."""
    return TownTables(
        town=TOWN,
        valid_from=DAY,
        source="made up",
        names={A: "甲村", B: "乙村"},
        squads=pd.DataFrame({"code": ["1", "2"], "name": ["一中队", "二中队"]}),
        grids=_frame(
            code=CODES,
            name=[f"{name}第{n}网格" for name in ("甲村", "乙村") for n in (1, 2)],
            squad=["1", "1", "2", "2"],
            geometry=[square(column) for column in range(4)],
        ),
        **_people(),
        **_catalogue(),
        **_facts(),
        **_ground(),
    )


def _frame(**columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, crs=EPSG)


def _people() -> dict[str, pd.DataFrame]:
    people = {
        "number": ["001", "002", "003"],
        "name": ["张三丰", "李四", "阿卜杜勒·热西提"],
        "phone": ["13800000001", "13800000002", None],
        "squad": ["1", None, None],
    }
    posts = {
        "person": ["001", "002", "003"],
        "grid": [CODES[0], CODES[0], CODES[2]],
        "kind": ["grid_head", "grid_member", "grid_head"],
    }
    return {"people": pd.DataFrame(people), "posts": pd.DataFrame(posts)}


def _catalogue() -> dict[str, pd.DataFrame]:
    limits = {"department": ["01", "02"], "limit": [4.0, 2.0], "unit": ["work_hour", "work_day"]}
    categories = {
        "code": ["0101", "C0203"],
        "kind": ["event", "component"],
        "class_code": ["01", "02"],
        "class_name": ["市容环境", "道路交通"],
        "name": ["暴露垃圾", "路灯"],
    }
    items = {"code": ["F001", "P001"], "kind": ["service", "penalty"], "name": ["社保办理", "乱堆物料"]}
    return {
        "departments": pd.DataFrame({"code": ["01", "02"], "name": ["城管办", "建设局"]}),
        "categories": pd.DataFrame({**categories, **limits}),
        "items": pd.DataFrame({**items, **limits}),
    }


def _facts() -> dict[str, gpd.GeoDataFrame]:
    return {
        "enterprises": _frame(
            code=["E1", "E2"],
            name=["霞客纺织厂", "乙村五金店"],
            kind=["制造", "零售"],
            risk=[2, 1],
            address=["霞客路 1 号", "乙村"],
            geometry=[point(500), point(2500)],
        ),
        "components": _frame(
            code=["3202810203000001"],
            category=["C0203"],
            name=["路灯 1 号"],
            state=["完好"],
            geometry=[point(1500)],
        ),
        # two in the first grid at noon on Monday, one exactly on the border of grids 2 and 3, one outside
        "events": _frame(
            number=["A1", "A2", "A3", "A4"],
            category=["0101"] * 4,
            title=["垃圾 <script>", "垃圾", "垃圾", "垃圾"],
            address=["", "", "", ""],
            source=["patrol"] * 4,
            severity=[1, 2, 3, 1],
            department=["01", "01", "02", "01"],
            reported_at=[NOON, NOON, NOON - timedelta(days=200), NOON],
            geometry=[point(500), point(600), point(2000), point(9000)],
        ),
    }


def _ground() -> dict[str, gpd.GeoDataFrame]:
    return {
        "roads": _frame(
            **{"name": ["霞客路"], "class": [1]}, geometry=[LineString([point(0, 100), point(4000, 100)])]
        ),
        "water": _frame(
            name=["小河"], kind=["river"], geometry=[box(EAST, NORTH + 900, EAST + 4000, NORTH + 950)]
        ),
        "blocks": _frame(
            name=["甲村第1村民小组"],
            kind=["村民小组"],
            grid=[CODES[0]],
            households=[10],
            residents=[30],
            geometry=[square(0)],
        ),
        "buildings": _frame(
            name=["村委会"],
            kind=["public"],
            floors=[2],
            households=[10],
            residents=[30],
            block=[0],
            geometry=[box(EAST + 400, NORTH + 400, EAST + 420, NORTH + 415)],
        ),
        "village_lines": _frame(
            code=[A, B],
            name=["甲村", "乙村"],
            geometry=[box(EAST + x, NORTH, EAST + x + 2000, NORTH + 1000) for x in (0, 2000)],
        ),
        "places": _frame(name=["甲村卫生室"], kind=["clinic"], geometry=[point(450)]),
    }
