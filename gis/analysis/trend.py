"""How a place goes: hot for the first time, more and more, all the time, now and then, or less and less."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gis.analysis.base import Analysis
from gis.errors import BadInput

Trend = Literal["new", "intensifying", "persistent", "sporadic", "fading"]


@dataclass(frozen=True, slots=True)
class TrendParameters:
    """From which chance on a series rises or falls, and which share of months is all the time."""

    most_p: float = 0.05
    always: float = 0.75

    def __post_init__(self) -> None:
        """Refuse what is out of bounds."""
        if not 0 < self.most_p < 1 or not 0.5 <= self.always <= 1:
            raise BadInput("A chance lies between 0 and 1, and all the time is at least half of it.")


def trends(
    events: NDArray[np.int64], hot: NDArray[np.bool_], parameters: TrendParameters
) -> list[Trend | None]:
    """Class each place by its months, oldest first; None for one that was never hot.

    `events` and `hot` are (places, months). New: hot in the last month only. Intensifying: hot in the last
    month and rising. Fading: falling, or not more than before and hot in none of the last three months.
    Persistent: hot in most months, the last one among them. Sporadic: all else.
    """
    return [_trend(series, was, parameters) for series, was in zip(events, hot, strict=True)]


def mann_kendall(series: Sequence[float]) -> tuple[float, float]:
    """Return z and the two-sided chance p of a series without trend; ties are allowed for."""
    values = np.asarray(series, np.float64)
    n = len(values)
    later = np.triu(np.sign(values[None, :] - values[:, None]), 1).sum()
    _, ties = np.unique(values, return_counts=True)
    variance = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    if variance <= 0 or later == 0:
        return 0.0, 1.0
    z = float((later - np.sign(later)) / math.sqrt(variance))
    return z, math.erfc(abs(z) / math.sqrt(2))


def _trend(series: NDArray[np.int64], hot: NDArray[np.bool_], parameters: TrendParameters) -> Trend | None:
    if not hot.any():
        return None
    z, p = mann_kendall(series.tolist())
    moves = p < parameters.most_p
    if hot[-1] and not hot[:-1].any():
        return "new"
    if (moves and z < 0) or (z <= 0 and not hot[-3:].any()):
        return "fading"
    if hot[-1] and moves:
        return "intensifying"
    return "persistent" if hot[-1] and hot.mean() >= parameters.always else "sporadic"


analysis = Analysis("trend", ("趋势", "Trend"), 2, TrendParameters, trends)
