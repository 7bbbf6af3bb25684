"""Many fixes of several devices as columns: checked once for all, without a loop over rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.protocols import reading
from gis.protocols.base import Refused

Floats = NDArray[np.float64]
Reals = NDArray[np.float32]
Bools = NDArray[np.bool_]

MOST_FIXES = 100_000


NUMBERS = ("at_ms", "lon", "lat", "accuracy_m", "speed_mps", "heading_deg", "altitude_m", "battery_pct")
ANSWERS = ("sos", "mock", "ping")
LOWEST = np.array([[0.0], [0.0], [0.0], [-1e4], [0.0]])
HIGHEST = np.array([[1e6], [1000.0], [360.0], [1e5], [100.0]])
"""Beyond these, the numbers from accuracy on mean nothing."""


class Said(NamedTuple):
    """What a body holds of n fixes, not yet checked.

    `device` (n,) is an index into `names`, negative where unreadable; an empty name is the sender itself.
    `numbers` is (8, n) in the order of NUMBERS, NaN where the body is silent, infinite where unreadable;
    `answers` is (3, n) in the order of ANSWERS.
    """

    names: tuple[str, ...]
    device: NDArray[np.int64]
    numbers: Floats
    answers: Bools


@dataclass(frozen=True, slots=True, eq=False)
class FixColumns:
    """Fixes as columns of one length (n,), in the order of the body; what was refused is not among them.

    `device` is an index into `names`; an empty name is the sender itself. `at_ms` is UTC since 1970. `lon`
    and `lat` are degrees in the sender's datum, both NaN where the device did not say where it was; the
    other numbers are NaN where unknown.
    """

    names: tuple[str, ...]
    device: NDArray[np.int32]
    at_ms: NDArray[np.int64]
    lon: Floats
    lat: Floats
    accuracy_m: Reals
    speed_mps: Reals
    heading_deg: Reals
    altitude_m: Reals
    battery_pct: Reals
    sos: Bools
    mock: Bools
    ping: Bools
    refused: tuple[Refused, ...] = ()

    def __len__(self) -> int:
        return len(self.device)


def nothing(reason: str) -> FixColumns:
    """Return no fixes and why."""
    said = Said((), np.empty(0, np.int64), np.empty((len(NUMBERS), 0)), np.empty((len(ANSWERS), 0), bool))
    return _columns(said, (Refused(reason),))


def check(said: Said, received_ms: int) -> FixColumns:
    """Leave out what no device can mean, counted by reason; numbers beyond their range become unknown.

    An alarm is kept: without its place when that is wrong, at `received_ms` when its time is.
    """
    if len(said.device) > MOST_FIXES:
        return nothing("The body holds too many fixes.")
    at_ms, lon, lat = said.numbers[:3]
    wrong_device = (said.device < 0) | (said.device >= len(said.names))
    wrong_time = ~((at_ms >= reading.EARLIEST_MS) & (at_ms < reading.LATEST_MS))
    silent = np.isnan(lon) & np.isnan(lat)
    wrong_place = ~(silent | ((np.abs(lon) <= 180) & (np.abs(lat) <= 90)))
    wrong = wrong_device | wrong_time | wrong_place
    if not wrong.any():
        return _columns(said, ())
    refused = tuple(_reasons(wrong_device, wrong_time, wrong_place))
    kept = ~wrong_device & (said.answers[0] | ~wrong)
    numbers = np.where(wrong_time, received_ms, said.numbers[:1]), np.where(wrong, np.nan, said.numbers[1:3])
    whole = np.concatenate([*numbers, said.numbers[3:]])
    return _columns(Said(said.names, said.device[kept], whole[:, kept], said.answers[:, kept]), refused)


def _reasons(wrong_device: Bools, wrong_time: Bools, wrong_place: Bools) -> Iterator[Refused]:
    for wrong, reason in (
        (wrong_device, "the device has no name"),
        (wrong_time & ~wrong_device, "the time cannot be read"),
        (wrong_place & ~wrong_time & ~wrong_device, "the place is no place on earth"),
    ):
        if count := np.count_nonzero(wrong):
            yield Refused(f"In {count} of {len(wrong)} fixes {reason}.")


def _columns(said: Said, refused: tuple[Refused, ...]) -> FixColumns:
    rest = said.numbers[3:]
    known = np.where((rest >= LOWEST) & (rest <= HIGHEST), rest, np.nan).astype(np.float32)
    accuracy_m, speed_mps, heading_deg, altitude_m, battery_pct = known
    # devices write 0 when they do not know how well, and 360 for north
    accuracy_m[accuracy_m == 0] = np.nan
    heading_deg[heading_deg == 360] = 0
    at_ms, lon, lat = said.numbers[:3]
    sos, mock, ping = said.answers
    return FixColumns(
        said.names,
        said.device.astype(np.int32),
        at_ms.astype(np.int64),
        lon,
        lat,
        accuracy_m,
        speed_mps,
        heading_deg,
        altitude_m,
        battery_pct,
        sos,
        mock,
        ping,
        refused,
    )
