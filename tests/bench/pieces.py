"""A day of 454 people as pieces against GeoJSON: bytes a fix, and processor time both ways."""

import argparse
import gzip
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

import numpy as np
import orjson

from gis.analysis.piece import decode, encode
from gis.analysis.piece_join import join
from gis.analysis.track_fixes import Fixes

PEOPLE, HOURS, EVERY_S = 454, 8, 10
MOST_PLACES, MOST_QUALITY, MOST_JOIN_MS = 2.2, 1.2, 12.0
ROUNDS = 5
BEGIN_MS = 1_763_942_400_000
GRAIN = 1e-6

Answer = TypeVar("Answer")


def run(_: argparse.Namespace) -> int:
    """Print bytes and times; return how many goals were missed."""
    people = day(np.random.default_rng(4))
    count = sum(map(len, people))
    pieces, encode_s = timed(lambda: [encode(number, fixes) for number, fixes in enumerate(people)])
    back, decode_s = timed(lambda: [decode(*pair) for pair in pieces])
    check(people, back)
    body, join_s = timed(lambda: join([places for places, _ in pieces]))
    text, geojson_s = timed(lambda: geojson(people), 1)
    _, parse_s = timed(lambda: orjson.loads(text), 1)
    packed, pack_s = timed(lambda: gzip.compress(text, 6), 1)
    places_b, quality_b = (sum(len(pair[kind].body) for pair in pieces) / count for kind in (0, 1))
    rows = (
        ("GeoJSON points, orjson", len(text) / count, geojson_s, parse_s),
        ("the same, gzip-6", len(packed) / count, geojson_s + pack_s, parse_s),
        ("pieces of places and quality", places_b + quality_b, encode_s, decode_s),
        ("kept pieces of places, joined", len(body) / count, join_s, decode_s),
    )
    sys.stdout.write(f"{PEOPLE} people, {count:,} fixes\n")
    sys.stdout.write("| form | bytes a fix | write, ms | read, ms |\n|---|---|---|---|\n")
    for name, size, write_s, read_s in rows:
        sys.stdout.write(f"| {name} | {size:.2f} | {write_s * 1e3:,.1f} | {read_s * 1e3:,.0f} |\n")
    missed = 0
    for name, found, most in (
        ("bytes a fix, places", places_b, MOST_PLACES),
        ("bytes a fix, quality", quality_b, MOST_QUALITY),
        ("joining, ms", join_s * 1e3, MOST_JOIN_MS),
    ):
        missed += found > most
        sys.stdout.write(f"{name}: {found:.2f} of at most {most} {'MISSED' if found > most else 'reached'}\n")
    sys.stdout.write(
        f"joined {geojson_s / join_s:,.0f}× faster than GeoJSON is written from arrays in memory\n"
    )
    return missed


def timed(work: Callable[[], Answer], rounds: int = ROUNDS) -> tuple[Answer, float]:
    """Return the answer and the median processor time in seconds."""
    answer, times = work(), []
    for _ in range(rounds):
        began = time.process_time()
        answer = work()
        times.append(time.process_time() - began)
    return answer, median(times)


def check(people: list[Fixes], back: list[Fixes]) -> None:
    """Demand every fix at its time and within half a grain of its place."""
    for fixes, found in zip(people, back, strict=True):
        far = np.maximum(np.abs(fixes.lon - found.lon), np.abs(fixes.lat - found.lat))
        if (fixes.at_ms != found.at_ms).any() or far.max() > GRAIN / 2 * 1.001:
            raise RuntimeError("what is decoded is not what was encoded")


def geojson(people: list[Fixes]) -> bytes:
    """Write what a service usually answers: one feature a fix."""
    features = []
    for person, fixes in enumerate(people):
        rows = zip(
            fixes.at_ms.tolist(), fixes.lon.round(6).tolist(), fixes.lat.round(6).tolist(), strict=True
        )
        features += [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
                "properties": {"person": f"P{person:04d}", "at_ms": at_ms},
            }
            for at_ms, lon, lat in rows
        ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def day(chance: np.random.Generator) -> list[Fixes]:
    """Make up a day: walks, rides and pauses on a road grid, noise of 3 m that lasts, jitter, gaps."""
    return [_person(chance, HOURS * 3600 // EVERY_S) for _ in range(PEOPLE)]


def _person(chance: np.random.Generator, steps: int) -> Fixes:
    speed, heading = _motion(chance, steps)
    wander = _lasting(chance, steps, 3.0)
    x = chance.uniform(-5000, 5000) + np.cumsum(speed * EVERY_S * np.cos(heading)) + wander[0]
    y = chance.uniform(-5000, 5000) + np.cumsum(speed * EVERY_S * np.sin(heading)) + wander[1]
    late_s = np.where(chance.random(steps) < 0.2, chance.integers(-1, 2, steps), 0)
    seconds = np.arange(steps) * EVERY_S + late_s
    accuracy = np.maximum(3.0, 8 + _lasting(chance, steps, 3.0)[0]).round(1)
    told = np.maximum(0.0, speed + chance.normal(0, 0.2, steps)).round(2)
    fixes = Fixes(
        BEGIN_MS + seconds.astype(np.int64) * 1000,
        120.3 + x / 94_600,
        31.8 + y / 110_880,
        accuracy.astype(np.float32),
        told.astype(np.float32),
        np.zeros(steps, np.int32),
    )
    kept = np.ones(steps, bool)
    for _ in range(chance.integers(0, 4)):
        begin = chance.integers(0, steps)
        kept[begin : begin + chance.integers(3, 60)] = False
    return fixes.take(kept)


def _motion(chance: np.random.Generator, steps: int) -> tuple[np.ndarray, np.ndarray]:
    speed, heading = np.zeros(steps), np.zeros(steps)
    grid, at = chance.uniform(0, np.pi / 2), 0
    while at < steps:
        kind = chance.choice(3, p=[0.55, 0.15, 0.30])
        until = at + int(chance.exponential((25, 15, 30)[kind])) + 2
        pace = (chance.uniform(0.8, 1.5), chance.uniform(3, 6), 0.0)[kind]
        while at < min(until, steps):
            block = int(chance.exponential(6)) + 1
            speed[at : at + block] = pace
            heading[at : at + block] = grid + chance.integers(0, 4) * np.pi / 2
            at += block
    return speed * (1 + 0.1 * chance.normal(size=steps)), heading


def _lasting(chance: np.random.Generator, steps: int, sigma: float) -> np.ndarray:
    """Noise of two axes that keeps nine tenths of itself from fix to fix."""
    noise = chance.normal(0, sigma, (2, steps))
    noise[:, 1:] *= np.sqrt(1 - 0.81)
    for step in range(1, steps):
        noise[:, step] += 0.9 * noise[:, step - 1]
    return noise
