"""Posts whose grid an edition ends go on in the grid that took most households, from its first day on."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import Range

from gis.errors import BadInput, Conflict, NotAllowed, NotFound
from gis.geometry.projection import to_degrees
from gis.model import EVERYTHING, Scope
from gis.redraw.base import edit_of
from gis.redraw.checks.base import Finding
from gis.redraw.impact import Passed
from gis.redraw.workload import KINDS
from gis.service.atlas import Atlas
from gis.service.drafting import save_draft
from gis.service.importing.preparing import Options, prepare
from gis.service.importing.writing import read_home, save
from gis.service.publishing import publish_draft
from gis.service.redrawing.boards import Board
from gis.service.redrawing.checking import Checking
from gis.service.redrawing.digest import digest_now
from gis.service.redrawing.drafts import Drafts
from gis.service.redrawing.impact import Weights, impact_of
from gis.service.redrawing.patrols import Patrols
from gis.service.redrawing.posts import Going, heirs_of, posts_going, settle
from gis.service.redrawing.reviewing import Reviewing
from gis.service.redrawing.rules import PublicationRules, set_rules
from gis.service.redrawing.weighing import Weighing
from gis.service.rights import Caller
from gis.store.database import Database
from gis.store.draft_edits import DraftRow, find_draft
from gis.store.importing import Outcome
from gis.store.post_moves import parted
from tests.service.test_drafting import drafted
from tests.service.test_publishing import NEXT_MONTH, TODAY, Clock, second
from tests.small_town import CODES, DAY, EAST, EPSG, NORTH, TOWN, A

PLANNER = Caller("planner", "", ("planner",), EVERYTHING)
EVE = NEXT_MONTH - timedelta(days=1)
WEST = f"{A}003"
Rows = list[tuple[str, str, str, date | None, date | None]]


@dataclass(frozen=True)
class Desk:
    """A draft in which the first grid ends: its west is a new grid, its east goes to the second."""

    database: Database
    drafts: Drafts
    reviewing: Reviewing
    key: int

    async def seen(self) -> tuple[DraftRow, Board, tuple[Going, ...]]:
        row, board, _ = await self.drafts.read(self.key, PLANNER)
        async with self.database.begin() as connection:
            return row, board, await posts_going(connection, self.drafts.weighing, row, board)

    async def told(self, kind: str) -> list[Finding]:
        row, board, _ = await self.drafts.read(self.key, PLANNER)
        checking, town = Checking(self.drafts.weighing), self.drafts.atlas.town
        async with self.database.begin() as connection:
            found = await checking.findings(connection, row, board, town)
        return [one for one in found if one.kind == kind]

    async def choose(self, post: int, to: str | None, by: Caller = PLANNER) -> None:
        row, board, found = await self.seen()
        async with self.database.begin() as connection:
            await settle(connection, (row, board), found, (post, to), by)

    async def publish(self, first_day: date = NEXT_MONTH) -> int:
        await self.reviewing.move(self.key, "in_review", PLANNER, "")
        return await publish_draft(self.database, self.key, second(first_day))

    async def posts(self, where: str = "true") -> Rows:
        query = f"""SELECT p.number, o.kind, g.code, lower(o.valid), upper(o.valid) FROM post o
            JOIN person p ON p.id = o.person_id JOIN grid g ON g.id = o.grid_id WHERE {where}
            ORDER BY p.number, lower(o.valid), g.code"""
        async with self.database.begin() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]  # type: ignore[misc]

    async def sql(self, statement: str) -> None:
        async with self.database.begin() as connection:
            await connection.execute(text(statement))


@pytest.fixture
async def desk(fresh_database: Database) -> Desk:
    atlas = Atlas(fresh_database, Clock())
    await atlas.refresh()
    drafts = Drafts(fresh_database, atlas, Weighing(atlas))
    key = (await drafts.open("合并", PLANNER, "")).id
    line = [tuple(map(float, to_degrees(EAST + 300, NORTH + y, EPSG))) for y in (0, 1000)]
    split = {"kind": "split", "code": CODES[0], "line": line}
    merge = {"kind": "merge", "codes": CODES[:2], "keep": CODES[1]}
    for revision, asked in enumerate((split, merge)):
        await drafts.edit(key, revision, edit_of(asked), PLANNER)
    async with fresh_database.begin() as connection:
        await set_rules(connection, PublicationRules(scan="never"))
    return Desk(fresh_database, drafts, Reviewing(drafts), key)


HEAD, MEMBER, OTHER = ("001", "grid_head"), ("002", "grid_member"), ("003", "grid_head", CODES[2], DAY, None)
OLD_FILE = (("001", "甲一", "网格长"), ("002", "甲二", "网格员"))
BEFORE = [(*HEAD, CODES[0], DAY, None), (*MEMBER, CODES[0], DAY, None), OTHER]


def moved(to: str, first_day: date = NEXT_MONTH) -> Rows:
    """Return the posts once those of the first grid went on in another."""
    parts = [
        row
        for who in (HEAD, MEMBER)
        for row in ((*who, CODES[0], DAY, first_day), (*who, to, first_day, None))
    ]
    return [*parts, OTHER]


async def test_the_grid_with_most_households_is_proposed(desk: Desk) -> None:
    _, _, found = await desk.seen()
    assert [(one.post.number, one.post.code, one.to, one.by, one.settled) for one in found] == [
        ("001", CODES[0], CODES[1], None, True),
        ("002", CODES[0], CODES[1], None, True),
    ]
    # the only building with households stands 400 m from the west
    heirs = [(heir.code, heir.households, round(heir.area_m2)) for heir in found[0].heirs]
    assert heirs == [(CODES[1], 10, 700_000), (WEST, 0, 300_000)]


async def test_a_new_grid_that_nobody_has_a_post_in_is_told(desk: Desk) -> None:
    [nobody] = await desk.told("post")
    assert nobody.codes == (WEST,)
    _, _, found = await desk.seen()
    await desk.choose(found[1].post.post, WEST)
    assert await desk.told("post") == []
    for one in found:
        await desk.choose(one.post.post, WEST)
    assert await desk.told("post") == []


async def test_what_names_a_grid_that_ends_is_told(desk: Desk) -> None:
    assert await desk.told("named") == []
    for number, grids in enumerate(((CODES[0],), (CODES[1],), CODES[:2])):
        await desk.sql(
            "INSERT INTO account (name, title, password_hash, roles, scope) VALUES "
            f"('a{number}', '', '', '{{}}', '{json.dumps({'grids': list(grids)})}')"
        )
    await desk.sql(f"""INSERT INTO frequency (grid_id, visits, days, valid, made_by, made_at)
        SELECT id, 1, 1, '[2026-01-01,)', 'a', now() FROM grid WHERE code = '{CODES[0]}'""")
    [found] = await desk.told("named")
    assert found.codes == (CODES[0],)
    assert "2 scopes of accounts, 0 alert rules and 1 required visits" in found.sentence[1]


def test_households_come_before_area_and_area_before_the_code() -> None:
    def passed(new: str, households: int, area_m2: float) -> Passed:
        counts = np.zeros(len(KINDS), dtype=np.int64)
        counts[KINDS.index("households")] = households
        return Passed(CODES[0], new, area_m2, counts)

    ground = [
        passed(CODES[1], 9, 900),
        passed(WEST, 10, 1),
        passed(CODES[2], 9, 901),
        passed(CODES[0], 99, 1),
    ]
    assert [heir.code for heir in heirs_of(ground, CODES[0])] == [WEST, CODES[2], CODES[1]]


async def test_posts_go_on_from_the_first_day_and_a_recall_puts_them_back(desk: Desk) -> None:
    number = await desk.publish()
    assert await desk.posts() == moved(CODES[1])
    await desk.reviewing.recall(number, PLANNER, "")
    assert await desk.posts() == BEFORE


async def test_whose_post_goes_on_has_what_lies_in_that_grid(desk: Desk) -> None:
    weights = Weights(desk.drafts.weighing, Patrols(desk.drafts.atlas))

    async def households() -> dict[str, tuple[int, int]]:
        row, board, _ = await desk.drafts.read(desk.key, PLANNER)
        async with desk.database.begin() as connection:
            impact = await impact_of(connection, weights, row, board)
        kind = KINDS.index("households")
        of_people = [one for one in impact.rows if one.change.by == "person"]
        return {one.name: (int(one.change.before[kind]), int(one.change.after[kind])) for one in of_people}

    # the ten households go with both posts to the second grid
    _, _, (head, member) = await desk.seen()
    assert await households() == {head.post.name: (10, 10), member.post.name: (10, 10)}
    await desk.choose(head.post.post, WEST)
    assert await households() == {head.post.name: (10, 0), member.post.name: (10, 10)}


async def test_an_old_file_opens_no_post_again_that_ended_with_its_grid(desk: Desk, tmp_path: Path) -> None:
    await desk.publish()
    file = tmp_path / "people.csv"

    async def read(first_day: date) -> Outcome:
        rows = (f"{number},{name},{CODES[0]},{post},{first_day}" for number, name, post in OLD_FILE)
        file.write_text("\n".join(["工号,姓名,网格,岗位,上岗日期", *rows]), encoding="utf-8")
        prepared = prepare("people", file, Options(), await read_home(desk.database, TOWN))
        return (await save(desk.database, prepared, "test", TODAY)).outcome

    await read(DAY)
    assert await desk.posts() == moved(CODES[1])
    with pytest.raises(BadInput, match=f"begin in the grid {CODES[0]}, which ends on {NEXT_MONTH}"):
        await read(NEXT_MONTH)
    assert await desk.posts() == moved(CODES[1])


async def test_what_a_planner_chooses_is_carried_out(desk: Desk) -> None:
    _, _, (head, member) = await desk.seen()
    await desk.choose(head.post.post, WEST)
    await desk.choose(member.post.post, None)
    await desk.publish()
    assert await desk.posts() == [
        (*HEAD, CODES[0], DAY, NEXT_MONTH),
        (*HEAD, WEST, NEXT_MONTH, None),
        (*MEMBER, CODES[0], DAY, NEXT_MONTH),
        OTHER,
    ]
    row, _, found = await desk.seen()
    assert row.status == "published"
    assert [(one.to, one.by) for one in found] == [(WEST, "planner"), (None, "planner")]


async def test_each_is_told_where_his_post_goes(desk: Desk) -> None:
    _, _, (_, member) = await desk.seen()
    await desk.choose(member.post.post, None)
    await desk.publish()
    query = """SELECT p.number, g ->> 'code', g -> 'goes_to' FROM boundary_message m
        JOIN person p ON p.id = m.person_id, jsonb_array_elements(m.body -> 'grids') g ORDER BY 1"""
    async with desk.database.begin() as connection:
        told = [tuple(row) for row in await connection.execute(text(query))]
    second_grid = {"code": CODES[1], "name": "甲村第2网格"}
    assert told == [
        ("001", CODES[0], [{"post": "grid_head", **second_grid}]),
        ("002", CODES[0], [{"post": "grid_member", "code": None, "name": None}]),
    ]


async def test_what_cannot_be_chosen(desk: Desk) -> None:
    _, _, (head, _) = await desk.seen()
    with pytest.raises(NotFound, match="No grid of such a post"):
        await desk.choose(10**6, WEST)
    for gone in (CODES[0], "999"):
        with pytest.raises(BadInput, match="no grid of this code"):
            await desk.choose(head.post.post, gone)
    west = Caller("west", "", ("planner",), Scope(codes=frozenset({A})))
    with pytest.raises(NotAllowed):
        await desk.choose(head.post.post, CODES[2], west)
    with pytest.raises(NotFound):
        await desk.choose(head.post.post, WEST, Caller("b", "", ("planner",), Scope(squads=frozenset({"2"}))))
    await desk.reviewing.move(desk.key, "in_review", PLANNER, "")
    with pytest.raises(Conflict, match="under review"):
        await desk.choose(head.post.post, WEST)


async def test_the_digest_tells_of_a_choice(desk: Desk) -> None:
    async def digest() -> str:
        async with desk.database.begin() as connection:
            return await digest_now(connection, await find_draft(connection, desk.key))

    before = await digest()
    _, _, (head, _) = await desk.seen()
    await desk.choose(head.post.post, WEST)
    chosen = await digest()
    assert chosen != before
    # what is kept of the proposals at submission is no choice
    await desk.reviewing.move(desk.key, "in_review", PLANNER, "")
    assert await digest() == chosen


async def test_what_was_proposed_at_submission_counts(desk: Desk) -> None:
    await desk.reviewing.move(desk.key, "in_review", PLANNER, "")
    # the households move to the west meanwhile
    await desk.sql("UPDATE building SET geom_wgs84 = ST_Translate(geom_wgs84, -0.003, 0)")
    await desk.drafts.atlas.refresh()
    _, _, found = await desk.seen()
    assert {one.to for one in found} == {CODES[1]}
    await publish_draft(desk.database, desk.key, second())
    assert await desk.posts() == moved(CODES[1])


async def test_a_returned_draft_proposes_anew_and_keeps_what_was_chosen(desk: Desk) -> None:
    _, _, (head, _) = await desk.seen()
    await desk.choose(head.post.post, WEST)
    await desk.reviewing.move(desk.key, "in_review", PLANNER, "")
    await desk.reviewing.move(desk.key, "draft", PLANNER, "")
    _, _, found = await desk.seen()
    assert [(one.to, one.by) for one in found] == [(WEST, "planner"), (CODES[1], None)]


async def test_from_today_they_hold_at_once(desk: Desk) -> None:
    await desk.publish(TODAY)
    assert await desk.posts() == moved(CODES[1], TODAY)


async def test_a_post_to_come_moves_whole_and_comes_back(desk: Desk) -> None:
    later = NEXT_MONTH + timedelta(days=9)
    await desk.sql(f"UPDATE post SET valid = daterange('{later}', NULL) WHERE kind = 'grid_member'")
    number = await desk.publish()
    assert await desk.posts("o.kind = 'grid_member'") == [(*MEMBER, CODES[1], later, None)]
    await desk.reviewing.recall(number, PLANNER, "")
    assert await desk.posts("o.kind = 'grid_member'") == [(*MEMBER, CODES[0], later, None)]


async def test_what_ends_before_stays_and_who_holds_it_there_gets_none(desk: Desk) -> None:
    await desk.sql(f"UPDATE post SET valid = daterange('{DAY}', '{EVE}') WHERE kind = 'grid_member'")
    await desk.sql(
        f"""INSERT INTO post (person_id, grid_id, kind, valid) SELECT o.person_id, g.id, o.kind, o.valid
        FROM post o JOIN person p ON p.id = o.person_id, grid g
        WHERE g.code = '{CODES[1]}' AND p.number = '001'"""
    )
    number = await desk.publish()
    there = (*HEAD, CODES[1], DAY, None)
    gone = (*MEMBER, CODES[0], DAY, EVE)
    assert await desk.posts() == [(*HEAD, CODES[0], DAY, NEXT_MONTH), there, gone, OTHER]
    await desk.reviewing.recall(number, PLANNER, "")
    assert await desk.posts() == [(*HEAD, CODES[0], DAY, None), there, gone, OTHER]


async def test_a_correction_puts_posts_where_it_has_their_grid(desk: Desk) -> None:
    number = await desk.publish(TODAY)
    again = await save_draft(desk.database, drafted())
    await publish_draft(desk.database, again, second(TODAY), corrects=number)
    assert await desk.posts() == BEFORE


async def test_who_left_since_does_not_come_back(desk: Desk) -> None:
    number = await desk.publish(TODAY)
    gone = TODAY + timedelta(days=3)
    await desk.sql(
        f"""UPDATE post SET valid = daterange('{TODAY}', '{gone}')
        WHERE kind = 'grid_member' AND upper_inf(valid)"""
    )
    again = await save_draft(desk.database, drafted())
    await publish_draft(desk.database, again, second(TODAY), corrects=number)
    assert await desk.posts("o.kind = 'grid_member'") == [(*MEMBER, CODES[0], DAY, gone)]


FIRST = date(2026, 1, 1)
ends = st.one_of(st.none(), st.integers(0, 12).map(lambda n: FIRST + timedelta(days=n)))


@given(ends, ends, ends, ends)
def test_every_day_of_a_post_lies_in_exactly_one_part(
    since: date | None, until: date | None, first: date | None, end: date | None
) -> None:
    if (since and until and since > until) or (first and end and first > end):
        return
    held, span = Range(since, until), Range(first, end)
    parts = parted(held, span)
    for n in range(-2, 16):
        day = FIRST + timedelta(days=n)
        where = [part.contains(day) for part in parts]
        assert sum(where) == held.contains(day)
        assert where[1] == (held.contains(day) and span.contains(day))
