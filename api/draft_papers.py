"""The approval file of a draft, to be printed and signed: Word or PDF."""

import asyncio
from enum import StrEnum

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.drafts import MISSING, DraftPath
from api.guard import BoundaryReader, Exporter, address_of
from api.services import Served
from gis.errors import NotFound
from gis.papers.approval_docx import to_docx
from gis.papers.approval_pdf import to_pdf
from gis.service.redrawing.approving import approval_of
from gis.store.record import Act, record

router = APIRouter(prefix="/api/drafts", tags=["drafts"])


class Paper(StrEnum):
    """The two forms of the file."""

    docx = "docx"
    pdf = "pdf"


KINDS = {
    Paper.docx: ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
    Paper.pdf: ("application/pdf", to_pdf),
}


@router.get(
    "/{draft}/approval.{paper}",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind, _ in KINDS.values()}}, **MISSING},
)
async def approval(
    draft: DraftPath,
    paper: Paper,
    request: Request,
    services: Served,
    caller: BoundaryReader,
    exporter: Exporter,
) -> Response:
    """Return the approval file, on record; it is about the whole town, and not there for a part of it."""
    if not caller.scope.everything:
        raise NotFound("There is no such draft of the whole town for you.")
    row, board, _ = await services.drafts.read(draft, caller)
    atlas = services.atlas
    async with services.database.begin() as connection:
        made = await approval_of(
            connection, services.weights, (row, board), (atlas.town, atlas.today()), caller
        )
        act = Act(caller.name, "draft.approval", target=str(draft), address=address_of(request))
        await record(connection, act)
    kind, write = KINDS[paper]
    body = await asyncio.to_thread(write, made)
    name = f'attachment; filename="approval-{draft}.{paper}"'
    return Response(body, media_type=kind, headers={"Content-Disposition": name})
