"""Who was told that his grids change by an edition, and who has confirmed it; the signs of its grids."""

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.draft_showings import check_whole
from api.draft_steps import Number
from api.drafts import MISSING
from api.guard import BoundaryReader, Exporter, address_of
from api.services import Served
from gis.papers.grid_sign import to_pdf
from gis.service.masking import mask
from gis.service.redrawing.signs import signs_of
from gis.store.boundary_messages import sent_of
from gis.store.record import Act, record

router = APIRouter(prefix="/api/editions", tags=["editions"])


class SentRow(BaseModel):
    """How far a message came with a person: sent, seen, confirmed; the name as the reader may read it."""

    person: int
    number: str
    name: str
    sent_at: datetime
    seen_at: datetime | None
    confirmed_at: datetime | None
    withdrawn_at: datetime | None


class SentRows(BaseModel):
    """Everybody who was told, by number, and how many have not confirmed it."""

    rows: list[SentRow]
    waiting: int


@router.get("/{edition}/messages", responses=MISSING)
async def messages(edition: Number, services: Served, caller: BoundaryReader) -> SentRows:
    """Tell who has not yet confirmed that his grids change."""
    check_whole(caller)
    async with services.database.begin() as connection:
        found = await sent_of(connection, edition)
    named = caller.may("people.name")
    rows = [
        SentRow(
            person=one.person,
            number=one.number,
            name=one.name if named else mask(one.name, "name"),
            sent_at=one.sent_at,
            seen_at=one.seen_at,
            confirmed_at=one.confirmed_at,
            withdrawn_at=one.withdrawn_at,
        )
        for one in found
    ]
    return SentRows(rows=rows, waiting=sum(row.confirmed_at is None for row in rows))


@router.get(
    "/{edition}/signs.pdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}, **MISSING},
)
async def signs(
    edition: Number,
    request: Request,
    services: Served,
    caller: BoundaryReader,
    exporter: Exporter,
    grid: Annotated[list[str] | None, Query(max_length=500)] = None,
) -> Response:
    """Return the signs (公示牌) of an edition's grids: of these, or of all that it changed."""
    check_whole(caller)
    async with services.database.begin() as connection:
        made = await signs_of(connection, edition, grid or (), (services.atlas.town, services.atlas.today()))
        detail = {"grids": [sign.code for sign in made]}
        act = Act(
            exporter.name, "edition.signs", target=str(edition), address=address_of(request), detail=detail
        )
        await record(connection, act)
    body = await asyncio.to_thread(to_pdf, made)
    name = f'attachment; filename="signs-{edition}.pdf"'
    return Response(body, media_type="application/pdf", headers={"Content-Disposition": name})
