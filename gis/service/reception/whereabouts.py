"""The newest position of everybody, numbered so that whoever missed some can be told exactly those."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gis.model import FixFlag
from gis.store.fix_rows import FixRows


class Position(NamedTuple):
    """Where a device last was; places in WGS-84 degrees, moments in ms since 1970 UTC.

    `grid` is the key of the grid at that moment, -1 outside the town.
    """

    device: int
    person: int
    at_ms: int
    received_ms: int
    lon: float
    lat: float
    grid: int
    accuracy_m: float | None
    speed_mps: float | None
    heading_deg: float | None
    flags: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """A position with the number of the change that brought it."""

    number: int
    position: Position


class Whereabouts:
    """The newest position of each device; changes are numbered without gaps within one epoch."""

    def __init__(self, epoch: int) -> None:
        self.epoch = epoch
        self.number = 0
        self.alert = 0
        """How often the alerts have changed: whoever is told a higher number asks for them."""
        self._newest: dict[int, Numbered] = {}

    def take(self, positions: Iterable[Position]) -> list[Position]:
        """Take the positions that are newer than what is known, and return those, under one new number."""
        fresh = [position for position in positions if self._is_news(position)]
        if fresh:
            self.number += 1
            for position in fresh:
                self._newest[position.device] = Numbered(self.number, position)
        return fresh

    def since(self, number: int) -> list[Position]:
        """Return every position that came after a number; all of them after 0."""
        return [kept.position for kept in self._newest.values() if kept.number > number]

    def _is_news(self, position: Position) -> bool:
        known = self._newest.get(position.device)
        return known is None or position.at_ms > known.position.at_ms


def positions_in(rows: FixRows) -> list[Position]:
    """Return the newest row of each device that says where it is."""
    shown = np.flatnonzero((rows.flags & int(FixFlag.NULL_ISLAND)) == 0)
    order = shown[np.lexsort((rows.fixed_us[shown], rows.device[shown]))]
    if len(order) == 0:
        return []
    last = np.append(np.diff(rows.device[order]) != 0, True)
    return [_position(rows, int(place)) for place in order[last]]


def stored_positions(rows: Sequence[tuple[object, ...]]) -> list[Position]:
    """Return positions from rows of `gis.store.devices.last_places`."""
    return [Position(*row) for row in rows]  # type: ignore[arg-type]


def _position(rows: FixRows, place: int) -> Position:
    return Position(
        device=int(rows.device[place]),
        person=int(rows.person[place]),
        at_ms=int(rows.fixed_us[place]) // 1000,
        received_ms=int(rows.received_us[place]) // 1000,
        lon=float(rows.lon[place]),
        lat=float(rows.lat[place]),
        grid=int(rows.grid[place]),
        accuracy_m=_known(rows.accuracy_m[place]),
        speed_mps=_known(rows.speed_mps[place]),
        heading_deg=_known(rows.heading_deg[place]),
        flags=int(rows.flags[place]),
    )


def _known(value: np.float32) -> float | None:
    return None if np.isnan(value) else round(float(value), 2)
