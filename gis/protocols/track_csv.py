"""Tracks as tables of text: a head row in Chinese or English, one fix a row."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from itertools import chain
from urllib.parse import parse_qs

from gis.protocols import reading
from gis.protocols.base import MPS, Decoded, Message, Protocol, Refused, Report
from gis.protocols.track_points import settled

LONGEST_BYTES = 32 << 20
MOST_ROWS = 200_000
LONGEST_CELL = 1000
LONGEST_HEAD = 4096
BROKEN = "The table is broken."
HEADS: Mapping[str, tuple[str, ...]] = {
    "time": ("time", "timestamp", "datetime", "fixed_at", "at_ms", "时间", "定位时间", "采集时间"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "accuracy": ("accuracy", "accuracy_m", "精度", "精度(m)"),
    "mps": ("speed_mps", "speed(m/s)", "速度(m/s)"),
    "kmh": ("speed_kmh", "speed(km/h)", "速度(km/h)"),
    "heading": ("heading", "heading_deg", "course", "bearing", "方向", "航向"),
    "altitude": ("altitude", "altitude_m", "ele", "elevation", "海拔", "高程"),
    "device": ("device", "id", "设备", "设备编号", "终端"),
}
"""A speed whose head names no unit is not read."""
_ZONE = re.compile(r"[+-]\d\d:\d\d", re.ASCII)

Row = Mapping[str, str]


class TrackCsv(Protocol):
    """Commas, semicolons or tabs; UTF-8, UTF-16 with its mark, or GB18030; heads as in HEADS, any case.

    Times are seconds or milliseconds since 1970 or ISO 8601, also with a blank; those that name no zone are
    taken in that of the query (`?zone=+08:00`) and left out without one. With a column for the device, each
    fix names its own.
    """

    title = ("CSV 轨迹文件", "CSV track file")

    def decode(self, message: Message) -> Decoded:
        """Read a file; what had to be left out is counted by reason."""
        encoding = _encoding(message.body)
        if encoding is None:
            return Decoded(refused=(Refused("The file is too long or no text."),))
        reports: list[Report] = []
        left_out: Counter[str] = Counter()
        broken = None
        try:
            for row in _rows(message.body, encoding):
                report = _report(row, _zone(message.query))
                if isinstance(report, str):
                    left_out[report] += 1
                else:
                    reports.append(report)
        except (csv.Error, _Stop) as stop:
            broken = str(stop) if isinstance(stop, _Stop) else BROKEN
        kept, refused = settled(reports, left_out)
        return Decoded(None, kept, (*([Refused(broken)] if broken else []), *refused))


protocol = TrackCsv()


class _Stop(Exception):
    """A file that is read no further, with the reason."""


def _encoding(body: bytes) -> str | None:
    if len(body) > LONGEST_BYTES:
        return None
    utf16 = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            body.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def _rows(body: bytes, encoding: str) -> Iterator[Row]:
    # read line by line: a whole text would take four times the file's memory
    lines = io.TextIOWrapper(io.BytesIO(body), encoding, newline="")
    head = lines.readline(LONGEST_HEAD)
    delimiter = max(",;\t", key=head.count)
    table = csv.reader(chain([head], lines), delimiter=delimiter)
    columns = _columns(next(table, []))
    for number, cells in enumerate(table):
        if number >= MOST_ROWS:
            raise _Stop(f"Only the first {MOST_ROWS:,} rows were read.")
        # the reader's own limit is one for the whole process, and imports raise it
        if max(map(len, cells), default=0) > LONGEST_CELL:
            raise _Stop(BROKEN)
        if any(cells):
            yield {key: cells[place].strip() for key, place in columns.items() if place < len(cells)}


def _columns(head: list[str]) -> dict[str, int]:
    plain = [re.sub(r"\s", "", cell).lower().replace("（", "(").replace("）", ")") for cell in head]
    found = {
        key: plain.index(name) for key, names in HEADS.items() for name in reversed(names) if name in plain
    }
    if not {"time", "lon", "lat"} <= found.keys():
        raise _Stop("The head row does not name time, lon and lat (时间, 经度, 纬度).")
    return found


def _zone(query: str) -> tzinfo | None:
    # a plus that the sender did not escape has become a blank
    asked = parse_qs(query[:200]).get("zone", [""])[0].replace(" ", "+")
    if not _ZONE.fullmatch(asked):
        return None
    try:
        return datetime.fromisoformat(f"2000-01-01T00:00{asked}").tzinfo
    except ValueError:
        return None


def _report(row: Row, zone: tzinfo | None) -> Report | str:
    """Return a fix, or why it is left out."""
    stamp = row.get("time", "")
    if not stamp:
        return "without a time"
    at_ms = reading.epoch_ms(stamp) if stamp.isdigit() else reading.iso_ms(stamp.replace("/", "-"), zone)
    if at_ms is None:
        return "with a time that is unreadable, without a zone or before 2000"
    lon = reading.written_number(row.get("lon"), -180, 180)
    lat = reading.written_number(row.get("lat"), -90, 90)
    if lon is None or lat is None:
        return "without a place on earth"
    return Report(
        at_ms,
        lon,
        lat,
        accuracy_m=reading.written_number(row.get("accuracy"), 0, 1e6) or None,
        altitude_m=reading.written_number(row.get("altitude"), -1e4, 1e5),
        speed=_speed_mps(row),
        heading_deg=reading.heading(reading.written_number(row.get("heading"), 0, 360)),
        device=reading.name(row.get("device")),
    )


def _speed_mps(row: Row) -> float | None:
    kmh = reading.written_number(row.get("kmh"), 0, 3600)
    return reading.written_number(row.get("mps"), 0, 1000) if kmh is None else kmh * MPS["kmh"]
