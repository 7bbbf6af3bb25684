"""The roster over HTTP: shifts, cells, patterns, leave, swaps, overtime; it is Monday noon, 2 November."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from api.services import Services
from gis.model import Scope
from gis.store.devices import load_duties
from tests.small_town import NOON, B

Client = httpx2.AsyncClient
EARLY = {"title": "早班", "hours": [{"begin": "06:00", "end": "14:00", "breaks": [["10:00", "10:30"]]}]}
NIGHT = {"title": "夜班", "hours": [{"begin": "22:00", "end": "06:00"}]}


@pytest.fixture(autouse=True)
async def shifts(services: Services, commander: Client) -> None:
    """Begin with two shifts and nobody on duty."""
    async with services.database.begin() as connection:
        await connection.execute(text("DELETE FROM duty"))
        await connection.execute(text("DELETE FROM absence"))
    for code, shift in (("早", EARLY), ("夜", NIGHT)):
        assert (await commander.put(f"/api/shifts/{code}", json=shift)).status_code == 204


async def put(client: Client, *cells: tuple[int, str, str | None]) -> httpx2.Response:
    rows = [{"person": who, "day": f"2026-11-{day}", "shift": shift} for who, day, shift in cells]
    return await client.put("/api/roster", json={"cells": rows})


async def month(client: Client, **query: str) -> Any:
    answer = await client.get("/api/roster", params={"month": "2026-11", **query})
    assert answer.status_code == 200
    return answer.json()


async def on_duty(services: Services, who: int, moment: str) -> bool:
    """Tell whether reception lets a person's places in at a moment of the town's clock."""
    at = datetime.fromisoformat(f"2026-11-{moment}+08:00")
    async with services.database.begin() as connection:
        held = await load_duties(connection, datetime(2026, 1, 1, tzinfo=UTC))
    return any(one.person == who and one.since <= at < (one.until or at) for one in held)


def told(entries: Any) -> list[tuple[Any, ...]]:
    return [(row["person"], row["day"][-2:], row["shift"], row["minutes"]) for row in entries]


async def test_cells_open_the_gate_but_for_their_breaks(services: Services, commander: Client) -> None:
    assert (await put(commander, (1, "03", "早"), (2, "03", "夜"))).json() == {"cells": 2}
    assert told((await month(commander))["entries"]) == [(1, "03", "早", 450), (2, "03", "夜", 480)]
    assert await on_duty(services, 1, "03 09:59")
    assert not await on_duty(services, 1, "03 10:15")
    assert await on_duty(services, 2, "04 05:59")
    assert (await put(commander, (1, "03", "夜"), (2, "03", None))).status_code == 200
    assert told((await month(commander))["entries"]) == [(1, "03", "夜", 480)]


async def test_a_cell_takes_the_place_of_what_was_entered_by_hand_for_that_day(commander: Client) -> None:
    span = {"from": "2026-11-05T23:00:00+08:00", "to": "2026-11-06T03:00:00+08:00"}
    await commander.post("/api/duty", json={"people": ["001"], **span})
    assert told((await month(commander))["entries"]) == [(1, "05", None, 240)]
    await put(commander, (1, "06", "早"))
    assert len((await month(commander))["entries"]) == 2
    await put(commander, (1, "05", "早"))
    assert [row["shift"] for row in (await month(commander))["entries"]] == ["早", "早"]


@pytest.mark.parametrize(
    ("cell", "status", "words"),
    [((1, "01", "早"), 422, "over"), ((1, "03", "中"), 422, "no shift"), ((99, "03", "早"), 404, "scope")],
)
async def test_what_is_no_cell_changes_nothing(
    commander: Client, cell: tuple[int, str, str], status: int, words: str
) -> None:
    answer = await put(commander, (1, "04", "早"), cell)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert (await month(commander))["entries"] == []


async def test_a_pattern_fills_the_days_and_knows_the_towns_holidays(
    services: Services, commander: Client
) -> None:
    async with services.database.begin() as connection:
        rows = "('2026-11-05', '运动会', 'rest'), ('2026-11-07', '补班', 'work')"
        await connection.execute(text(f"INSERT INTO holiday (day, name, kind) VALUES {rows}"))
    body = {"people": [1, 2], "from": "2026-11-04", "to": "2026-11-08", "cycle": ["早", "夜"]}
    filled = await commander.post("/api/roster/fill", json={**body, "stagger": 1, "working_days": True})
    assert filled.json() == {"cells": 10}
    read = await month(commander)
    assert [(day, shift) for who, day, shift, _ in told(read["entries"]) if who == 1] == [
        ("04", "早"),
        ("06", "夜"),
        ("07", "早"),
    ]
    assert [row["name"] for row in read["days"] if row["name"]] == ["运动会", "补班"]
    assert [row["works"] for row in read["days"]][3:8] == [True, False, True, True, False]


async def test_leave_shuts_the_gate_and_ends_from_now_on(services: Services, commander: Client) -> None:
    await put(commander, (1, "03", "早"), (1, "04", "早"))
    leave = {
        "person": 1,
        "kind": "sick",
        "from": "2026-11-03T08:00:00+08:00",
        "to": "2026-11-04T00:00:00+08:00",
    }
    made = await commander.post("/api/roster/leaves", json=leave)
    assert made.status_code == 201
    assert await on_duty(services, 1, "03 07:59")
    assert not await on_duty(services, 1, "03 08:00")
    assert await on_duty(services, 1, "04 08:00")
    day = (await commander.get("/api/duty", params={"day": "2026-11-03"})).json()["rows"]
    assert [(row["begin"], row["end"]) for row in day] == [("2026-11-02T22:00:00Z", "2026-11-03T00:00:00Z")]
    again = await commander.post("/api/roster/leaves", json=leave)
    assert again.status_code == 409
    extra = {"person": 1, "from": "2026-11-03T15:00:00+08:00", "to": "2026-11-03T17:00:00+08:00"}
    assert (await commander.post("/api/roster/overtime", json=extra)).status_code == 409
    gone = f"/api/roster/leaves/{made.json()['id']}"
    assert [(await commander.delete(gone)).status_code for _ in range(2)] == [204, 404]
    assert await on_duty(services, 1, "03 08:00")


async def test_leave_that_has_begun_keeps_what_has_passed(services: Services, commander: Client) -> None:
    leave = {
        "person": 1,
        "kind": "other",
        "from": "2026-11-02T08:00:00+08:00",
        "to": "2026-11-05T00:00:00+08:00",
    }
    made = (await commander.post("/api/roster/leaves", json=leave)).json()["id"]
    await commander.delete(f"/api/roster/leaves/{made}")
    (left,) = (await month(commander))["absences"]
    assert (left["kind"], datetime.fromisoformat(left["end"])) == ("other", NOON)


async def test_two_people_take_each_others_shift(services: Services, commander: Client) -> None:
    await put(commander, (1, "03", "早"), (2, "04", "夜"))
    sides = {"one": {"person": 1, "day": "2026-11-03"}, "other": {"person": 2, "day": "2026-11-04"}}
    assert (await commander.post("/api/roster/swaps", json=sides)).status_code == 204
    entries = (await month(commander))["entries"]
    assert [(row["person"], row["shift"], row["instead_of"]) for row in entries] == [
        (2, "早", "001"),
        (1, "夜", "002"),
    ]
    assert await on_duty(services, 2, "03 09:00")
    back = {"one": {"person": 2, "day": "2026-11-03"}, "other": {"person": 1, "day": "2026-11-04"}}
    await commander.post("/api/roster/swaps", json=back)
    entries = (await month(commander))["entries"]
    assert [(row["person"], row["instead_of"]) for row in entries] == [(1, None), (2, None)]


async def test_a_swap_that_puts_somebody_on_duty_twice_changes_nothing(commander: Client) -> None:
    await put(commander, (1, "03", "夜"), (2, "04", "夜"), (2, "03", "夜"))
    sides = {"one": {"person": 1, "day": "2026-11-03"}, "other": {"person": 2, "day": "2026-11-04"}}
    answer = await commander.post("/api/roster/swaps", json=sides)
    assert (answer.status_code, "same time" in answer.text) == (409, True)
    assert [row["instead_of"] for row in (await month(commander))["entries"]] == [None] * 3
    nobody = {"one": {"person": 1, "day": "2026-11-20"}, "other": {"person": 2, "day": "2026-11-20"}}
    assert (await commander.post("/api/roster/swaps", json=nobody)).status_code == 409


async def test_overtime_is_entered_beforehand_and_stays_when_cells_change(
    services: Services, commander: Client
) -> None:
    extra = {"person": 1, "from": "2026-11-03T15:00:00+08:00", "to": "2026-11-03T17:00:00+08:00"}
    made = await commander.post("/api/roster/overtime", json=extra)
    assert made.status_code == 201
    await put(commander, (1, "03", "早"))
    assert await on_duty(services, 1, "03 16:00")
    assert [row["kind"] for row in (await month(commander))["entries"]] == ["roster", "overtime"]
    late = {**extra, "from": "2026-11-02T11:00:00+08:00", "to": "2026-11-02T13:00:00+08:00"}
    assert (await commander.post("/api/roster/overtime", json=late)).status_code == 422
    over = {**extra, "from": "2026-11-03T13:00:00+08:00", "to": "2026-11-03T15:00:00+08:00"}
    assert (await commander.post("/api/roster/overtime", json=over)).status_code == 409
    gone = f"/api/roster/overtime/{made.json()['id']}"
    assert [(await commander.delete(gone)).status_code for _ in range(2)] == [204, 404]


async def test_a_keeper_keeps_his_scope_and_shifts_are_the_towns(client_of: Callable[..., object]) -> None:
    keeper: Client = await client_of("dispatcher", Scope(codes=frozenset({B})))  # type: ignore[misc]
    assert [row["number"] for row in (await month(keeper))["people"]] == ["003"]
    assert (await put(keeper, (1, "03", "早"))).status_code == 404
    assert (await put(keeper, (3, "03", "早"))).status_code == 200
    assert (await keeper.put("/api/shifts/早", json=EARLY)).status_code == 403


async def test_what_was_begun_by_oneself_is_shown_to_whoever_keeps_the_roster(
    services: Services, commander: Client
) -> None:
    async with services.database.begin() as connection:
        span = {"begin": NOON, "end": NOON + timedelta(hours=3)}
        row = "SELECT 1, tstzrange(:begin, :end), 'self'"
        await connection.execute(text(f"INSERT INTO duty (person_id, valid, kind) {row}"), span)
    (entry,) = (await month(commander, squad="1"))["entries"]
    assert (entry["kind"], entry["day"], entry["minutes"]) == ("self", "2026-11-02", 180)


async def test_duties_that_overlap_count_each_minute_once(commander: Client) -> None:
    for begin, end in (("08", "12"), ("10", "14"), ("18", "19")):
        span = {"from": f"2026-11-07T{begin}:00:00+08:00", "to": f"2026-11-07T{end}:00:00+08:00"}
        await commander.post("/api/duty", json={"people": ["001"], **span})
    (entry,) = (await month(commander))["entries"]
    assert (entry["minutes"], entry["begin"], entry["end"]) == (
        420,
        "2026-11-07T00:00:00Z",
        "2026-11-07T11:00:00Z",
    )


async def test_every_change_is_on_record(services: Services, commander: Client) -> None:
    await put(commander, (1, "03", "早"))
    async with services.database.begin() as connection:
        row = (
            await connection.execute(
                text("SELECT target, detail FROM audit WHERE action = 'roster.set' ORDER BY id DESC LIMIT 1")
            )
        ).one()
    assert tuple(row) == ("1", {"cells": 1, "first": "2026-11-03", "last": "2026-11-03"})


async def test_a_month_is_taken_out_as_a_table_and_on_record(services: Services, commander: Client) -> None:
    await put(commander, (1, "03", "早"))
    answer = await commander.get("/api/roster.csv", params={"month": "2026-11"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("工号,姓名,2026-11-01,")
    assert lines[1].split(",")[:6] == ["001", "张三丰", "", "", "早", ""]
    async with services.database.begin() as connection:
        query = "SELECT target FROM audit WHERE action = 'export' ORDER BY id DESC LIMIT 1"
        assert await connection.scalar(text(query)) == "roster 2026-11"
