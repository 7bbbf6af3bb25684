"""Points of an uploaded track file as columns, with what of the file could not be taken."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.protocols.base import Decoded, Report
from gis.protocols.columns import FixColumns
from gis.service.reception.arrivals import Many
from gis.store.devices import DeviceRow

FOREIGN = "Points of devices that are not registered, or not the sender's to speak for: {:,}."


@dataclass(frozen=True, slots=True, eq=False)
class TrackFile:
    """A file's points, how many of them were received, and what was left out, reason by reason."""

    many: Many
    received: int
    left_out: tuple[str, ...]


def track_file(decoded: Decoded, device_of: Callable[[str], DeviceRow | None]) -> TrackFile:
    """Return a decoded file; `device_of` tells whose points a name stands for, "" being the sender's."""
    columns = _columns(decoded.reports)
    many = Many(columns, tuple(device_of(name) for name in columns.names))
    foreign = len(columns) - int(many.known.sum())
    reasons = tuple(each.reason for each in decoded.refused)
    left_out = (*reasons, FOREIGN.format(foreign)) if foreign else reasons
    return TrackFile(many, len(columns) - foreign, left_out)


def _columns(reports: tuple[Report, ...]) -> FixColumns:
    said = [report.device or "" for report in reports]
    names = tuple(dict.fromkeys(said))
    places = {name: place for place, name in enumerate(names)}
    nothing = np.zeros(len(reports), bool)
    return FixColumns(
        names=names,
        device=np.array([places[name] for name in said], np.int32),
        at_ms=np.array([report.at_ms for report in reports], np.int64),
        lon=_numbers([report.lon for report in reports]),
        lat=_numbers([report.lat for report in reports]),
        accuracy_m=_numbers([report.accuracy_m for report in reports]).astype(np.float32),
        speed_mps=_numbers([report.speed for report in reports]).astype(np.float32),
        heading_deg=_numbers([report.heading_deg for report in reports]).astype(np.float32),
        altitude_m=_numbers([report.altitude_m for report in reports]).astype(np.float32),
        battery_pct=np.full(len(reports), np.nan, np.float32),
        sos=nothing,
        mock=nothing,
        ping=nothing,
    )


def _numbers(values: list[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], np.float64)
