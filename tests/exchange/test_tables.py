"""Excel, CSV and TXT as offices make them: titles, merged heads, GBK, survey points, broken quotes."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from gis.errors import BadInput
from gis.exchange.columns import match_columns, spellings
from gis.exchange.heads import spelling
from gis.exchange.opening import read_sheet

NAMES = {"code": ("编号",), "name": ("名称",), "lon": ("经度",), "lat": ("纬度",)}
KNOWN = spellings(NAMES)


def workbook(path: Path, rows: list[list[object]], merged: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def test_a_title_and_merged_heads(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["霞客镇企业一览表", None, None, None],
            ["编号*", "名称（全称）", "坐标", None],
            [None, None, "经度", "纬度"],
            ["001", "纺织厂", 120.1, 31.7],
            [None, None, None, None],
            ["002", "五金店", 120.2, 31.8],
        ],
        ("A1:D1", "A2:A3", "B2:B3", "C2:D2"),
    )
    sheet = read_sheet(path, KNOWN)
    assert list(sheet.columns) == ["编号*", "名称（全称）", "坐标/经度", "坐标/纬度"]
    assert sheet.rows == [4, 6]
    found = match_columns(sheet, NAMES, {})
    assert found == {"code": "编号*", "name": "名称（全称）", "lon": "坐标/经度", "lat": "坐标/纬度"}
    assert sheet.values(found["lon"]) == [120.1, 120.2]


def test_formulas_that_were_never_computed_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["编号", "名称"], ["1", "一"], ["=A2+1", "=B2"]])
    with pytest.raises(BadInput, match=r"formulas without values \(A3 is one\)"):
        read_sheet(path, KNOWN)


def test_a_formula_whose_value_is_an_empty_text_is_computed(tmp_path: Path) -> None:
    made = workbook(tmp_path / "made.xlsx", [["编号", "名称"], ["1", "=B9"]])
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<c r="B2"', b'<c r="B2" t="str"'))
    assert read_sheet(path, KNOWN).columns["编号"] == ["1"]


def test_which_sheet_is_meant_is_asked(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("企业", "部件"):
        book.create_sheet(name).append(["编号", "名称"])
        book[name].append(["1", name])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(BadInput, match="Which sheet\\? Give --layer one of 企业, 部件"):
        read_sheet(tmp_path / "a.xlsx", KNOWN)
    assert read_sheet(tmp_path / "a.xlsx", KNOWN, "部件").columns["名称"] == ["部件"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_csv_in_every_encoding_and_separator(encoding: str, separator: str, tmp_path: Path) -> None:
    text = separator.join(["编号", "名称"]) + "\r\n" + separator.join(["001", "㙍塘𠮷村"]) + "\r\n"
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    sheet = read_sheet(tmp_path / "a.csv", KNOWN)
    assert sheet.columns == {"编号": ["001"], "名称": ["㙍塘𠮷村"]}


def test_rows_are_counted_as_an_editor_counts_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('编号,名称\n1,"两\n行"\n\n2,三\n')
    sheet = read_sheet(tmp_path / "a.csv", KNOWN)
    assert sheet.rows == [2, 5]
    assert sheet.columns["名称"] == ["两\n行", "三"]


def test_points_of_a_survey_have_no_heads(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_text("1,,40520101.5,3516001.25,4.2\n2,LD,40520102.5,3516002.25,4.3\n")
    sheet = read_sheet(tmp_path / "a.dat")
    assert sheet.columns["点号"] == ["1", "2"]
    assert (sheet.columns["Y"][0], sheet.columns["X"][0]) == ("40520101.5", "3516001.25")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xff\x00", "neither UTF-8 nor GB18030"),
        ("编号,名称\n1,\x00\n".encode(), "NUL"),
        ('编号,名称\n1,"ab'.encode(), "breaks off or is quoted wrongly in line 2"),
        ("编号,名称\n1,2,3\n".encode(), "line 2: 3 values under 2 heads"),
        ("编号,名称\n".encode(), "holds no rows"),
        (b"", "holds no rows"),
        (b"1,2\n", "holds no rows"),
    ],
)
def test_a_broken_csv_is_refused_with_its_line(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(BadInput, match=words):
        read_sheet(tmp_path / "a.csv", KNOWN)


def test_a_workbook_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no zip")
    with pytest.raises(BadInput, match="no whole zip"):
        read_sheet(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    "head", ["网格 编号", "网格编号*", "网格编号（必填）", "网格_编号", "网格编号：", "  网格编号 "]
)
def test_heads_are_known_by_what_they_say(head: str) -> None:
    assert spelling(head) == "网格编号"
