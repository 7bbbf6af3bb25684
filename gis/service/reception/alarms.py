"""Alarms in what arrived: each becomes an alert, with a place or without, on duty or off."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from gis.geometry.datum import to_wgs84
from gis.service.reception.arrivals import Arrived
from gis.service.reception.roll import Roll
from gis.store.alerts import Raised

SOS = "sos"


def alarms_of(messages: Sequence[Arrived], roll: Roll) -> list[Raised]:
    """Return every alarm with whoever carried the device then, None when nobody did; no grids yet."""
    found = [raised for message in messages for raised in _alarms(message)]
    device = np.array([raised.device for raised in found], np.int64)
    at_ms = np.array([_ms(raised.at) for raised in found], np.int64)
    carriers = roll.carriers(device, at_ms).tolist() if found else []
    return [
        replace(raised, person=who if who >= 0 else None) for raised, who in zip(found, carriers, strict=True)
    ]


def _alarms(message: Arrived) -> Iterator[Raised]:
    received = _moment(message.received_ms)
    for report in message.decoded.reports:
        if report.alarm == SOS:
            lon, lat = _placed(message, report.lon, report.lat)
            yield Raised(SOS, message.device.id, None, _moment(report.at_ms), received, lon, lat)
    if message.many:
        columns, devices = message.many.columns, message.many.devices
        for row in np.flatnonzero(columns.sos).tolist():
            device = devices[int(columns.device[row])]
            if device is not None:
                lon, lat = (float(values[row]) for values in (columns.lon, columns.lat))
                whole = replace(message, device=device)
                place = _placed(whole, lon, lat) if np.isfinite(lon) else (None, None)
                yield Raised(SOS, device.id, None, _moment(int(columns.at_ms[row])), received, *place)


def _placed(message: Arrived, lon: float | None, lat: float | None) -> tuple[float | None, float | None]:
    if lon is None or lat is None:
        return None, None
    x, y = to_wgs84([lon], [lat], message.device.datum)
    return float(x[0]), float(y[0])


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
