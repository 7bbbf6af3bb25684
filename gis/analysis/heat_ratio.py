"""Two densities held against each other: one period against another, events against hours of patrols."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST_SHARE = 0.02
"""With less than this share of the largest density of patrol hours nothing is told of a place."""
TOP = 10.0
"""So many times the town's mean rate is the end of the scale."""


def change(now: Floats, before: Floats, top: float) -> Floats:
    """Return the difference of two densities as 0–1 of a scale from −top to top; ½ for none."""
    return np.clip(0.5 + (now - before) / (2 * top), 0.0, 1.0)


def least_hours(peak: float) -> float:
    """Return below which density of patrol hours a rate would be made of nothing."""
    return LEAST_SHARE * peak


def per_hour(events: Floats, hours: Floats, least: float, mean: float) -> Floats:
    """Return events per patrol hour as 0–1 of ten times the mean rate; 0 below the least density of hours."""
    if mean <= 0:
        return np.zeros(events.shape)
    rate = np.divide(events, hours, where=hours >= max(least, 1e-12), out=np.zeros(events.shape))
    return np.minimum(rate / (TOP * mean), 1.0)
