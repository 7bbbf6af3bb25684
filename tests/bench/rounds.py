"""Times several ways of doing one thing in turns, so that what else the machine does falls on all alike."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

ROUNDS = 5


@dataclass(frozen=True)
class Way:
    """One way of locating `points` points; `run` locates them all once."""

    points: int
    run: Callable[[], object]


@dataclass(frozen=True)
class Rate:
    """Millions of points a second: by the processor time of the calling thread, and by the clock."""

    per_core: float
    by_clock: float


def rates(ways: Mapping[str, Way]) -> dict[str, Rate]:
    """Run every way once to warm it, then all in turns; return the rate at each one's median time."""
    for way in ways.values():
        way.run()
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            gc.collect()
            core, clock = time.thread_time(), time.perf_counter()
            way.run()
            times[name].append((time.thread_time() - core, time.perf_counter() - clock))
    return {
        name: Rate(*(way.points / 1e6 / median(taken[kind] for taken in times[name]) for kind in (0, 1)))
        for name, way in ways.items()
    }
