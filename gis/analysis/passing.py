"""When a track passed near a place: spans within a radius, moments by proportion along the edges."""

from dataclasses import dataclass

import numpy as np

from gis.analysis.track_fixes import Floats, Ints
from gis.analysis.track_segments import Path


@dataclass(frozen=True, slots=True)
class Passing:
    """One passing: first and last moment within the radius (ms), and the least distance in metres."""

    begin_ms: int
    end_ms: int
    metres: float


def passing(path: Path, place: tuple[float, float], radius_m: float) -> list[Passing]:
    """Return the spans in which a path lies within `radius_m` of a place in its metric CRS, in order of time.

    Every edge is a straight line walked at one speed; nothing is said of gaps. A vertex that stands alone in
    its segment counts for its moment.
    """
    edges = path.edges()
    alone = np.setdiff1d(np.arange(len(path)), np.union1d(edges, edges + 1))
    begin, end = np.concatenate([edges, alone]), np.concatenate([edges + 1, alone])
    enter, leave, least = _within(path, (begin, end), place, radius_m)
    inside = enter <= leave
    order = np.argsort(enter[inside], kind="stable")
    spans = zip(
        np.rint(enter[inside][order]).astype(int).tolist(),
        np.rint(leave[inside][order]).astype(int).tolist(),
        least[inside][order].tolist(),
        strict=True,
    )
    joined: list[Passing] = []
    for first, last, metres in spans:
        if joined and first <= joined[-1].end_ms:
            known = joined.pop()
            joined.append(Passing(known.begin_ms, max(known.end_ms, last), min(known.metres, metres)))
        else:
            joined.append(Passing(first, last, metres))
    return joined


def _within(
    path: Path, ends: tuple[Ints, Ints], place: tuple[float, float], radius_m: float
) -> tuple[Floats, Floats, Floats]:
    """Return for each edge the first and last moment within the radius and the least distance.

    Where the first is after the last, the edge lies outside.

    The squared distance along an edge is a parabola in the share walked: a·s² + 2·b·s + c.
    """
    begin, end = ends
    dx, dy = path.x[end] - path.x[begin], path.y[end] - path.y[begin]
    px, py = path.x[begin] - place[0], path.y[begin] - place[1]
    a, b, c = dx * dx + dy * dy, px * dx + py * dy, px * px + py * py
    moving = a > 0
    steep = np.where(moving, a, 1.0)
    nearest = np.clip(np.where(moving, -b / steep, 0.0), 0.0, 1.0)
    least = np.sqrt(np.maximum(a * nearest**2 + 2 * b * nearest + c, 0.0))
    reach = np.sqrt(np.maximum(b * b - steep * (c - radius_m**2), 0.0)) / steep
    first = np.where(moving, np.clip(-b / steep - reach, 0.0, 1.0), 0.0)
    last = np.where(moving, np.clip(-b / steep + reach, 0.0, 1.0), 1.0)
    duration = path.at_ms[end] - path.at_ms[begin]
    enter = path.at_ms[begin] + duration * first
    leave = np.where(least <= radius_m, path.at_ms[begin] + duration * last, enter - 1)
    return enter, leave, least
