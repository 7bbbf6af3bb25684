"""Our own form, for pages and gateways: fixes of one or many devices as JSON, Arrow or packed."""

import math
from collections.abc import Iterator

from gis.protocols import fixes_arrow, fixes_json, fixes_packed
from gis.protocols.base import Decoded, Message, Protocol, Report
from gis.protocols.columns import FixColumns

PACKED = "application/vnd.wangge.fixes"
ARROW = "application/vnd.apache.arrow.stream"


class Fixes(Protocol):
    """Metres, metres a second, degrees and UTC milliseconds throughout; the content type tells the form.

    A fix without lon and lat is a sign of life, with its alarm; without `device` it is the sender's own.
    """

    title = ("本系统定位接口", "Our own fixes")

    def decode(self, message: Message) -> Decoded:
        """Read all fixes of a body as reports, each naming its device."""
        fixes = self.columns(message)
        return Decoded(None, tuple(_reports(fixes)), fixes.refused)

    def columns(self, message: Message) -> FixColumns:
        """Read all fixes of a body as columns, many thousands at once."""
        kind = message.content_type.partition(";")[0].strip().lower()
        read = {PACKED: fixes_packed.read, ARROW: fixes_arrow.read}.get(kind, fixes_json.read)
        return read(message.body, message.received_ms)


protocol = Fixes()


def _reports(fixes: FixColumns) -> Iterator[Report]:
    for row in zip(
        fixes.device.tolist(),
        fixes.at_ms.tolist(),
        fixes.lon.tolist(),
        fixes.lat.tolist(),
        fixes.accuracy_m.tolist(),
        fixes.altitude_m.tolist(),
        fixes.speed_mps.tolist(),
        fixes.heading_deg.tolist(),
        fixes.battery_pct.tolist(),
        fixes.sos.tolist(),
        fixes.mock.tolist(),
        fixes.ping.tolist(),
        strict=True,
    ):
        device, at_ms, *numbers, sos, mock, ping = row
        lon, lat, accuracy, altitude, speed, heading, battery = map(_known, numbers)
        yield Report(
            at_ms,
            lon,
            lat,
            accuracy,
            altitude,
            speed,
            heading,
            battery,
            alarm="sos" if sos else None,
            mock=mock,
            ping=ping,
            device=fixes.names[device] or None,
        )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
