"""The parameter form: Traccar Client up to 8 and from 10, the OsmAnd app, and what else speaks it."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from gis.protocols import reading
from gis.protocols.base import Decoded, Message, Protocol, Refused, Report, SpeedUnit

LONGEST_BYTES = 16_384
MOST_PARAMETERS = 64
SAYING = ("id", "deviceid", "timestamp", "lat", "lon", "location", "alarm")
FASTEST = 1000.0
"""Beyond this, in any unit, a speed is none."""


class OsmAnd(Protocol):
    """Parameters in the query, in the body as a form, or in both; of a key given twice the last counts.

    Without a place the message is a sign of life or, with an alarm, an alarm. An alarm is kept even when
    place or time cannot be read; then it has the time of its arrival.
    """

    title = ("OsmAnd / Traccar Client（参数）", "OsmAnd / Traccar Client (parameters)")

    def decode(self, message: Message) -> Decoded:
        """Read one report; a message with a push token and no place says nothing."""
        given = _parameters(message)
        if given is None:
            return Decoded(refused=(Refused("The message is too long."),))
        device = reading.name(given.get("id", given.get("deviceid")))
        if "notificationToken" in given and not _names_place(given):
            return Decoded(device)
        if given.keys().isdisjoint(SAYING):
            return Decoded(device, refused=(Refused("The message holds no parameter that is known."),))
        reports, refused = _read(given, message.received_ms)
        return Decoded(device, reports, refused, _speed_unit(given))


protocol = OsmAnd()


def _parameters(message: Message) -> dict[str, str] | None:
    if len(message.query) + len(message.body) > LONGEST_BYTES:
        return None
    text = f"{message.query}&{message.body.decode('utf-8', 'replace')}"
    if "%" in text or "+" in text:
        try:
            return dict(parse_qsl(text, max_num_fields=MOST_PARAMETERS))
        except ValueError:
            return None
    # nothing is escaped in what most phones send, and then parts are all there is to it
    parts = text.split("&")
    if len(parts) > MOST_PARAMETERS:
        return None
    pairs = (part.partition("=") for part in parts)
    return {key: value for key, _, value in pairs if value}


def _names_place(given: Mapping[str, str]) -> bool:
    return not given.keys().isdisjoint(("lat", "lon", "location"))


def _read(given: Mapping[str, str], received_ms: int) -> tuple[tuple[Report, ...], tuple[Refused, ...]]:
    alarm = reading.alarm(given.get("alarm"))
    at_ms = _at_ms(given.get("timestamp"), received_ms)
    if at_ms is None:
        refused = (Refused("The time cannot be read or names no zone."),)
        return ((_report(given, received_ms, None, alarm),) if alarm else ()), refused
    if not _names_place(given) or given.get("valid", "true").lower() not in ("true", "1"):
        return (_report(given, at_ms, None, alarm),), ()
    place = _place(given)
    if place is None:
        refused = (Refused("The place is no place on earth.", at_ms),)
        return ((_report(given, at_ms, None, alarm),) if alarm else ()), refused
    return (_report(given, at_ms, place, alarm),), ()


def _at_ms(text: str | None, received_ms: int) -> int | None:
    if text is None:
        return received_ms
    # a plus that a sender did not escape has become a blank, as in 2026-11-25T08:00:00+08:00
    plain = text.strip().replace(" ", "+") if "T" in text else text.strip()
    return reading.epoch_ms(plain) if plain.isdigit() else reading.iso_ms(plain)


def _place(given: Mapping[str, str]) -> tuple[float, float] | None:
    lat, _, lon = given.get("location", "").partition(",")
    x = reading.written_number(given.get("lon", lon), -180, 180)
    y = reading.written_number(given.get("lat", lat), -90, 90)
    return None if x is None or y is None else (x, y)


def _report(
    given: Mapping[str, str], at_ms: int, place: tuple[float, float] | None, alarm: str | None
) -> Report:
    lon, lat = place or (None, None)
    return Report(
        at_ms,
        lon,
        lat,
        # older clients send 0 when they do not know
        accuracy_m=reading.written_number(given.get("accuracy"), 0, 1e6) or None,
        altitude_m=reading.written_number(given.get("altitude"), -1e4, 1e5),
        speed=reading.written_number(given.get("speed"), 0, FASTEST),
        heading_deg=reading.heading(
            reading.written_number(given.get("bearing", given.get("heading")), 0, 360)
        ),
        battery_pct=reading.written_number(given.get("batt"), 0, 100),
        charging={"true": True, "false": False}.get(given.get("charge", "").lower()),
        alarm=alarm,
        mock=given.get("mock", "").lower() in ("true", "1"),
    )


def _speed_unit(given: Mapping[str, str]) -> SpeedUnit:
    """Tell the OsmAnd app, which writes metres a second, by its dilution and its milliseconds."""
    stamp = given.get("timestamp", "")
    in_ms = stamp.isdigit() and len(stamp) > 10
    return "mps" if "hdop" in given and in_ms else "knots"
