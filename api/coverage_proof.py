"""The proof sheet of a grid and a day; reading it is a read of the people whom it names, on record."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from api.coverage import CoverageRow, Thresholds
from api.guard import CoverageReader, TrackReader, address_of
from api.problems import Problem
from api.purposes import Reason, hold_reason
from api.services import Served
from gis.analysis.coverage import Unheard
from gis.service.coverage.proof import Proof, Witness
from gis.service.masking import mask
from gis.service.rights import Caller
from gis.store.proof import Been
from gis.store.record import Act, record

router = APIRouter(tags=["coverage"])
Code = Annotated[str, Path(max_length=32, pattern=r"^[\w-]+$")]


class AskedFor(Thresholds, Reason):
    """By which thresholds, and what it is read for."""


class Span(BaseModel):
    """From when to when."""

    begin: datetime
    end: datetime


class SilenceOut(Span):
    """A silence of ten minutes and more on duty that reaches the grid; which ends of it are known."""

    before: bool
    after: bool
    why: Unheard


class WitnessOut(BaseModel):
    """Somebody who was there, is posted there, or could have been there while silent.

    `flagged` counts the fixes of the whole day by what speaks against them; `fixes` and `used` are null where
    nothing of that day is closed, and `kept` is false once the track is past its keep.
    """

    person: int
    number: str
    name: str
    squad: str | None
    posts: list[str]
    duties: list[Span]
    silences: list[SilenceOut]
    fixes: int | None
    used: int | None
    flagged: dict[str, int]
    kept: bool


class VisitOut(BaseModel):
    """One visit: whether its crossings in and out were seen, and whether it lasted long enough to count."""

    person: int
    enter: datetime
    leave: datetime
    minutes: float
    metres: float
    entered: bool
    left: bool
    counts: bool


class EventOut(BaseModel):
    """An event that was reported in the grid on that day."""

    number: str
    title: str
    category: str
    severity: Literal[1, 2, 3]
    source: str
    reported_at: datetime


class ProofOut(BaseModel):
    """What stands behind the state of a grid on a day.

    `others` counts visits of people who are not in the caller's scope; `events` is null for whoever may not
    see events.
    """

    grid: str
    name: str
    day: date
    edition: int
    begin: datetime
    end: datetime
    row: CoverageRow
    people: list[WitnessOut]
    visits: list[VisitOut]
    others: int
    events: list[EventOut] | None


@router.get("/api/coverage/{grid}/{day}", responses={404: {"model": Problem}})
async def proof_sheet(
    grid: Code,
    day: date,
    asked: Annotated[AskedFor, Query()],
    request: Request,
    services: Served,
    caller: TrackReader,
    _: CoverageReader,
) -> ProofOut:
    """Tell who was in a grid on a day that is over, who was silent, what was left out, and what happened."""
    parameters = asked.parameters()
    row = await services.proofs.verdict(caller.scope, grid, day, parameters)
    async with services.database.begin() as connection:
        proof = await services.proofs.sheet(connection, caller.scope, row, day, parameters)
        people = tuple(each.person for each in proof.witnesses)
        await hold_reason(connection, caller, request, (asked, people))
        detail = {
            "grid_id": proof.grid_id,
            "people": people,
            "from": proof.begin.isoformat(),
            "to": proof.end.isoformat(),
            "purpose": asked.purpose,
            "reference": asked.reference,
        }
        act = Act(caller.name, "track.proof", address=address_of(request), detail=detail)
        await record(connection, act)
    return _out(proof, caller, parameters.stay_s)


def _out(proof: Proof, caller: Caller, stay_s: float) -> ProofOut:
    events = [EventOut(**asdict(each)) for each in proof.events]
    return ProofOut(
        grid=proof.grid,
        name=proof.name,
        day=proof.day,
        edition=proof.edition,
        begin=proof.begin,
        end=proof.end,
        row=CoverageRow(**asdict(proof.row)),
        people=[_witness(each, caller) for each in proof.witnesses],
        visits=[_visit(each, stay_s) for each in proof.visits],
        others=proof.others,
        events=events if caller.may("event.read") else None,
    )


def _witness(one: Witness, caller: Caller) -> WitnessOut:
    told = asdict(one)
    name = one.name if caller.may("people.name") else mask(one.name, "name")
    duties = [{"begin": begin, "end": end} for begin, end in one.duties]
    return WitnessOut(**{**told, "name": name, "duties": duties})


def _visit(one: Been, stay_s: float) -> VisitOut:
    seconds = (one.leave - one.enter).total_seconds()
    return VisitOut(
        **asdict(one) | {"metres": round(one.metres, 1)}, minutes=seconds / 60, counts=seconds >= stay_s
    )
