"""Coordinates as people type them: every usual form of one place, and what is none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.geometry import datum as datums
from gis.geometry.projection import to_metric
from gis.service.coordinates import read_coordinates
from gis.service.search import tidy

EPSG = 4549
LON, LAT = 120 + 20 / 60 + 36 / 3600, 31 + 40 / 60 + 55 / 3600
EASTING, NORTHING = (float(value) for value in to_metric(LON, LAT, EPSG))


def read(text: str) -> tuple[float, float] | None:
    found = read_coordinates(tidy(text), EPSG)
    return (found.lon, found.lat) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "120.3433333,31.6819444",
        "31.6819444 120.3433333",
        "120.3433333、31.6819444",
        "120.3433333；31.6819444",
        "(120.3433333, 31.6819444)",
        "[120.3433333,31.6819444]",
        "１２０．３４３３３３３，３１．６８１９４４４",
        "120°20′36″ 31°40′55″",
        "120°20′36″31°40′55″",
        "120°20'36\" 31°40'55\"",
        "120°20′36″E, 31°40′55″N",
        "31°40′55″N120°20′36″E",
        "N31°40′55″ E120°20′36″",
        "３１°４０′５５″Ｎ　１２０°２０′３６″Ｅ",
        "东经120°20′36″，北纬31°40′55″",
        "北纬31°40′55″东经120°20′36″",
        "120度20分36秒、31度40分55秒",
        "120°20.6′ 31°40.916667′",
        "120.3433333° E, 31.6819444° N",
        "经度：120.3433333 纬度：31.6819444",
        "lat 31.6819444 lon 120.3433333",
        "lng=120.3433333&lat=31.6819444",
        "WGS84 120.3433333,31.6819444",
        "CGCS2000 120.3433333,31.6819444",
    ],
)
def test_one_place_in_degrees(text: str) -> None:
    assert read(text) == pytest.approx((LON, LAT), abs=1e-7)


@pytest.mark.parametrize(
    "form",
    [
        "{x:.3f} {y:.3f}",
        "{y:.3f} {x:.3f}",
        "{y:.3f}，{x:.3f}",
        "X={y:.3f} Y={x:.3f}",
        "X:{y:.3f}、Y:40{x:.3f}",
        "40{x:.3f},{y:.3f}",
        "{y:.3f},40{x:.3f}",
        "CGCS2000 X {y:.3f} Y {x:.3f}",
    ],
)
def test_one_place_in_metres(form: str) -> None:
    found = read_coordinates(tidy(form.format(x=EASTING, y=NORTHING)), EPSG)
    assert found is not None
    assert (found.lon, found.lat) == pytest.approx((LON, LAT), abs=1e-7)
    assert f"北坐标 {NORTHING:.3f} 米（EPSG:4549）" in found.zh
    assert f"northing {NORTHING:.3f} m (EPSG:4549)" in found.en
    assert ("带号 40" in found.zh) == ("40{x" in form)


@pytest.mark.parametrize("word", ["GCJ-02", "gcj02", "GCJ", "火星坐标", "高德", "腾讯坐标系"])
def test_a_word_names_gcj02(word: str) -> None:
    _assert_shifted(word, "GCJ-02", datums.from_wgs84(LON, LAT, "gcj02"))


@pytest.mark.parametrize("word", ["BD-09", "bd09", "百度", "百度坐标"])
def test_a_word_names_bd09(word: str) -> None:
    _assert_shifted(word, "BD-09", datums.from_wgs84(LON, LAT, "bd09"))


def _assert_shifted(word: str, name: str, shifted: tuple[object, object]) -> None:
    lon, lat = shifted
    for text in (f"{word} {lon:.9f},{lat:.9f}", f"{lat:.9f} {lon:.9f} {word}"):
        found = read_coordinates(tidy(text), EPSG)
        assert found is not None
        assert (found.lon, found.lat) == pytest.approx((LON, LAT), abs=2e-8)
        assert found.zh == f"{name} 经度 {lon:.6f}，纬度 {lat:.6f}"
        assert found.en == f"{name} longitude {lon:.6f}, latitude {lat:.6f}"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("87.6W 41.8N", (-87.6, 41.8)),
        ("西经87.6 北纬41.8", (-87.6, 41.8)),
        ("41.8, -87.6", (-87.6, 41.8)),
        ("33.9S 18.4E", (18.4, -33.9)),
        ("南纬33°54′ 东经18°24′", (18.4, -33.9)),
        ("N41.8 E12.5", (12.5, 41.8)),
        ("12.5E", None),
    ],
)
def test_letters_name_the_side_and_the_axis(text: str, place: tuple[float, float] | None) -> None:
    assert read(text) == (pytest.approx(place) if place else None)


@pytest.mark.parametrize(
    "text",
    [
        "320281104",
        "320281104206001",
        "1e999,1",
        "nan nan",
        "inf, 1",
        "霞客路 12 3",
        "1,2,3",
        "120 20 36 31 40 55",
        "120°70′ 31°40′",
        "12°34",
        "181 95",
        "31N 32N",
        "120E 121W",
        "7 99999999999",
        "1" * 80,
        "°′″",
        "-",
        "百度路",
    ],
)
def test_other_texts_are_no_coordinates(text: str) -> None:
    assert read(text) is None


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.text(
        st.sampled_from("0123456789.-+°′″'\"东西南北经纬度分秒EWNSXYxyeE,，、 \t:=()GCJBD百"), max_size=80
    )
)
def test_whatever_is_typed_gives_a_place_on_the_globe_or_none(text: str) -> None:
    found = read_coordinates(tidy(text), EPSG)
    assert found is None or (abs(found.lon) <= 180 and abs(found.lat) <= 90)
