"""Doubtful stretches of tracks; a suspicion is no verdict, and looking for them is on record as a read."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from api.guard import TrackReader
from api.problems import Problem
from api.services import Served
from api.tracks import Group, note_read
from gis.analysis.suspicion import Kind
from gis.errors import BadInput

router = APIRouter(tags=["tracks"])
MOST_PERSON_DAYS = 2000


class Doubt(BaseModel):
    """A doubtful stretch (ms UTC) of a person's track; `other` is the person beside whom it is doubtful.

    `measure` counts the fixes (mock, copied), or is metres: of noise (smooth), of distance (leap, together).
    """

    person: int
    kind: Kind
    begin: int
    end: int
    measure: float
    other: int | None


class Doubts(BaseModel):
    """All that is doubtful, by person and time."""

    rows: list[Doubt]


@router.get("/api/suspicions", responses={404: {"model": Problem}})
async def suspicions(
    asked: Annotated[Group, Query()], request: Request, services: Served, caller: TrackReader
) -> Doubts:
    """Return what is doubtful about the tracks of a span, compared among those that are asked for."""
    async with services.database.begin() as connection:
        bounded = await services.tracks.bound(connection, caller.scope, asked.wanted)
        if len(bounded.people) * len(bounded.days) > MOST_PERSON_DAYS:
            raise BadInput("That is too much at once: ask for fewer people or days.")
        await note_read(connection, caller, request, (bounded, asked))
        found = await services.tracks.fixes(connection, bounded)
    rows = await asyncio.to_thread(services.tracks.suspicions, found)
    return Doubts(
        rows=[
            Doubt(
                person=each.person,
                kind=each.kind,
                begin=each.begin_ms,
                end=each.end_ms,
                measure=round(each.measure, 2),
                other=each.other,
            )
            for each in rows
        ]
    )
