"""Writes an approval file as Word: the layout of an official letter, or a town's own template."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from gis.errors import BadInput
from gis.papers.approval import CASE_HEADS, FATES, POST_HEADS, Approval, GridSheet, area

TITLE_FONT, BODY_FONT = "方正小标宋简体", "仿宋_GB2312"
HEADS = ("户数", "企业", "部件", "近12个月事件", "未结事件", "近30天巡查米数", "近30天到访次数")


def to_docx(approval: Approval, template: Path | None = None) -> bytes:
    """Return the file as .docx; a template may name what `Approval.context` holds.

    Raises BadInput for a template that cannot be read or filled.
    """
    if template is not None:
        return _by_template(approval, template)
    import docx
    from docx.shared import Cm, Pt

    paper = docx.Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    normal = paper.styles["Normal"]
    normal.font.size = Pt(12)
    _font(normal, BODY_FONT)
    section.footer.paragraphs[0].text = f"草案 {approval.draft} · 校验 {approval.digest}"
    _letter(paper, approval)
    _pictures(paper, approval)
    for sheet in approval.grids:
        _grid(paper, sheet, approval.crs)
    _handovers(paper, approval)
    _signatures(paper)
    return _saved(paper)


def _by_template(approval: Approval, template: Path) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    try:
        paper = DocxTemplate(template)
        paper.render(approval.context(), SandboxedEnvironment(autoescape=True))
    except (TemplateError, BadZipFile, ValueError, KeyError, OSError) as error:
        raise BadInput(f"The template {template.name} cannot be filled: {error}.") from error
    return _saved(paper)


def _saved(paper: Any) -> bytes:
    packed = io.BytesIO()
    paper.save(packed)
    return packed.getvalue()


def _font(style: Any, name: str) -> None:
    from docx.oxml.ns import qn

    style.font.name = name
    style.element.rPr.rFonts.set(qn("w:eastAsia"), name)


def _letter(paper: Any, approval: Approval) -> None:
    heading = paper.add_heading(f"{approval.town}网格边界调整审批表", level=0)
    for run in heading.runs:
        _font(run, TITLE_FONT)
    if approval.made_up:
        paper.add_paragraph("（示例数据，不作为行政依据）")
    facts = (
        ("调整事由", approval.title),
        ("依据版本", approval.base),
        ("坐标系", approval.crs),
        ("编制人", approval.author),
        ("编制日期", approval.made_on),
        ("文号", approval.document),
    )
    _table(paper, None, facts)
    paper.add_heading("一、调整内容", level=1)
    for number, sentence in enumerate(approval.sentences, start=1):
        paper.add_paragraph(f"{number}. {sentence}")
    paper.add_heading("二、网格代码", level=1)
    _table(paper, ("代码", "处理", "原因"), [(code, FATES[fate], why) for code, fate, why in approval.codes])
    paper.add_heading("三、村界核对", level=1)
    for sentence in approval.lines:
        paper.add_paragraph(sentence)
    paper.add_heading("四、影响", level=1)
    _table(paper, HEADS, [tuple(f"{count:,}" for count in approval.moved)])


def _pictures(paper: Any, approval: Approval) -> None:
    from docx.shared import Cm

    paper.add_heading("五、调整前后示意图", level=1)
    for name, picture in (("调整前", approval.before_png), ("调整后", approval.after_png)):
        paper.add_paragraph(name)
        paper.add_picture(io.BytesIO(picture), width=Cm(15))


def _grid(paper: Any, sheet: GridSheet, crs: str) -> None:
    paper.add_heading(f"{sheet.code} {sheet.name}", level=2)
    facts = (
        ("所属村（社区）", sheet.village),
        ("调整前面积", area(sheet.before_m2)),
        ("调整后面积", area(sheet.after_m2)),
        ("四至", sheet.sides),
        ("调整前岗位人员", "、".join(sheet.staff_before) or "—"),
        ("调整后岗位人员", "、".join(sheet.staff) or "—"),
    )
    _table(paper, None, facts)
    paper.add_paragraph(f"界址点坐标（{crs}，X 为北，单位米）")
    rows = [(f"J{n}", f"{x:.2f}", f"{y:.2f}") for n, (x, y) in enumerate(sheet.points, start=1)]
    _table(paper, ("点号", "X（北）", "Y（东）"), rows)


def _handovers(paper: Any, approval: Approval) -> None:
    paper.add_heading("六、交接清单", level=1)
    rows = [
        (one.name, one.posts, *(f"{a} → {b}" for a, b in zip(one.before, one.after, strict=True)))
        for one in approval.handovers
    ]
    _table(paper, ("姓名", "岗位", *HEADS), rows)
    paper.add_heading("（一）撤销网格的岗位去向", level=2)
    _table(paper, POST_HEADS, [one.cells for one in approval.posts] or [("无", *("—",) * 3)])
    paper.add_heading("（二）未结案件移交清单", level=2)
    _table(paper, CASE_HEADS, [one.cells for one in approval.cases] or [("无", *("—",) * 5)])


def _signatures(paper: Any) -> None:
    paper.add_heading("七、审批", level=1)
    _table(
        paper,
        ("编制单位", "审核单位", "批准单位"),
        [("\n\n（签字、盖章）\n年　月　日",) * 3],
    )


def _table(paper: Any, heads: Sequence[str] | None, rows: Iterable[Sequence[str]]) -> None:
    held = [tuple(row) for row in rows]
    columns = len(heads) if heads else (len(held[0]) if held else 1)
    table = paper.add_table(rows=0, cols=columns, style="Table Grid")
    for row in ([tuple(heads)] if heads else []) + held:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
