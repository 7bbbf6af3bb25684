"""Coverage taken out as a PDF with a map, and as a page that opens without a network."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.coverage import Wanted, book_of, note_coverage
from api.guard import CoverageReader, Exporter
from api.services import Served
from gis.papers.coverage_pdf import to_pdf
from gis.service.coverage.papers import areas_of, paper_of

router = APIRouter(tags=["coverage"])
Lang = Literal["zh", "en"]
PDF = "application/pdf"


@router.get("/api/coverage.pdf", response_class=Response, responses={200: {"content": {PDF: {}}}})
async def coverage_pdf(
    wanted: Annotated[Wanted, Query()],
    request: Request,
    services: Served,
    caller: CoverageReader,
    lang: Lang = "zh",
) -> Response:
    """Take rows, required visits and the next round out as a PDF with a map, on record."""
    book = await book_of(services, caller, wanted)
    await note_coverage(request, services, caller, (wanted.first, wanted.last), {"file": "pdf"})
    boundaries = await services.coverage.boundaries(wanted.asked(), wanted.parameters())
    areas = await asyncio.to_thread(areas_of, boundaries, wanted.by, book.rows)
    paper = await asyncio.to_thread(paper_of, book, areas, services.atlas.town, lang)
    body = await asyncio.to_thread(to_pdf, paper)
    name = f'attachment; filename="coverage-{wanted.first}-{wanted.last}.pdf"'
    return Response(body, media_type=PDF, headers={"Content-Disposition": name})


@router.get("/api/coverage.html", response_class=HTMLResponse)
async def coverage_page(
    wanted: Annotated[Wanted, Query()],
    request: Request,
    services: Served,
    caller: CoverageReader,
    _: Exporter,
    lang: Lang = "zh",
) -> Response:
    """Take the same out as one page with a map that opens without a network, on record."""
    # what draws pages costs seconds, which no worker pays before somebody asks for one
    from layers.coverage_report import render_report
    from layers.page import Edition, page_policy

    book = await book_of(services, caller, wanted)
    await note_coverage(request, services, caller, (wanted.first, wanted.last), {"file": "html"})
    boundaries = await services.coverage.boundaries(wanted.asked(), wanted.parameters())
    areas = await asyncio.to_thread(areas_of, boundaries, wanted.by, book.rows)
    paper = await asyncio.to_thread(paper_of, book, areas, services.atlas.town, lang)
    edition = Edition(services.atlas.town, lang, services.settings.pages / "vendor")
    lookout = services.atlas.lookout(caller.scope)
    page = await render_report(services.database, book, (paper, areas), lookout, edition)
    headers = {
        "Content-Security-Policy": page_policy(page),
        "Content-Disposition": f'inline; filename="coverage-{wanted.first}-{wanted.last}.html"',
    }
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)
