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

import numpy as np
import pyarrow as pa

from tests.bench.serving import Server, demo_town, free_port, load, lua_headers, started

ROUNDS = 5
POINTS = 10_000
CONNECTIONS = 4
MUST, AIM = 200, 250


def run(asked: argparse.Namespace) -> int:
    """Print rates and ratio; return how many goals were missed."""
    with demo_town() as (ours, _), tempfile.TemporaryDirectory() as folder:
        grids = _get(ours, "/layers/grids/items.geojson?limit=5000")
        (Path(folder) / "grids.geojson").write_bytes(grids)
        points = _points(json.loads(grids))
        stream, listed = _arrow(points), json.dumps({"points": points.tolist()}).encode()
        with plain(Path(folder) / "grids.geojson") as peer:
            _check(ours, stream, peer, listed)
            rates: dict[str, list[float]] = {"plain": [], "ours": []}
            for _ in range(ROUNDS):
                rates["plain"].append(load(peer, _script(peer, "/lookup", listed, folder), CONNECTIONS))
                rates["ours"].append(load(ours, _script(ours, "/api/lookup", stream, folder), CONNECTIONS))
    plain_rate, own_rate = (statistics.median(found) for found in rates.values())
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
        yield Server(f"http://127.0.0.1:{port}", {"Content-Type": "application/json"})


def _points(collection: dict[str, object]) -> np.ndarray:
    from shapely.geometry import shape

    shapes = [shape(feature["geometry"]) for feature in collection["features"]]  # type: ignore[index,attr-defined]
    bounds = np.array([one.bounds for one in shapes])
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    return np.random.default_rng(7).uniform(low, high, (POINTS, 2))


def _arrow(points: np.ndarray) -> bytes:
    table = pa.table({"lon": points[:, 0], "lat": points[:, 1]})
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue()


def _get(server: Server, path: str) -> bytes:
    headers = {name: value for name, value in server.headers.items() if name != "Accept-Encoding"}
    request = urllib.request.Request(server.address + path, headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


def _check(ours: Server, stream: bytes, peer: Server, listed: bytes) -> None:
    """Demand the same grid for every point; ours brings village, squad and people besides."""
    answers = []
    for server, path, body, kind in (
        (ours, "/api/lookup", stream, "application/vnd.apache.arrow.stream"),
        (peer, "/lookup", listed, "application/json"),
    ):
        headers = {**server.headers, "Content-Type": kind}
        headers.pop("Accept-Encoding", None)
        request = urllib.request.Request(server.address + path, body, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            answers.append(answer.read())
    both = io.BytesIO(answers[0])
    found, people = (pa.ipc.open_stream(both).read_all() for _ in range(2))
    if found.column("grid").to_pylist() != json.loads(answers[1])["grids"] or people.num_rows == 0:
        raise RuntimeError("the two services do not answer the same")


def _script(server: Server, path: str, body: bytes, folder: str) -> str:
    file = Path(folder) / f"body-{len(body)}"
    file.write_bytes(body)
    kind = server.headers.get("Content-Type", "application/vnd.apache.arrow.stream")
    return f"""
{lua_headers(server)}
wrk.headers["Content-Type"] = "{kind}"
local file = io.open("{file}", "rb")
local body = file:read("*a")
file:close()
request = function() return wrk.format("POST", "{path}", nil, body) end
"""
