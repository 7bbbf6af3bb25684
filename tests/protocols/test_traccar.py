"""Traccar Client 9 against what it puts on the wire."""

import json
from typing import Any

import pytest

from gis.protocols.base import Decoded, Message, Refused, Report
from gis.protocols.traccar import protocol

NOW = 1_764_000_000_000
T = 1_763_950_000_862

MOVING = (
    b'{"location":{"timestamp":"2025-11-24T02:06:40.862Z","coords":{"latitude":31.753812,'
    b'"longitude":120.343507,"accuracy":5,"speed":1.5,"heading":271,"altitude":6.3},"is_moving":true,'
    b'"odometer":412,"event":"motionchange","battery":{"level":0.79,"is_charging":false},'
    b'"activity":{"type":"walking"},"extras":{},"_":"&id=48241179&lat=31.753812&lon=120.343507'
    b'&timestamp=2025-11-24T02:06:40.862Z&"},"device_id":"48241179"}'
)
STILL = (
    b'{"location":{"extras":{},"mock":true,"coords":{"speed_accuracy":-1,"speed":-1,"longitude":120.343507,'
    b'"floor":null,"heading_accuracy":-1,"latitude":31.753812,"accuracy":-1,"altitude":0,"heading":-1},'
    b'"is_moving":false,"age":188,"battery":{"level":-1,"is_charging":false},'
    b'"timestamp":"2025-11-24T02:06:40.862Z"},"device_id":"658765"}'
)
HEARTBEAT = (
    b'{"location":{"timestamp":"2025-11-24T02:06:40.862Z","extras":{"heartbeat":true},'
    b'"battery":{"level":1,"is_charging":true}},"device_id":48241179}'
)
PLACE = {"lon": 120.343507, "lat": 31.753812}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            MOVING,
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
            STILL,
            Decoded("658765", (Report(T, **PLACE, altitude_m=0, charging=False, mock=True),)),
            id="negative is unknown",
        ),
        pytest.param(
            HEARTBEAT,
            Decoded("48241179", (Report(T, battery_pct=100, charging=True),)),
            id="heartbeat, and a name that is a number",
        ),
    ],
)
def test_a_message_on_the_wire(body: bytes, expected: Decoded) -> None:
    decoded = protocol.decode(Message(body, content_type="application/json", received_ms=NOW))
    assert decoded == expected


def changed(**location: Any) -> Decoded:
    said = json.loads(MOVING)
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
        (MOVING.replace(b"1.5", b"1e999"), "The body is no JSON object."),
        (MOVING.replace(b"walking", b"\\ud800"), "The body is no JSON object."),
        (MOVING.replace(b"walking", b"\xb2\xbd"), "The body is no JSON object."),
        (b" " * 70_000 + MOVING, "The body is no JSON object."),
        (b'{"device_id":"a\\u0000b","location":7}', "The message holds no location."),
    ],
)
def test_what_cannot_be_read(body: bytes, reason: str) -> None:
    assert protocol.decode(Message(body)) == Decoded(refused=(Refused(reason),))
