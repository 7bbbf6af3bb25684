"""Heat of an archive: how many events or fixes lie in each square of a town's metric plane."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from typing import Literal

import numpy as np

from gis.analysis.track_fixes import UNSUPPORTED, Ints
from gis.errors import BadInput
from gis.geometry.projection import to_degrees, to_metric
from gis.service.archive.engines import Engine, Told
from gis.service.archive.reading import Part, read_events, read_fixes

Of = Literal["events", "fixes"]
Sums = Mapping[str, tuple[Ints, Ints]]
"""By town: the squares' columns and rows (n, 2), each once and in order, and their counts (n,)."""


@dataclass(frozen=True, slots=True)
class HeatParameters:
    """Squares of `cell_m` metres; what has fewer than `least` is not told. Raises BadInput out of bounds."""

    of: Of = "events"
    cell_m: float = 250.0
    least: int = 5

    def __post_init__(self) -> None:
        """Refuse what is out of bounds."""
        if self.of not in ("events", "fixes"):
            raise BadInput("Heat is that of events or of fixes.")
        if not 10 <= self.cell_m <= 10_000 or not 1 <= self.least <= 1_000_000:
            raise BadInput("A square has 10 to 10,000 m and tells from 1 to 1,000,000 on.")


@dataclass(frozen=True, slots=True)
class Square:
    """One square: its town, the place of its middle (WGS-84) and how many lie in it."""

    town: str
    lon: float
    lat: float
    count: int


def heat(engine: Engine, parts: Sequence[Part], parameters: HeatParameters, told: Told) -> list[Square]:
    """Return the squares that have enough, by town, column and row."""
    sums = engine.fold(parts, partial(_count, parameters=parameters), _join, told)
    towns = {part.town.code: part.town for part in parts}
    found = []
    for code, (squares, counts) in sorted(sums.items()):
        told_of = counts >= parameters.least
        middles = (squares[told_of] + 0.5) * parameters.cell_m
        lon, lat = to_degrees(middles[:, 0], middles[:, 1], towns[code].epsg)
        rows = zip(lon.tolist(), lat.tolist(), counts[told_of].tolist(), strict=True)
        found += [Square(code, *row) for row in rows]
    return found


def _count(part: Part, parameters: HeatParameters) -> Sums:
    read: Mapping[str, Callable[[], tuple[np.ndarray, np.ndarray]]] = {
        "events": lambda: _events(part),
        "fixes": lambda: _fixes(part),
    }
    lon, lat = read[parameters.of]()
    x, y = to_metric(lon, lat, part.town.epsg)
    squares = np.column_stack((np.floor(x / parameters.cell_m), np.floor(y / parameters.cell_m)))
    return {part.town.code: _summed(squares.astype(np.int64), np.ones(len(squares), np.int64))}


def _events(part: Part) -> tuple[np.ndarray, np.ndarray]:
    events = read_events(part)
    return events.lon, events.lat


def _fixes(part: Part) -> tuple[np.ndarray, np.ndarray]:
    every = [fixes.take(fixes.without(UNSUPPORTED)) for fixes in read_fixes(part).values()]
    lon, lat = ([getattr(fixes, axis) for fixes in every] for axis in ("lon", "lat"))
    return np.concatenate(lon or [np.zeros(0)]), np.concatenate(lat or [np.zeros(0)])


def _summed(squares: Ints, counts: Ints) -> tuple[Ints, Ints]:
    if len(squares) == 0:
        return squares.reshape(0, 2), counts
    order = np.lexsort((squares[:, 1], squares[:, 0]))
    ordered = squares[order]
    begins = np.flatnonzero(np.append(True, (np.diff(ordered, axis=0) != 0).any(axis=1)))
    return ordered[begins], np.add.reduceat(counts[order], begins)


def _join(one: Sums, other: Sums) -> Sums:
    return reduce(_with, other.items(), dict(one))


def _with(
    sums: dict[str, tuple[Ints, Ints]], more: tuple[str, tuple[Ints, Ints]]
) -> dict[str, tuple[Ints, Ints]]:
    code, (squares, counts) = more
    if code in sums:
        squares = np.concatenate((sums[code][0], squares))
        counts = np.concatenate((sums[code][1], counts))
    return {**sums, code: _summed(squares, counts)}
