"""OwnTracks over HTTP: locations, transitions and what the phone says of its own permissions."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

from gis.protocols import reading
from gis.protocols.base import Decoded, Message, Protocol, Refused, Report

LONGEST_BYTES = 1_048_576
MOST_MESSAGES = 1000
MOST_HEALTH = 32
FASTEST_KMH = 3000.0
SILENT = ("waypoint", "waypoints", "card", "cmd", "steps", "beacon", "configuration", "request", "dump")
"""Kinds of message that hold no place of the phone."""
CHARGING: Mapping[float | None, bool] = {1: False, 2: True, 3: True}

Health = dict[str, str | int | float | bool]


class OwnTracks(Protocol):
    """One JSON object or an array of them; an empty body (a friend was deleted) says nothing.

    The device is `user/device` of the X-Limit headers, else of `?u=&d=`, else of the topic, else the two
    letters of `tid`. Zero accuracy is unknown, for the apps leave zeros out; course and speed may be zero.
    A ping has the time of now and maybe an old place.
    """

    title = ("OwnTracks（HTTP）", "OwnTracks (HTTP)")

    def decode(self, message: Message) -> Decoded:
        """Read all objects of one body."""
        if not message.body.strip():
            return Decoded(_announced(message), speed_unit="kmh")
        said = reading.json_value(message.body, LONGEST_BYTES)
        parts = said if isinstance(said, list) else [said]
        if len(parts) > MOST_MESSAGES:
            return Decoded(_announced(message), refused=(Refused("The body holds too many messages."),))
        read = [_read(part) for part in parts]
        objects = [part for part in parts if isinstance(part, dict)]
        return Decoded(
            _announced(message) or _signed(objects),
            tuple(each for each in read if isinstance(each, Report)),
            tuple(each for each in read if isinstance(each, Refused)),
            "kmh",
            _health(objects),
        )


protocol = OwnTracks()


def speaks_for_another(message: Message, name: str) -> bool:
    """Tell whether any object bears the topic of another user than the one who is signed in."""
    said = reading.json_value(message.body, LONGEST_BYTES)
    topics = [_topic(part) for part in (said if isinstance(said, list) else [said])]
    return any(topic and name not in (topic[0], "/".join(topic)) for topic in topics)


def _announced(message: Message) -> str | None:
    """Return the identity that stands outside the body."""
    user, device = (message.headers.get(f"x-limit-{part}", "") for part in "ud")
    if not user:
        given = parse_qs(message.query)
        user, device = (given.get(part, [""])[0] for part in "ud")
    return reading.name(f"{user}/{device}" if device else user)


def _signed(objects: list[dict[str, Any]]) -> str | None:
    """Return the identity that the first of the objects bears: its topic's, else its tracker id."""
    for said in objects:
        topic = _topic(said)
        own = reading.name("/".join(topic)) if topic else reading.name(said.get("tid"))
        if own:
            return own
    return None


def _topic(said: object) -> list[str]:
    """Return user and device of an object's topic, nothing where it has none.

    It is owntracks/user/device, with /event, /waypoint and the like behind it.
    """
    topic = said.get("topic") if isinstance(said, dict) else None
    parts = topic.split("/") if isinstance(topic, str) else []
    return parts[1:3] if len(parts) >= 3 else []


def _read(said: object) -> Report | Refused | None:
    if not isinstance(said, dict):
        return Refused("The body is no JSON object.")
    kind = said.get("_type")
    if kind in ("location", "transition"):
        return _report(said)
    if kind == "encrypted":
        return Refused(
            "The message is encrypted: switch the app's encryption off; the connection has its own."
        )
    if kind in SILENT or kind in ("status", "lwt"):
        return None
    return Refused("The kind of message is not known.")


def _report(said: Mapping[str, Any]) -> Report | Refused:
    at_ms = _time(said)
    if at_ms is None:
        return Refused("The time (tst) cannot be read.")
    if not reading.placed(said, "lon", "lat"):
        return Refused("The place is no place on earth.", at_ms)
    return Report(
        at_ms,
        float(said["lon"]),
        float(said["lat"]),
        accuracy_m=reading.number(said.get("acc"), 0, 1e6) or None,
        altitude_m=reading.number(said.get("alt"), -1e4, 1e5),
        speed=reading.number(said.get("vel"), 0, FASTEST_KMH),
        heading_deg=reading.heading(reading.number(said.get("cog"), 0, 360)),
        battery_pct=reading.number(said.get("batt"), 0, 100),
        charging=CHARGING.get(reading.number(said.get("bs"), 1, 3)),
        ping=said.get("t") == "p",
    )


def _time(said: Mapping[str, Any]) -> int | None:
    seconds = reading.number(said.get("tst"), 0, reading.LATEST_MS / 1000)
    return None if seconds is None else reading.in_bounds(seconds * 1000)


def _health(objects: list[dict[str, Any]]) -> Health:
    """Return what status messages say, such as `android.bo`, and how the phone reports."""
    told: Health = {}
    for said in objects:
        if said.get("_type") == "status":
            told.update(_flat("", said))
        for key, meaning in (("m", "monitoring"), ("conn", "connection")):
            told.update(_flat(meaning, said.get(key)) if said.get("_type") == "location" else ())
    return dict(list(told.items())[:MOST_HEALTH])


def _flat(path: str, value: object) -> Iterator[tuple[str, str | int | float | bool]]:
    """Yield the numbers, words and answers of a status by their dotted path, two objects deep."""
    if isinstance(value, dict):
        if path.count(".") < 2:
            for key, member in value.items():
                if not key.startswith("_") and key not in ("tid", "topic", "tst"):
                    yield from _flat(f"{path}.{key}" if path else key, member)
    elif reading.name(path) and (isinstance(value, bool | int | float) or reading.name(value)):
        yield path, value  # type: ignore[misc]
