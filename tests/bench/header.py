"""What every figure is printed with: commit, day, machine, load, versions."""

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import shapely


def header(packages: Sequence[str]) -> str:
    """Return commit, day, processors, load, and the versions of Python, GEOS and the packages."""
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
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"commit {commit or 'unknown'}, {datetime.now(UTC).date().isoformat()}, "
        f"{os.cpu_count()} × {processor}, load {load()}, Python {platform.python_version()}, {versions}, "
        f"GEOS {shapely.geos_version_string}"
    )


def load() -> str:
    """Return how busy the machine was over the last minutes."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())
