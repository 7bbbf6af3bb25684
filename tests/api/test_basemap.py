"""The base map that a setting names: a PMTiles file by ranges, or tiles of a source fetched by the server."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import pytest

from api.app import make_service
from api.services import Services
from gis.model import EVERYTHING
from gis.service.accounts import By, new_token
from tests.small_town import NOON

PNG = b"\x89PNG\r\n\x1a\n and the rest"


class Source(BaseHTTPRequestHandler):
    """An outside map service that counts what it is asked."""

    asked: list[str] = []  # noqa: RUF012 - shared by the handler's instances on purpose

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(PNG)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def source() -> Iterator[str]:
    Source.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Source)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/t/{{z}}/{{x}}/{{y}}?tk=KEY"
    server.shutdown()
    thread.join()
    server.server_close()


async def client_with(services: Services, home: Path, **settings: object) -> httpx2.AsyncClient:
    changed = services.settings.model_copy(update={"home": home, **settings})
    token = new_token("test", ("viewer",), EVERYTHING, NOON, 1)
    secret = await services.accounts.issue_token(token, By("test"))
    app = make_service(replace(services, settings=changed))
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    return httpx2.AsyncClient(
        transport=transport, base_url="http://town", headers={"Authorization": f"Bearer {secret}"}
    )


async def test_a_tile_is_fetched_once_and_its_key_stays_here(
    services: Services, source: str, tmp_path: Path
) -> None:
    async with await client_with(services, tmp_path, basemap=source, basemap_datum="gcj02") as client:
        town = (await client.get("/api/town")).json()
        assert town["basemap"]["kind"] == "xyz"
        assert town["basemap"]["datum"] == "gcj02"
        assert "KEY" not in str(town)
        for _ in range(2):
            tile = await client.get("/basemap/10/853/417")
            assert (tile.status_code, tile.content, tile.headers["content-type"]) == (200, PNG, "image/png")
        assert Source.asked == ["/t/10/853/417?tk=KEY"]
        assert (await client.get("/basemap/1/5/0")).status_code == 404
        assert (await client.get("/basemap/20/0/0")).status_code == 404


async def test_a_silent_source_is_503(services: Services, tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9/{z}/{x}/{y}"
    async with await client_with(services, tmp_path, basemap=nowhere) as client:
        assert (await client.get("/basemap/1/0/0")).status_code == 503


async def test_a_pmtiles_file_is_read_by_ranges(services: Services, tmp_path: Path) -> None:
    file = tmp_path / "town.pmtiles"
    file.write_bytes(bytes(range(256)))
    async with await client_with(services, tmp_path, basemap=str(file)) as client:
        assert (await client.get("/api/town")).json()["basemap"]["url"] == "/basemap.pmtiles"
        part = await client.get("/basemap.pmtiles", headers={"Range": "bytes=10-12"})
        assert (part.status_code, part.content) == (206, bytes([10, 11, 12]))


async def test_by_default_there_is_no_outside_map(services: Services, tmp_path: Path) -> None:
    async with await client_with(services, tmp_path) as client:
        assert (await client.get("/api/town")).json()["basemap"]["kind"] == "layers"
        assert (await client.get("/basemap/1/0/0")).status_code == 404
        assert (await client.get("/basemap.pmtiles")).status_code == 404
