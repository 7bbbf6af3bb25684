"""The process outlives its database: 503 with Retry-After while it is away, and right again afterwards."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest

from api.app import make_app
from api.services import Services, make_services
from gis.model import EVERYTHING
from gis.service.accounts import By, new_token
from gis.settings import Settings
from gis.store.cluster import Cluster, cluster_of
from gis.store.database import Database
from gis.store.migrate import migrate
from gis.store.town import save_town
from tests.small_town import NOON, TOWN

Client = httpx2.AsyncClient


@pytest.fixture(scope="module")
async def own_cluster(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Cluster]:
    """Make a cluster of this module's own with a founded home, and leave it stopped."""
    made = cluster_of(tmp_path_factory.mktemp("health"), durable=False)
    made.discard()
    made.make()
    made.start()
    database = Database(made.url())
    await migrate(database)
    async with database.begin() as connection:
        await save_town(connection, TOWN)
    await database.close()
    made.stop()
    yield made
    made.discard()


@pytest.fixture
async def services(own_cluster: Cluster, tmp_path: object) -> AsyncIterator[Services]:
    """Wire services over the stopped cluster, as a process that starts before its database."""
    made = make_services(Settings(home=tmp_path), own_cluster.url(), clock=lambda: NOON)  # type: ignore[arg-type]
    yield made
    await made.database.close()


@pytest.fixture
async def client(services: Services) -> AsyncIterator[Client]:
    """Return a client of the running application, its follower included."""
    app = make_app(services)
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with app.router.lifespan_context(app), Client(transport=transport, base_url="http://town") as made:
        yield made


async def until(client: Client, status: int) -> httpx2.Response:
    """Ask for the health until it has this status; TimeoutError after ten seconds."""
    async with asyncio.timeout(10):
        while (answer := await client.get("/api/health")).status_code != status:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return answer


async def test_a_database_that_comes_goes_and_comes_again(
    own_cluster: Cluster, services: Services, client: Client
) -> None:
    away = await client.get("/api/health")
    assert (away.status_code, away.headers["retry-after"]) == (503, "2")
    assert away.headers["content-type"] == "application/problem+json"
    for _ in range(2):
        await asyncio.to_thread(own_cluster.start)
        assert (await until(client, 200)).json()["status"] == "ok"
        token = new_token("health", ("viewer",), EVERYTHING, NOON, 1)
        client.headers["Authorization"] = f"Bearer {await services.accounts.issue_token(token, By('test'))}"
        assert (await client.get("/api/town")).status_code == 200
        await asyncio.to_thread(own_cluster.stop)
        for path in ("/api/health", "/api/town", "/api/summary", "/layers/grids/items.geojson"):
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "2"), path
            assert "database is away" in answer.json()["detail"]


async def test_a_request_under_way_is_503_and_not_a_fault(own_cluster: Cluster, services: Services) -> None:
    from sqlalchemy import text

    from gis.errors import Unavailable

    await asyncio.to_thread(own_cluster.start)
    began = asyncio.Event()

    async def wait() -> None:
        async with services.database.begin() as connection:
            began.set()
            await connection.execute(text("SELECT pg_sleep(30)"))

    waiting = asyncio.create_task(wait())
    await began.wait()
    await asyncio.to_thread(own_cluster.stop)
    with pytest.raises(Unavailable):
        await waiting
