"""What we say to OwnTracks: the answer to a message, the switch of its tracking, its provisioning."""

import base64
from collections.abc import Iterable, Mapping
from typing import Literal
from urllib.parse import quote

import orjson

Monitoring = Literal[-1, 0, 1, 2]
"""Quiet, by hand, significant changes, move (all the time)."""
HTTP_MODE = 3

Command = Mapping[str, object]


def reply(commands: Iterable[Command] = ()) -> bytes:
    """Return the body that answers any message of an authenticated phone: a JSON array, mostly empty."""
    return orjson.dumps(list(commands))


def switch(monitoring: Monitoring) -> Command:
    """Return the command that sets how the phone tracks, for the begin and the end of a shift."""
    return _command(
        "setConfiguration", configuration={"_type": "configuration", "monitoring": int(monitoring)}
    )


def ask_location() -> Command:
    """Return the command that makes the phone report where it is."""
    return _command("reportLocation")


def provisioning(url: str, user: str, password: str, device: str, tid: str) -> dict[str, object]:
    """Return the app's configuration: the content of an `.otrc` file.

    The phone takes commands, and reports every 10 m or 30 s while in move mode. Of `tid` the first two
    characters are kept.
    """
    return {
        "_type": "configuration",
        "mode": HTTP_MODE,
        "url": url,
        "auth": True,
        "username": user,
        "password": password,
        "deviceId": device,
        "tid": tid[:2],
        "monitoring": 1,
        "locatorDisplacement": 10,
        "locatorInterval": 30,
        "ignoreInaccurateLocations": 0,
        "cmd": True,
        "remoteConfiguration": True,
        "extendedData": True,
    }


def link(configuration: Mapping[str, object]) -> str:
    """Return the address that opens the app with a configuration, for a QR code."""
    packed = base64.b64encode(orjson.dumps(configuration)).decode()
    return f"owntracks:///config?inline={quote(packed, safe='')}"


def _command(action: str, **more: object) -> Command:
    return {"_type": "cmd", "action": action, **more}
