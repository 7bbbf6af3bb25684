"""Files of the other kinds: what is taken, what is refused with which reason, and what refuses a file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gis.errors import BadInput
from gis.exchange.placing import Declared
from gis.geometry.projection import to_degrees
from gis.service.importing.base import Home, kinds
from gis.service.importing.mapping import remembered
from gis.service.importing.preparing import Options, Prepared, prepare
from gis.service.importing.writing import Saved, read_home, save
from gis.store import importing
from gis.store.database import Database
from gis.store.importing import Outcome
from tests.small_town import CODES, EAST, EPSG, NOON, NORTH, TOWN

LON, LAT = (round(float(value), 6) for value in to_degrees(EAST + 500, NORTH + 500, EPSG))
WGS84 = Declared(datum="wgs84")
HEAD = "编号,企业名称,风险等级,经度,纬度\n"
Read = Callable[..., Prepared]


@pytest.fixture(scope="module")
async def home(database: Database) -> Home:
    """Return what the small town knows."""
    return await read_home(database, TOWN)


@pytest.fixture
def read(home: Home, tmp_path: Path) -> Read:
    """Return a function that prepares a text as a CSV of a kind."""

    def prepared(kind: str, text: str, **options: object) -> Prepared:
        (tmp_path / "a.csv").write_text(text)
        return prepare(kind, tmp_path / "a.csv", Options(**{"declared": WGS84, **options}), home)

    return prepared


def test_rows_are_taken_and_refused_one_by_one(read: Read) -> None:
    rows = [
        f"E10,纺织厂,高,{LON},{LAT}",
        "E11,五金店,低,,",
        f"E12,茶馆,很高,{LON},{LAT}",
        f",无名,低,{LON},{LAT}",
        f"E13,远方,低,{LON + 20},{LAT}",
        f"E14,反了,低,{LAT},{LON}",
    ]
    prepared = read("enterprises", HEAD + "\n".join(rows))
    assert [(row["code"], row["risk"]) for row in prepared.rows] == [("E10", 3)]
    assert [(one.row, one.reason.split(" (")[0]) for one in prepared.refused] == [
        (3, "The place is missing."),
        (4, "很高 is none of 1, 2, 3, 一般, 较大, 重大, 低, 中, 高."),
        (5, "编号"),
        (6, "The place"),
        (7, "The longitude and latitude look swapped."),
    ]
    assert prepared.refused[0].content == {"编号": "E11", "企业名称": "五金店", "风险等级": "低"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + f"3.20281E+14,厂,低,{LON},{LAT}", "a spreadsheet damaged 1 codes. Row 2: 3.20281E"),
        (HEAD + f"320281104001001000,厂,低,{LON},{LAT}", "zeros from its sixteenth digit on"),
        (HEAD + f"E1,厂,低,{LON},{LAT}\nE1,店,低,{LON},{LAT}", "E1 stands in rows 2 and 3"),
        (f"编号,经度,纬度\nE1,{LON},{LAT}", "Which column holds 名称 .name."),
        (HEAD + "E1,厂,低,,", "Nothing was written: Row 2: The place is missing"),
        ("编号,企业名称\nE1,厂", "No column says where the rows lie"),
        (HEAD + f"E1,厂,低,{LAT},{LON}", "swapped"),
    ],
)
def test_what_refuses_a_whole_file(text: str, words: str, read: Read) -> None:
    with pytest.raises(BadInput, match=words):
        read("enterprises", text)


def test_a_row_that_repeats_another_whole_is_refused_by_itself(read: Read) -> None:
    row = f"E1,厂,低,{LON},{LAT}\n"
    prepared = read("enterprises", HEAD + row + row)
    assert (len(prepared.rows), [one.reason for one in prepared.refused]) == (1, ["The row repeats row 2."])


def test_strict_refuses_for_one_row(read: Read) -> None:
    text = HEAD + f"E1,厂,低,{LON},{LAT}\nE2,店,低,,"
    assert len(read("enterprises", text).rows) == 1
    with pytest.raises(BadInput, match="Row 3: The place is missing"):
        read("enterprises", text, strict=True)


def test_columns_and_constants_by_option(read: Read) -> None:
    prepared = read(
        "enterprises",
        f"甲,乙,x,y\n1,厂,{LON},{LAT}",
        columns={"code": "甲", "name": "乙", "kind": ""},
        constants={"risk": "重大", "kind": "化工"},
    )
    assert [(row["code"], row["name"], row["risk"], row["kind"]) for row in prepared.rows] == [
        ("1", "厂", 3, "化工")
    ]
    with pytest.raises(BadInput, match="There is no field colour; the fields are"):
        read("enterprises", HEAD + f"E1,厂,低,{LON},{LAT}", constants={"colour": "red"})


def test_an_event_gets_the_grid_edition_and_department_of_its_day(read: Read, home: Home) -> None:
    prepared = read("events", f"编号,类别,上报时间,经度,纬度\nB1,暴露垃圾,2026-11-02 09:30,{LON},{LAT}")
    (row,) = prepared.rows
    assert row["reported_at"].isoformat() == "2026-11-02T01:30:00+00:00"
    assert (row["category_code"], row["department_code"]) == ("0101", "01")
    assert row["grid_id"] == home.keys["grid"][CODES[0]]
    assert row["edition_id"] == home.editions[0].edition


async def stored(database: Database, prepared: Prepared, mapping: str | None = None) -> Saved:
    return await save(database, prepared, "test", NOON.date(), mapping)


async def test_rows_are_merged_in_pieces_and_counted(
    read: Read, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PIECE", 2)
    rows = [f"P{number},厂{number},低,{LON},{LAT}" for number in range(5)]
    told: list[tuple[int, int]] = []
    for first, added, changed in (("P0,厂0", 5, 0), ("P0,厂0", 0, 0), ("P0,新厂", 0, 1)):
        prepared = read("enterprises", HEAD + "\n".join([f"{first},低,{LON},{LAT}", *rows[1:]]))
        saved = await save(
            database, prepared, "test", NOON.date(), counted=lambda *counts: told.append(counts)
        )
        assert saved.outcome == Outcome(added, changed, 5 - added - changed)
    assert told == [(2, 5), (4, 5), (5, 5)] * 3


async def test_people_and_their_posts(read: Read, database: Database) -> None:
    head = "工号,姓名,手机,网格,岗位,上岗日期,离岗日期\n"
    first = f"900,欧阳雪,13900000000,{CODES[1]},网格员,2026-01-01,\n901,李,,,,,\n"
    outcome = (await stored(database, read("people", head + first))).outcome
    assert (outcome.added, outcome.changed) == (3, 0)
    moved = f"900,欧阳雪,13900000000,{CODES[1]},网格员,2026-01-01,2026-06-30\n"
    outcome = (await stored(database, read("people", head + moved))).outcome
    assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 1, 1)
    with pytest.raises(BadInput, match="stands for two people"):
        read("people", head + f"902,甲,,{CODES[0]},网格员,,\n902,乙,,{CODES[1]},网格员,,\n")
    with pytest.raises(BadInput, match="a grid or a post, but not both"):
        read("people", head + f"902,甲,,{CODES[0]},,,\n")


async def test_households_change_the_counts_of_known_blocks(read: Read, database: Database) -> None:
    text = "名称,户数,人数\n甲村第1村民小组,{},31\n"
    for households, changed in ((11, 1), (11, 0)):
        outcome = (await stored(database, read("households", text.format(households)))).outcome
        assert (outcome.added, outcome.changed) == (0, changed)
    with pytest.raises(BadInput, match="There is no block 丙村"):
        read("households", "名称,户数,人数\n丙村,1,1\n")


async def test_a_mapping_is_kept_with_the_import(read: Read, database: Database) -> None:
    text = f"甲,乙,x,y\nE77,厂,{LON},{LAT}"
    await stored(database, read("enterprises", text, columns={"code": "甲", "name": "乙"}), "月报")
    options = await remembered(database, "enterprises", "月报", Options(declared=WGS84))
    assert (options.columns["code"], options.columns["name"]) == ("甲", "乙")


def test_every_kind_says_what_it_is() -> None:
    for name, kind in kinds().items():
        assert kind.title[0], name
        keys = [one.key for one in kind.fields]
        assert len(keys) == len(set(keys)), name
        assert set(kind.identity) & {one.column for one in kind.fields} or kind.write, name
