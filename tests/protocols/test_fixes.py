"""Our own form: JSON rows, JSON columns and packed fixes say the same; what cannot be meant is counted."""

import json
import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.protocols import fixes_json, fixes_packed
from gis.protocols.base import Decoded, Message, Refused, Report
from gis.protocols.columns import NUMBERS, FixColumns
from gis.protocols.fixes import ARROW, PACKED, protocol
from tests.protocols.wire import PACKED_FIX

NOW = 1_764_000_000_000
T = 1_763_950_000_000
FULL = {
    "device": "car7",
    "at_ms": T,
    "lon": 120.343507,
    "lat": 31.753812,
    "accuracy_m": 4.5,
    "speed_mps": 1.25,
    "heading_deg": 271.5,
    "altitude_m": 6,
    "battery_pct": 87,
    "mock": True,
}
WALKED = Report(T, 120.343507, 31.753812, 4.5, 6, 1.25, 271.5, 87, mock=True, device="car7")


def decoded(said: Any) -> Decoded:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return protocol.decode(Message(body, content_type="application/json", received_ms=NOW))


def test_one_object_an_array_and_columns_say_the_same() -> None:
    assert decoded(FULL) == Decoded(reports=(WALKED,))
    assert decoded([FULL]) == Decoded(reports=(WALKED,))
    assert decoded({key: [value] for key, value in FULL.items()}) == Decoded(reports=(WALKED,))
    assert decoded({key: [value] for key, value in FULL.items()} | {"device": "car7"}).reports == (WALKED,)


def test_packed_bytes_on_the_wire() -> None:
    message = Message(PACKED_FIX, content_type=f"{PACKED}; v=1")
    assert protocol.decode(message) == Decoded(reports=(WALKED,))
    assert fixes_packed.pack(protocol.columns(message)) == PACKED_FIX


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lon": None, "lat": None}, Report(T, device="car7")),
        ({"device": None, "heading_deg": 360, "accuracy_m": 0}, Report(T, 1, 2, heading_deg=0.0)),
        ({"speed_mps": -1, "battery_pct": 101, "altitude_m": "6", "mock": 1}, Report(T, 1, 2, device="car7")),
        ({"alarm": "SOS", "lon": "x"}, Report(T, alarm="sos", device="car7")),
        ({"alarm": "sos", "at_ms": None}, Report(NOW, alarm="sos", device="car7")),
        ({"alarm": "sos", "ping": True, "device": 7}, Report(T, 1, 2, alarm="sos", ping=True, device="7")),
    ],
)
def test_what_may_be_missing_or_meaningless(changes: dict[str, Any], expected: Report) -> None:
    plain = {"device": "car7", "at_ms": T, "lon": 1, "lat": 2}
    assert decoded({**plain, **changes}).reports == (expected,)


def test_what_no_device_can_mean_is_counted_by_reason() -> None:
    good = {"at_ms": T, "lon": 1, "lat": 2}
    wrong = [{"lat": 91}, {"lon": []}, {"lat": None}, {"at_ms": 5}, {"at_ms": "x"}, {"device": "a\0"}]
    read = decoded([good, *({**good, **each} for each in wrong), 7])
    assert read.reports == (Report(T, 1, 2),)
    assert read.refused == (
        Refused("In 1 of 8 fixes the device has no name."),
        Refused("In 3 of 8 fixes the time cannot be read."),
        Refused("In 3 of 8 fixes the place is no place on earth."),
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "The body is no JSON of fixes."),
        (b"[]", "The body is no JSON of fixes."),
        (b"[1,2]", "The body is no JSON of fixes."),
        (b"[" * 100_000, "The body is no JSON of fixes."),
        (b'{"at_ms":1763950000000,"lon":1e999,"lat":1}', "The body is no JSON of fixes."),
        (b'{"at_ms":[1763950000000],"lon":[1,2],"lat":[1]}', "The columns differ in length."),
        (b'{"at_ms":[1763950000000],"lon":1,"lat":[1]}', "The columns differ in length."),
    ],
)
def test_json_that_cannot_be_read(body: bytes, reason: str) -> None:
    assert decoded(body) == Decoded(refused=(Refused(reason),))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "The body is not packed fixes."),
        (b"WGF2" + PACKED_FIX[4:], "The body is not packed fixes."),
        (PACKED_FIX[:4] + b"\xff\xff" + PACKED_FIX[6:], "The body is not packed fixes."),
        (PACKED_FIX.replace(b"car7", b"ca\x007"), "The body is not packed fixes."),
        (PACKED_FIX[:-1], "The last fix is cut off."),
        (PACKED_FIX + bytes(4 << 20), "The body is too long."),
        (PACKED_FIX + bytes(28 * 100_001), "The body holds too many fixes."),
    ],
)
def test_packed_bytes_that_cannot_be_read(body: bytes, reason: str) -> None:
    columns = protocol.columns(Message(body, content_type=PACKED))
    assert (len(columns), columns.refused) == (0, (Refused(reason),))


def arrow(compression: str | None = None, **columns: Any) -> Decoded:
    table = pa.table({"at_ms": [T, T + 1], "lon": [1.0, None], "lat": [2, None], **columns})
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
        stream.write_table(table, max_chunksize=1)
    return protocol.decode(Message(sink.getvalue().to_pybytes(), content_type=ARROW, received_ms=NOW))


def test_an_arrow_stream_in_several_batches() -> None:
    read = arrow(device=["car7", None], alarm=[None, "SOS"], mock=[True, None], speed_mps=[1.25, -1.0])
    assert read == Decoded(
        reports=(
            Report(T, 1, 2, speed=1.25, mock=True, device="car7"),
            Report(T + 1, alarm="sos"),
        )
    )
    stamps = pa.array([T, T + 1], pa.timestamp("ms", "UTC"))
    assert [report.at_ms for report in arrow(at_ms=stamps, note=["x", "y"]).reports] == [T, T + 1]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"compression": "zstd"}, "Send plain columns: no compression, no dictionaries."),
        (
            {"device": pa.array(["a", "a"]).dictionary_encode()},
            "Send plain columns: no compression, no dictionaries.",
        ),
        ({"lon": ["east", "west"]}, "The body is no Arrow stream of fixes."),
        ({"mock": ["maybe", None]}, "The body is no Arrow stream of fixes."),
        ({"device": ["a\0", "b"]}, "In 1 of 2 fixes the device has no name."),
        ({"at_ms": [None, None]}, "In 2 of 2 fixes the time cannot be read."),
    ],
)
def test_an_arrow_stream_that_cannot_be_read(columns: dict[str, Any], reason: str) -> None:
    assert arrow(**columns).refused == (Refused(reason),)


@pytest.mark.parametrize("cut", range(len(PACKED_FIX)))
def test_packed_bytes_cut_anywhere_are_refused_or_fewer(cut: int) -> None:
    columns = protocol.columns(Message(PACKED_FIX[:cut], content_type=PACKED))
    assert len(columns) == 0
    # after its names the body is whole, without a fix
    assert bool(columns.refused) == (cut != 11)


MAYBE = st.none() | st.floats(-400, 400) | st.sampled_from(["1", True, [], {}, -0.0, 1e300])
ROW = st.fixed_dictionaries(
    {},
    optional={
        "device": st.none() | st.text(max_size=3) | st.integers(0, 9) | st.just(["x"]),
        "at_ms": st.integers(T, T + 10**6) | MAYBE,
        "alarm": st.sampled_from(["sos", "low", 5, None]),
        "mock": st.sampled_from([True, False, 1, None]),
        **dict.fromkeys(NUMBERS[1:], MAYBE),
    },
)


@settings(max_examples=200)
@given(st.lists(ROW, min_size=1, max_size=5))
def test_rows_are_read_as_a_plain_loop_reads_them(rows: list[dict[str, Any]]) -> None:
    body = json.dumps(rows).encode("utf-8", "surrogatepass")
    columns = fixes_json.read(body, NOW)
    expected = [plain for row in rows if (plain := plainly(row))]
    assert [
        (columns.names[columns.device[i]], int(columns.at_ms[i]), columns.lon[i], columns.speed_mps[i])
        for i in range(len(columns))
    ] == [pytest.approx(each, nan_ok=True) for each in expected]


def plainly(row: dict[str, Any]) -> tuple[Any, ...] | None:
    """Read one row by hand: its name, time, longitude and speed; None when it is refused."""
    device = row.get("device")
    name = "" if device is None else str(device).strip() if isinstance(device, str | int) else None
    if name is None or (device not in (None, "") and not (name and name.isprintable())):
        return None
    sos = row.get("alarm") == "sos"
    at, lon, lat = (number(row.get(key)) for key in ("at_ms", "lon", "lat"))
    timely = at is not None and 946_684_800_000 <= at < 4_102_444_800_000
    placed = lon is not None and abs(lon) <= 180 and lat is not None and abs(lat) <= 90
    silent = row.get("lon") is None and row.get("lat") is None
    if not sos and not (timely and (placed or silent)):
        return None
    speed = number(row.get("speed_mps"))
    return (
        name,
        int(at) if timely and at is not None else NOW,
        lon if placed and timely else math.nan,
        speed if speed is not None and 0 <= speed <= 1000 else math.nan,
    )


def number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def test_packing_keeps_what_a_field_can_hold() -> None:
    nan = [math.nan]
    columns = FixColumns(
        names=("", "a"),
        device=np.array([1, 0], np.int32),
        at_ms=np.array([T, T + 1]),
        lon=np.array([-180.0, math.nan]),
        lat=np.array([90.0, math.nan]),
        accuracy_m=np.array([9000.0, *nan], np.float32),
        speed_mps=np.array([999.0, *nan], np.float32),
        heading_deg=np.array([359.99, *nan], np.float32),
        altitude_m=np.array([-9999.0, *nan], np.float32),
        battery_pct=np.array([0.4, *nan], np.float32),
        sos=np.array([False, True]),
        mock=np.array([True, False]),
        ping=np.array([True, True]),
    )
    back = fixes_packed.read(fixes_packed.pack(columns), 0)
    assert back.names == columns.names
    assert back.refused == ()
    expected = {"accuracy_m": 6553.4, "speed_mps": 655.34, "altitude_m": -9999, "battery_pct": 0}
    for name in ("device", "at_ms", "lon", "lat", "heading_deg", "sos", "mock", "ping", *expected):
        found = getattr(back, name)
        wanted = [expected[name], math.nan] if name in expected else getattr(columns, name)
        np.testing.assert_allclose(found, wanted, rtol=1e-6)
