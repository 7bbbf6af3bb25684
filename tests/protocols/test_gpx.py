"""GPX files as loggers, apps and people write them."""

import pytest

from gis.protocols.base import Decoded, Message, Refused, Report
from gis.protocols.gpx import protocol
from tests.protocols.wire import GPX_10, GPX_11

T = 1_763_950_000_000


def decoded(text: str | bytes) -> Decoded:
    return protocol.decode(Message(text if isinstance(text, bytes) else text.encode()))


def track(*points: str) -> Decoded:
    return decoded(f"<gpx><trk><trkseg>{''.join(points)}</trkseg></trk></gpx>")


def point(lat: float, time: str | None) -> str:
    return f'<trkpt lat="{lat}" lon="120">{"" if time is None else f"<time>{time}</time>"}</trkpt>'


def test_version_1_1_with_an_extension_and_two_segments() -> None:
    assert decoded(GPX_11) == Decoded(
        None,
        (
            Report(T, 120.343507, 31.753812, altitude_m=6.3, speed=1.5, heading_deg=271),
            Report(T + 10_000, 120.343607, 31.753912),
        ),
    )


def test_version_1_0_with_its_own_speed() -> None:
    expected = Report(T + 250, 120.343507, 31.753812, altitude_m=6.3, speed=1.5, heading_deg=0.0)
    assert decoded(GPX_10).reports == (expected,)


def test_times_that_are_missing_equal_backward_or_of_1970() -> None:
    read = track(
        point(3, "2025-11-24T02:06:42Z"),
        point(1, "2025-11-24T02:06:40Z"),
        point(1, "2025-11-24T02:06:40Z"),
        point(2, "2025-11-24T02:06:40Z"),
        point(4, None),
        point(5, "1970-01-01T00:00:07Z"),
        point(6, "2025-11-24T02:06:44"),
        point(91, "2025-11-24T02:06:46Z"),
    )
    assert [(report.at_ms - T, report.lat) for report in read.reports] == [(0, 1), (0, 2), (2000, 3)]
    assert read.refused == (
        Refused("Points that repeat another: 1."),
        Refused("Points with a time that is unreadable, without a zone or before 2000: 2."),
        Refused("Points without a place on earth: 1."),
        Refused("Points without a time: 1."),
    )


def test_a_file_in_gbk() -> None:
    text = GPX_11.replace("UTF-8", "gbk")
    assert decoded(text.encode("gbk")).reports == decoded(GPX_11).reports


def test_a_file_that_breaks_off_is_read_so_far() -> None:
    broken = decoded(GPX_11[: GPX_11.index("</trkseg>") + 5])
    assert len(broken.reports) == 1
    assert broken.refused == (Refused("The file is broken after 1 points."),)


BOMB = '<!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><gpx>&b;</gpx>'
OUTSIDE = '<!DOCTYPE gpx SYSTEM "file:///etc/hostname"><gpx/>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "The file declares a document type; entities are not read."),
        (OUTSIDE, "The file declares a document type; entities are not read."),
        ("<gpx>" * 100_000, "The file is nested too deeply."),
        ("<html/>", "The file is no GPX."),
        ("", "The file is no GPX."),
        ("\0\0", "The file is no GPX."),
        ("<gpx>&a;</gpx>", "The file is broken after 0 points."),
        ('<?xml version="1.0" encoding="UTF-99"?><gpx/>', "The file is no GPX."),
        ("<gpx>" + " " * (32 << 20), "The file is too long."),
    ],
)
def test_what_is_not_read(text: str, reason: str) -> None:
    assert decoded(text) == Decoded(refused=(Refused(reason),))


def test_a_text_without_end_is_not_kept() -> None:
    (refused,) = track(f'<trkpt lat="1" lon="2"><time>{"9" * 100_000}</time></trkpt>').refused
    assert refused.reason.startswith("Points with a time that is unreadable")
