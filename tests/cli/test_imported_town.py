"""The whole job once, by commands alone, on a town that came in through import and is not tidy.

village A: grids 1 2 3 (x = 0 … 3,000 m) || village B, without a building: grids 1 2 (x = 3,000 … 5,000 m)
The border of the villages lies 3 m west of the road. Grid 2 of A owns a strip of 2 m amid grid 1, and shares
half a metre of ground with grid 3.
"""

import csv
import json
import re
from pathlib import Path

import docx
import geopandas as gpd
from shapely import LineString, MultiPolygon, Point, Polygon, box

from gis.geometry.projection import to_degrees
from tests.cli.conftest import Home, Run
from tests.small_town import EAST, EPSG, NORTH

PREFIX = "320281999"
A, B = f"{PREFIX}001", f"{PREFIX}002"
A1, A2, A3, B1, B2 = (f"{A}001", f"{A}002", f"{A}003", f"{B}001", f"{B}002")
FIRST_DAY = "2099-01-01"


def square(west: float, east: float, south: float = 0, north: float = 1000) -> Polygon:
    return box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def place(x_m: float, y_m: float) -> tuple[float, float]:
    lon, lat = to_degrees(EAST + x_m, NORTH + y_m, EPSG)
    return float(lon), float(lat)


STRIP = square(400, 402, 300, 700)
"""Of grid 2, amid grid 1."""


def write(folder: Path, name: str, **columns: object) -> Path:
    path = folder / f"{name}.gpkg"
    gpd.GeoDataFrame(columns, crs=EPSG).to_file(path)
    return path


def untidy_grids(folder: Path) -> Path:
    return write(
        folder,
        "grids",
        编号=[A1, A2, A3, B1, B2],
        名称=["一网格", "二网格", "三网格", "东一网格", "东二网格"],
        中队=["1", "1", "1", "2", "2"],
        geometry=[
            square(0, 1000).difference(STRIP),
            MultiPolygon([square(1000, 2000.5), STRIP]),
            square(2000, 3000),
            square(3000, 4000),
            square(4000, 5000),
        ],
    )


def buildings(folder: Path) -> Path:
    """Write houses of village A alone: most households live in its first grid."""
    counts = {200: 200, 600: 200, 800: 200, 1500: 60, 2500: 60}
    return write(
        folder,
        "buildings",
        编号=[f"H{n}" for n in range(len(counts))],
        户数=list(counts.values()),
        geometry=[square(x, x + 20, 480, 500) for x in counts],
    )


def people(folder: Path) -> Path:
    path = folder / "people.csv"
    path.write_text(
        "工号,姓名,网格,岗位,上岗日期\n"
        f"01,张三,{A2},网格长,2026-01-01\n02,李四,{A2},网格员,2026-01-01\n03,王五,{B1},网格长,2026-01-01\n"
    )
    return path


def bring_in(run: Run, folder: Path) -> None:
    """Found the town and bring in all that it has."""
    assert run("init", "--name", "小镇", "--metric-crs", EPSG, "--code-prefix", PREFIX)[0] == 0
    grids = untidy_grids(folder)
    code, out, _ = run("import", "grids", grids, "--dry-run")
    assert "overlaps" in out
    code, out, error = run("import", "grids", grids, "--repair")
    assert code == 0, error
    assert run("publish", 1, "--from", "2026-01-01", "--first")[0] == 0
    road = LineString([(EAST + 3003, NORTH), (EAST + 3003, NORTH + 500), (EAST + 3003, NORTH + 1000)])
    shops = [Point(EAST + x, NORTH + 400) for x in (900, 1200)]
    lines = [square(0, 3000), square(3000, 5000)]
    for kind, file, more in (
        ("roads", write(folder, "roads", 路名=["界路"], 等级=[1], geometry=[road]), ()),
        ("buildings", buildings(folder), ()),
        ("people", people(folder), ()),
        ("enterprises", write(folder, "shops", 编号=["E1", "E2"], 名称=["甲店", "乙店"], geometry=shops), ()),
        (
            "village_lines",
            write(folder, "lines", 编号=[A, B], 名称=["甲村", "乙村"], geometry=lines),
            ("--source", "县民政局", "--surveyed", "2024-05-01"),
        ),
    ):
        code, _, error = run("import", kind, file, *more)
        assert code == 0, (kind, error)


def edit(run: Run, **asked: object) -> str:
    code, out, error = run("draft", "edit", 2, json.dumps(asked))
    assert code == 0, error
    return out


def kinds_found(run: Run) -> set[str]:
    _, out, _ = run("draft", "check", 2)
    return {line.split()[1] for line in out.splitlines()[:-1]}


def looked_up(run: Run, folder: Path, on: str) -> list[str]:
    """Return the grids of some places on a day: in the strip, by the road, and where the first grid was."""
    points, found = folder / "points.csv", folder / "found.csv"
    rows = (place(401, 500), place(3001.5, 400), place(900, 400), place(1200, 400))
    points.write_text("lon,lat\n" + "".join(f"{lon:.9f},{lat:.9f}\n" for lon, lat in rows))
    assert run("lookup", points, "-o", found, "--on", on)[0] == 0
    with found.open(encoding="utf-8-sig", newline="") as file:
        return [row["grid"] for row in csv.DictReader(file)]


def held(home: Home, code: str, day: str) -> object:
    """Count the posts of a grid on a day."""
    joined = "post o JOIN grid g ON g.id = o.grid_id"
    return home.value(f"SELECT count(*) FROM {joined} WHERE g.code = '{code}' AND o.valid @> '{day}'::date")


def mend(run: Run) -> None:
    """Give the strip to the grid round it, and let the villages' border follow the road."""
    ring = [place(x, y) for x, y in ((400, 300), (402, 300), (402, 700), (400, 700))]
    assert A1 in edit(run, kind="transfer", **{"from": A2, "to": A1}, ring=ring)
    assert not {"pieces", "sliver"} & kinds_found(run)
    road = [place(3003, y) for y in (0, 500, 1000)]
    assert "8 米以内" in edit(run, kind="snap", codes=[A3, B1], line=road, within_m=8)
    found = kinds_found(run)
    assert "village_line" in found, "the road lies beyond the village's line"


def divide(run: Run) -> None:
    """Split the first grid, which has too many households; what stays of it takes the second in."""
    edit(run, kind="split", code=A1, line=[place(500, -10), place(500, 1010)])
    edit(run, kind="merge", codes=[A1, A2], keep=A1)
    _, out, _ = run("draft", "posts", 2)
    assert out.splitlines()[-1] == "2 posts of grids that end, 0 without a grid"
    _, out, _ = run("draft", "propose", 2, "--village", A)
    spreads = [float(each) for each in re.findall(r"variation ([\d.]+)", out)]
    assert len(spreads) == 5
    assert spreads[-1] <= spreads[0]


def review_and_publish(run: Run, folder: Path) -> None:
    """Print the file, bring it back signed, and publish from the first day on."""
    assert run("draft", "submit", 2)[0] == 0
    paper = folder / "approval.docx"
    code, out, error = run("draft", "approval", 2, "-o", paper)
    assert code == 0, error
    digest = out.split()[-1]
    file = docx.Document(str(paper))
    words = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    said = [paragraph.text for paragraph in file.paragraphs]
    assert any("与村界不一致" in line for line in said)
    assert "行政村界来源：县民政局，2024-05-01 调查。" in said
    assert any(word.startswith("网格长 张三") for word in words)
    publication = ("--from", FIRST_DAY, "--document", "徐政发〔2098〕1号", "--approver", "赵六")
    assert run("publish", 2, *publication)[0] == 2
    scan = folder / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 signed")
    assert run("draft", "scan", 2, scan, "--digest", digest)[0] == 0
    code, out, error = run("publish", 2, *publication)
    assert code == 0, error
    assert out.splitlines()[-1] == "Posts of grids that end: 2 go on in other grids, 0 end."


def test_an_imported_town_is_mended_split_proposed_reviewed_and_published(
    empty_home: Home, run: Run, tmp_path: Path
) -> None:
    bring_in(run, tmp_path)
    assert run("draft", "new", "整治网格")[0] == 0
    assert {"pieces", "sliver", "many_households", "few_households"} <= kinds_found(run)
    mend(run)
    divide(run)
    review_and_publish(run, tmp_path)
    # the day before and the day itself
    assert looked_up(run, tmp_path, "2098-12-31") == [A2, B1, A1, A2]
    assert looked_up(run, tmp_path, FIRST_DAY) == [f"{A}004", A3, A1, A1]
    assert held(empty_home, A2, "2098-12-31") == 2
    assert held(empty_home, A2, FIRST_DAY) == 0
    assert held(empty_home, A1, FIRST_DAY) == 2
    # what stands there moves on that day and not before
    shop = "SELECT g.code FROM enterprise e JOIN grid g ON g.id = e.grid_id WHERE e.code = 'E2'"
    assert empty_home.value(shop) == A2
    assert "沿" in run("draft", "history", 2)[1]
