"""From nothing to a look-up by commands alone, and what each command refuses."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from gis.geometry.projection import to_degrees
from tests.cli.conftest import Home, Run
from tests.cli.test_importing import whole
from tests.small_town import CODES, EAST, EPSG, NORTH

LEVELS = "district:分局:District:2,sector:区:Sector:3,beat:段:Beat:4"
TOMORROW = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()


def test_a_town_of_other_levels_is_founded_filled_and_looked_up(
    empty_home: Home, run: Run, tmp_path: Path
) -> None:
    founded = run("init", "--name", "Lakeside", "--metric-crs", 26916, "--levels", LEVELS)
    assert founded[0] == 0
    assert run("init", "--name", "Again", "--metric-crs", 26916)[0] == 2
    shapes = [box(448_000 + 100 * n, 4_640_000, 448_100 + 100 * n, 4_640_100) for n in range(3)]
    beats = tmp_path / "beats.geojson"
    frame = gpd.GeoDataFrame({"code": ["0111", "0112", "3100"]}, geometry=shapes, crs=26916)
    frame.to_crs(4326).to_file(beats)
    code, out, _ = run("import", "grids", beats)
    assert (code, out.splitlines()[-1]) == (
        0,
        "Draft 1 is written; next: ./wangge publish 1 --from DATE --first",
    )
    assert run("publish", 1, "--from", "2026-01-01")[0] == 2
    assert run("publish", 1, "--from", "2026-01-01", "--first")[0] == 0
    assert run("publish", 1, "--from", "2026-01-01", "--first")[0] == 2
    points, found = tmp_path / "points.csv", tmp_path / "found.csv"
    lon, lat = to_degrees([448_250, 0, 448_100], [4_640_050, 4_640_050, 4_640_000], 26916)
    points.write_text("lon,lat\n" + "".join(f"{x},{y}\n" for x, y in zip(lon, lat, strict=True)))
    assert run("lookup", points, "-o", found)[0] == 0
    with found.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["grid"], row["village"]) for row in csv.DictReader(file)]
    assert rows == [("3100", "310"), ("", ""), ("0111", "011")]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--metric-crs", 4326), "not a projected coordinate reference system in metres"),
        (("--metric-crs", 2249), "not a projected coordinate reference system in metres"),
        (("--metric-crs", 1), "not a known coordinate reference system"),
        (("--metric-crs", EPSG, "--time-zone", "Mars/Base"), "Unknown time zone"),
        (("--metric-crs", EPSG, "--levels", "a:b:c"), "Give levels as"),
        (("--metric-crs", EPSG, "--levels", "a:b:c:9,d:e:f:9"), "longer codes"),
    ],
)
def test_no_such_town(empty_home: Home, run: Run, options: tuple[object, ...], words: str) -> None:
    code, _, err = run("init", "--name", "x", *options)
    assert (code, err.count("\n")) == (2, 1)
    assert words in err


def test_a_later_edition_needs_paper_and_another_person(home: Home, run: Run, tmp_path: Path) -> None:
    assert run("import", "grids", whole(tmp_path))[0] == 0
    before = home.counts()
    for options, words in (
        ((), "document number and an approver"),
        (("--document", "1", "--approver", "x", "--first"), "There is an edition already"),
    ):
        code, _, err = run("publish", 2, "--from", TOMORROW, *options)
        assert code == 2
        assert words in err
    assert home.counts() == before
    paper = ("--document", "政发〔2026〕1号", "--approver", "审批人")
    assert run("publish", 2, "--from", TOMORROW, *paper)[1] == f"Edition 2 is in force from {TOMORROW}.\n"
    assert home.value("SELECT detail ->> 'document' FROM audit ORDER BY id DESC LIMIT 1") == paper[1]


def test_a_look_up_refuses_what_it_cannot_read(home: Home, run: Run, tmp_path: Path) -> None:
    points, found = tmp_path / "points.csv", tmp_path / "found.csv"
    lon, lat = (float(value) for value in to_degrees(EAST + 500, NORTH + 500, EPSG))
    for text, words in (
        ("a,b\n1,2\n", "no column lon"),
        ("lon,lat\n1,x\n", "Line 2"),
        (f"lon,lat\n{lat},{lon}\n", "swapped"),
        ("lon,lat\n1e999,1\n", "finite"),
    ):
        points.write_text(text)
        code, _, err = run("lookup", points, "-o", found)
        assert code == 2
        assert words in err
        assert not found.exists()
    points.write_text(f"lon,lat,note\n{lon},{lat},=1+1\n")
    assert run("lookup", points, "-o", found)[:2] == (0, "1 points lie in a grid; written to found.csv\n")
    assert f"{CODES[0]},甲村第1网格" in found.read_text(encoding="utf-8-sig")
    assert "'=1+1" in found.read_text(encoding="utf-8-sig")


def test_accounts_and_tokens_by_command(home: Home, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGGE_PASSWORD", "a long enough password")
    assert run("account", "add", "chief", "--role", "commander", "--squad", "1")[0] == 0
    assert (
        run("account", "add", "chief", "--role", "commander")[2]
        == "wangge: An account of this name exists.\n"
    )
    assert run("account", "add", "both", "--role", "planner", "--role", "approver")[0] == 2
    refused = "wangge: There is no squad nosuch; the squads are 1 一中队, 2 二中队.\n"
    assert run("account", "add", "lost", "--role", "viewer", "--squad", "nosuch")[2] == refused
    assert run("account", "token", "--role", "viewer", "--squad", "nosuch")[2] == refused
    code, token, _ = run("account", "token", "--role", "viewer", "--label", "kiosk")
    assert (code, token[:3]) == (0, "wg_")
    assert run("account", "revoke", "kiosk")[1] == "1 revoked.\n"
    assert run("account", "revoke", "kiosk")[0] == 2
    assert run("account", "close", "chief")[0] == 0
    assert run("account", "list")[1] == "chief  chief  commander  (closed)\n"
    assert "a long enough" not in str(home.value("SELECT string_agg(a::text, ' ') FROM account a"))


@pytest.mark.parametrize(
    ("lon", "lat", "epsg"), [(120.34, 31.75, 4549), (-87.65, 41.85, 32616), (35.1, -1.4, 32736)]
)
def test_a_metric_crs_is_proposed_from_the_towns_places(
    empty_home: Home, run: Run, tmp_path: Path, lon: float, lat: float, epsg: int
) -> None:
    places = tmp_path / "places.csv"
    places.write_text(f"name,lon,lat\na,{lon},{lat}\n", encoding="utf-8")
    assert "names no CRS" in run("init", "--name", "x", "--data", places)[2]
    given = ("--data", places, "--crs", "EPSG:4326", "--squad", "1=一中队", "--squad", "2=二中队")
    code, out, _ = run("init", "--name", "x", *given)
    assert (code, f"founded in EPSG:{epsg};" in out) == (0, True)
    assert (
        empty_home.value("SELECT string_agg(code || name, ' ' ORDER BY code) FROM squad") == "1一中队 2二中队"
    )


def test_a_town_without_places_is_asked_for_its_crs(empty_home: Home, run: Run) -> None:
    assert "Give --metric-crs EPSG, or --data FILE" in run("init", "--name", "x")[2]
