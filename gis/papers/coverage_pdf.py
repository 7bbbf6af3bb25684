"""Writes coverage as a PDF with a map; it asks for nothing from outside."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

STYLE = """
@page { size: A4 landscape; margin: 16mm 14mm 16mm;
  @bottom-left { content: string(foot); font-size: 7pt; }
  @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; } }
body { font-family: "WenQuanYi Micro Hei", sans-serif; font-size: 8.5pt; line-height: 1.35; }
h1 { font-size: 15pt; margin: 0 0 2mm; } h2 { font-size: 11pt; margin: 4mm 0 1mm; }
.foot { string-set: foot content(); font-size: 7.5pt; color: #444; }
table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; }
th, td { border: 0.4pt solid #888; padding: 0.6mm 1.2mm; text-align: left; }
tr { break-inside: avoid; } img { max-width: 100%; max-height: 135mm; }
"""


@dataclass(frozen=True, slots=True)
class Table:
    """One table under a title; nothing is written of one without rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class CoveragePaper:
    """What the PDF says: title, what was asked for in one line, the map with its legend, tables.

    Without any area there is no map.
    """

    title: str
    asked: str
    legend: str
    map_png: bytes
    tables: Sequence[Table]


def to_pdf(paper: CoveragePaper) -> bytes:
    """Return the paper as PDF."""
    import weasyprint
    from weasyprint.urls import URLFetcher

    page = weasyprint.HTML(string=page_of(paper), url_fetcher=URLFetcher(allowed_protocols=("data",)))
    written: bytes = page.write_pdf()
    return written


def page_of(paper: CoveragePaper) -> str:
    """Return the paper as the HTML that the PDF is made of."""
    packed = base64.b64encode(paper.map_png).decode()
    picture = f'<img src="data:image/png;base64,{packed}" alt="">' if packed else ""
    parts = [
        f"<style>{STYLE}</style><h1>{escape(paper.title)}</h1>",
        f'<p class="foot">{escape(paper.asked)}</p><p>{escape(paper.legend)}</p>',
        picture,
        *(table_html(one) for one in paper.tables if one.rows),
    ]
    return "".join(parts)


def table_html(table: Table) -> str:
    """Return a table as HTML; every text is escaped."""
    head = _line("th", table.heads)
    body = "".join(_line("td", row) for row in table.rows)
    return f"<h2>{escape(table.title)}</h2><table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _line(cell: str, texts: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{cell}>{escape(one)}</{cell}>' for one in texts)}</tr>"
