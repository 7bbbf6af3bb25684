"""GPX 1.0 and 1.1: the timed points of a file's tracks."""

import re
from collections import Counter
from collections.abc import Mapping
from xml.parsers import expat

from gis.protocols import reading
from gis.protocols.base import Decoded, Message, Protocol, Refused, Report
from gis.protocols.track_points import settled

LONGEST_BYTES = 32 << 20
DEEPEST = 32
LONGEST_TEXT = 64
MOST_POINTS = 200_000
CHILDREN = ("time", "ele", "speed", "course", "bearing", "accuracy")
_CHINESE = re.compile(rb"""encoding\s*=\s*["'](gbk|gb2312|gb18030)["']""", re.IGNORECASE)


class Gpx(Protocol):
    """Points of `trkseg`, wherever they stand; waypoints and routes are no track and are passed over.

    Speed (m/s) and course are taken from the point itself (1.0) or from any extension of it (1.1). A file
    that declares a document type, hence entities, is read no further. Whose track it is, the sign-in says.
    """

    title = ("GPX 轨迹文件", "GPX track file")

    def decode(self, message: Message) -> Decoded:
        """Read a file; what had to be left out is counted by reason."""
        if len(message.body) > LONGEST_BYTES:
            return Decoded(refused=(Refused("The file is too long."),))
        reader = _Reader()
        reason = reader.read(message.body)
        reports, refused = settled(reader.reports, reader.left_out)
        return Decoded(None, reports, (*([Refused(reason)] if reason else []), *refused))


protocol = Gpx()


class _Stop(Exception):
    """A file that is read no further, with the reason."""


class _Reader:
    """Walks a file once, keeping nothing but points."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.left_out: Counter[str] = Counter()
        self._path: list[str] = []
        self._point: dict[str, str] | None = None
        self._text: list[str] | None = None

    def read(self, body: bytes) -> str | None:
        """Read points up to the end or the first error; return why the rest was not read."""
        chinese = _CHINESE.search(body[:200])
        parser = expat.ParserCreate("utf-8" if chinese else None)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            parser.Parse(body.decode("gb18030", "replace").encode() if chinese else body, True)
        except _Stop as stop:
            return str(stop)
        except (expat.ExpatError, ValueError, LookupError):
            if not self._path and not self.reports:
                return "The file is no GPX."
            return f"The file is broken after {len(self.reports)} points."
        return None

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        if not self._path and local != "gpx":
            raise _Stop("The file is no GPX.")
        if len(self._path) >= DEEPEST:
            raise _Stop("The file is nested too deeply.")
        self._path.append(local)
        if local == "trkpt" and self._path[-2:-1] == ["trkseg"]:
            self._point = {"lon": attributes.get("lon", ""), "lat": attributes.get("lat", "")}
        elif self._point is not None and local in CHILDREN:
            self._text = []

    def _characters(self, text: str) -> None:
        if self._text is not None and sum(map(len, self._text)) <= LONGEST_TEXT:
            self._text.append(text)

    def _end(self, name: str) -> None:
        local = self._path.pop()
        if self._point is None:
            return
        if local == "trkpt":
            self._keep(self._point)
            self._point = None
        elif self._text is not None:
            self._point.setdefault(local, "".join(self._text)[:LONGEST_TEXT].strip())
        self._text = None

    def _keep(self, point: Mapping[str, str]) -> None:
        if len(self.reports) + self.left_out.total() >= MOST_POINTS:
            raise _Stop(f"Only the first {MOST_POINTS:,} points were read.")
        report = _report(point)
        if isinstance(report, str):
            self.left_out[report] += 1
        else:
            self.reports.append(report)


def _refuse_doctype(*_: object) -> None:
    raise _Stop("The file declares a document type; entities are not read.")


def _report(point: Mapping[str, str]) -> Report | str:
    """Return a point, or why it is left out."""
    if not point.get("time"):
        return "without a time"
    at_ms = reading.iso_ms(point["time"])
    if at_ms is None:
        return "with a time that is unreadable, without a zone or before 2000"
    lon = reading.written_number(point["lon"], -180, 180)
    lat = reading.written_number(point["lat"], -90, 90)
    if lon is None or lat is None:
        return "without a place on earth"
    course = point.get("course", point.get("bearing"))
    return Report(
        at_ms,
        lon,
        lat,
        accuracy_m=reading.written_number(point.get("accuracy"), 0, 1e6) or None,
        altitude_m=reading.written_number(point.get("ele"), -1e4, 1e5),
        speed=reading.written_number(point.get("speed"), 0, 1000),
        heading_deg=reading.heading(reading.written_number(course, 0, 360)),
    )
