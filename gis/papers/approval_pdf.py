"""Writes an approval file as PDF; it asks for nothing from outside."""

import base64
from collections.abc import Iterable, Sequence
from html import escape

from gis.papers.approval import CASE_HEADS, FATES, POST_HEADS, Approval, GridSheet, area
from gis.papers.approval_docx import HEADS

STYLE = """
@page {{ size: A4; margin: 28mm 24mm 25mm;
  @bottom-left {{ content: "草案 {draft} · 校验 {digest}"; font-size: 7pt; }}
  @bottom-right {{ content: counter(page) " / " counter(pages); font-size: 8pt; }} }}
body {{ font-family: "FangSong", "WenQuanYi Micro Hei", serif; font-size: 11pt; line-height: 1.5; }}
h1 {{ text-align: center; font-size: 18pt; }} h2 {{ font-size: 13pt; }} h3 {{ font-size: 12pt; }}
table {{ border-collapse: collapse; width: 100%; margin: 2mm 0; }}
th, td {{ border: 0.5pt solid #333; padding: 1mm 2mm; text-align: left; }}
.points {{ columns: 2; }} img {{ width: 100%; }} .sign td {{ height: 35mm; vertical-align: bottom; }}
"""


def to_pdf(approval: Approval) -> bytes:
    """Return the file as PDF."""
    import weasyprint
    from weasyprint.urls import URLFetcher

    page = weasyprint.HTML(string=page_of(approval), url_fetcher=URLFetcher(allowed_protocols=("data",)))
    written: bytes = page.write_pdf()
    return written


def page_of(approval: Approval) -> str:
    """Return the file as the HTML that the PDF is made of."""
    style = STYLE.format(draft=approval.draft, digest=escape(approval.digest))
    return f"<style>{style}</style>{_body(approval)}"


def _body(approval: Approval) -> str:
    note = "<p>（示例数据，不作为行政依据）</p>" if approval.made_up else ""
    facts = (
        ("调整事由", approval.title),
        ("依据版本", approval.base),
        ("坐标系", approval.crs),
        ("编制人", approval.author),
        ("编制日期", approval.made_on),
        ("文号", approval.document),
    )
    handovers = [
        (one.name, one.posts, *(f"{a} → {b}" for a, b in zip(one.before, one.after, strict=True)))
        for one in approval.handovers
    ]
    return "".join(
        (
            f"<h1>{escape(approval.town)}网格边界调整审批表</h1>{note}{_table(None, facts)}",
            "<h2>一、调整内容</h2>",
            f"<ol>{''.join(f'<li>{escape(one)}</li>' for one in approval.sentences)}</ol>",
            "<h2>二、网格代码</h2>",
            _table(
                ("代码", "处理", "原因"), [(code, FATES[fate], why) for code, fate, why in approval.codes]
            ),
            f"<h2>三、村界核对</h2>{''.join(f'<p>{escape(one)}</p>' for one in approval.lines)}",
            f"<h2>四、影响</h2>{_table(HEADS, [tuple(f'{count:,}' for count in approval.moved)])}",
            "<h2>五、调整前后示意图</h2>",
            *(_picture(*one) for one in (("调整前", approval.before_png), ("调整后", approval.after_png))),
            *(_grid(sheet, approval.crs) for sheet in approval.grids),
            f"<h2>六、交接清单</h2>{_table(('姓名', '岗位', *HEADS), handovers)}",
            "<h3>（一）撤销网格的岗位去向</h3>",
            _table(POST_HEADS, [one.cells for one in approval.posts] or [("无", *("—",) * 3)]),
            "<h3>（二）未结案件移交清单</h3>",
            _table(CASE_HEADS, [one.cells for one in approval.cases] or [("无", *("—",) * 5)]),
            "<h2>七、审批</h2>",
            _table(("编制单位", "审核单位", "批准单位"), [("（签字、盖章）年　月　日",) * 3], "sign"),
        )
    )


def _picture(name: str, picture: bytes) -> str:
    packed = base64.b64encode(picture).decode()
    return f'<p>{name}</p><img src="data:image/png;base64,{packed}" alt="{name}">'


def _grid(sheet: GridSheet, crs: str) -> str:
    facts = (
        ("所属村（社区）", sheet.village),
        ("调整前面积", area(sheet.before_m2)),
        ("调整后面积", area(sheet.after_m2)),
        ("四至", sheet.sides),
        ("调整前岗位人员", "、".join(sheet.staff_before) or "—"),
        ("调整后岗位人员", "、".join(sheet.staff) or "—"),
    )
    rows = [(f"J{n}", f"{x:.2f}", f"{y:.2f}") for n, (x, y) in enumerate(sheet.points, start=1)]
    points = _table(("点号", "X（北）", "Y（东）"), rows)
    return (
        f"<h3>{escape(sheet.code)} {escape(sheet.name)}</h3>{_table(None, facts)}"
        f'<p>界址点坐标（{escape(crs)}，X 为北，单位米）</p><div class="points">{points}</div>'
    )


def _table(heads: Sequence[str] | None, rows: Iterable[Sequence[str]], kind: str = "") -> str:
    head = f"<tr>{''.join(f'<th>{escape(one)}</th>' for one in heads)}</tr>" if heads else ""
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="{kind}">{head}{body}</table>'
