"""Vector tiles of the grids, signed in, against TiPg over the same database: first cold, then kept."""

import argparse
import gzip
import json
import random
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import quote

import morecantile
import shapely

from tests.bench.serving import Server, demo_town, free_port, load, lua_headers, started

ROUNDS = 5
CONNECTIONS = 8
ZOOMS = range(11, 16)
TILES = 200
VIEW = """
CREATE SCHEMA IF NOT EXISTS bench;
CREATE OR REPLACE VIEW bench.grids AS
SELECT g.id, g.code, m.name, s.geom_wgs84 AS geom
FROM public.edition_grid m
JOIN public.grid g ON g.id = m.grid_id
JOIN public.grid_shape s ON s.id = m.shape_id
WHERE g.level = (SELECT max(level) FROM public.grid)
"""


def run(asked: argparse.Namespace) -> int:
    """Print rates and ratios; return how many goals were missed."""
    with demo_town() as (ours, url), tipg(url) as peer:
        tiles, grids = _tiles(ours), _grids(ours)
        own = [f"/layers/grids/tiles/{tile}.mvt" for tile in tiles]
        theirs = [f"/collections/bench.grids/tiles/WebMercatorQuad/{tile}" for tile in tiles]
        _check((ours, own), (peer, theirs), grids)
        rates: dict[str, list[float]] = {"TiPg": [], "kept": [], "TiPg again": [], "cold": []}
        for _ in range(ROUNDS):
            rates["TiPg"].append(load(peer, _script(peer, theirs), CONNECTIONS))
            rates["kept"].append(load(ours, _script(ours, own), CONNECTIONS))
    with demo_town({"WANGGE_TILE_CACHE_MIB": "0"}) as (ours, url), tipg(url) as peer:
        for _ in range(ROUNDS):
            rates["TiPg again"].append(load(peer, _script(peer, theirs), CONNECTIONS))
            rates["cold"].append(load(ours, _script(ours, own), CONNECTIONS))
    return _report(rates)


@contextmanager
def tipg(url: str) -> Iterator[Server]:
    """Serve the same grids by TiPg with one worker."""
    port = free_port()
    subprocess.run(["psql", url, "-q", "-v", "ON_ERROR_STOP=1", "-c", VIEW], check=True, capture_output=True)
    # TiPg wants a host in the address: the socket's folder, its strokes escaped
    place, _, sockets = url.partition("?host=")
    dialled = place.replace("@/", f"@{quote(sockets, safe='')}/")
    env = {
        "DATABASE_URL": dialled,
        "TIPG_DB_SCHEMAS": '["bench"]',
        "TIPG_DB_SPATIAL_EXTENT": "true",
    }
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "tipg.main:app",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    with started(command, env, f"http://127.0.0.1:{port}/collections"):
        yield Server(f"http://127.0.0.1:{port}", {"Accept-Encoding": "gzip"})


def _get(server: Server, path: str) -> bytes:
    request = urllib.request.Request(server.address + path, headers=dict(server.headers))
    with urllib.request.urlopen(request, timeout=30) as answer:
        body: bytes = answer.read()
        return gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body


def _tiles(server: Server) -> list[str]:
    """Return the addresses of tiles over the town at several zooms, in a fixed random order."""
    bounds = json.loads(_get(server, "/layers/grids"))["bounds"]
    matrix = morecantile.tms.get("WebMercatorQuad")
    found = [f"{tile.z}/{tile.x}/{tile.y}" for tile in matrix.tiles(*bounds, list(ZOOMS))]
    return random.Random(11).sample(found, min(TILES, len(found)))


def _grids(server: Server) -> dict[bytes, shapely.Geometry]:
    features = json.loads(_get(server, "/layers/grids/items.geojson?limit=5000"))["features"]
    return {one["properties"]["code"].encode(): shapely.geometry.shape(one["geometry"]) for one in features}


def _check(
    ours: tuple[Server, list[str]], peer: tuple[Server, list[str]], grids: dict[bytes, shapely.Geometry]
) -> None:
    """Demand that every tile of both holds the grids that reach into it; their buffers differ."""
    matrix = morecantile.tms.get("WebMercatorQuad")
    for mine, other in zip(ours[1], peer[1], strict=True):
        z, x, y = (int(part) for part in other.rsplit("/", 3)[1:])
        west, south, east, north = matrix.bounds(x, y, z)
        inner = shapely.box(west, south, east, north).buffer((west - east) / 50)
        needed = {code for code, shape in grids.items() if shape.intersects(inner)}
        for server, path in ((ours[0], mine), (peer[0], other)):
            body = _get(server, path)
            if missing := [code for code in needed if code not in body]:
                raise RuntimeError(f"{server.address}{path} lacks {missing[:3]}")


def _script(server: Server, paths: Sequence[str]) -> str:
    listed = ", ".join(f'"{path}"' for path in paths)
    return f"""
{lua_headers(server)}
local paths = {{{listed}}}
local at = 0
request = function()
  at = at + 1
  return wrk.format("GET", paths[at % #paths + 1])
end
"""


def _report(rates: dict[str, list[float]]) -> int:
    middle = {name: statistics.median(found) for name, found in rates.items()}
    missed = 0
    sys.stdout.write(
        "| path | requests/s (median of 5) | × TiPg | must | aim | |\n|---|---|---|---|---|---|\n"
    )
    goals = (("TiPg", "TiPg", 0, 0), ("kept", "TiPg", 60, 100))
    goals += (("TiPg again", "TiPg again", 0, 0), ("cold", "TiPg again", 3, 5))
    for name, peer, must, aim in goals:
        ratio = middle[name] / middle[peer]
        told = "" if not must else "aim reached" if ratio >= aim else "reached" if ratio >= must else "MISSED"
        missed += told == "MISSED"
        sys.stdout.write(
            f"| {name} | {middle[name]:,.0f} | {ratio:.1f} | {must or ''} | {aim or ''} | {told} |\n"
        )
    return missed
