"""Sign in, be recognised, be forgotten: cookies, limits, ends, other sites' pages, and tokens."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from api.app import make_service
from api.guard import COOKIE
from api.services import Services, make_services
from gis.errors import NotFound
from gis.model import EVERYTHING
from gis.service.accounts import By, new_account, new_token
from gis.service.signin import TRIES_PER_ADDRESS, TRIES_PER_NAME, WINDOW
from gis.settings import Settings
from gis.store.database import Database
from gis.store.record import Act, read_record, record

Client = httpx2.AsyncClient
PASSWORD = "a long enough password"
_numbers = itertools.count(1)


class Clock:
    """A clock that is moved by hand; it begins with the real time, by which the record is kept."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@dataclass
class Person:
    """Somebody at a browser of her own, on the town's own page; each test has a new one."""

    name: str
    address: str
    client: Client

    async def sign_in(self, password: str = PASSWORD, name: str | None = None) -> httpx2.Response:
        credentials = {"name": self.name if name is None else name, "password": password}
        return await self.client.post("/api/session", json=credentials)

    async def status(self) -> int:
        return (await self.client.get("/api/session")).status_code


@pytest.fixture
async def services(database: Database, tmp_path: Path, clock: Clock) -> AsyncIterator[Services]:
    """Wire the services with a moving clock."""
    settings = Settings(home=tmp_path, session_hours=12, session_idle_minutes=30)
    url = database.engine.url.render_as_string(hide_password=False)
    made = make_services(settings, url, clock)
    await made.atlas.refresh()
    yield made
    await made.database.close()


@pytest.fixture
async def person(services: Services) -> AsyncIterator[Person]:
    """Return a person with an account."""
    number = next(_numbers)
    account = new_account(f"tester{number}", "测试员", ("viewer",), EVERYTHING)
    await services.accounts.add(account, PASSWORD, By("test"))
    async with _browser(services, f"10.0.0.{number}") as client:
        yield Person(account.name, f"10.0.0.{number}", client)


def _browser(services: Services, address: str) -> Client:
    transport = httpx2.ASGITransport(make_service(services), client=(address, 1))
    return Client(transport=transport, base_url="http://town", headers={"Origin": "http://town"})


async def status(client: Client) -> int:
    return (await client.get("/api/session")).status_code


async def test_a_session_is_opened_known_and_ended(person: Person, services: Services) -> None:
    assert await person.status() == 401
    answer = await person.sign_in()
    assert answer.json()["account"] == {"name": person.name, "title": "测试员", "roles": ["viewer"]}
    known = await person.client.get("/api/session")
    assert known.json() == answer.json()
    secret = person.client.cookies[COOKIE]
    ended = await person.client.delete("/api/session")
    assert ended.status_code == 204
    assert COOKIE not in person.client.cookies
    # the secret itself is dead, not only forgotten by the browser
    person.client.cookies.set(COOKIE, secret)
    assert await person.status() == 401


async def test_the_cookie_is_kept_from_scripts_and_other_sites(person: Person) -> None:
    parts = {part.strip().lower() for part in (await person.sign_in()).headers["set-cookie"].split(";")[1:]}
    assert parts == {"httponly", "samesite=strict", "path=/", f"max-age={12 * 3600}"}


async def test_over_tls_the_cookie_is_secure(person: Person, services: Services) -> None:
    settings = services.settings.model_copy(update={"secure_cookie": True})
    async with _browser(replace(services, settings=settings), person.address) as client:
        answer = await Person(person.name, person.address, client).sign_in()
    assert "; Secure" in answer.headers["set-cookie"]


async def test_a_session_ends_when_idle(person: Person, clock: Clock) -> None:
    await person.sign_in()
    for _ in range(3):
        clock.pass_by(minutes=29)
        assert await person.status() == 200
    clock.pass_by(minutes=31)
    assert await person.status() == 401


async def test_a_session_ends_in_any_case(person: Person, clock: Clock) -> None:
    await person.sign_in()
    for _ in range(12 * 3 - 1):
        clock.pass_by(minutes=20)
        assert await person.status() == 200
    clock.pass_by(minutes=20)
    assert await person.status() == 401


async def test_name_and_password_are_refused_alike(person: Person) -> None:
    for name, password in ((person.name, "a wrong password"), ("nobody", PASSWORD)):
        answer = await person.sign_in(password, name)
        assert (answer.status_code, answer.json()["detail"]) == (401, "The name or the password is wrong.")
        assert "set-cookie" not in answer.headers


async def test_five_failures_lock_a_name_until_the_window_has_passed(person: Person, clock: Clock) -> None:
    for _ in range(TRIES_PER_NAME):
        assert (await person.sign_in("a wrong password")).status_code == 401
    locked = await person.sign_in()
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "900")
    clock.now += WINDOW + timedelta(minutes=1)
    assert (await person.sign_in()).status_code == 200


async def test_parallel_guesses_cannot_outrun_the_lock(person: Person) -> None:
    guesses = await asyncio.gather(*(person.sign_in(f"wrong password {n}") for n in range(12)))
    refused = [answer.status_code for answer in guesses]
    # one more may be under way beside the last, since two are verified at once
    assert refused.count(401) in (TRIES_PER_NAME, TRIES_PER_NAME + 1)
    assert set(refused) == {401, 429}
    assert (await person.sign_in()).status_code == 429


async def test_an_address_that_guessed_many_names_gets_one_try_a_name(
    person: Person, services: Services, clock: Clock
) -> None:
    async with services.database.begin() as connection:
        for n in range(TRIES_PER_ADDRESS):
            await record(connection, Act(f"name{n}", "sign_in", "refused", address=person.address))
    # who has failed at nothing is let in, and every name may be guessed at once only
    assert (await person.sign_in()).status_code == 200
    for name in ("unheard.of", person.name):
        assert (await person.sign_in("a wrong password", name)).status_code == 401
        assert (await person.sign_in("a wrong password", name)).status_code == 429
    assert (await person.sign_in()).status_code == 429
    async with _browser(services, "10.1.0.1") as elsewhere:
        assert (await Person(person.name, "10.1.0.1", elsewhere).sign_in()).status_code == 200
    clock.now += WINDOW + timedelta(minutes=1)
    assert (await person.sign_in()).status_code == 200


async def test_every_attempt_is_on_record(person: Person, services: Services) -> None:
    await person.sign_in("a wrong password")
    await person.sign_in()
    async with services.database.begin() as connection:
        last, before = await read_record(connection, 2, None)
    assert [(act["actor"], act["action"], act["result"], act["address"]) for act in (before, last)] == [
        (person.name, "sign_in", "refused", person.address),
        (person.name, "sign_in", "done", person.address),
    ]
    assert PASSWORD not in str(last)


@pytest.mark.parametrize("origin", ["http://elsewhere", "null", "http://town.elsewhere", "http://town:81"])
async def test_another_sites_page_can_change_nothing(person: Person, origin: str) -> None:
    await person.sign_in()
    foreign = {"Origin": origin}
    signed_in = await person.client.post(
        "/api/session", json={"name": person.name, "password": PASSWORD}, headers=foreign
    )
    assert signed_in.status_code == 403
    assert (await person.client.delete("/api/session", headers=foreign)).status_code == 403
    assert (await person.client.post("/api/lookup", json={"points": []}, headers=foreign)).status_code == 403
    assert await person.status() == 200


async def test_a_closed_account_is_out_at_once(person: Person, services: Services) -> None:
    await person.sign_in()
    await services.accounts.change(person.name, By("test"), {"active": False})
    assert await person.status() == 401
    assert (await person.sign_in()).status_code == 401


async def test_a_new_password_ends_the_sessions(person: Person, services: Services) -> None:
    await person.sign_in()
    await services.accounts.change(person.name, By("test"), {"password": "another long password"})
    assert await person.status() == 401
    assert (await person.sign_in()).status_code == 401
    assert (await person.sign_in("another long password")).status_code == 200


async def test_a_token_ends_by_its_day_or_when_revoked(
    person: Person, services: Services, clock: Clock
) -> None:
    for label, days in (("short", 1), ("long", 30)):
        token = new_token(label, ("viewer",), EVERYTHING, clock.now, days)
        secret = await services.accounts.issue_token(token, By("test"))
        person.client.headers["Authorization"] = f"Bearer {secret}"
        assert await person.status() == 200
        clock.pass_by(hours=23)
        assert await person.status() == 200
        clock.pass_by(hours=2)
        assert await person.status() == (401 if label == "short" else 200)
    assert await services.accounts.revoke_token("long", clock.now, By("test")) == 1
    assert await person.status() == 401
    with pytest.raises(NotFound):
        await services.accounts.revoke_token("long", clock.now, By("test"))


@pytest.mark.parametrize("value", ["Bearer", "Bearer wg_unknown", "bearer \x7f", "Basic dGVzdDp0ZXN0", "x"])
async def test_what_is_no_token_is_401(person: Person, value: str) -> None:
    answer = await person.client.get("/api/session", headers={"Authorization": value})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "x" * 61, "", "\u202e", "'; --"])
async def test_odd_names_are_refused_without_a_fault(person: Person, text: str) -> None:
    assert (await person.sign_in(PASSWORD, text)).status_code in (401, 422)
    assert (await person.sign_in(text)).status_code in (401, 422)
