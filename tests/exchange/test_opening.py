"""Files of every format read to the same grids, and files that cannot be read are refused in a sentence."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gis.errors import BadInput
from gis.exchange.placing import Declared
from gis.service.drafting import on_lattice
from gis.service.importing.grids import Reading, read_grids
from tests.small_town import CODES, TOWN, small_town

Write = Callable[[gpd.GeoDataFrame, Path], Path]


def grids() -> gpd.GeoDataFrame:
    return small_town().grids.rename(columns={"code": "编号", "name": "名称", "squad": "中队"})


def geojson(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame.to_crs(4326).to_file(folder / "grids.geojson", driver="GeoJSON")
    return folder / "grids.geojson"


def geopackage(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame.to_file(folder / "grids.gpkg", driver="GPKG")
    return folder / "grids.gpkg"


def zipped_shapefile(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    parts = folder / "parts"
    parts.mkdir()
    frame.to_file(parts / "grids.shp", encoding="utf-8")
    with zipfile.ZipFile(folder / "grids.zip", "w") as archive:
        for part in parts.iterdir():
            archive.write(part, part.name)
    return folder / "grids.zip"


def csv_with_wkt(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    table = frame.drop(columns="geometry").assign(WKT=frame.geometry.to_wkt())
    table.to_csv(folder / "grids.csv", index=False, encoding="utf-8-sig")
    return folder / "grids.csv"


@pytest.mark.parametrize("write", [geojson, geopackage, zipped_shapefile, csv_with_wkt])
def test_every_format_reads_to_the_same_cells(write: Write, tmp_path: Path) -> None:
    crs = "EPSG:4549" if write is csv_with_wkt else None
    incoming = read_grids(write(grids(), tmp_path), Reading(declared=Declared(crs)), TOWN)
    found = {role: head for role, head in incoming.columns.items() if head}
    assert found == {"code": "编号", "name": "名称", "squad": "中队"}
    assert [(cell.code, cell.name, cell.squad) for cell in incoming.cells] == list(
        zip(CODES, small_town().grids["name"], ["1", "1", "2", "2"], strict=True)
    )
    expected = [on_lattice(shape).normalize() for shape in small_town().grids.geometry]
    assert [on_lattice(cell.shape).normalize() for cell in incoming.cells] == expected
    assert (incoming.rows, incoming.merged, incoming.refusals, incoming.findings) == (4, 0, (), ())


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("write", [geopackage, zipped_shapefile, csv_with_wkt])
def test_a_file_without_crs_is_refused_and_never_guessed(write: Write, tmp_path: Path) -> None:
    path = write(grids().set_crs(None, allow_override=True), tmp_path)
    with pytest.raises(BadInput, match="names no CRS and none is guessed"):
        read_grids(path, Reading(), TOWN)
    told = read_grids(path, Reading(declared=Declared("EPSG:4549")), TOWN)
    assert [cell.code for cell in told.cells] == list(CODES)


def test_rare_characters_and_leading_zeros_survive(tmp_path: Path) -> None:
    frame = grids().assign(名称=["㙍塘·𠮷村", "=1+1", "0012", "Ünter <b>"])
    for write in (geojson, geopackage, zipped_shapefile, csv_with_wkt):
        folder = tmp_path / write.__name__
        folder.mkdir()
        cells = read_grids(write(frame, folder), Reading(declared=Declared(_needed(write))), TOWN).cells
        assert [cell.name for cell in cells] == list(frame["名称"])


@pytest.mark.parametrize("name", ["grids.geojson", "grids.json", "grids.gpkg", "grids.zip", "grids.csv"])
@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe\x00", b"PK\x03\x04 no archive"])
def test_a_broken_file_is_refused(name: str, body: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(BadInput, match=r"grids\.|column"):
        read_grids(tmp_path / name, Reading(declared=Declared("EPSG:4549")), TOWN)


@pytest.mark.parametrize("name", ["grids.doc", "absent.csv", "."])
def test_no_such_kind_of_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "grids.doc").write_text("x")
    with pytest.raises(BadInput, match=r"is none of|There is no file"):
        read_grids(tmp_path / name, Reading(), TOWN)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code,wkt\n", "no rows"),
        ("code,shape_text\n1,x\n", "No column holds shapes"),
        ("code,wkt\n1,x\n", "Row 2 has no shape that can be read: The WKT"),
        ('code,wkt\n1,"POLYGON((0 0,1 1))"\n', "Row 2 has no shape that can be read: The WKT"),
        ('code,wkt\n1,"POLYGON((1e999 0,1 1,0 1,1e999 0))"\n', "not finite"),
        ("code,wkt\n1\n", "Row 2 has no shape that can be read: The place is missing"),
        (
            'code,wkt\n1,\n2,"POLYGON((0 0,1 1,0 1,0 0))"\n',
            "Row 2 has no shape that can be read: The place is",
        ),
        ('wkt,other\n"POLYGON((0 0,1 1,0 1,0 0))",x\n', "Which column holds the code"),
    ],
)
def test_a_csv_is_told_by_line(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "grids.csv").write_text(text)
    with pytest.raises(BadInput, match=words):
        read_grids(tmp_path / "grids.csv", Reading(declared=Declared("EPSG:4549")), TOWN)


def test_a_column_that_is_named_must_be_there(tmp_path: Path) -> None:
    path = csv_with_wkt(grids(), tmp_path)
    with pytest.raises(BadInput, match="no column 代号; the file has 编号, 名称, 中队"):
        read_grids(path, Reading({"code": "代号"}, Declared("EPSG:4549")), TOWN)


def test_third_dimension_is_dropped(tmp_path: Path) -> None:
    frame = grids()
    raised = frame.set_geometry(shapely.force_3d(frame.geometry.to_numpy(), 7.0), crs=frame.crs)
    cells = read_grids(geopackage(raised, tmp_path), Reading(), TOWN).cells
    assert not any(cell.shape.has_z for cell in cells)


def _needed(write: Write) -> str | None:
    return "EPSG:4549" if write is csv_with_wkt else None
