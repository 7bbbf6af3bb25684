"""OwnTracks against what its apps put on the wire."""

import base64
import json
from urllib.parse import unquote

import pytest

from gis.protocols import owntracks_remote as remote
from gis.protocols.base import Decoded, Message, Refused, Report
from gis.protocols.owntracks import protocol
from tests.protocols.wire import ANDROID, ENTER, IOS, STATUS

T = 1_763_950_000_000


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            ANDROID,
            Decoded(
                "zhangsan/phone",
                (
                    Report(
                        T,
                        120.3435078,
                        31.7538125,
                        accuracy_m=14,
                        altitude_m=6,
                        speed=5,
                        heading_deg=271,
                        battery_pct=46,
                        charging=False,
                    ),
                ),
                (),
                "kmh",
                {"monitoring": 2, "connection": "m"},
            ),
            id="Android, by hand",
        ),
        pytest.param(
            IOS,
            Decoded(
                "lisi/iphone",
                (Report(T, 120.3435, 31.7538, altitude_m=0, battery_pct=80, charging=True, ping=True),),
                (),
                "kmh",
                {"monitoring": 1, "connection": "w"},
            ),
            id="iOS ping; accuracy 0 is unknown",
        ),
        pytest.param(
            ENTER,
            Decoded("zhangsan/phone", (Report(T, 120.34, 31.75, accuracy_m=9),), (), "kmh"),
            id="a region entered is a place",
        ),
        pytest.param(
            STATUS,
            Decoded(
                "zhangsan/phone",
                (),
                (),
                "kmh",
                {
                    "android.hib": 0,
                    "android.bo": 1,
                    "android.loc": -5,
                    "android.ps": 0,
                    "android.wifi": 1,
                    "iOS.locationManagerAuthorizationStatus": "denied",
                },
            ),
            id="permissions and power",
        ),
        pytest.param(
            b'{"_type":"waypoint","desc":"x","lat":1,"lon":2,"rad":50,"tst":1763950000,"rid":"1"}',
            Decoded(speed_unit="kmh"),
            id="a waypoint is no place of the phone",
        ),
        pytest.param(
            b'{"_type":"lwt","tst":1763950000,"tid":"z3"}', Decoded("z3", speed_unit="kmh"), id="last will"
        ),
        pytest.param(b"", Decoded(speed_unit="kmh"), id="an empty body"),
        pytest.param(
            b'{"_type":"encrypted","data":"AAAA"}',
            Decoded(
                refused=(
                    Refused(
                        "The message is encrypted: switch the app's encryption off;"
                        " the connection has its own."
                    ),
                ),
                speed_unit="kmh",
            ),
            id="encrypted",
        ),
    ],
)
def test_a_message_on_the_wire(body: bytes, expected: Decoded) -> None:
    assert protocol.decode(Message(body, content_type="application/json")) == expected


def test_an_array_is_read_part_by_part() -> None:
    body = b"[" + ANDROID + b',7,{"_type":"location","lat":1,"lon":2},' + ENTER + b"]"
    decoded = protocol.decode(Message(body))
    assert [report.lat for report in decoded.reports] == [31.7538125, 31.75]
    assert decoded.refused == (
        Refused("The body is no JSON object."),
        Refused("The time (tst) cannot be read."),
    )


@pytest.mark.parametrize(
    ("headers", "query", "body", "device"),
    [
        ({"x-limit-u": "a", "x-limit-d": "b"}, "u=c&d=d", ANDROID, "a/b"),
        ({}, "u=c&d=d", ANDROID, "c/d"),
        ({}, "u=c", ANDROID, "c"),
        ({}, "", ANDROID, "zhangsan/phone"),
        ({}, "", ANDROID.replace(b"owntracks/zhangsan/phone", b"home"), "z3"),
        ({}, "", b'{"_type":"location"}', None),
    ],
)
def test_who_reports(headers: dict[str, str], query: str, body: bytes, device: str | None) -> None:
    assert protocol.decode(Message(body, query, headers=headers)).device == device


@pytest.mark.parametrize(
    "body",
    [
        b"5",
        b"null",
        b"[" * 100_000,
        b'{"_type":"location","lat":NaN,"lon":1,"tst":1763950000}',
        b'{"_type":"location","lat":"31","lon":1,"tst":1763950000}',
        b'{"_type":"location","lat":31,"lon":1,"tst":true}',
        b'{"_type":"location","lat":31,"lon":1,"tst":1763950000000}',
        b'{"_type":["location"]}',
        b"[" + b"{}," * 2000 + b"{}]",
        b" " * 2_000_000,
    ],
)
def test_what_cannot_be_read_is_refused_once(body: bytes) -> None:
    decoded = protocol.decode(Message(body + b"x" if body.isspace() else body))
    assert (len(decoded.reports), len(decoded.refused)) == (0, 1)


def test_the_reply_switches_tracking() -> None:
    assert remote.reply() == b"[]"
    assert json.loads(remote.reply([remote.switch(2), remote.ask_location()])) == [
        {
            "_type": "cmd",
            "action": "setConfiguration",
            "configuration": {"_type": "configuration", "monitoring": 2},
        },
        {"_type": "cmd", "action": "reportLocation"},
    ]


def test_a_link_carries_the_configuration() -> None:
    told = remote.provisioning(
        "https://town.example/devices/owntracks", "zhangsan", "~?>秘密", "phone", "zsan"
    )
    scheme, _, packed = remote.link(told).partition("?inline=")
    assert scheme == "owntracks:///config"
    assert json.loads(base64.b64decode(unquote(packed))) == told
    assert (told["mode"], told["tid"], told["password"]) == (3, "zs", "~?>秘密")
