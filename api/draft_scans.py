"""Scans of signed approval files: brought in with the digest that is printed on them, and handed out."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.draft_showings import ScanOut, check_whole
from api.drafts import MISSING, DraftPath
from api.guard import BoundaryReader, Drafter, Exporter, address_of
from api.services import Served
from gis.service.redrawing.scanning import bring_in
from gis.store.record import Act, record
from gis.store.scans import scan_body

router = APIRouter(prefix="/api", tags=["drafts"])
ScanPath = Annotated[int, Path(ge=1, le=2**62)]
KINDS = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@router.post(
    "/scans",
    status_code=201,
    responses=MISSING,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS.values()},
        }
    },
)
async def bring(
    draft: Annotated[int, Query(ge=1, le=2**62)],
    digest: Annotated[str, Query(min_length=1, max_length=100)],
    request: Request,
    services: Served,
    caller: Drafter,
) -> ScanOut:
    """Keep the scan of a draft's signed file (PDF, JPEG or PNG, at most 20 MiB) under its printed digest."""
    check_whole(caller)
    body = await request.body()
    async with services.database.begin() as connection:
        about = address_of(request), services.clock()
        return ScanOut.of(await bring_in(connection, draft, (digest, body), caller, about))


@router.get(
    "/drafts/{draft}/scans/{scan}",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in KINDS.values()}}, **MISSING},
)
async def hand_out(
    draft: DraftPath,
    scan: ScanPath,
    request: Request,
    services: Served,
    caller: BoundaryReader,
    exporter: Exporter,
) -> Response:
    """Return a scan as it came in, on record; also after the draft was published."""
    check_whole(caller)
    async with services.database.begin() as connection:
        found, body = await scan_body(connection, draft, scan)
        detail = {"sha256": found.sha256}
        act = Act(
            exporter.name, "draft.scan_read", target=str(draft), address=address_of(request), detail=detail
        )
        await record(connection, act)
    name = f'attachment; filename="signed-{draft}-{scan}.{found.kind}"'
    return Response(body, media_type=KINDS[found.kind], headers={"Content-Disposition": name})
