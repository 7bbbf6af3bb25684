"""The parameter form against what phones put on the wire."""

from urllib.parse import urlencode

import pytest

from gis.protocols.base import Decoded, Message, Refused, Report
from gis.protocols.osmand import protocol
from tests.protocols.wire import CLIENT_8, CLIENT_10

NOW = 1_764_000_000_000
T = 1_763_950_000_000

PLACE = {"lon": 120.343507, "lat": 31.753812}
FULL = {**PLACE, "altitude_m": 6.3, "heading_deg": 271.5, "battery_pct": 87.0}
ID = "518830274615"


@pytest.mark.parametrize(
    ("query", "body", "expected"),
    [
        pytest.param(
            CLIENT_8,
            b"",
            Decoded(ID, (Report(T, speed=2.9157661, charging=True, mock=True, **FULL),), speed_unit="knots"),
            id="client 8: all in the query, accuracy 0 is unknown",
        ),
        pytest.param(
            "",
            CLIENT_10,
            Decoded(ID, (Report(T, speed=2.92, accuracy_m=4.8, charging=False, **FULL),), speed_unit="knots"),
            id="client 10: a form",
        ),
        pytest.param(
            "id=" + ID,
            b"timestamp=1763950000&lat=31.753812&lon=120.343507",
            Decoded(ID, (Report(T, **PLACE),), speed_unit="knots"),
            id="query and form together",
        ),
        pytest.param(
            "",
            b"id=518830274615&timestamp=1763950000&batt=86&charge=false",
            Decoded(ID, (Report(T, battery_pct=86, charging=False),), speed_unit="knots"),
            id="client 10: heartbeat without a place",
        ),
        pytest.param(
            "",
            b"id=518830274615&timestamp=1763950000&alarm=sos",
            Decoded(ID, (Report(T, alarm="sos"),), speed_unit="knots"),
            id="client 10: SOS without a place",
        ),
        pytest.param(
            "id=518830274615&timestamp=later&alarm=SOS&lat=1&lon=1",
            b"",
            Decoded(
                ID,
                (Report(NOW, alarm="sos"),),
                (Refused("The time cannot be read or names no zone."),),
                "knots",
            ),
            id="an SOS rings although its time is unreadable",
        ),
        pytest.param(
            "id=518830274615&timestamp=1763950000&alarm=sos&lat=NaN&lon=120.3",
            b"",
            Decoded(ID, (Report(T, alarm="sos"),), (Refused("The place is no place on earth.", T),), "knots"),
            id="an SOS rings although its place is unreadable",
        ),
        pytest.param(
            "id=car7&lat=31.753812&lon=120.343507&timestamp=1763950000000&hdop=0.8&altitude=6.3"
            "&speed=1.5&bearing=360",
            b"",
            Decoded("car7", (Report(T, altitude_m=6.3, speed=1.5, heading_deg=0.0, **PLACE),)),
            id="OsmAnd app: milliseconds and hdop mean metres a second",
        ),
        pytest.param(
            "deviceid=x&location=31.753812,120.343507",
            b"",
            Decoded("x", (Report(NOW, **PLACE),), speed_unit="knots"),
            id="deviceid, location, and the time of arrival",
        ),
        pytest.param(
            "",
            b"id=518830274615&notificationToken=dQw4w9WgXcQ%3AAPA91b",
            Decoded(ID),
            id="a push token says nothing",
        ),
        pytest.param(
            "id=x&lat=31.7&timestamp=1763950000",
            b"",
            Decoded("x", (), (Refused("The place is no place on earth.", T),), "knots"),
            id="half a place",
        ),
        pytest.param(
            "id=x&lat=31.7&lon=120&valid=false&timestamp=1763950000",
            b"",
            Decoded("x", (Report(T),), speed_unit="knots"),
            id="a fix that its sender calls invalid is a sign of life",
        ),
        pytest.param(
            "",
            b'{"id": 1}',
            Decoded(None, (), (Refused("The message holds no parameter that is known."),)),
            id="something else altogether",
        ),
    ],
)
def test_a_message_on_the_wire(query: str, body: bytes, expected: Decoded) -> None:
    assert protocol.decode(Message(body, query, received_ms=NOW)) == expected


@pytest.mark.parametrize(
    ("written", "at_ms"),
    [
        ("1763950000", T),
        ("1763950000000", T),
        ("2025-11-24T02:06:40Z", T),
        ("2025-11-24T10:06:40.500+08:00", T + 500),
        ("2025-11-24 02:06:40", None),
        ("2025-11-24T02:06:40", None),
        ("0", None),
        ("99999999999999999999", None),
        ("1e999", None),
        ("١٧٦٣٩٥٠٠٠٠", None),
    ],
)
def test_every_form_of_time(written: str, at_ms: int | None) -> None:
    query = urlencode({"id": "x", "lat": 1, "lon": 2, "timestamp": written})
    reports = protocol.decode(Message(query=query)).reports
    assert [report.at_ms for report in reports] == ([] if at_ms is None else [at_ms])


def test_a_plus_that_nobody_escaped() -> None:
    query = "id=x&lat=1&lon=2&timestamp=2025-11-24T10:06:40+08:00"
    assert protocol.decode(Message(query=query)).reports[0].at_ms == T


def test_what_is_out_of_its_range_is_unknown() -> None:
    query = "id=x&lat=1&lon=2&timestamp=1763950000&speed=-1&bearing=999&batt=-100&accuracy=1e999&altitude=x"
    assert protocol.decode(Message(query=query)).reports == (Report(T, 2, 1),)


def test_the_last_of_two_counts_and_a_name_must_be_printable() -> None:
    assert protocol.decode(Message(query="id=x&lat=1&lon=2&lat=3")).reports[0].lat == 3
    assert protocol.decode(Message(query="id=a%00b&lat=1&lon=2")).device is None


@pytest.mark.parametrize("query", ["a=1&" * 100, "id=" + "9" * 20_000])
def test_too_much(query: str) -> None:
    assert protocol.decode(Message(query=query)).refused == (Refused("The message is too long."),)
