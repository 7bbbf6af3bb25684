"""Two planners draw in one draft at once: nothing is lost, and every refusal names the other's edit."""

import asyncio
import random

import httpx2

from tests.api.conftest import ClientOf
from tests.api.test_drafts import JSON, opened, points, whole
from tests.api.test_lookup import place
from tests.small_town import CODES

Client = httpx2.AsyncClient
EDITS = 60


def vertices(seen: JSON) -> list[list[int]]:
    """Return the vertices that two grids share, without the ends on the outline."""
    inner = [arc for arc in seen["arcs"] if None not in (arc["left"], arc["right"])]  # type: ignore[attr-defined]
    return [list(point) for arc in inner for point in points(arc["mm"])[1:-1]]


async def draw(client: Client, draft: int, dice: random.Random, refused: list[JSON]) -> int:
    """Make random edits on what was seen some edits ago; return how many were saved."""
    saved, seen = 0, await whole(client, draft)
    for _ in range(EDITS // 2):
        if dice.random() < 0.3:
            seen = await whole(client, draft)
        if dice.random() < 0.3:
            edit: JSON = {
                "kind": "rename",
                "code": dice.choice(CODES),
                "name": f"网格{dice.randrange(10**6)}",
            }
        else:
            at = dice.choice(vertices(seen))
            x, y = at[0] / 1000 - 500_000, at[1] / 1000 - 3_500_000
            edit = {
                "kind": "move",
                "at": at,
                "to": place(x + dice.uniform(-40, 40), y + dice.uniform(-40, 40)),
            }
        answer = await client.post(
            f"/api/drafts/{draft}/edits", json={"revision": seen["revision"], "edit": edit}
        )
        assert answer.status_code in (200, 409, 422), answer.text
        saved += answer.status_code == 200
        if answer.status_code == 409:
            refused.append(answer.json())
            seen = await whole(client, draft)
    return saved


async def test_no_operation_is_lost_and_a_refusal_names_the_others(client_of: ClientOf) -> None:
    one: Client = await client_of("planner", name="one")  # type: ignore[misc]
    other: Client = await client_of("planner", name="other")  # type: ignore[misc]
    draft, refused = await opened(one), list[JSON]()
    counts = await asyncio.gather(
        draw(one, draft, random.Random(1), refused), draw(other, draft, random.Random(2), refused)
    )
    rows = (await one.get(f"/api/drafts/{draft}/history")).json()["rows"]
    assert len(rows) == sum(counts) > 10
    assert {row["author"] for row in rows} == {"token:one", "token:other"}
    ends = [await whole(client, draft) for client in (one, other)]
    for end in ends:
        end.pop("undo")
        end.pop("redo")
    assert ends[0] == ends[1]
    assert sum(grid["area_m2"] for grid in ends[0]["grids"]) == 4_000_000  # type: ignore[attr-defined]
    assert refused, "with so many old revisions some edit comes too late"
    for problem in refused:
        assert problem["touched"]
        assert any(author in problem["sentence"][1] for author in ("one", "other"))  # type: ignore[index]


async def test_each_takes_back_his_own(client_of: ClientOf) -> None:
    one: Client = await client_of("planner", name="one")  # type: ignore[misc]
    other: Client = await client_of("planner", name="other")  # type: ignore[misc]
    draft = await opened(one)
    for client, code in ((one, CODES[0]), (other, CODES[3]), (one, CODES[1])):
        body = {"revision": 0, "edit": {"kind": "rename", "code": code, "name": "新"}}
        assert (await client.post(f"/api/drafts/{draft}/edits", json=body)).status_code == 200
    undone = (await other.post(f"/api/drafts/{draft}/undo", json={"revision": 3})).json()
    assert (undone["touched"], undone["undo"], undone["redo"]) == ([CODES[3]], 0, 1)
    # what somebody else has changed since cannot be taken back unseen
    body = {"revision": 4, "edit": {"kind": "rename", "code": CODES[1], "name": "别人"}}
    assert (await other.post(f"/api/drafts/{draft}/edits", json=body)).status_code == 200
    barred = await one.post(f"/api/drafts/{draft}/undo", json={"revision": 5})
    assert barred.status_code == 409
    assert "other" in barred.json()["sentence"][1]
