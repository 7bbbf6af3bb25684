"""Tables of fixes as spreadsheets and loggers write them."""

import pytest

from gis.protocols.base import Decoded, Message, Refused, Report
from gis.protocols.track_csv import protocol

T = 1_763_950_000_000
PLACE = {"lon": 120.343507, "lat": 31.753812}


@pytest.mark.parametrize(
    ("body", "query", "expected"),
    [
        pytest.param(
            b"time,lon,lat,accuracy,speed_mps,heading,altitude\n"
            b"2025-11-24T02:06:40Z,120.343507,31.753812,4.5,1.5,271,6.3\n",
            "",
            Report(T, **PLACE, accuracy_m=4.5, speed=1.5, heading_deg=271, altitude_m=6.3),
            id="English",
        ),
        pytest.param(
            "\ufeff设备;时间;经度;纬度;速度（km/h）\r\n车7;1763950000;120.343507;31.753812;18\r\n".encode(),
            "",
            Report(T, **PLACE, speed=5.0, device="车7"),
            id="Chinese, semicolons, byte order mark, seconds",
        ),
        pytest.param(
            "定位时间\t经度\t纬度\n2025/11/24 10:06:40\t120.343507\t31.753812".encode("gb18030"),
            "zone=+08:00",
            Report(T, **PLACE),
            id="GB18030, tabs, a zone from the address",
        ),
        pytest.param(
            "at_ms,Lon,LAT\n\n1763950000000,120.343507,31.753812\n".encode("utf-16"),
            "",
            Report(T, **PLACE),
            id="UTF-16, an empty line, milliseconds",
        ),
    ],
)
def test_a_file(body: bytes, query: str, expected: Report) -> None:
    assert protocol.decode(Message(body, query)) == Decoded(None, (expected,))


def test_rows_that_make_no_sense_are_counted() -> None:
    rows = (
        "2025-11-24 02:06:40,1,2",
        ",1,2",
        "1763950000,x,2",
        "1763950000,1",
        "1763950000,1,2",
        "1763950000,1,2",
    )
    read = protocol.decode(Message("\n".join(("time,lon,lat", *rows)).encode()))
    assert read.reports == (Report(T, 1, 2),)
    assert read.refused == (
        Refused("Points that repeat another: 1."),
        Refused("Points with a time that is unreadable, without a zone or before 2000: 1."),
        Refused("Points without a place on earth: 2."),
        Refused("Points without a time: 1."),
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "The head row does not name time, lon and lat (时间, 经度, 纬度)."),
        (b"time,x,y\n1,2,3", "The head row does not name time, lon and lat (时间, 经度, 纬度)."),
        (b"\xff\xff\xff", "The file is too long or no text."),
        (b"time,lon,lat\n" + b"1" * 2_000, "The table is broken."),
        (b"time,lon,lat\n" + b"1" * 200_000, "The table is broken."),
        (b" " * (33 << 20), "The file is too long or no text."),
    ],
)
def test_what_is_not_read(body: bytes, reason: str) -> None:
    assert protocol.decode(Message(body)).refused == (Refused(reason),)


@pytest.mark.parametrize("zone", ["+8", "+99:00", "Asia/Shanghai", "+08:00" * 100])
def test_a_zone_that_is_none_is_as_if_not_given(zone: str) -> None:
    body = b"time,lon,lat\n2025-11-24 10:06:40,1,2"
    assert protocol.decode(Message(body, f"zone={zone}")).reports == ()
