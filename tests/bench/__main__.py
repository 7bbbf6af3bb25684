"""Comparisons with other software, `./wangge bench NAME`: each prints rates and ratios beside the goals."""

import argparse
import sys
from collections.abc import Callable

from tests.bench import (
    archive,
    burst,
    coverage,
    dated,
    dragging,
    heat,
    impact,
    imports,
    listeners,
    lookup,
    movers,
    pieces,
    playback,
    playing,
    proposals,
    receive,
    stream,
    tiles,
    towns,
)
from tests.bench.header import header, load

BENCHES: dict[str, Callable[[argparse.Namespace], int]] = {
    "archive": archive.run,
    "burst": burst.run,
    "coverage": coverage.run,
    "dated": dated.run,
    "heat": heat.run,
    "dragging": dragging.run,
    "impact": impact.run,
    "import": imports.run,
    "listeners": listeners.run,
    "lookup": lookup.run,
    "movers": movers.run,
    "pieces": pieces.run,
    "playback": playback.run,
    "playing": playing.run,
    "proposals": proposals.run,
    "receive": receive.run,
    "stream": stream.run,
    "tiles": tiles.run,
}
PEERS = (
    "numba",
    "numpy",
    "shapely",
    "geopandas",
    "pyogrio",
    "psycopg2-binary",
    "duckdb",
    "sedonadb",
    "tipg",
    "datashader",
    "fastapi",
    "uvicorn",
)


def main() -> int:
    """Run one comparison and return 1 if it missed a goal."""
    parser = argparse.ArgumentParser(prog="wangge bench")
    parser.add_argument("bench", choices=sorted(BENCHES))
    parser.add_argument("--points", type=int, default=10_000_000, help="points for lookup and heat")
    parser.add_argument("--sizes", nargs="+", choices=list(towns.RECIPES), default=list(towns.RECIPES))
    asked = parser.parse_args()
    sys.stdout.write(f"{asked.bench}: {header(PEERS)}\n")
    missed = BENCHES[asked.bench](asked)
    sys.stdout.write(f"load at the end: {load()}\n")
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
