"""What arrived from devices, message by message, and all its places as columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from gis.geometry.datum import to_wgs84
from gis.model import DATUMS, FixFlag
from gis.protocols.base import MPS, Decoded, Report
from gis.protocols.columns import FixColumns
from gis.store.devices import DeviceRow

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LATE_MS = 10 * 60_000
POOR_ACCURACY_M = 100.0
NULL_ISLAND_DEG = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """Fixes as columns and the registered device of each of their names, None where there is none."""

    columns: FixColumns
    devices: tuple[DeviceRow | None, ...]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Tell which rows are of a registered device."""
        return np.array([each is not None for each in self.devices], bool)[self.columns.device]

    def of_devices(self, read: Callable[[DeviceRow], int]) -> Ints:
        """Return one number of the device of each row, 0 where there is none."""
        return np.array([read(each) if each else 0 for each in self.devices], np.int64)[self.columns.device]


@dataclass(frozen=True, slots=True, eq=False)
class Arrived:
    """One message of a registered device, decoded, with its bytes as they came.

    What comes by the thousand comes as columns, in `many`, and not as reports.
    """

    device: DeviceRow
    protocol: str
    decoded: Decoded
    raw: bytes
    received_ms: int
    many: Many | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The places of many messages as columns of one length, in WGS-84 and SI units, NaN where unknown.

    `message` tells which message each came with.
    """

    message: Ints
    device: Ints
    at_ms: Ints
    received_ms: Ints
    lon: Floats
    lat: Floats
    accuracy_m: Floats
    speed_mps: Floats
    heading_deg: Floats
    altitude_m: Floats
    flags: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.device)

    def take(self, chosen: NDArray[np.bool_]) -> "Places":
        """Return the places that a mask chooses."""
        if chosen.all():
            return self
        return Places(*(getattr(self, each.name)[chosen] for each in fields(self)))


@dataclass(slots=True)
class _Columns:
    integers: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)
    reals: list[tuple[float, float, float, float, float, float]] = field(default_factory=list)


def places_of(messages: Sequence[Arrived]) -> Places:
    """Return all places of the messages, converted once: datum to WGS-84, speed to metres a second."""
    singles = _singles(messages)
    many = [_of_many(number, message) for number, message in enumerate(messages) if message.many]
    return singles if not many else joined([singles, *many])


def joined(parts: Sequence[Places]) -> Places:
    """Return the places of several parts, one after the other."""
    return Places(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Places)))


def _of_many(number: int, message: Arrived) -> Places:
    assert message.many is not None
    columns = message.many.columns
    placed = message.many.known & ~np.isnan(columns.lon)
    lon, lat = _in_wgs84(columns.lon, columns.lat, message.many.of_devices(_datum))
    received_ms = np.full(len(columns), message.received_ms, np.int64)
    accuracy_m = columns.accuracy_m.astype(np.float64)
    flags = _judged(columns.at_ms, received_ms, (lon, lat), accuracy_m)
    for said, flag in (
        (columns.mock, FixFlag.MOCK),
        (columns.ping, FixFlag.PING),
        (columns.sos, FixFlag.SOS),
    ):
        if said.any():
            flags |= said * np.int64(flag)
    return Places(
        message=np.full(len(columns), number, np.int64),
        device=message.many.of_devices(lambda device: device.id),
        at_ms=columns.at_ms,
        received_ms=received_ms,
        lon=lon,
        lat=lat,
        accuracy_m=accuracy_m,
        speed_mps=columns.speed_mps.astype(np.float64),
        heading_deg=columns.heading_deg.astype(np.float64),
        altitude_m=columns.altitude_m.astype(np.float64),
        flags=flags,
    ).take(placed)


def _datum(device: DeviceRow) -> int:
    return DATUMS.index(device.datum)


def _singles(messages: Sequence[Arrived]) -> Places:
    columns = _Columns()
    for number, message in enumerate(messages):
        unit = MPS[message.device.speed_unit or message.decoded.speed_unit]
        datum = _datum(message.device)
        for report in message.decoded.reports:
            if report.placed:
                columns.integers.append(
                    (number, message.device.id, report.at_ms, message.received_ms, _said(report), datum)
                )
                columns.reals.append(_reals(report, unit))
    integers = np.array(columns.integers, np.int64).reshape(-1, 6).T
    reals = np.array(columns.reals, np.float64).reshape(-1, 6).T
    lon, lat = _in_wgs84(reals[0], reals[1], integers[5])
    message_number, device, at_ms, received_ms, said = integers[:5]
    flags = said | _judged(at_ms, received_ms, (lon, lat), reals[2])
    return Places(
        message=message_number,
        device=device,
        at_ms=at_ms,
        received_ms=received_ms,
        lon=lon,
        lat=lat,
        accuracy_m=reals[2],
        speed_mps=reals[3],
        heading_deg=reals[4],
        altitude_m=reals[5],
        flags=flags,
    )


def _reals(report: Report, unit: float) -> tuple[float, float, float, float, float, float]:
    nan = float("nan")
    speed = nan if report.speed is None else report.speed * unit
    rest = (report.accuracy_m, report.heading_deg, report.altitude_m)
    accuracy, heading, altitude = (nan if value is None else value for value in rest)
    return report.lon or 0.0, report.lat or 0.0, accuracy, speed, heading, altitude


def _said(report: Report) -> int:
    flags = FixFlag.MOCK if report.mock else FixFlag(0)
    if report.ping:
        flags |= FixFlag.PING
    if report.alarm == "sos":
        flags |= FixFlag.SOS
    return int(flags)


def _in_wgs84(lon: Floats, lat: Floats, datum: Ints) -> tuple[Floats, Floats]:
    lon, lat = lon.copy(), lat.copy()
    for number in np.unique(datum):
        chosen = datum == number
        lon[chosen], lat[chosen] = to_wgs84(lon[chosen], lat[chosen], DATUMS[int(number)])
    return lon, lat


def _judged(at_ms: Ints, received_ms: Ints, place: tuple[Floats, Floats], accuracy_m: Floats) -> Ints:
    late = at_ms < received_ms - LATE_MS
    nowhere = (np.abs(place[0]) < NULL_ISLAND_DEG) & (np.abs(place[1]) < NULL_ISLAND_DEG)
    flags = np.zeros(len(at_ms), np.int64)
    poor = accuracy_m > POOR_ACCURACY_M
    for said, flag in ((late, FixFlag.LATE), (nowhere, FixFlag.NULL_ISLAND), (poor, FixFlag.POOR_ACCURACY)):
        # nearly always nothing is wrong at all
        if said.any():
            flags |= said * np.int64(flag)
    return flags
