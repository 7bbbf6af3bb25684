"""Files of shapes as they come: GBK without a word about it, parts missing, drawings of lines and texts."""

import warnings
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, Point, box

from gis.errors import BadInput
from gis.exchange.opening import read_sheet

NAMES = ["霞客镇璜塘村", "𠮷㙍塘"]
SQUARES = [box(0, 0, 1, 1), box(1, 0, 2, 1)]


def shapefile(folder: Path, encoding: str = "GB18030", crs: int | None = 4549) -> Path:
    frame = gpd.GeoDataFrame(
        {("网格名称" if encoding == "GB18030" else "网格名"): NAMES, "编号": ["001", "002"]},
        geometry=SQUARES,
        crs=crs,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a head that is cut to ten bytes, and of a missing CRS
        frame.to_file(folder / "g.shp", encoding=encoding, engine="pyogrio")
    (folder / "g.cpg").unlink(missing_ok=True)
    return folder / "g.shp"


@pytest.mark.parametrize("encoding", ["GB18030", "UTF-8"])
@pytest.mark.parametrize("cpg", [None, "GBK", "936", "UTF-8", "65001", "nonsense"])
def test_names_are_right_whatever_the_cpg_says(encoding: str, cpg: str | None, tmp_path: Path) -> None:
    path = shapefile(tmp_path, encoding)
    if cpg:
        path.with_suffix(".cpg").write_text(cpg)
    sheet = read_sheet(path)
    assert list(sheet.columns.values()) == [NAMES, ["001", "002"]]
    # ten bytes hold three characters of UTF-8 and five of GB18030
    assert next(iter(sheet.columns)) == ("网格名称" if encoding == "GB18030" else "网格名")


def test_a_missing_shx_is_rebuilt_and_nothing_is_written_beside_the_file(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    path.with_suffix(".shx").unlink()
    sheet = read_sheet(path)
    assert sheet.shapes is not None
    assert shapely.equals(sheet.shapes, SQUARES).all()
    assert "No whole .shx; it was rebuilt from the .shp" in [remark[1] for remark in sheet.remarks]
    assert not path.with_suffix(".shx").exists()


def test_a_missing_prj_is_no_crs(tmp_path: Path) -> None:
    assert read_sheet(shapefile(tmp_path, crs=None)).crs is None


@pytest.mark.parametrize(
    ("part", "words"), [(".dbf", "g.dbf is missing"), (".shp", "There is no file g.shp")]
)
def test_missing_parts_are_named(part: str, words: str, tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    path.with_suffix(part).unlink()
    with pytest.raises(BadInput, match=words):
        read_sheet(path)


@pytest.mark.parametrize("part", [".shp", ".dbf", ".shx"])
def test_of_half_a_shapefile_nothing_is_lost_in_silence(part: str, tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    whole = path.with_suffix(part).read_bytes()
    path.with_suffix(part).write_bytes(whole[: len(whole) * 2 // 3])
    if part == ".shx":
        assert read_sheet(path).columns["编号"] == ["001", "002"]
    else:
        assert _told(path)


def test_a_zip_from_a_chinese_windows(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    archive = tmp_path / "网格.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for part in path.parent.glob("g.*"):
            member = zipfile.ZipInfo("镇网格/网格".encode("gbk").decode("cp437") + part.suffix)
            packed.writestr(member, part.read_bytes())
    assert read_sheet(archive).columns["网格名称"] == NAMES


def test_a_layer_must_be_named_where_there_are_several(tmp_path: Path) -> None:
    path = tmp_path / "town.gpkg"
    for number, layer in enumerate(("村", "网格")):
        gpd.GeoDataFrame({"n": [number]}, geometry=[SQUARES[number]], crs=4549).to_file(path, layer=layer)
    with pytest.raises(BadInput, match="Which layer\\? Give --layer one of 村, 网格"):
        read_sheet(path)
    assert read_sheet(path, layer="网格").columns == {"n": [1]}
    with pytest.raises(BadInput, match="no layer 路; it has 村, 网格"):
        read_sheet(path, layer="路")


def test_a_file_geodatabase(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"编号": ["001", "002"]}, geometry=SQUARES, crs=4549)
    frame.to_file(tmp_path / "town.gdb", driver="OpenFileGDB", layer="grids")
    sheet = read_sheet(tmp_path / "town.gdb")
    assert sheet.columns["编号"] == ["001", "002"]
    assert sheet.crs is not None
    assert sheet.crs.to_epsg() == 4549
    with zipfile.ZipFile(tmp_path / "town.gdb.zip", "w") as packed:
        for part in (tmp_path / "town.gdb").iterdir():
            packed.write(part, f"town.gdb/{part.name}")
    assert read_sheet(tmp_path / "town.gdb.zip").columns["编号"] == ["001", "002"]


def test_a_drawing_gives_closed_lines_and_the_texts_inside(tmp_path: Path) -> None:
    lines = [LineString(square.exterior.coords) for square in SQUARES]
    frame = gpd.GeoDataFrame(
        {"Layer": ["JX", "JX", "ZJ"], "Text": [None, None, None]},
        geometry=[*lines, LineString([(0, 5), (9, 5)])],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a drawing has no CRS
        frame.to_file(tmp_path / "plan.dxf", driver="DXF", engine="pyogrio")
    drawing = (tmp_path / "plan.dxf").read_text()
    texts = "".join(
        f"  0\nTEXT\n  8\nZJ\n 10\n{point.x}\n 20\n{point.y}\n 40\n0.1\n  1\n{code}\n"
        for point, code in ((Point(0.5, 0.5), "001"), (Point(1.5, 0.5), "002"))
    )
    (tmp_path / "plan.dxf").write_text(drawing.replace("ENTITIES\n", f"ENTITIES\n{texts}", 1))
    sheet = read_sheet(tmp_path / "plan.dxf")
    assert sheet.columns["Text"] == ["001", "002"]
    assert sheet.shapes is not None
    assert shapely.equals(sheet.shapes, SQUARES).all()


def _told(path: Path) -> bool:
    """Tell whether a broken file is refused or a row of it has visibly lost its shape or texts."""
    try:
        sheet = read_sheet(path)
    except BadInput:
        return True
    assert sheet.shapes is not None
    return None in sheet.shapes.tolist() or None in sheet.columns["编号"]


def test_a_file_that_leads_to_another_is_no_file_of_shapes(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text('id,WKT\n1,"POINT (1 2)"\n')
    leading = tmp_path / "leading.geojson"
    leading.write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="secret">'
        f"<SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )
    with pytest.raises(BadInput, match=r"cannot be read: .* Export it once more"):
        read_sheet(leading)
