"""Every noun exported in every format and imported again: nothing is new, nothing differs."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from gis.errors import BadInput
from gis.exchange.placing import Declared
from gis.exchange.writing import FORMATS, Table, write_table
from gis.service.drafting import on_lattice
from gis.service.exporting import exportable, read_table
from gis.service.importing.base import kinds
from gis.service.importing.grids import Reading, read_grids
from gis.service.importing.preparing import Options, prepare
from gis.service.importing.writing import read_home, save
from gis.store.database import Database
from tests.small_town import CODES, NOON, TOWN, small_town

DEGREES = Declared("EPSG:4326")
SQUARE = "POLYGON((120.001 31.61,120.002 31.61,120.002 31.62,120.001 31.61))"
MORE = {
    "outline": f'名称,WKT\n小镇,"{SQUARE}"\n',
    "sites": (
        "编号,名称,类别,开始日期,结束日期,WKT\n"
        f'S1,工地,封闭,2026-01-01,2026-12-31,"{SQUARE}"\nS2,园,免巡,,,"{SQUARE}"\n'
    ),
    "holidays": "日期,名称,休或班\n2026-10-01,国庆节,休\n2026-10-10,国庆节,班\n",
    "frequencies": (
        "网格,风险等级,次数,天数,开始日期,结束日期\n"
        f"{CODES[0]},,1,1,2026-11-01,2026-11-30\n,高,3,7,2026-11-02,\n"
    ),
    "risks": (
        f"网格,风险等级,开始日期,结束日期\n{CODES[0]},3,2026-11-01,\n{CODES[1]},低,2026-11-01,2026-12-01\n"
    ),
    "places": "编号,名称,经度,纬度\nP1,𠮷㙍塘·老街,120.001,31.61\nP2,=1+1,120.002,31.61\n",
}


@pytest.fixture(scope="module", autouse=True)
async def more_rows(database: Database, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Add what the small town lacks: outline, sites, holidays, places with hard names."""
    folder = tmp_path_factory.mktemp("more")
    home = await read_home(database, TOWN)
    for kind, text in MORE.items():
        (folder / f"{kind}.csv").write_text(text)
        prepared = prepare(kind, folder / f"{kind}.csv", Options(declared=DEGREES), home)
        assert prepared.refused == ()
        await save(database, prepared, "test", NOON.date())


def forms(kind: str) -> list[str]:
    return list(FORMATS) if kinds()[kind].shape else ["csv", "xlsx"]


@pytest.mark.parametrize(
    ("kind", "form"), [(kind, form) for kind in exportable() if kind != "grids" for form in forms(kind)]
)
async def test_what_goes_out_comes_in_unchanged(
    kind: str, form: str, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / f"out{FORMATS[form]}"
    table = await read_table(database, TOWN, kind, form, NOON.date())
    write_table(path, table, form)
    options = Options(declared=DEGREES if form in ("csv", "xlsx") else Declared())
    prepared = prepare(kind, path, options, await read_home(database, TOWN))
    assert prepared.refused == ()
    outcome = (await save(database, prepared, "test", NOON.date())).outcome
    assert (outcome.added, outcome.changed) == (0, 0)
    assert outcome.unchanged >= len(prepared.rows) > 0


@pytest.mark.parametrize("form", list(FORMATS))
async def test_grids_come_back_on_the_same_lattice(form: str, database: Database, tmp_path: Path) -> None:
    path = tmp_path / f"out{FORMATS[form]}"
    write_table(path, await read_table(database, TOWN, "grids", form, NOON.date()), form)
    declared = DEGREES if form in ("csv", "xlsx") else Declared()
    incoming = read_grids(path, Reading(declared=declared), TOWN)
    assert (incoming.refusals, incoming.findings) == ((), ())
    assert [(cell.code, cell.name, cell.squad) for cell in incoming.cells] == list(
        zip(CODES, small_town().grids["name"], ["1", "1", "2", "2"], strict=True)
    )
    for cell, shape in zip(incoming.cells, small_town().grids.geometry, strict=True):
        assert on_lattice(cell.shape).normalize() == on_lattice(shape).normalize()


def test_the_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    long = Table("places", {"名称": ["长" * 200]}, np.array([None], dtype=object))
    with pytest.raises(BadInput, match="cuts texts after 254 bytes"):
        write_table(tmp_path / "out.zip", long, "shp")
    with pytest.raises(BadInput, match="no format dwg"):
        write_table(tmp_path / "out.dwg", long, "dwg")
    with pytest.raises(BadInput, match="holidays has no shapes"):
        write_table(tmp_path / "out.gpkg", Table("holidays", {"日期": ["2026-10-01"]}), "gpkg")
    assert list(tmp_path.iterdir()) == []


async def test_an_unknown_layer_is_refused(database: Database) -> None:
    with pytest.raises(BadInput, match="There is no layer secrets"):
        await read_table(database, TOWN, "secrets", "csv", date(2026, 11, 2))
