"""Traccar Client 9: one location as JSON."""

from collections.abc import Mapping
from typing import Any

from gis.protocols import reading
from gis.protocols.base import Decoded, Message, Protocol, Refused, Report

LONGEST_BYTES = 65_536
FASTEST_MPS = 1000.0


class Traccar(Protocol):
    """`{"device_id": …, "location": {"timestamp": …, "coords": {…}, "battery": {…}}}`; speed in m/s.

    Negative speed, heading, accuracy and battery mean unknown. Without `coords` the message is a sign of life
    or, with an alarm, an alarm; an alarm is kept even when place or time cannot be read.
    """

    title = ("Traccar Client 9（JSON）", "Traccar Client 9 (JSON)")

    def decode(self, message: Message) -> Decoded:
        """Read one report."""
        said = reading.json_value(message.body, LONGEST_BYTES)
        if not isinstance(said, dict):
            return Decoded(refused=(Refused("The body is no JSON object."),))
        device = reading.name(said.get("device_id"))
        location = said.get("location")
        if not isinstance(location, dict):
            return Decoded(device, refused=(Refused("The message holds no location."),))
        reports, refused = _read(location, message.received_ms)
        return Decoded(device, reports, refused)


protocol = Traccar()


def _read(location: Mapping[str, Any], received_ms: int) -> tuple[tuple[Report, ...], tuple[Refused, ...]]:
    alarm = reading.alarm(location.get("alarm"))
    stamp = location.get("timestamp")
    at_ms = reading.iso_ms(stamp) if isinstance(stamp, str) else None
    if at_ms is None:
        refused = (Refused("The time cannot be read or names no zone."),)
        return ((_report(location, {}, received_ms, alarm),) if alarm else ()), refused
    coords = location.get("coords")
    if coords is None:
        return (_report(location, {}, at_ms, alarm),), ()
    if not isinstance(coords, dict) or not reading.placed(coords, "longitude", "latitude"):
        refused = (Refused("The place is no place on earth.", at_ms),)
        return ((_report(location, {}, at_ms, alarm),) if alarm else ()), refused
    return (_report(location, coords, at_ms, alarm),), ()


def _report(location: Mapping[str, Any], coords: Mapping[str, Any], at_ms: int, alarm: str | None) -> Report:
    battery = location.get("battery")
    power = battery if isinstance(battery, dict) else {}
    level = reading.number(power.get("level"), 0, 1)
    charging = power.get("is_charging")
    return Report(
        at_ms,
        reading.number(coords.get("longitude"), -180, 180),
        reading.number(coords.get("latitude"), -90, 90),
        accuracy_m=reading.number(coords.get("accuracy"), 0, 1e6) or None,
        altitude_m=reading.number(coords.get("altitude"), -1e4, 1e5),
        speed=reading.number(coords.get("speed"), 0, FASTEST_MPS),
        heading_deg=reading.heading(reading.number(coords.get("heading"), 0, 360)),
        battery_pct=None if level is None else level * 100,
        charging=charging if isinstance(charging, bool) else None,
        alarm=alarm,
        mock=location.get("mock") is True,
    )
