"""The sign of a grid (公示牌), to be printed and put up: name, code, borders, who is in charge, a QR code."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from gis.errors import BadInput

STYLE = """
@page { size: A4; margin: 16mm 18mm; }
body { font-family: "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif; font-size: 14pt; line-height: 1.5; }
section { page-break-after: always; } section:last-child { page-break-after: auto; }
h1 { text-align: center; font-size: 28pt; margin: 0 0 2mm; }
.code { text-align: center; font-size: 16pt; letter-spacing: 1pt; margin: 0 0 4mm; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.75pt solid #333; padding: 2mm 3mm; text-align: left; vertical-align: top; }
th { width: 34mm; font-weight: normal; background: #eee; }
.map { width: 100%; max-height: 95mm; object-fit: contain; margin: 4mm 0; }
.foot { width: 100%; margin-top: 4mm; } .foot td { border: 0; vertical-align: middle; }
.foot img { width: 34mm; } .big { font-size: 20pt; }
"""


@dataclass(frozen=True, slots=True)
class GridSign:
    """What stands on one sign; `people` are pairs of post and name, phones are empty where none is published.

    `qr` is what the code holds, `picture` a PNG.
    """

    town: str
    code: str
    name: str
    village: str
    sides: str
    people: tuple[tuple[str, str], ...]
    office_phone: str
    supervision_phone: str
    valid_from: str
    qr: str
    picture: bytes
    made_up: bool


def to_pdf(signs: Sequence[GridSign]) -> bytes:
    """Return the signs as PDF, a page each, asking for nothing from outside; BadInput for none at all."""
    import weasyprint
    from weasyprint.urls import URLFetcher

    if not signs:
        raise BadInput("There is no sign to print: no grid was named, and the edition changed none.")
    fetcher = URLFetcher(allowed_protocols=("data",))
    written: bytes = weasyprint.HTML(string=page_of(signs), url_fetcher=fetcher).write_pdf()
    return written


def page_of(signs: Sequence[GridSign]) -> str:
    """Return the signs as the HTML that the PDF is made of."""
    return f"<style>{STYLE}</style>{''.join(map(_sign, signs))}"


def _sign(sign: GridSign) -> str:
    people = "<br>".join(f"{escape(post)}：{escape(name)}" for post, name in sign.people) or "—"
    rows = [("所属村（社区）", escape(sign.village)), ("四至范围", escape(sign.sides)), ("责任人员", people)]
    if sign.office_phone:
        rows.append(("办公电话", escape(sign.office_phone)))
    body = "".join(f"<tr><th>{head}</th><td>{told}</td></tr>" for head, told in rows)
    note = "<p>（示例数据，不作为行政依据）</p>" if sign.made_up else ""
    phone = f'监督电话：<span class="big">{escape(sign.supervision_phone)}</span><br>'
    foot = (phone if sign.supervision_phone else "") + f"{escape(sign.valid_from)} 起施行"
    return (
        f"<section><h1>{escape(sign.town)} {escape(sign.name)}</h1>"
        f'<p class="code">网格编码 {escape(sign.code)}</p>'
        f'{note}<table>{body}</table><img class="map" alt="" src="{_data(sign.picture, "image/png")}">'
        f'<table class="foot"><tr><td><img alt="" src="{_data(_code(sign.qr), "image/png")}"></td>'
        f"<td>{foot}</td></tr></table></section>"
    )


def _code(text: str) -> bytes:
    import segno

    packed = io.BytesIO()
    segno.make(text, error="m", micro=False, encoding="utf-8").save(packed, kind="png", scale=8, border=2)
    return packed.getvalue()


def _data(body: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(body).decode()}"
