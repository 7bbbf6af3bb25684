"""JT/T 808: frames on the wire, those of a made-up vehicle, and the answers to them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.protocols import jt808_frame, jt808_session
from gis.protocols.base import Decoded, Message, Refused, Report
from gis.protocols.jt808 import decode_frame, protocol
from gis.protocols.jt808_frame import Frame, build, parse, split
from gis.protocols.jt808_session import Registered, Registration, Result
from tests.protocols.wire import (
    AUTHENTICATE_2013,
    AUTHENTICATE_2019,
    BATCH,
    HEARTBEAT,
    LOCATION_2013,
    NOT_LOCATED,
    PART_1,
    PART_2,
    REGISTER_2013,
    REGISTER_2019,
    SOS_2019,
)

T = 1_763_950_000_000
PHONE = "13800000007"
PLACE = {"lon": 120.343507, "lat": 31.753812}

MOVING = Report(T, **PLACE, altitude_m=6, speed=18.5, heading_deg=271)
LATER = Report(T + 20_000, 120.343607, 31.753912, altitude_m=6, speed=0, heading_deg=0)


def frame(wire: str) -> Frame:
    (raw,), rest = split(bytes.fromhex(wire))
    read = parse(raw)
    assert isinstance(read, Frame)
    assert rest == b"\x7e"
    return read


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        pytest.param(
            LOCATION_2013,
            Decoded(PHONE, (MOVING,), (), "kmh", {"signal": 25, "satellites": 11}),
            id="2013: driving",
        ),
        pytest.param(
            SOS_2019,
            Decoded(
                PHONE,
                (Report(T, -120.343507, -31.753812, altitude_m=0, speed=0, heading_deg=0, alarm="sos"),),
                (),
                "kmh",
            ),
            id="2019: emergency in the south-west",
        ),
        pytest.param(
            NOT_LOCATED,
            Decoded(PHONE, (Report(T + 1000, alarm="sos"),), (), "kmh"),
            id="not located is a sign of life, and the alarm rings",
        ),
        pytest.param(
            BATCH,
            Decoded(PHONE, (MOVING, LATER), (Refused("The time cannot be read."),), "kmh"),
            id="a batch",
        ),
        pytest.param(HEARTBEAT, Decoded(PHONE), id="heartbeat"),
        pytest.param(REGISTER_2013, Decoded(PHONE), id="no location"),
        pytest.param(
            PART_1,
            Decoded(PHONE, refused=(Refused("A part of a message cannot be read alone."),)),
            id="a part",
        ),
    ],
)
def test_a_message_on_the_wire(wire: str, expected: Decoded) -> None:
    assert protocol.decode(Message(bytes.fromhex(wire))) == expected


@pytest.mark.parametrize(
    ("wire", "reason"),
    [
        ("7e7e", "The frame is broken."),
        (HEARTBEAT.replace("3f7e", "3e7e"), "The frame's checksum is wrong."),
        (HEARTBEAT.replace("0007", "7d07"), "The frame is broken."),
        (HEARTBEAT.replace("00020000", "00020400").replace("3f7e", "3b7e"), "The frame is encrypted."),
        (HEARTBEAT.replace("00020000", "00020001").replace("3f7e", "3e7e"), "The frame's length is wrong."),
        (HEARTBEAT.replace("0138", "0a38").replace("3f7e", "347e"), "The terminal's number is no number."),
        (
            PART_1.replace("00020001", "00020003").replace("f57e", "f77e"),
            "The frame's part is none of its parts.",
        ),
        ("7e" + "00" * 5000 + "7e", "The frame is too long."),
    ],
)
def test_a_broken_frame(wire: str, reason: str) -> None:
    assert protocol.decode(Message(bytes.fromhex(wire))).refused == (Refused(reason),)


def test_what_a_terminal_says_when_it_registers() -> None:
    known = Registration("70111", "WG-7", "0000042", 1, "苏B88888")
    assert jt808_session.registration(frame(REGISTER_2013)) == known
    newer = Registration("70111", "WG-9", "0000042", 2, "苏B88888")
    assert jt808_session.registration(frame(REGISTER_2019)) == newer
    assert jt808_session.registration(frame(HEARTBEAT)) == Refused("The registration is cut off.")


def test_the_code_by_which_it_authenticates() -> None:
    assert jt808_session.authentication(frame(AUTHENTICATE_2013)) == "k7Qm"
    assert jt808_session.authentication(frame(AUTHENTICATE_2019)) == "k7Qm"
    assert jt808_session.authentication(frame(HEARTBEAT)) is None


def test_answers() -> None:
    taken = jt808_session.acknowledge(frame(LOCATION_2013), 5, Result.OK)
    assert taken.hex() == "7e8001000501380000000700050007020000ba7e"
    known = jt808_session.registered(frame(REGISTER_2013), 0, Registered.OK, "k7Qm")
    assert known.hex() == "7e8100000701380000000700000001006b37516dd97e"
    unknown = frame(jt808_session.registered(frame(REGISTER_2019), 70_000, Registered.NO_VEHICLE).hex())
    assert (unknown.serial, unknown.body.hex(), unknown.edition) == (70_000 - 65_536, "000102", 2019)


@pytest.mark.parametrize("order", [(PART_1, PART_2), (PART_2, PART_1), (PART_1, PART_1, PART_2)])
def test_parts_are_joined_in_any_order(order: tuple[str, ...]) -> None:
    waiting: tuple[Frame, ...] = ()
    for wire in order:
        waiting, whole = jt808_session.joined(waiting, frame(wire))
    assert whole is not None
    assert waiting == ()
    assert decode_frame(whole) == protocol.decode(Message(bytes.fromhex(BATCH)))


def test_parts_of_another_message_do_not_mix() -> None:
    foreign = Frame(0x0704, PHONE, 40, b"x", parts=2, part=1)
    waiting, whole = jt808_session.joined((foreign,), frame(PART_2))
    assert (len(waiting), whole) == (1, None)
    assert jt808_session.joined((), Frame(0x0704, PHONE, 1, b"", parts=65, part=1)) == ((), None)


def test_a_stream_cut_anywhere_gives_the_same_frames() -> None:
    stream = b"noise" + bytes.fromhex(LOCATION_2013 + SOS_2019 + HEARTBEAT[2:] + NOT_LOCATED)
    whole, _ = split(stream)
    assert len(whole) == 4
    for cut in range(len(stream)):
        first, rest = split(stream[:cut])
        second, _ = split(rest + stream[cut:] if rest else stream[cut:])
        assert first + second == whole or cut < len("noise")


def test_an_endless_frame_is_dropped() -> None:
    assert split(b"\x7e" + b"a" * 5000) == ([], b"")


@settings(max_examples=100)
@given(
    st.integers(0, 0xFFFF),
    st.integers(0, 10**12 - 1),
    st.integers(0, 0xFFFF),
    st.binary(max_size=200) | st.lists(st.sampled_from([0x7D, 0x7E, 1, 2]), max_size=50).map(bytes),
    st.sampled_from([2013, 2019]),
)
def test_what_is_built_is_read_back(
    message_id: int, phone: int, serial: int, body: bytes, edition: jt808_frame.Edition
) -> None:
    built = Frame(message_id, str(phone), serial, body, edition)
    assert frame(build(built).hex()) == built


@settings(max_examples=200)
@given(st.binary(max_size=100))
def test_a_body_of_anything_is_read_or_refused(body: bytes) -> None:
    for message_id in (0x0200, 0x0704):
        decoded = decode_frame(Frame(message_id, PHONE, 1, body))
        assert decoded.reports or decoded.refused or body[:2] == b"\0\0"
    jt808_session.registration(Frame(0x0100, PHONE, 1, body))
    jt808_session.authentication(Frame(0x0102, PHONE, 1, body, 2019))
