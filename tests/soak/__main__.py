"""The long proofs, `./wangge soak NAME`: each prints what it ran on and found, and fails on a mismatch."""

import argparse
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import shapely

from tests.soak import chicago, datum, fixes_fuzz, follow, fuzz, kill, lookup, patchwork, realdata

PROOFS: dict[str, Callable[[argparse.Namespace], int]] = {
    "lookup": lookup.run,
    "chicago": chicago.run,
    "datum": datum.run,
    "fixes_fuzz": fixes_fuzz.run,
    "follow": follow.run,
    "fuzz": fuzz.run,
    "kill": kill.run,
    "patchwork": patchwork.run,
    "realdata": realdata.run,
}


def main() -> int:
    """Run one proof and return the number of mismatches, at most 1."""
    parser = argparse.ArgumentParser(prog="wangge soak")
    parser.add_argument("proof", choices=sorted(PROOFS))
    parser.add_argument("--points", type=int, default=1_000_000, help="points for lookup and patchwork")
    parser.add_argument("--data", type=Path, help="folder with the public files of real places")
    parser.add_argument("--cases", type=int, default=100, help="cases of each operation and caller for fuzz")
    asked = parser.parse_args()
    if asked.proof in ("chicago", "datum", "realdata") and asked.data is None:
        parser.error("give --data FOLDER")
    print(f"{asked.proof}: {_header()}")  # noqa: T201
    return min(PROOFS[asked.proof](asked), 1)


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
    day = datetime.now(UTC).date().isoformat()
    return (
        f"commit {commit or 'unknown'}, {day}, {processor}, Python {platform.python_version()}, "
        f"Shapely {shapely.__version__} with GEOS {shapely.geos_version_string}"
    )


if __name__ == "__main__":
    sys.exit(main())
