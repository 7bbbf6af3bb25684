"""Traccar Client 9 against what it puts on the wire."""

import json
from typing import Any

import pytest

from gis.protocols.base import Decoded, Message, Refused, Report
from gis.protocols.traccar import protocol
from tests.protocols.wire import CLIENT_9_HEARTBEAT, CLIENT_9_MOVING, CLIENT_9_STILL

NOW = 1_764_000_000_000
T = 1_763_950_000_862

PLACE = {"lon": 120.343507, "lat": 31.753812}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            CLIENT_9_MOVING,
            Decoded(
                "48241179",
                (
                    Report(
                        T,
                        **PLACE,
                        accuracy_m=5,
                        altitude_m=6.3,
                        speed=1.5,
                        heading_deg=271,
                        battery_pct=79.0,
                        charging=False,
                    ),
                ),
            ),
            id="moving",
        ),
        pytest.param(
            CLIENT_9_STILL,
            Decoded("658765", (Report(T, **PLACE, altitude_m=0, charging=False, mock=True),)),
            id="negative is unknown",
        ),
        pytest.param(
            CLIENT_9_HEARTBEAT,
            Decoded("48241179", (Report(T, battery_pct=100, charging=True),)),
            id="heartbeat, and a name that is a number",
        ),
    ],
)
def test_a_message_on_the_wire(body: bytes, expected: Decoded) -> None:
    decoded = protocol.decode(Message(body, content_type="application/json", received_ms=NOW))
    assert decoded == expected


def changed(**location: Any) -> Decoded:
    said = json.loads(CLIENT_9_MOVING)
    said["location"].update(location)
    return protocol.decode(Message(json.dumps(said).encode(), received_ms=NOW))


@pytest.mark.parametrize("coords", [[], {"latitude": 1}, {"latitude": "1", "longitude": 2}, {"latitude": 91}])
def test_a_place_that_is_none(coords: Any) -> None:
    assert changed(coords=coords) == Decoded("48241179", (), (Refused("The place is no place on earth.", T),))


def test_an_alarm_rings_without_place_and_without_time() -> None:
    assert [(report.at_ms, report.alarm) for report in changed(coords={}, alarm="sos").reports] == [
        (T, "sos")
    ]
    assert [(report.at_ms, report.alarm) for report in changed(timestamp=5, alarm="SOS").reports] == [
        (NOW, "sos")
    ]


@pytest.mark.parametrize("battery", [None, 5, {"level": True, "is_charging": 1}, {"level": 79}])
def test_a_battery_that_is_none_is_unknown(battery: Any) -> None:
    (report,) = changed(battery=battery).reports
    assert (report.battery_pct, report.charging) == (None, None)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "The body is no JSON object."),
        (b"[" * 100_000, "The body is no JSON object."),
        (CLIENT_9_MOVING.replace(b"1.5", b"1e999"), "The body is no JSON object."),
        (CLIENT_9_MOVING.replace(b"walking", b"\\ud800"), "The body is no JSON object."),
        (CLIENT_9_MOVING.replace(b"walking", b"\xb2\xbd"), "The body is no JSON object."),
        (b" " * 70_000 + CLIENT_9_MOVING, "The body is no JSON object."),
        (b'{"device_id":"a\\u0000b","location":7}', "The message holds no location."),
    ],
)
def test_what_cannot_be_read(body: bytes, reason: str) -> None:
    assert protocol.decode(Message(body)) == Decoded(refused=(Refused(reason),))
