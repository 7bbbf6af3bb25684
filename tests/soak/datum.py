"""Datum shifts against an independent list of cities in several datums (china-cities.json)."""

import argparse
import json
from typing import Any

import numpy as np

from gis.geometry.datum import from_wgs84, to_wgs84

GOAL_M = 1.0


def run(asked: argparse.Namespace) -> int:
    """Print the largest distance from the list for each datum and way; return how many exceed one metre."""
    cities = json.loads((asked.data / "china-cities.json").read_text(encoding="utf-8"))
    print(f"{len(cities)} cities")  # noqa: T201
    true = _places(cities, "wgs84")
    wrong = 0
    for datum in ("gcj02", "bd09"):
        given = _places(cities, datum)
        there = np.stack(from_wgs84(*true, datum))  # type: ignore[arg-type]
        back = np.stack(to_wgs84(*given, datum))  # type: ignore[arg-type]
        for way, found, wanted in (("to", there, given), ("from", back, true)):
            largest = float(_metres(found, wanted).max())
            wrong += largest > GOAL_M
            print(f"{way} {datum}: at most {largest:.3f} m")  # noqa: T201
    return wrong


def _metres(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    east = (a[0] - b[0]) * 111_320 * np.cos(np.radians(b[1]))
    return np.hypot(east, (a[1] - b[1]) * 110_950)


def _places(cities: list[dict[str, Any]], datum: str) -> np.ndarray:
    key = {"wgs84": "WGS84", "gcj02": "GCJ02", "bd09": "BD09"}[datum]
    return np.array([city["coords"][key] for city in cities], dtype=np.float64).T
