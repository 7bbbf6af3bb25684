"""The long proofs, `./wangge soak NAME`: each prints what it ran on and found, and fails on a mismatch."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench.header import header
from tests.soak import (
    chicago,
    coverage,
    crossings,
    datum,
    doors_fuzz,
    fixes_fuzz,
    follow,
    fuzz,
    hotspots,
    kill,
    kill_fixes,
    libreoffice,
    live_page,
    lookup,
    patchwork,
    patrols,
    phone_faults,
    planners,
    realdata,
    redraw,
    squares,
    suspicions,
    visits,
)

PACKAGES = ("shapely",)

PROOFS: dict[str, Callable[[argparse.Namespace], int]] = {
    "lookup": lookup.run,
    "chicago": chicago.run,
    "coverage": coverage.run,
    "crossings": crossings.run,
    "datum": datum.run,
    "doors_fuzz": doors_fuzz.run,
    "fixes_fuzz": fixes_fuzz.run,
    "follow": follow.run,
    "fuzz": fuzz.run,
    "hotspots": hotspots.run,
    "kill": lambda asked: kill.run(asked) + kill_fixes.run(asked),
    "kill_fixes": kill_fixes.run,
    "libreoffice": libreoffice.run,
    "live_page": live_page.run,
    "patchwork": patchwork.run,
    "patrols": patrols.run,
    "phone_faults": phone_faults.run,
    "planners": planners.run,
    "realdata": realdata.run,
    "redraw": redraw.run,
    "squares": squares.run,
    "suspicions": suspicions.run,
    "visits": visits.run,
}


def main() -> int:
    """Run one proof and return the number of mismatches, at most 1."""
    parser = argparse.ArgumentParser(prog="wangge soak")
    parser.add_argument("proof", choices=sorted(PROOFS))
    parser.add_argument("--points", type=int, default=1_000_000, help="points for lookup and patchwork")
    parser.add_argument("--data", type=Path, help="folder with the public files of real places")
    parser.add_argument("--cases", type=int, default=100, help="cases of each operation and caller for fuzz")
    parser.add_argument("--kills", type=int, default=200, help="kills of reception for kill")
    parser.add_argument("--fixes", type=int, default=1_000_000, help="acknowledged fixes for kill")
    parser.add_argument("--patrols", type=int, default=200, help="shifts for crossings and visits")
    parser.add_argument("--months", type=int, default=100, help="person-months for coverage")
    parser.add_argument("--days", type=int, default=5, help="days of the whole town for suspicions")
    parser.add_argument("--hours", type=float, default=8, help="length of the shift for live_page")
    parser.add_argument("--speed", type=float, default=60, help="times as fast as the clock for live_page")
    parser.add_argument("--edits", type=int, default=5_000, help="edits on each town for redraw")
    asked = parser.parse_args()
    if asked.proof in ("chicago", "datum", "patrols", "realdata", "squares") and asked.data is None:
        parser.error("give --data FOLDER")
    print(f"{asked.proof}: {header(PACKAGES)}")  # noqa: T201
    return min(PROOFS[asked.proof](asked), 1)


if __name__ == "__main__":
    sys.exit(main())
