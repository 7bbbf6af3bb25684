"""wangge import: reports before it writes, refuses in one sentence, and then writes nothing."""

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from tests.cli.conftest import Home, Run
from tests.small_town import CODES, EAST, EPSG, NORTH, square


def written(folder: Path, shapes: list[object], codes: list[str], crs: int | None = EPSG) -> Path:
    path = folder / "grids.gpkg"
    squads = ["1"] * len(codes)
    gpd.GeoDataFrame({"code": codes, "squad": squads}, geometry=shapes, crs=crs).to_file(path)
    return path


def whole(folder: Path) -> Path:
    return written(folder, [square(column) for column in range(4)], list(CODES))


def test_a_draft_is_written_and_named(home: Home, run: Run, tmp_path: Path) -> None:
    before = home.counts()
    code, out, err = run("import", "grids", whole(tmp_path), "--title", "新版")
    assert (code, err) == (0, "")
    assert "Draft 2 is written" in out
    after = home.counts()
    changed = {table: after[table] - before[table] for table in after if after[table] != before[table]}
    assert changed == {"edition": 1, "edition_grid": 7, "squad_zone": 1, "audit": 1}
    # names of villages and squads outlive a file that does not know them
    names = (
        "SELECT string_agg(name, ' ' ORDER BY name) FROM edition_grid WHERE edition_id = 2 AND grid_id IN "
    )
    assert home.value(names + "(SELECT id FROM grid WHERE level = 1)") == "乙村 甲村"
    assert home.value("SELECT string_agg(name, ' ' ORDER BY code) FROM squad") == "一中队 二中队"


def test_a_dry_run_reports_and_writes_nothing(home: Home, run: Run, tmp_path: Path) -> None:
    before = home.counts()
    hole = box(EAST + 400, NORTH + 400, EAST + 410, NORTH + 420)
    overlapping = box(EAST + 990, NORTH, EAST + 2000, NORTH + 1000)
    path = written(tmp_path, [square(0).difference(hole), overlapping], list(CODES[:2]))  # type: ignore[attr-defined]
    code, out, err = run("import", "grids", path, "--dry-run")
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[-1] == "Nothing was written (--dry-run)."
    assert "gaps 1, 200.0 m²" in lines
    assert "overlaps 1, 10,000.0 m²" in lines
    assert "- 有 200.0 平方米不属于任何网格 200.0 m² belong to no grid (500405.000, 3500410.000)" in lines
    assert home.counts() == before


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(
    ("codes", "crs", "options", "words"),
    [
        ([CODES[0], CODES[0]], EPSG, (), "Nothing was written: 1 rows or shapes must be mended first."),
        ([CODES[0], "12"], EPSG, (), "Nothing was written: 1 rows or shapes must be mended first."),
        (CODES[:2], None, (), "The file names no CRS and none is guessed"),
        (CODES[:2], EPSG, ("--crs", "EPSG:1"), "Unknown CRS EPSG:1"),
        (CODES[:2], EPSG, ("--datum", "beijing54"), "Unknown datum"),
        (CODES[:2], EPSG, ("--code", "number"), "There is no column number"),
    ],
)
def test_a_refusal_is_one_sentence_and_nothing_is_written(
    home: Home,
    run: Run,
    tmp_path: Path,
    codes: list[str],
    crs: int | None,
    options: tuple[str, ...],
    words: str,
) -> None:
    before = home.counts()
    path = written(tmp_path, [square(0), square(1)], list(codes), crs)
    code, _, err = run("import", "grids", path, *options)
    assert code == 2
    assert err.startswith(f"wangge: {words}")
    assert err.count("\n") == 1
    assert home.counts() == before


def test_duplicates_are_named_by_row_and_merged_when_asked(home: Home, run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, [square(0), square(1), square(3)], [CODES[0], CODES[1], CODES[0]])
    code, out, _ = run("import", "grids", path)
    assert code == 2
    assert f"Code {CODES[0]} stands in rows 1, 3" in out
    code, out, _ = run("import", "grids", path, "--merge-duplicates")
    assert code == 0
    assert "2 (1 rows joined)" in out
    parts = "SELECT max(ST_NumGeometries(geom)) FROM grid_shape"
    assert home.value(parts) == 2


def test_an_unfounded_home_takes_no_grids(empty_home: Home, run: Run, tmp_path: Path) -> None:
    code, _, err = run("import", "grids", whole(tmp_path))
    assert code == 2
    assert err == "wangge: This home has no town yet: found one with ./wangge init.\n"
