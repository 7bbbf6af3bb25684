"""What is wrong with a phone, told from its last twenty minutes; each kind has something that can be done.

A phone that is merely silent has no fault here: why, only its carrier knows. Thresholds are those of
`Limits`; `tests/fixtures/test_phone_faults.py` holds them against planted faults and healthy phones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gis.geometry.datum import from_wgs84, to_wgs84
from gis.geometry.projection import to_metric
from gis.model import FixFlag

Kind = Literal["battery", "no_place", "clock", "datum", "mock", "shared", "saver", "revoked"]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ToStreet = Callable[[Floats, Floats], Floats]
"""How many metres places (WGS-84 degrees) lie from the nearest street."""

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is a fault; ms, metres, metres a second, percent."""

    window_ms: int = 10 * MINUTE_MS
    battery_pct: int = 10
    no_place_ms: int = 4 * MINUTE_MS
    heard_ms: int = 3 * MINUTE_MS
    behind_ms: int = 2 * MINUTE_MS
    steady_ms: int = 30_000
    enough: int = 10
    mocked: int = 3
    leap_mps: float = 25
    leap_m: float = 150
    leaps: int = 4
    gap_ms: tuple[int, int] = (90_000, 300_000)
    gaps: int = 3
    usual_ms: int = 30_000
    walked_mps: float = 0.4
    off_street_m: float = 12
    on_street_m: float = 12
    nearer: float = 3
    way_m: float = 150


@dataclass(frozen=True, slots=True, eq=False)
class Recent:
    """A phone's fixes of the last twenty minutes by time: moments and arrivals in ms, places, flags."""

    at_ms: Ints
    received_ms: Ints
    lon: Floats
    lat: Floats
    flags: NDArray[np.int32]

    def since(self, at_ms: int) -> "Recent":
        """Return what arrived from a moment on."""
        kept = self.received_ms >= at_ms
        return Recent(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True, eq=False)
class Phone:
    """What is known of the phone of somebody on duty; `since_ms` is when his duty or its carrying began.

    `refused_future` counts messages from the time to come that were refused within the window, `refused` all.
    """

    since_ms: int
    seen_ms: int | None
    battery_pct: int | None
    charging: bool | None
    revoked: bool
    refused_future: int
    refused: int
    recent: Recent


def faults(
    phone: Phone, now_ms: int, epsg: int, to_street: ToStreet | None, limits: Limits = Limits()
) -> tuple[Kind, ...]:
    """Return what is wrong with a phone at a moment; metres are those of metric CRS `epsg`.

    Without streets a wrong datum is not found.
    """
    if phone.revoked:
        return ("revoked",)
    recent = phone.recent.since(now_ms - limits.window_ms)
    told: tuple[tuple[Kind, bool], ...] = (
        ("battery", _battery(phone, limits)),
        ("no_place", _no_place(phone, now_ms, limits)),
        ("clock", phone.refused_future > 0 or _behind(recent, limits)),
        ("mock", int((recent.flags & FixFlag.MOCK != 0).sum()) >= limits.mocked),
        ("shared", _shared(recent, epsg, limits)),
        ("saver", _saver(phone.recent, recent, epsg, limits)),
        ("datum", to_street is not None and _datum(recent, epsg, to_street, limits)),
    )
    return tuple(kind for kind, wrong in told if wrong)


def _battery(phone: Phone, limits: Limits) -> bool:
    low = phone.battery_pct is not None and phone.battery_pct <= limits.battery_pct
    return low and phone.charging is not True


def _no_place(phone: Phone, now_ms: int, limits: Limits) -> bool:
    """Tell whether it is heard and says no place; what is refused is another fault."""
    if phone.seen_ms is None or phone.refused or now_ms - phone.seen_ms > limits.heard_ms:
        return False
    # a place may be told late, or by a clock that is wrong: what came counts, not what it tells
    come = int(phone.recent.received_ms.max()) if len(phone.recent.received_ms) else 0
    last = max(come, phone.since_ms)
    return phone.seen_ms - last > limits.no_place_ms


def _behind(recent: Recent, limits: Limits) -> bool:
    """Tell whether everything is late by the same time; what was kept back is late by different ones."""
    if len(recent.at_ms) < limits.enough:
        return False
    late = recent.received_ms - recent.at_ms
    low, high = np.percentile(late, [10, 90])
    return bool(late.min() > limits.behind_ms and high - low < limits.steady_ms)


def _shared(recent: Recent, epsg: int, limits: Limits) -> bool:
    """Tell whether it is at two places in turn, as two phones with one secret are."""
    seconds, metres = _steps(recent, epsg)
    return int(((metres > limits.leap_m) & (metres > limits.leap_mps * seconds)).sum()) >= limits.leaps


def _saver(whole: Recent, recent: Recent, epsg: int, limits: Limits) -> bool:
    """Tell whether it falls asleep again and again on the way, though it usually reports quickly."""
    steps = np.diff(whole.at_ms)
    if len(steps) < limits.gaps or np.percentile(steps, 10) > limits.usual_ms:
        return False
    seconds, metres = _steps(recent, epsg)
    low, high = (edge / 1000 for edge in limits.gap_ms)
    gap = (seconds >= low) & (seconds < high)
    walked = gap & (metres >= limits.walked_mps * seconds)
    return int(gap.sum()) >= limits.gaps and bool(walked.any())


def _datum(recent: Recent, epsg: int, to_street: ToStreet, limits: Limits) -> bool:
    """Tell whether the way lies beside the streets as it is, and on them by another datum."""
    if len(recent.at_ms) < 2 * limits.enough:
        return False
    x, y = to_metric(recent.lon, recent.lat, epsg)
    if np.hypot(np.ptp(x), np.ptp(y)) < limits.way_m:
        return False
    off_m = np.median(to_street(recent.lon, recent.lat))
    if off_m < limits.off_street_m:
        return False
    most_m = min(limits.on_street_m, off_m / limits.nearer)
    ways = (
        to_wgs84(recent.lon, recent.lat, "gcj02"),
        to_wgs84(recent.lon, recent.lat, "bd09"),
        from_wgs84(recent.lon, recent.lat, "gcj02"),
        from_wgs84(recent.lon, recent.lat, "bd09"),
    )
    return any(np.median(to_street(lon, lat)) <= most_m for lon, lat in ways)


def _steps(recent: Recent, epsg: int) -> tuple[Floats, Floats]:
    """Return seconds and metres from each fix to the next."""
    x, y = to_metric(recent.lon, recent.lat, epsg)
    return np.diff(recent.at_ms) / 1000, np.hypot(np.diff(x), np.diff(y))
