"""Comparisons with other software, `./wangge bench NAME`: each prints rates and ratios beside the goals."""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import shapely

from tests.bench import lookup, stream, tiles, towns

BENCHES: dict[str, Callable[[argparse.Namespace], int]] = {
    "lookup": lookup.run,
    "stream": stream.run,
    "tiles": tiles.run,
}
PEERS = ("numba", "numpy", "shapely", "geopandas", "duckdb", "sedonadb", "tipg", "fastapi", "uvicorn")


def main() -> int:
    """Run one comparison and return 1 if it missed a goal."""
    parser = argparse.ArgumentParser(prog="wangge bench")
    parser.add_argument("bench", choices=sorted(BENCHES))
    parser.add_argument("--points", type=int, default=10_000_000, help="points for lookup")
    parser.add_argument("--sizes", nargs="+", choices=list(towns.RECIPES), default=list(towns.RECIPES))
    asked = parser.parse_args()
    sys.stdout.write(f"{asked.bench}: {_header()}\n")
    missed = BENCHES[asked.bench](asked)
    sys.stdout.write(f"load at the end: {_load()}\n")
    return min(missed, 1)


def _header() -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    ).stdout.strip()
    models = [
        line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")
    ]
    processor = models[0].partition(": ")[2] if models else platform.processor()
    versions = ", ".join(f"{name} {version(name)}" for name in PEERS)
    return (
        f"commit {commit or 'unknown'}, {datetime.now(UTC).date().isoformat()}, "
        f"{os.cpu_count()} × {processor}, load {_load()}, Python {platform.python_version()}, {versions}, "
        f"GEOS {shapely.geos_version_string}"
    )


def _load() -> str:
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


if __name__ == "__main__":
    sys.exit(main())
