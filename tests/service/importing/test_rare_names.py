"""Made-up names with characters that old encodings lack go through every kind of file unchanged."""

from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely

from gis.exchange.placing import Declared
from gis.exchange.writing import FORMATS, Table, write_table
from gis.service.importing.base import Home
from gis.service.importing.preparing import Options, prepare
from tests.small_town import TOWN

# characters of GBK, of GB18030 in four bytes, and of the planes beyond the first (𠮷, 𬭚, 𣗋, 𬍛, 𰻝)
NAMES = ("㛃塘", "𠮷㙍里", "𬭚村", "䶮桥", "㭎巷", "𣗋庄", "镕喆弄", "堃园·北", "𬍛圩", "𰻝﨑路")
IN_GBK = ("镕喆弄", "堃园·北")
POINTS = shapely.points(120.001 + np.arange(len(NAMES)) / 1000, 31.61)
DEGREES = Declared("EPSG:4326")


def names_of(path: Path, declared: Declared) -> list[str]:
    """Return the names that an import of places takes from a file."""
    prepared = prepare("places", path, Options(declared=declared), Home(TOWN, ZoneInfo("UTC")))
    assert prepared.refused == ()
    return [row["name"] for row in prepared.rows]


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_format_keeps_them(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"places{FORMATS[form]}"
    codes = [f"P{number}" for number in range(len(NAMES))]
    write_table(path, Table("places", {"编号": codes, "名称": NAMES}, POINTS), form)
    assert names_of(path, DEGREES if form in ("csv", "xlsx") else Declared()) == list(NAMES)


@pytest.mark.parametrize(
    ("encoding", "names"), [("gb18030", NAMES), ("gbk", IN_GBK), ("utf-8", NAMES), ("utf-8-sig", NAMES)]
)
def test_every_encoding_of_a_csv_keeps_them(encoding: str, names: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    rows = [f"P{number},{name},{120 + number / 1000},31.61" for number, name in enumerate(names)]
    path.write_text("\r\n".join(["编号,名称,经度,纬度", *rows]), encoding=encoding, newline="")
    assert names_of(path, DEGREES) == list(names)


@pytest.mark.parametrize("told", [True, False], ids=["with .cpg", "without .cpg"])
def test_a_shapefile_in_gb18030_keeps_them(told: bool, tmp_path: Path) -> None:
    import geopandas

    path = tmp_path / "places.shp"
    frame = geopandas.GeoDataFrame({"名称": NAMES}, geometry=POINTS, crs="EPSG:4326")
    frame.to_file(path, encoding="GB18030", engine="pyogrio")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if told:
        path.with_suffix(".cpg").write_text("GB18030")
    assert names_of(path, Declared()) == list(NAMES)
