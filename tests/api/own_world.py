"""A town with a running desk and one phone, whose carrier has a page of his own; it is noon."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from api.app import make_service
from api.services import Services, make_services
from gis.model import EVERYTHING
from gis.service.accounts import By, new_token
from gis.service.devices import DeviceKeeper
from gis.settings import Settings
from gis.store.database import Database
from gis.store.record import Act
from tests.service.reception.conftest import Reception, running
from tests.small_town import NOON

Client = httpx2.AsyncClient
DAY = "2026-11-02"
WANTED = {"person": "001", "app": "owntracks", "url": "https://town.example"}
BY = Act("test", "")


@dataclass
class World:
    """A town of its own with a desk, a commander, and the phone of person 1, who is on duty till four."""

    services: Services
    reception: Reception
    commander: Client
    page: Client
    link: str
    token: str

    @property
    def secret(self) -> str:
        """The page's secret."""
        return self.link.partition("#")[2].partition(".")[0]

    async def open(self, secret: str | None = None) -> httpx2.Response:
        """Open the page."""
        return await self.page.post("/api/me/session", json={"page": secret or self.secret})

    async def confirm(self) -> None:
        """Read and confirm the notice."""
        shown = (await self.page.get("/api/me/notice?language=en")).json()
        given = {"language": "en", "digest": shown["digest"]}
        assert (await self.page.post("/api/me/notice", json=given)).status_code == 204
        await self.reception.desk.refresh()


def client(services: Services) -> Client:
    return Client(transport=httpx2.ASGITransport(make_service(services)), base_url="http://town")


@pytest.fixture
async def world(fresh_database: Database, tmp_path: Path) -> AsyncIterator[World]:
    url = fresh_database.engine.url.render_as_string(hide_password=False)
    services = make_services(Settings(home=tmp_path, live_socket=tmp_path / "live"), url, clock=lambda: NOON)
    await services.atlas.refresh()
    keeper = DeviceKeeper(fresh_database, lambda: NOON - timedelta(hours=4))
    span = (NOON - timedelta(hours=4), NOON + timedelta(hours=4))
    await keeper.put_on_duty(["001"], span, BY)
    secret = await services.accounts.issue_token(
        new_token("desk", ("commander",), EVERYTHING, NOON, 1), By("test")
    )
    async with client(services) as commander, client(services) as page:
        commander.headers["Authorization"] = f"Bearer {secret}"
        made = (await commander.post("/api/devices", json=WANTED)).json()
        assert made["page"].startswith("http://town/me#")
        assert made["qr"].startswith("data:image/svg+xml")
        async with fresh_database.begin() as connection:
            # carried since the morning, so that only the notice keeps its places out
            since = "tstzrange('2026-11-02 08:00+08', NULL)"
            await connection.execute(text(f"UPDATE assignment SET valid = {since}"))
        async with running(fresh_database) as reception:
            yield World(services, reception, commander, page, made["page"], made["token"])
    await services.database.close()
