"""The approval file of the small town's first redrawing, in both forms, and a town's own template."""

import io
from pathlib import Path

import docx
import pytest
from PIL import Image
from shapely import MultiPolygon, box
from weasyprint.urls import URLFetcher

from gis.errors import BadInput
from gis.papers.approval import Approval, GridSheet, HandedCase, Handover, PostMove, area, sides_in_words
from gis.papers.approval_docx import to_docx
from gis.papers.approval_pdf import page_of, to_pdf
from gis.papers.map_picture import CHANGED, draw_grids
from gis.redraw.describing import sides, turning_points
from tests.redraw.small import small_partition
from tests.small_town import CODES

DIGEST = "ab" * 32
SHAPES = {code: MultiPolygon([box(1000 * n, 0, 1000 * n + 1000, 1000)]) for n, code in enumerate(CODES)}
APPROVAL = Approval(
    town="小镇<b>",
    title="调整 <script>alert(1)</script>",
    draft=2,
    base="第 1 版",
    crs="EPSG:4549",
    digest=DIGEST,
    made_on="2026年11月2日",
    document="",
    author="李四",
    made_up=True,
    sentences=("界点移动。", "合并。"),
    grids=(
        GridSheet(
            CODES[0],
            "甲村第1网格",
            "甲村",
            1e6,
            1.02e6,
            "东至乙村。",
            ((3500000.0, 500000.0),),
            ("网格长 张三丰",),
            ("网格长 张三丰", "网格员 李四"),
        ),
    ),
    codes=((CODES[0], "kept", "与邻格调整边界"),),
    lines=("行政村界来源：县民政局。", "甲村与村界不一致。"),
    moved=(10, 1, 0, 2, 1, 4321, 6),
    handovers=(Handover("张三丰", "网格长", (10, 1, 0, 2, 1, 4321, 6), (0, 0, 0, 0, 0, 0, 0)),),
    posts=(
        PostMove(CODES[1], "网格员", "李四", f"{CODES[0]}（甲村第1网格）"),
        PostMove(CODES[1], "信息员", "王五", ""),
    ),
    cases=(HandedCase("李四", "A1", "暴露垃圾", CODES[1], CODES[0], "网格长 张三丰"),),
    before_png=draw_grids(SHAPES, CODES[:1]),
    after_png=draw_grids(SHAPES, CODES[:2]),
)


def words(paper: bytes) -> str:
    read = docx.Document(io.BytesIO(paper))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def test_word_holds_every_part_and_the_digest_on_each_page() -> None:
    paper = to_docx(APPROVAL)
    text = words(paper)
    for part in (
        "2. 合并。",
        "沿用",
        "1,020,000.0 平方米（1,530.00 亩）",
        "J1",
        "3500000.00",
        "10 → 0",
        "岗位终止",
        "三、村界核对",
        "甲村与村界不一致。",
        "暴露垃圾",
        "网格员 李四",
        "签字、盖章",
        "示例数据",
    ):
        assert part in text
    footers = [section.footer.paragraphs[0].text for section in docx.Document(io.BytesIO(paper)).sections]
    assert all(DIGEST in footer for footer in footers)
    assert "<script>" in text, "text is text, not markup"


def test_pdf_holds_the_same_and_the_digest_at_the_foot_of_each_page() -> None:
    page = page_of(APPROVAL)
    foot = page[page.index("@bottom-left") : page.index("@bottom-right")]
    assert DIGEST in foot
    for part in ("<li>合并。</li>", "沿用", "J1", "3500000.00", "10 → 0", "（签字、盖章）", "示例数据"):
        assert part in page
    assert "<script>" not in page
    assert "小镇&lt;b&gt;" in page
    paper = to_pdf(APPROVAL)
    assert paper.startswith(b"%PDF")
    assert b"/JavaScript" not in paper


def test_pdf_asks_for_nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(self: URLFetcher, url: str, headers: object = None) -> object:
        asked.append(url[:5])
        return real(self, url, headers)

    real = URLFetcher.fetch
    monkeypatch.setattr(URLFetcher, "fetch", fetch)
    to_pdf(APPROVAL)
    assert set(asked) == {"data:"}


def test_a_template_of_the_towns_own_is_filled_and_a_bad_one_refused(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_paragraph("{{ town }} {{ digest }} {% for one in sentences %}{{ one }}{% endfor %}")
    paper.save(str(tmp_path / "own.docx"))
    text = words(to_docx(APPROVAL, tmp_path / "own.docx"))
    assert f"小镇<b> {DIGEST} 界点移动。合并。" in text
    (tmp_path / "broken.docx").write_bytes(b"no zip")
    with pytest.raises(BadInput, match=r"broken\.docx"):
        to_docx(APPROVAL, tmp_path / "broken.docx")


def test_the_picture_fills_what_changed() -> None:
    picture = Image.open(io.BytesIO(APPROVAL.before_png)).convert("RGB")
    colours = {colour for _, colour in picture.getcolors(maxcolors=1 << 20) or []}
    assert tuple(int(CHANGED[n : n + 2], 16) for n in (1, 3, 5)) in colours


def test_the_four_sides_name_neighbours_and_the_outline() -> None:
    partition = small_partition()
    found = sides(partition, partition.cells[CODES[1]])
    assert found == {"east": (CODES[2],), "south": (None,), "west": (CODES[0],), "north": (None,)}
    told = sides_in_words(found, {CODES[2]: "丙", CODES[0]: "甲"})
    assert told == "东至丙，南至镇界，西至甲，北至镇界。"
    (points,) = turning_points(partition.cells[CODES[0]])
    # the vertices that long edges get are no turning points
    assert sorted(map(tuple, points.tolist())) == [
        (3500000.0, 500000.0),
        (3500000.0, 501000.0),
        (3501000.0, 500000.0),
        (3501000.0, 501000.0),
    ]
    assert area(2000 / 3) == "666.7 平方米（1.00 亩）"
