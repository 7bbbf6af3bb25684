"""Drafts over HTTP from review to publication: two persons, proposals, checks, the approval file."""

import io
import zipfile

from api.services import Services
from gis.model import Scope
from gis.service.drafting import save_draft
from tests.api.conftest import ClientOf
from tests.api.test_drafts import (
    EAST_MM,
    NORTH_MM,
    Client,
    approver,
    edit,
    move,
    opened,
    planner,
    scanned,
    whole,
)
from tests.api.test_lookup import place
from tests.service.test_drafting import drafted
from tests.small_town import CODES, A

assert approver  # the fixtures of these names
assert planner


async def test_from_draft_to_edition_by_two_persons(
    planner: Client, approver: Client, services: Services
) -> None:
    draft = await opened(planner)
    assert (await edit(planner, draft, 0, **move(1100))).status_code == 200
    paper = {"from": "2099-12-01", "document": "徐政发〔2026〕7号"}
    early = await approver.post(f"/api/drafts/{draft}/publish", json=paper)
    assert early.status_code == 409
    assert (await planner.post(f"/api/drafts/{draft}/review")).status_code == 204
    assert (await edit(planner, draft, 1, **move(1200))).status_code == 409
    assert (await planner.post(f"/api/drafts/{draft}/publish", json=paper)).status_code == 403
    assert (await approver.post(f"/api/drafts/{draft}/consult")).status_code == 200
    assert (await approver.post(f"/api/drafts/{draft}/announce")).status_code == 200
    assert (await approver.post(f"/api/drafts/{draft}/consult")).status_code == 409
    unsigned = await approver.post(f"/api/drafts/{draft}/publish", json=paper)
    assert unsigned.status_code == 409
    assert "scan" in unsigned.json()["detail"]
    assert (await scanned(planner, draft)).status_code == 201
    published = await approver.post(f"/api/drafts/{draft}/publish", json=paper)
    assert published.json() == {"number": 2}
    await check_it_stays_readable(planner, draft)
    await services.atlas.refresh()
    # a place in the wedge that changed hands belongs to the old grid until the day, and then to the new one
    asked = dict(zip(("lon", "lat"), place(1050, 400), strict=True))
    for day, code in (("2099-11-30", CODES[1]), ("2099-12-01", CODES[0])):
        answer = await planner.get("/api/lookup", params={**asked, "on": day})
        assert answer.json()["grid"]["code"] == code
    assert (await planner.post("/api/editions/2/recall")).status_code == 403
    assert (await approver.post("/api/editions/2/recall")).status_code == 204
    await services.atlas.refresh()
    answer = await planner.get("/api/lookup", params={**asked, "on": "2099-12-01"})
    assert answer.json()["grid"]["code"] == CODES[1]
    assert (await approver.post("/api/editions/2/recall")).status_code == 404
    assert (await approver.post("/api/editions/1/recall")).status_code == 409


async def check_it_stays_readable(planner: Client, draft: int) -> None:
    """Hold that what was drawn, and what it changed, is read as before and cannot be changed any more."""
    assert (await whole(planner, draft))["status"] == "published"
    kinds = [row["kind"] for row in (await planner.get(f"/api/drafts/{draft}/history")).json()["rows"]]
    assert kinds == ["move"]
    changed = {row["code"] for row in (await planner.get(f"/api/drafts/{draft}/impact")).json()["rows"]}
    passed = (await planner.get(f"/api/drafts/{draft}/changes")).json()["rows"]
    assert {(row["old"], row["new"]) for row in passed} >= {(CODES[1], CODES[0])}
    assert changed <= {*CODES, A, "1", "2"}
    assert (await planner.get(f"/api/drafts/{draft}/standing")).json()["bars"] == []
    paper = await planner.get(f"/api/drafts/{draft}/approval.docx")
    text = zipfile.ZipFile(io.BytesIO(paper.content)).read("word/document.xml").decode()
    assert "徐政发〔2026〕7号" in text
    assert (await edit(planner, draft, 1, **move(1200))).status_code == 409
    assert (await planner.post(f"/api/drafts/{draft}/undo", json={"revision": 1})).status_code == 409
    assert (await planner.post(f"/api/drafts/{draft}/withdraw")).status_code == 409
    assert (await scanned(planner, draft)).status_code == 409
    assert draft not in [row["id"] for row in (await planner.get("/api/drafts")).json()["rows"]]


async def test_what_came_in_by_a_file_is_held_against_the_edition_before_it(
    planner: Client, approver: Client, services: Services
) -> None:
    draft = await save_draft(services.database, drafted(10))

    async def passed() -> dict[tuple[str, str], float]:
        rows = (await planner.get(f"/api/drafts/{draft}/changes")).json()["rows"]
        return {(row["old"], row["new"]): row["area_m2"] for row in rows}

    # ten metres of a border of one kilometre
    assert (await passed())[CODES[1], CODES[0]] == 10_000
    paper = {"from": "2099-12-05", "document": "9"}
    published = await approver.post(f"/api/drafts/{draft}/publish", json=paper)
    assert published.status_code == 200, published.text
    assert (await passed())[CODES[1], CODES[0]] == 10_000
    number = published.json()["number"]
    editions = (await planner.get("/api/editions")).json()["rows"]
    assert [row["draft"] for row in editions if row["number"] == number] == [draft]
    assert (await approver.post(f"/api/editions/{number}/recall")).status_code == 204
    await services.atlas.refresh()


async def test_a_draft_does_not_take_back_what_was_published_since_it_began(
    planner: Client, approver: Client, services: Services
) -> None:
    first, second = await opened(planner), await opened(planner)
    for draft, metres in ((first, 1100), (second, 1050)):
        assert (await edit(planner, draft, 0, **move(metres))).status_code == 200
        assert (await planner.post(f"/api/drafts/{draft}/review")).status_code == 204
        assert (await scanned(planner, draft)).status_code == 201
    paper = {"from": "2099-12-01", "document": "徐政发〔2026〕8号"}
    number = (await approver.post(f"/api/drafts/{first}/publish", json=paper)).json()["number"]
    await services.atlas.refresh()
    late = await approver.post(f"/api/drafts/{second}/publish", json={**paper, "from": "2099-12-02"})
    assert late.status_code == 409
    assert f"edition {number} was published since" in late.json()["detail"]
    # once that edition is recalled, the draft begins as the last one again
    assert (await approver.post(f"/api/editions/{number}/recall")).status_code == 204
    again = await approver.post(f"/api/drafts/{second}/publish", json={**paper, "from": "2099-12-02"})
    assert again.status_code == 200, again.text
    assert (await approver.post(f"/api/editions/{again.json()['number']}/recall")).status_code == 204
    await services.atlas.refresh()


async def test_who_has_drawn_does_not_publish(planner: Client, client_of: ClientOf) -> None:
    draft = await opened(planner)
    assert (await planner.post(f"/api/drafts/{draft}/review")).status_code == 204
    drawer: Client = await client_of("approver", name="test")  # type: ignore[misc]
    paper = {"from": "2099-12-01", "document": "1"}
    assert (await drawer.post(f"/api/drafts/{draft}/publish", json=paper)).status_code == 409
    assert (await drawer.post(f"/api/drafts/{draft}/return")).status_code == 204
    assert (await whole(planner, draft))["status"] == "draft"
    assert (await planner.post(f"/api/drafts/{draft}/withdraw")).status_code == 204
    assert (await planner.post(f"/api/drafts/{draft}/review")).status_code == 409


async def test_proposals_are_compared_and_one_is_taken(planner: Client) -> None:
    draft = await opened(planner)
    # the western border of the second grid's neighbour takes nearly all of it: two very uneven grids
    line = [place(1000, 0), place(300, 200), place(300, 800), place(1000, 1000)]
    done = await edit(planner, draft, 0, kind="reshape", codes=[CODES[0], CODES[1]], line=line)
    assert done.status_code == 200, done.text
    asked = {"villages": [A], "seed": 3}
    made = (await planner.post(f"/api/drafts/{draft}/proposals", json=asked)).json()
    assert made["revision"] == 1
    assert len(made["proposals"]) == 4
    assert all(each["worst"] <= made["today"]["worst"] for each in made["proposals"])
    assert made["today"]["lines"]
    nobody = await planner.post(f"/api/drafts/{draft}/proposals", json={"villages": ["999"]})
    assert nobody.status_code == 422
    choice = {**asked, "revision": 1, "choice": 3}
    stale = await planner.post(f"/api/drafts/{draft}/proposals/accept", json={**choice, "revision": 0})
    assert stale.status_code == 409
    zones = (await planner.post(f"/api/drafts/{draft}/proposals", json={"zones": True})).json()
    assert zones["today"]["kept"] == 1.0
    taken = await planner.post(f"/api/drafts/{draft}/proposals/accept", json=choice)
    changes = made["proposals"][3]["kept"] < 1
    assert taken.status_code == (200 if changes else 422), taken.text


async def test_checks_name_every_finding_and_an_error_bars_review(planner: Client) -> None:
    draft = await opened(planner)
    found = (await planner.get(f"/api/drafts/{draft}/checks")).json()["findings"]
    assert {one["severity"] for one in found} == {"warning"}
    # ten households in one grid and none in the others are fewer than 300
    assert sorted(one["codes"][0] for one in found if one["kind"] == "few_households") == list(CODES)
    # a grid given to the other squad lies apart from its zone
    done = await edit(planner, draft, 0, kind="reassign", codes=[CODES[3]], village=None, squad="1")
    assert done.status_code == 200, done.text
    found = (await planner.get(f"/api/drafts/{draft}/checks")).json()["findings"]
    apart = [one for one in found if one["kind"] == "squad_pieces"]
    assert apart
    assert all(apart[0]["sentence"])
    assert apart[0]["place"] is not None
    fix = apart[0]["fixes"][0]["edit"]
    assert (await edit(planner, draft, 1, **fix)).status_code == 200
    found = (await planner.get(f"/api/drafts/{draft}/checks")).json()["findings"]
    assert [one for one in found if one["kind"] == "squad_pieces"] == []


async def test_the_approval_file_comes_in_two_forms(
    commander: Client, planner: Client, client_of: ClientOf
) -> None:
    draft = await opened(planner)
    assert (await edit(planner, draft, 0, **move(1100))).status_code == 200
    for paper, begin in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = await commander.get(f"/api/drafts/{draft}/approval.{paper}")
        assert answer.status_code == 200, answer.text
        assert answer.content.startswith(begin)
    for client, name, others in ((commander, "张三丰", "张**"), (planner, "张**", "张三丰")):
        paper = (await client.get(f"/api/drafts/{draft}/approval.docx")).content
        text = zipfile.ZipFile(io.BytesIO(paper)).read("word/document.xml").decode()
        assert name in text
        assert others not in text
    assert (await commander.get(f"/api/drafts/{draft}/approval.exe")).status_code == 422
    villager: Client = await client_of("planner", Scope(codes=frozenset({A})))  # type: ignore[misc]
    assert (await villager.get(f"/api/drafts/{draft}/approval.pdf")).status_code == 404


async def test_an_edit_says_which_village_and_squad_move_with_it(planner: Client) -> None:
    draft = await opened(planner)
    between = {"kind": "move", "at": [EAST_MM + 2_000_000, NORTH_MM + 400_000], "to": place(2100, 400)}
    answer = (await edit(planner, draft, 0, **between)).json()
    told = [en for _, en in answer["consequences"]]
    assert [one.split(" moves")[0] for one in told] == [
        "The line of village 甲村",
        "The line of village 乙村",
        "The zone of squad 一中队",
        "The zone of squad 二中队",
    ]
    assert "20,000 m² more, 0 m² less" in told[0]
    found = (await planner.get(f"/api/drafts/{draft}/checks")).json()["findings"]
    assert {one["kind"] for one in found} >= {"village_line"}
    nowhere = await planner.post(f"/api/drafts/{draft}/gaps", json={"at": place(500, 500)})
    assert nowhere.status_code == 422
    assert nowhere.json()["sentence"][1]


async def test_a_draft_from_a_file_is_read_and_submitted_as_it_came(
    planner: Client, services: Services
) -> None:
    draft = await save_draft(services.database, drafted(10))
    seen = await whole(planner, draft)
    assert (seen["base"], len(seen["grids"])) == (None, 4)  # type: ignore[arg-type]
    refused = await edit(planner, draft, 0, kind="rename", code=CODES[0], name="x")
    assert refused.status_code == 409
    assert "came in by a file" in refused.json()["detail"]
    assert (await planner.post(f"/api/drafts/{draft}/review")).status_code == 204
    assert (await planner.post(f"/api/drafts/{draft}/reopen")).status_code == 204
    assert (await whole(planner, draft))["grids"] == seen["grids"]
