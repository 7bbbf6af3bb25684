"""What every device protocol promises: a message in, the reports it holds out, and never an exception."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

SpeedUnit = Literal["mps", "kmh", "knots", "mph"]

MPS: Mapping[SpeedUnit, float] = {"mps": 1.0, "kmh": 1 / 3.6, "knots": 1852 / 3600, "mph": 1609.344 / 3600}
"""Metres a second in one unit of each kind."""


@dataclass(frozen=True, slots=True)
class Message:
    """One request of a device as it came; header names are in lower case."""

    body: bytes = b""
    query: str = ""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    received_ms: int = 0
    """UTC, milliseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Report:
    """One thing a device said of itself; without a place it is only a sign of life.

    `lon` and `lat` are degrees in the device's own datum, `speed` is in the message's unit, `battery_pct` is
    0–100. None means that the device did not say.
    """

    at_ms: int
    """UTC, milliseconds since 1970."""
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    altitude_m: float | None = None
    speed: float | None = None
    heading_deg: float | None = None
    battery_pct: float | None = None
    charging: bool | None = None
    alarm: str | None = None
    """`sos` rings; other alarms are kept as the device named them."""
    mock: bool = False
    """The device itself says that its place is made up."""
    ping: bool = False
    """An old place may stand under a new time, so it proves no stay and no metre."""
    device: str | None = None
    """Who reports, where one message speaks for several devices."""

    @property
    def placed(self) -> bool:
        """Tell whether the device said where it was."""
        return self.lon is not None and self.lat is not None


@dataclass(frozen=True, slots=True)
class Refused:
    """A part of a message that could not be read, with the reason in one short sentence."""

    reason: str
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """All that one message says."""

    device: str | None = None
    """What the device calls itself; None when only the address or the sign-in tells."""
    reports: tuple[Report, ...] = ()
    refused: tuple[Refused, ...] = ()
    speed_unit: SpeedUnit = "mps"
    health: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    """Permissions, power saving and the like, as the app names them."""


class Protocol(ABC):
    """One dialect; its name is its file's."""

    title: ClassVar[tuple[str, str]]
    """Chinese and English."""

    @property
    def name(self) -> str:
        """Return the name under which devices are registered."""
        return type(self).__module__.rpartition(".")[2]

    @abstractmethod
    def decode(self, message: Message) -> Decoded:
        """Read a message; what cannot be read comes back as Refused, nothing is ever raised."""
