"""Hot doors answer as the application does, and only callers whom it let in a moment ago."""

import io
from collections.abc import Callable

import httpx2
import pyarrow as pa
import pytest

from api.hot_doors import ARROW, LARGE, HotDoors
from api.services import Services
from gis.geometry.projection import to_degrees
from gis.model import Scope
from gis.store.town import raise_version
from tests.api.test_tile_door import address
from tests.small_town import CODES, EAST, EPSG, NORTH

Client = httpx2.AsyncClient
KIND = {"Content-Type": ARROW.decode()}


def stream() -> bytes:
    """Return points in the first grid, in the second and outside."""
    lon, lat = to_degrees([EAST + 500, EAST + 1500, EAST - 5000], [NORTH + 500] * 3, EPSG)
    table = pa.table({"lon": lon, "lat": lat})
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def head(client: Client, *more: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    return [(b"authorization", client.headers["authorization"].encode()), *more]


def posting(client: Client, length: int) -> list[tuple[bytes, bytes]]:
    return head(client, (b"content-type", ARROW), (b"content-length", b"%d" % length))


async def test_points_are_answered_as_by_the_application(commander: Client, services: Services) -> None:
    doors, body = HotDoors(services), stream()
    answer = await commander.post("/api/lookup", content=body, headers=KIND)
    for _ in range(2):
        door = doors.door(b"POST", b"/api/lookup", posting(commander, len(body)))
        assert door is not None
        reply = door(body)
        assert reply is not None
        assert (reply[0], reply[2]) == (answer.status_code, answer.content)
    assert door(b"no stream") is None
    rows = pa.ipc.open_stream(answer.content).read_all()
    assert rows.column("grid").to_pylist() == [CODES[0], CODES[1], None]


async def test_a_narrow_scope_gets_its_own_answer(
    commander: Client, client_of: Callable[..., object], services: Services
) -> None:
    narrow = await client_of("viewer", Scope(grids=frozenset({CODES[1]})))  # type: ignore[misc]
    body = stream()
    for client in (commander, narrow):
        await client.post("/api/lookup", content=body, headers=KIND)
    door = HotDoors(services).door(b"POST", b"/api/lookup", posting(narrow, len(body)))
    assert door is not None
    reply = door(body)
    assert reply is not None
    assert pa.ipc.open_stream(reply[2]).read_all().column("grid").to_pylist() == [None, CODES[1], None]


async def test_strangers_and_large_and_endless_bodies_pass_on(
    commander: Client, client_of: Callable[..., object], services: Services
) -> None:
    doors, body = HotDoors(services), stream()
    auditor = await client_of("auditor")  # type: ignore[misc]
    for client in (commander, auditor):
        await client.post("/api/lookup", content=body, headers=KIND)
    for headers in (
        posting(auditor, len(body)),
        posting(commander, LARGE + 1),
        [(b"content-type", ARROW), (b"content-length", b"9")],
        head(commander, (b"content-type", ARROW), (b"transfer-encoding", b"chunked")),
        [*posting(commander, 9), (b"expect", b"100-continue")],
        head(commander, (b"content-type", b"text/csv"), (b"content-length", b"9")),
    ):
        assert doors.door(b"POST", b"/api/lookup", headers) is None
    assert doors.door(b"POST", b"/api/lookup?on=2026-01-01", posting(commander, 9)) is None


@pytest.mark.parametrize("zip_asked", [b"gzip", b"identity"])
async def test_a_kept_tile_is_answered_as_by_the_application(
    commander: Client, client_of: Callable[..., object], services: Services, zip_asked: bytes
) -> None:
    doors, url = HotDoors(services), address().encode()
    shown = {"Accept-Encoding": zip_asked.decode()}
    answer = await commander.get(address(), headers=shown)
    door = doors.door(b"GET", url, head(commander, (b"accept-encoding", zip_asked)))
    assert door is not None
    reply = door(b"")
    assert reply is not None
    status, headers, body = reply
    assert status == answer.status_code == 200
    assert dict(headers).items() <= {(name.lower(), value) for name, value in answer.headers.raw}
    assert len(body) == int(answer.headers["content-length"])
    auditor = await client_of("auditor")  # type: ignore[misc]
    await auditor.get(address())
    assert doors.door(b"GET", url, head(auditor)) is None
    assert doors.door(b"GET", url, [(b"authorization", b"Bearer wg_forged")]) is None
    assert doors.door(b"GET", url + b"?x=1", head(commander)) is None
    assert doors.door(b"GET", url, head(commander, (b"content-length", b"3"))) is None


async def test_a_tile_asked_for_again_holds_as_long_as_its_caller_and_its_data(
    commander: Client, services: Services
) -> None:
    doors, url, whole = HotDoors(services), address().encode(), b"the request's bytes"
    await commander.get(address())
    door = doors.door(b"GET", url, head(commander), whole)
    assert door is not None
    assert doors.repeated(whole) == door(b"")
    assert doors.repeated(b"another") is None
    secret = b"t" + commander.headers["authorization"].removeprefix("Bearer ").encode()
    services.callers.forget(secret)
    assert doors.repeated(whole) is None
    await commander.get(address())
    assert doors.repeated(whole) == door(b"")
    async with services.database.begin() as connection:
        await raise_version(connection)
    await services.atlas.refresh()
    assert doors.repeated(whole) is None
