"""POST /api/lookup with Arrow streams of 10,000 points, signed in, against the usual FastAPI service."""

import argparse
import io
import json
import statistics
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from shapely.geometry import shape

from tests.bench.serving import Server, demo_town, free_port, load, lua_headers, started

ROUNDS = 5
POINTS = 10_000
CONNECTIONS = 4
MUST, AIM = 200, 250
KINDS = {"/api/lookup": "application/vnd.apache.arrow.stream", "/lookup": "application/json"}

Row = dict[str, Any]


def run(asked: argparse.Namespace) -> int:
    """Print rates and ratio; return how many goals were missed."""
    with demo_town() as (ours, _), tempfile.TemporaryDirectory() as folder:
        grids = json.loads(_get(ours, "/layers/grids/items.geojson?limit=5000"))
        points = _points(grids)
        stream = _arrow(points)
        listed = json.dumps({"points": [{"lon": lon, "lat": lat} for lon, lat in points.tolist()]}).encode()
        found, people = _answer(ours, stream)
        (Path(folder) / "grids.geojson").write_text(json.dumps(_with_people(grids, people)))
        with plain(Path(folder) / "grids.geojson") as peer:
            _check(found, people, json.loads(_post(peer, "/lookup", listed)))
            rates: dict[str, list[float]] = {"plain": [], "ours": []}
            for _ in range(ROUNDS):
                rates["plain"].append(load(peer, _script(peer, "/lookup", listed, folder), CONNECTIONS))
                rates["ours"].append(load(ours, _script(ours, "/api/lookup", stream, folder), CONNECTIONS))
    return _report(*(statistics.median(found) for found in rates.values()))


def _report(plain_rate: float, own_rate: float) -> int:
    ratio = own_rate / plain_rate
    told = "aim reached" if ratio >= AIM else "reached" if ratio >= MUST else "MISSED"
    sys.stdout.write(
        "| service | requests/s | points/s (median of 5) | × | must | aim | |\n"
        "|---|---|---|---|---|---|---|\n"
        f"| FastAPI + JSON + STRtree | {plain_rate:,.1f} | {plain_rate * POINTS:,.0f} | 1 | | | |\n"
        f"| ours, Arrow, signed in | {own_rate:,.0f} | {own_rate * POINTS:,.0f} | {ratio:.0f} "
        f"| {MUST} | {AIM} | {told} |\n"
    )
    return int(told == "MISSED")


@contextmanager
def plain(grids: Path) -> Iterator[Server]:
    """Serve the usual way, with one worker."""
    port = free_port()
    app = ["tests.bench.plain_lookup:app", "--port", str(port), "--log-level", "warning"]
    command = [sys.executable, "-m", "uvicorn", *app]
    with started(command, {"PLAIN_GRIDS": str(grids)}, f"http://127.0.0.1:{port}/ready"):
        yield Server(f"http://127.0.0.1:{port}", {})


def _points(collection: dict[str, Any]) -> np.ndarray:
    bounds = np.array([shape(feature["geometry"]).bounds for feature in collection["features"]])
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    return np.random.default_rng(7).uniform(low, high, (POINTS, 2))


def _arrow(points: np.ndarray) -> bytes:
    table = pa.table({"lon": points[:, 0], "lat": points[:, 1]})
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue()


def _get(server: Server, path: str) -> bytes:
    return _fetch(server, urllib.request.Request(server.address + path))


def _post(server: Server, path: str, body: bytes) -> bytes:
    kind = {"Content-Type": KINDS[path]}
    return _fetch(server, urllib.request.Request(server.address + path, body, kind))


def _fetch(server: Server, request: urllib.request.Request) -> bytes:
    for name, value in server.headers.items():
        if name != "Accept-Encoding":
            request.add_header(name, value)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


def _answer(ours: Server, stream: bytes) -> tuple[list[Row], list[Row]]:
    both = io.BytesIO(_post(ours, "/api/lookup", stream))
    found, people = (pa.ipc.open_stream(both).read_all().to_pylist() for _ in range(2))
    return found, people


def _with_people(collection: dict[str, Any], people: list[Row]) -> dict[str, Any]:
    """Return the grids with what ours tells of each, so that the peer needs no database."""
    told = {row["grid"]: row for row in people}
    features = [
        {**feature, "properties": told[feature["properties"]["code"]]} for feature in collection["features"]
    ]
    return {**collection, "features": features}


def _check(found: list[Row], people: list[Row], theirs: dict[str, Any]) -> None:
    """Demand the same grid, village and squad for every point, and the same people in every grid met."""
    told = {row["grid"]: row for row in people}
    if found != theirs["rows"] or any(told[row["grid"]] != row for row in theirs["people"]):
        raise RuntimeError("the two services do not answer the same")


def _script(server: Server, path: str, body: bytes, folder: str) -> str:
    """Return a script that makes its request once, so that making it costs the server nothing."""
    file = Path(folder) / f"body-{len(body)}"
    file.write_bytes(body)
    return f"""
{lua_headers(server)}
wrk.headers["Content-Type"] = "{KINDS[path]}"
local file = io.open("{file}", "rb")
wrk.method, wrk.path, wrk.body = "POST", "{path}", file:read("*a")
file:close()
"""
