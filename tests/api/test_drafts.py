"""Drafts over HTTP: two planners, one approver, and the four squares of the small town."""

from itertools import accumulate

import httpx2
import pytest

from api.services import Services
from gis.model import Scope
from tests.api.conftest import ClientOf
from tests.api.test_lookup import place
from tests.small_town import CODES, A

Client = httpx2.AsyncClient
EAST_MM, NORTH_MM = 500_000_000, 3_500_000_000
# a vertex of the border between the first two grids, 400 m north of its southern end
SHARED = [EAST_MM + 1_000_000, NORTH_MM + 400_000]
JSON = dict[str, object]


@pytest.fixture(scope="module")
async def planner(client_of: ClientOf) -> Client:
    """Return a planner's client."""
    return await client_of("planner")  # type: ignore[no-any-return,misc]


@pytest.fixture(scope="module")
async def approver(client_of: ClientOf) -> Client:
    """Return an approver's client."""
    return await client_of("approver", name="approver")  # type: ignore[no-any-return,misc]


async def opened(planner: Client) -> int:
    answer = await planner.post("/api/drafts", json={"title": "调整"})
    assert answer.status_code == 201, answer.text
    assert answer.json()["base"] == {"number": 1, "valid_from": "2026-01-01"}
    return int(answer.json()["id"])


async def edit(client: Client, draft: int, revision: int, **asked: object) -> httpx2.Response:
    return await client.post(f"/api/drafts/{draft}/edits", json={"revision": revision, "edit": asked})


def move(x_m: float, y_m: float = 400.0) -> JSON:
    return {"kind": "move", "at": SHARED, "to": place(x_m, y_m)}


async def scanned(planner: Client, draft: int, body: bytes = b"%PDF-1.7 signed") -> httpx2.Response:
    """Bring in a scan of the signed file under the draft's digest."""
    digest = (await planner.get(f"/api/drafts/{draft}/standing")).json()["digest"]
    asked = {"draft": draft, "digest": digest}
    return await planner.post("/api/scans", params=asked, content=body)


def points(flat: list[int]) -> list[tuple[int, int]]:
    return list(zip(accumulate(flat[::2]), accumulate(flat[1::2]), strict=True))


async def whole(client: Client, draft: int) -> JSON:
    answer = await client.get(f"/api/drafts/{draft}")
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


async def test_a_draft_shows_the_grids_and_each_border_once(planner: Client) -> None:
    seen = await whole(planner, await opened(planner))
    grids = {grid["code"]: grid for grid in seen["grids"]}  # type: ignore[attr-defined]
    assert list(grids) == list(CODES)
    assert {round(grid["area_m2"]) for grid in grids.values()} == {1_000_000}
    # the one building with 10 households and the first enterprise lie in the first grid
    first = grids[CODES[0]]
    assert (first["households"], first["enterprises"], first["components"]) == (10, 1, 0)
    assert grids[CODES[1]]["components"] == 1
    assert sum(grid["load"] for grid in grids.values()) == pytest.approx(4, abs=1e-3)
    arcs = {(arc["left"], arc["right"]): arc for arc in seen["arcs"]}  # type: ignore[attr-defined]
    inner = {pair for pair in arcs if None not in pair}
    assert inner == {(CODES[0], CODES[1]), (CODES[1], CODES[2]), (CODES[2], CODES[3])}
    border = points(arcs[CODES[0], CODES[1]]["mm"])
    assert border[0] == (EAST_MM + 1_000_000, NORTH_MM)
    assert border[-1] == (EAST_MM + 1_000_000, NORTH_MM + 1_000_000)
    assert [villages["code"] for villages in seen["villages"]] == [A, "320281999002"]  # type: ignore[attr-defined]


async def test_an_edit_answers_what_it_changed_and_undo_gives_it_back(planner: Client) -> None:
    draft = await opened(planner)
    before = await whole(planner, draft)
    answer = (await edit(planner, draft, 0, **move(1100))).json()
    assert answer["revision"] == 1
    assert answer["touched"] == [CODES[0], CODES[1]]
    areas = {grid["code"]: grid["area_m2"] for grid in answer["grids"]}
    # the vertex 100 m to the east, between two neighbours 200 m away: a triangle of 400 × 100 / 2
    assert areas[CODES[0]] == pytest.approx(1_020_000, abs=1)
    assert sum(areas.values()) == pytest.approx(2_000_000, abs=1e-6)
    assert answer["consequences"] == [], "both grids are of one village and one squad"
    assert (answer["undo"], answer["redo"]) == (1, 0)
    moved = [EAST_MM + 1_100_000, NORTH_MM + 400_000]
    (border,) = [a for a in answer["arcs"] if {a["left"], a["right"]} == {CODES[0], CODES[1]}]
    assert any(abs(x - moved[0]) < 2 and abs(y - moved[1]) < 2 for x, y in points(border["mm"]))
    early = await planner.post(f"/api/drafts/{draft}/undo", json={"revision": 9})
    assert early.status_code == 409, "nobody has seen a revision that is to come"
    undone = (await planner.post(f"/api/drafts/{draft}/undo", json={"revision": 1})).json()
    assert (undone["undo"], undone["redo"]) == (0, 1)
    after = await whole(planner, draft)
    assert (after["arcs"], after["grids"]) == (before["arcs"], before["grids"])
    redone = (await planner.post(f"/api/drafts/{draft}/redo", json={"revision": 2})).json()
    assert {grid["code"]: grid["area_m2"] for grid in redone["grids"]} == areas
    rows = (await planner.get(f"/api/drafts/{draft}/history")).json()["rows"]
    assert [(row["kind"], row["undone"]) for row in rows] == [("move", False)]
    assert (await planner.post(f"/api/drafts/{draft}/redo", json={"revision": 3})).status_code == 409


async def test_an_older_revision_is_merged_where_its_grids_are_as_they_were(planner: Client) -> None:
    draft = await opened(planner)
    assert (await edit(planner, draft, 0, **move(1050))).status_code == 200
    other = await edit(planner, draft, 0, kind="rename", code=CODES[3], name="乙村东网格")
    assert other.json()["revision"] == 2
    stale = await edit(planner, draft, 0, kind="rename", code=CODES[0], name="甲村西网格")
    assert stale.status_code == 409
    assert stale.headers["content-type"] == "application/problem+json"
    assert stale.json()["touched"] == [CODES[0]]
    assert "test" in stale.json()["sentence"][1]
    assert (await whole(planner, draft))["revision"] == 2


async def test_a_bad_edit_is_refused_with_the_place_and_changes_nothing(planner: Client) -> None:
    draft = await opened(planner)
    outline = {"kind": "move", "at": [EAST_MM, NORTH_MM], "to": place(10, 10)}
    answer = await edit(planner, draft, 0, **outline)
    assert answer.status_code == 422
    assert answer.json()["place"] == pytest.approx(place(0, 0), abs=1e-7)
    assert all(answer.json()["sentence"])
    for wrong in (
        {"kind": "explode"},
        {"kind": "move", "at": SHARED, "to": [None, 31]},
        {"kind": "split", "code": CODES[0], "line": [place(500, 500)]},
        {"kind": "rename", "code": "nothing", "name": "x"},
    ):
        assert (await edit(planner, draft, 0, **wrong)).status_code == 422, wrong
    body = f'{{"revision": 0, "edit": {{"kind": "move", "at": {SHARED}, "to": [NaN, 31]}}}}'
    nan = await planner.post(f"/api/drafts/{draft}/edits", content=body.encode())
    assert nan.status_code == 422
    assert (await edit(planner, draft, 7, **move(1050))).status_code == 409
    assert (await whole(planner, draft))["revision"] == 0


async def test_impact_and_lineage_count_what_changes_hands(planner: Client, commander: Client) -> None:
    draft = await opened(planner)
    # a wedge to the west takes the building at 410 m, and neither the enterprise nor the events
    assert (await edit(planner, draft, 0, **move(300))).status_code == 200
    impact = (await commander.get(f"/api/drafts/{draft}/impact")).json()
    assert {kind: count for kind, count in impact["moved"].items() if count} == {"households": 10}
    rows = {(row["by"], row["code"]): row for row in impact["rows"]}
    assert rows["grid", CODES[0]]["before"]["households"] == 10
    assert rows["grid", CODES[0]]["after"]["households"] == 0
    assert {key for key in rows if key[0] in ("village", "squad")} == set()
    assert {row["name"] for row in impact["rows"] if row["by"] == "person"} == {"张三丰", "李四"}
    assert impact["people"] == 2
    masked = (await planner.get(f"/api/drafts/{draft}/impact")).json()
    assert {row["name"] for row in masked["rows"] if row["by"] == "person"} == {"张**", "李*"}
    passed = (await planner.get(f"/api/drafts/{draft}/changes")).json()["rows"]
    (given,) = [row for row in passed if row["old"] != row["new"]]
    assert (given["old"], given["new"]) == (CODES[0], CODES[1])
    assert given["area_m2"] == pytest.approx(400 * 700 / 2, rel=1e-5)
    assert given["households"] == 10


async def test_a_planner_draws_within_his_scope_only(planner: Client, client_of: ClientOf) -> None:
    draft = await opened(planner)
    villager: Client = await client_of("planner", Scope(codes=frozenset({A})))  # type: ignore[misc]
    seen = await whole(villager, draft)
    assert [grid["code"] for grid in seen["grids"]] == list(CODES[:2])  # type: ignore[attr-defined]
    assert "乙村" not in str(seen)
    beyond = {"kind": "move", "at": [EAST_MM + 2_000_000, NORTH_MM + 400_000], "to": place(2050, 400)}
    assert (await edit(villager, draft, 0, **beyond)).status_code == 403
    assert (await edit(villager, draft, 0, **move(1050))).status_code == 200


async def test_whoever_opens_a_draft_need_not_wait_for_its_patrols(
    planner: Client, services: Services
) -> None:
    draft = (await planner.post("/api/drafts", json={"title": "先算好"})).json()["id"]
    assert draft not in services.weights.patrols._placed
    assert (await planner.get(f"/api/drafts/{draft}")).status_code == 200
    assert draft in services.weights.patrols._placed
