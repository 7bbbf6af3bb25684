"""What the approval file says of codes, staff, open cases and village lines, in a town of four squares."""

import pytest

from gis.model import EVERYTHING
from gis.papers.approval import Approval
from gis.redraw.base import edit_of
from gis.service.redrawing.approving import approval_of
from gis.service.redrawing.impact import Weights
from gis.service.redrawing.patrols import Patrols
from gis.service.redrawing.village_lines import ALL_WITHIN, NOTHING_IMPORTED
from gis.service.rights import Caller
from tests.service.test_posts_moved import PLANNER, WEST, Desk, desk
from tests.small_town import CODES, TOWN, A, B

assert desk  # the fixture of this name
RENAMED = "由“乙村第2网格”更名，沿用原代码"
READER = Caller("reader", "", ("commander",), EVERYTHING)


async def approval(desk: Desk, caller: Caller = READER) -> Approval:
    atlas = desk.drafts.atlas
    row, board, _ = await desk.seen()
    weights = Weights(desk.drafts.weighing, Patrols(atlas))
    async with desk.database.begin() as connection:
        return await approval_of(connection, weights, (row, board), (TOWN, atlas.today()), caller)


async def test_each_code_says_why_it_is_void_kept_or_new(desk: Desk) -> None:
    reasons = {code: (fate, why) for code, fate, why in (await approval(desk)).codes}
    assert reasons == {
        CODES[0]: ("void", f"范围划入 {CODES[1]}（10 户）、{WEST}（0 户），原代码作废，不再使用"),
        CODES[1]: ("kept", f"沿用原代码；与 {CODES[0]} 调整边界"),
        WEST: ("new", f"由 {CODES[0]}（0 户）析出，按本村顺序新编"),
    }


@pytest.mark.parametrize(
    ("edit", "code", "fate", "why"),
    [
        (
            {"kind": "rename", "code": CODES[3], "name": "东"},
            CODES[3],
            "kept",
            RENAMED,
        ),
        (
            {"kind": "reassign", "codes": [CODES[2]], "squad": "1"},
            CODES[2],
            "kept",
            "改由 一中队 管辖，沿用原代码",
        ),
        (
            {"kind": "reassign", "codes": [CODES[2]], "village": A},
            CODES[2],
            "void",
            f"改属 甲村，原代码作废，换发 {A}004",
        ),
        (
            {"kind": "recode", "code": CODES[3]},
            CODES[3],
            "void",
            f"户数变动超过规定比例，原代码作废，换发 {B}003",
        ),
    ],
)
async def test_a_code_of_another_village_squad_or_name_says_so(
    desk: Desk, edit: dict[str, object], code: str, fate: str, why: str
) -> None:
    await desk.drafts.edit(desk.key, 2, edit_of(edit), PLANNER)
    assert (code, fate, why) in (await approval(desk)).codes


async def test_staff_before_and_after_and_where_posts_go(desk: Desk) -> None:
    _, _, (head, member) = await desk.seen()
    await desk.choose(head.post.post, WEST)
    await desk.choose(member.post.post, None)
    made = await approval(desk)
    staff = {sheet.code: (sheet.staff_before, sheet.staff) for sheet in made.grids}
    assert staff == {CODES[1]: ((), ()), WEST: ((), ("网格长 张三丰",))}
    assert [one.cells for one in made.posts] == [
        (CODES[0], "网格长", "张三丰", f"{WEST}（甲村第1网格-003）"),
        (CODES[0], "网格员", "李四", "岗位终止"),
    ]


async def test_open_cases_are_listed_by_who_hands_them_over(desk: Desk) -> None:
    assert (await approval(desk)).cases == ()
    await desk.sql("UPDATE event SET flow = 'city' WHERE number IN ('A1', 'A3')")
    _, _, (head, _) = await desk.seen()
    # whoever goes on in the grid that takes the case hands nothing over
    assert (await approval(desk)).cases == ()
    await desk.choose(head.post.post, WEST)
    made = await approval(desk)
    assert [one.cells for one in made.cases] == [
        ("张三丰", "A1", "暴露垃圾", CODES[0], CODES[1], "网格员 李四")
    ]
    masked = await approval(desk, PLANNER)
    assert masked.cases[0].gives == "张**"
    assert masked.cases[0].takes == "网格员 李*"


async def test_a_village_that_leaves_its_line_is_named_with_the_lines_source(desk: Desk) -> None:
    assert (await approval(desk)).lines == ("行政村界来源：made up。", ALL_WITHIN)
    await desk.drafts.edit(
        desk.key, 2, edit_of({"kind": "reassign", "codes": [CODES[2]], "village": A}), PLANNER
    )
    _, said = (await approval(desk)).lines
    assert said == f"{A} 村与村界不一致：{A}004 等 1 个网格超出 1,000,000 平方米。"
    await desk.sql("UPDATE import_run SET source = '县民政局', surveyed_on = '2024-05-01'")
    assert (await approval(desk)).lines[0] == "行政村界来源：县民政局，2024-05-01 调查。"
    # the imported line counts, whatever the village was when the draft began: here A's is where B lies
    await desk.sql(
        "UPDATE village_line v SET geom_wgs84 = o.geom_wgs84 FROM village_line o"
        f" WHERE v.code = '{A}' AND o.code = '{B}'"
    )
    _, said_then = (await approval(desk)).lines
    assert said_then == f"{A} 村与村界不一致：{CODES[1]}、{WEST} 等 2 个网格超出 2,000,000 平方米。"
    await desk.sql("DELETE FROM village_line")
    assert (await approval(desk)).lines == (NOTHING_IMPORTED, said)
