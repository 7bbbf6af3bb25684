"""Drafts on show to everybody, opinions that nobody else sees, and the scan of the signed file."""

import hashlib
from datetime import timedelta

import httpx2
import pytest
import shapely
from sqlalchemy import text

from api.services import Services
from gis.model import Scope
from gis.redraw.public_map import public_map
from gis.service.redrawing.rules import PublicationRules, set_rules
from tests.api.conftest import ClientOf
from tests.api.test_drafts import edit, move, opened, scanned
from tests.api.test_lookup import place
from tests.redraw.small import small_partition
from tests.small_town import CODES, A

Client = httpx2.AsyncClient
PAPER = {"from": "2099-12-01", "document": "徐政发〔2026〕7号"}
SECRETS = ("张三丰", "李四", "households", "area", "load", "planner")


@pytest.fixture(scope="module")
async def planner(client_of: ClientOf) -> Client:
    """Return a planner's client."""
    return await client_of("planner", name="planner")  # type: ignore[no-any-return,misc]


@pytest.fixture(scope="module")
async def approver(client_of: ClientOf) -> Client:
    """Return an approver's client."""
    return await client_of("approver", name="approver")  # type: ignore[no-any-return,misc]


@pytest.fixture
async def days(services: Services) -> object:
    """Return how a town asks for days of announcement, and take it back."""

    async def ask(announce: int) -> None:
        async with services.database.begin() as connection:
            await set_rules(connection, PublicationRules(announce))

    yield ask
    await ask(0)


async def submitted(planner: Client) -> int:
    draft = await opened(planner)
    assert (await edit(planner, draft, 0, **move(1100))).status_code == 200
    assert (await planner.post(f"/api/drafts/{draft}/review")).status_code == 204
    return draft


async def shown(approver: Client, draft: int, step: str = "consult", **days: str) -> str:
    answer = await approver.post(f"/api/drafts/{draft}/{step}", json=days)
    assert answer.status_code == 200, answer.text
    page, token = answer.json()["link"].split("#")
    assert page == "/announcement"
    return str(token)


def public(token: str) -> str:
    return f"/api/public/boundaries/{token}"


async def test_everybody_sees_a_coarse_map_on_its_days(
    planner: Client, approver: Client, anonymous: Client, services: Services
) -> None:
    draft = await submitted(planner)
    token = await shown(approver, draft)
    assert len(token) >= 32
    answer = await anonymous.get(public(token))
    assert answer.status_code == 200
    seen = answer.json()
    assert (seen["step"], seen["title"]) == ("consulted", "调整")
    assert [(grid["code"], grid["fate"], grid["village"]) for grid in seen["grids"]] == [
        (CODES[0], "changed", "甲村"),
        (CODES[1], "changed", "甲村"),
    ]
    assert len(seen["around"]) == 2
    assert not any(secret in answer.text for secret in SECRETS)
    before, after = (shapely.Polygon(seen["grids"][0][side][0]) for side in ("before", "after"))
    assert after.area > before.area
    assert (await anonymous.get(public(token + "x"))).status_code == 404
    for first, last in ((1, 3), (-9, -3)):
        today = services.atlas.today()
        async with services.database.begin() as connection:
            moved = text("UPDATE showing SET first_day = :first, last_day = :last WHERE token = :token")
            span = {"first": today + timedelta(days=first), "last": today + timedelta(days=last)}
            await connection.execute(moved, {**span, "token": token})
        assert (await anonymous.get(public(token))).status_code == 404


async def test_a_step_elsewhere_ends_it(planner: Client, approver: Client, anonymous: Client) -> None:
    draft = await submitted(planner)
    consulted = await shown(approver, draft)
    announced = await shown(approver, draft, "announce")
    assert (await anonymous.get(public(consulted))).status_code == 404
    assert (await anonymous.get(public(announced))).json()["step"] == "announced"
    assert (await planner.post(f"/api/drafts/{draft}/reopen")).status_code == 204
    assert (await anonymous.get(public(announced))).status_code == 404
    assert (await approver.post(f"/api/drafts/{draft}/consult")).status_code == 409


async def test_days_that_make_no_sense_are_refused(planner: Client, approver: Client, days: object) -> None:
    await days(5)  # type: ignore[operator]
    draft = await submitted(planner)
    for wrong in (
        {"from": "2020-01-01"},
        {"from": "2098-01-09", "to": "2098-01-08"},
        {"from": "2098-01-01", "to": "2098-12-31"},
        {"from": "yesterday"},
        {"from": "2098-01-01", "to": "2098-01-04"},
    ):
        answer = await approver.post(f"/api/drafts/{draft}/announce", json=wrong)
        assert answer.status_code == 422, wrong
    assert (await planner.post(f"/api/drafts/{draft}/announce")).status_code == 403
    made = await approver.post(f"/api/drafts/{draft}/announce", json={"from": "2098-01-01"})
    assert made.json()["last_day"] == "2098-01-05", "as long as the town asks for"


async def test_opinions_are_bounded_answered_and_seen_by_planners_only(
    planner: Client, approver: Client, anonymous: Client, services: Services, client_of: ClientOf
) -> None:
    draft = await submitted(planner)
    token = await shown(approver, draft)
    door = f"{public(token)}/opinions"
    lon, lat = place(1050, 400)
    for wrong in (
        {},
        {"words": ""},
        {"words": "x" * 2001},
        {"words": "x", "lon": lon},
        {"words": "x", "grid": CODES[3]},
        {"words": "x", "name": "me"},
        {"words": "a\x00b"},
    ):
        assert (await anonymous.post(door, json=wrong)).status_code == 422, wrong
    foreign = await anonymous.post(door, json={"words": "x"}, headers={"Origin": "http://elsewhere"})
    assert foreign.status_code == 403
    assert (
        await anonymous.post(door, json={"words": " 我家门前怎么办？ ", "grid": CODES[0]})
    ).status_code == 204
    assert (await anonymous.post(door, json={"words": "<b>", "lon": lon, "lat": lat})).status_code == 204
    for _ in range(3):
        assert (await anonymous.post(door, json={"words": "again"})).status_code == 204
    assert (await anonymous.post(door, json={"words": "too many"})).status_code == 429
    assert "我家" not in (await anonymous.get(public(token))).text
    found = (await planner.get(f"/api/drafts/{draft}/opinions")).json()["rows"]
    assert len(found) == 5
    first = found[-1]
    assert (first["words"], first["grid"], first["answer"]) == ("我家门前怎么办？", CODES[0], None)
    assert found[-2]["place"] == [lon, lat]
    answer = f"/api/drafts/{draft}/opinions/{first['id']}/answer"
    assert (await planner.post(answer, json={"answer": "门牌不变。"})).status_code == 204
    assert (await approver.post(answer, json={"answer": "x"})).status_code == 403
    other = f"/api/drafts/{draft + 1}/opinions/{first['id']}/answer"
    assert (await planner.post(other, json={"answer": "x"})).status_code == 404
    read = (await planner.get(f"/api/drafts/{draft}/opinions")).json()["rows"][-1]
    assert (read["answer"], read["answered_by"]) == ("门牌不变。", "token:planner")
    villager: Client = await client_of("planner", Scope(codes=frozenset({A})))  # type: ignore[misc]
    assert (await villager.get(f"/api/drafts/{draft}/opinions")).status_code == 404
    async with services.database.begin() as connection:
        acts = await connection.scalars(text("SELECT detail::text FROM audit WHERE action LIKE 'opinion.%'"))
        assert not any("我家" in detail for detail in acts)


async def test_no_publication_before_the_announcement_is_over(
    planner: Client, approver: Client, services: Services, days: object
) -> None:
    await days(3)  # type: ignore[operator]
    draft = await submitted(planner)
    assert (await scanned(planner, draft)).status_code == 201
    door = f"/api/drafts/{draft}/publish"
    assert "3 days" in (await approver.post(door, json=PAPER)).json()["detail"]
    await shown(approver, draft, "announce")
    early = await approver.post(door, json=PAPER)
    assert (early.status_code, "until" in early.json()["detail"]) == (409, True)
    ((zh, en),) = (await planner.get(f"/api/drafts/{draft}/standing")).json()["bars"]
    assert en == early.json()["detail"]
    assert zh.startswith("公示到")
    async with services.database.begin() as connection:
        await connection.execute(text("UPDATE showing SET first_day = '2026-01-01', last_day = '2026-01-03'"))
    done = await approver.post(door, json=PAPER)
    assert done.status_code == 200, done.text
    assert (await approver.post(f"/api/editions/{done.json()['number']}/recall")).status_code == 204


async def test_a_scan_is_kept_under_the_digest_that_was_printed(
    planner: Client, approver: Client, client_of: ClientOf
) -> None:
    draft = await opened(planner)
    assert (await edit(planner, draft, 0, **move(1100))).status_code == 200
    assert (await scanned(planner, draft)).status_code == 409, "it may still change"
    assert (await planner.post(f"/api/drafts/{draft}/review")).status_code == 204
    other: dict[str, str | int] = {"draft": draft, "digest": "0" * 64}
    assert (await planner.post("/api/scans", params=other, content=b"%PDF-")).status_code == 409
    for wrong in (b"", b"GIF89a", b"<html>", b"PK\x03\x04"):
        assert (await scanned(planner, draft, wrong)).status_code == 422, wrong
    assert (await scanned(approver, draft)).status_code == 403
    large = await scanned(planner, draft, b"%PDF-" + bytes(20 * 1024 * 1024))
    assert large.status_code == 413
    body = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    kept = await scanned(planner, draft, body)
    assert kept.json()["sha256"] == hashlib.sha256(body).hexdigest()
    file = f"/api/drafts/{draft}/scans/{kept.json()['id']}"
    read = await approver.get(file)
    assert (read.content, read.headers["content-type"]) == (body, "image/png")
    viewer: Client = await client_of("viewer")  # type: ignore[misc]
    assert (await viewer.get(file)).status_code == 403
    assert (await approver.get(f"/api/drafts/{draft + 1}/scans/{kept.json()['id']}")).status_code == 404
    # returned and drawn on, the signatures stand under another draft
    assert (await planner.post(f"/api/drafts/{draft}/reopen")).status_code == 204
    assert (await edit(planner, draft, 1, kind="rename", code=CODES[3], name="东")).status_code == 200
    assert (await planner.post(f"/api/drafts/{draft}/review")).status_code == 204
    stale = await approver.post(f"/api/drafts/{draft}/publish", json=PAPER)
    assert (stale.status_code, "digest" in stale.json()["detail"]) == (409, True)
    assert (await scanned(planner, draft)).status_code == 201
    assert len((await planner.get(f"/api/drafts/{draft}/standing")).json()["scans"]) == 2


def test_neighbours_meet_on_the_coarse_map_too() -> None:
    town = small_partition()
    drawn = public_map(town, town, {})
    assert drawn.grids == ()
    assert len(drawn.around) == 4
    shapes = [shapely.Polygon(ring) for ring in drawn.around]
    assert shapely.union_all(shapes).area == pytest.approx(sum(shape.area for shape in shapes), rel=1e-6)
