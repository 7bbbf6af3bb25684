"""Kept tiles: sent to nobody else, dropped when anything changes, the same bytes as made afresh."""

import math
from collections.abc import Callable

import httpx2
import pytest

from api.services import Services
from gis.geometry.projection import to_degrees
from gis.model import Scope
from gis.service.callers import KEPT_S, Callers
from gis.service.rights import Caller
from gis.service.tile_cache import OVERHEAD, Tile, TileCache, make_tile
from gis.store.town import raise_version
from tests.small_town import CODES, EAST, EPSG, NORTH

Client = httpx2.AsyncClient
ZOOM = 14


def address(layer: str = "grids", suffix: str = "mvt") -> str:
    lon, lat = (float(value) for value in to_degrees(EAST + 500, NORTH + 500, EPSG))
    x = int((lon + 180) / 360 * 2**ZOOM)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**ZOOM)
    return f"/layers/{layer}/tiles/{ZOOM}/{x}/{y}.{suffix}"


@pytest.mark.parametrize(("layer", "suffix"), [("grids", "mvt"), ("heat", "png"), ("roads", "mvt")])
async def test_a_kept_tile_is_the_made_one(
    commander: Client, services: Services, layer: str, suffix: str
) -> None:
    made = await commander.get(address(layer, suffix))
    kept = await commander.get(address(layer, suffix))
    assert (made.status_code, kept.status_code) == (200, 200)
    assert made.content == kept.content != b""
    told = ("etag", "content-type", "cache-control", "x-content-type-options", "content-security-policy")
    assert [made.headers[name] for name in told] == [kept.headers[name] for name in told]
    plain = await commander.get(address(layer, suffix), headers={"Accept-Encoding": "identity"})
    assert plain.content == made.content
    unchanged = await commander.get(address(layer, suffix), headers={"If-None-Match": made.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


async def test_nobody_gets_a_tile_kept_for_another(
    commander: Client, anonymous: Client, client_of: Callable[..., object]
) -> None:
    await commander.get(address())
    whole = (await commander.get(address())).content
    assert (await anonymous.get(address())).status_code == 401
    forged = await anonymous.get(address(), headers={"Authorization": "Bearer wg_forged"})
    assert forged.status_code == 401
    auditor = await client_of("auditor")  # type: ignore[misc]
    for _ in range(2):
        assert (await auditor.get(address())).status_code == 403
    narrow = await client_of("viewer", Scope(grids=frozenset({CODES[1]})))  # type: ignore[misc]
    for _ in range(2):
        seen = (await narrow.get(address())).content
        assert CODES[0].encode() not in seen
        assert CODES[1].encode() in seen
    assert CODES[0].encode() in whole


async def test_a_change_of_the_data_drops_what_is_kept(commander: Client, services: Services) -> None:
    await commander.get(address())
    key_before = services.atlas.stamp()
    async with services.database.begin() as connection:
        await raise_version(connection)
        await raise_version(connection)
    await services.atlas.refresh()
    assert services.atlas.stamp()[1] == key_before[1] + 2
    assert (await commander.get(address())).status_code == 200


async def test_empty_tiles_are_kept_too(commander: Client) -> None:
    for _ in range(2):
        answer = await commander.get("/layers/grids/tiles/14/0/0.mvt")
        assert (answer.status_code, answer.content) == (204, b"")


def test_callers_are_known_for_a_second() -> None:
    now = [0.0]
    callers = Callers(lambda: now[0])
    caller = Caller("a", "A", ("viewer",), Scope())
    callers.remember(b"secret", caller)
    assert callers.known(b"secret") is caller
    assert (callers.known(b"other"), callers.known(None)) == (None, None)
    now[0] = KEPT_S + 0.01
    assert callers.known(b"secret") is None
    callers.remember(b"secret", caller)
    callers.forget(b"secret")
    assert callers.known(b"secret") is None


def test_the_cache_is_bounded_by_bytes_and_drops_the_least_used() -> None:
    def tile(size: int) -> Tile:
        return make_tile(b"x" * size, "image/png", "grid.read")

    cache = TileCache(most_bytes=3 * (100 + OVERHEAD))
    for name in "abc":
        cache.put(name, tile(100))
    assert cache.get("a") is not None
    cache.put("d", tile(100))
    assert [cache.get(name) is not None for name in "abcd"] == [True, False, True, True]
    cache.put("a", tile(100))
    assert cache.get("c") is not None
    cache.put("e", tile(10_000))
    assert [cache.get(name) for name in "acde"] == [None] * 4


async def test_a_tile_of_an_endless_query_is_not_kept(commander: Client, services: Services) -> None:
    for length, kept in ((900, 1), (9000, 0)):
        before = len(services.tiles._kept)
        assert (await commander.get(address("events"), params={"category": "x" * length})).status_code == 204
        assert len(services.tiles._kept) == before + kept
