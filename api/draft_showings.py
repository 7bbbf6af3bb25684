"""Drafts on show to the public, what still bars publication, and the public's opinions with their answers."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from api.draft_answers import Sentence, Spot
from api.drafts import MISSING, DraftPath
from api.guard import Approver, BoundaryReader, Drafter, address_of
from api.services import Served
from gis.errors import NotFound
from gis.service.redrawing.digest import digest_now
from gis.service.redrawing.readiness import asks_for_scan, bars
from gis.service.redrawing.rules import rules_of
from gis.service.rights import Caller
from gis.store.draft_edits import find_draft
from gis.store.scans import Scan, scans_of
from gis.store.showings import Opinion, Showing, opinions_of, showings_of

router = APIRouter(prefix="/api/drafts", tags=["drafts"])
OpinionPath = Annotated[int, Path(ge=1, le=2**62)]
PAGE = "/announcement"


class Days(BaseModel):
    """The first and the last civil day on show: today and a week, or as long as the town asks for."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    first: Annotated[date | None, Field(alias="from")] = None
    last: Annotated[date | None, Field(alias="to")] = None


class ShowingOut(BaseModel):
    """One time on show; `link` is the public page, relative to where this one stands."""

    step: str
    link: str
    first_day: date
    last_day: date
    opened_by: str
    closed_at: datetime | None
    opinions: int

    @classmethod
    def of(cls, showing: Showing) -> "ShowingOut":
        """Return a showing as it is told."""
        return cls(
            step=showing.step,
            link=f"{PAGE}#{showing.token}",
            first_day=showing.first_day,
            last_day=showing.last_day,
            opened_by=showing.opened_by,
            closed_at=showing.closed_at,
            opinions=showing.opinions,
        )


class ScanOut(BaseModel):
    """One scan of the signed file: `digest` is printed on it, `sha256` the file's own."""

    id: int
    at: datetime
    author: str
    digest: str
    sha256: str
    kind: str
    bytes: int

    @classmethod
    def of(cls, scan: Scan) -> "ScanOut":
        """Return a scan as it is told."""
        return cls(**{name: getattr(scan, name) for name in cls.model_fields})


class Standing(BaseModel):
    """What a draft has behind it on its way, and what still bars it from being published."""

    digest: str
    announce_days: int
    scan_asked: bool
    showings: list[ShowingOut]
    scans: list[ScanOut]
    bars: list[Sentence]


class OpinionOut(BaseModel):
    """One opinion of the public; whoever sent it is not known."""

    id: int
    step: str
    at: datetime
    words: str
    grid: str | None
    place: Spot | None
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None

    @classmethod
    def of(cls, one: Opinion) -> "OpinionOut":
        """Return an opinion as it is told."""
        place = (one.lon, one.lat) if one.lon is not None and one.lat is not None else None
        known = {name: getattr(one, name) for name in cls.model_fields if name != "place"}
        return cls(**known, place=place)


class Opinions(BaseModel):
    """The opinions of a draft, the newest first."""

    rows: list[OpinionOut]


class AnswerIn(BaseModel):
    """What is answered, for the file."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    answer: Annotated[str, Field(min_length=1, max_length=2000)]


@router.post("/{draft}/consult", responses=MISSING)
async def consult(
    draft: DraftPath, request: Request, services: Served, caller: Approver, given: Days | None = None
) -> ShowingOut:
    """Ask the public for opinions on a reviewed draft (征求意见), from day to day."""
    days = given or Days()
    found = await services.showings.open(
        draft, "consulted", (days.first, days.last), caller, address_of(request)
    )
    return ShowingOut.of(found)


@router.post("/{draft}/announce", responses=MISSING)
async def announce(
    draft: DraftPath, request: Request, services: Served, caller: Approver, given: Days | None = None
) -> ShowingOut:
    """Announce a reviewed draft to the public (公示), from day to day."""
    days = given or Days()
    found = await services.showings.open(
        draft, "announced", (days.first, days.last), caller, address_of(request)
    )
    return ShowingOut.of(found)


@router.get("/{draft}/standing", responses=MISSING)
async def standing(draft: DraftPath, services: Served, caller: BoundaryReader) -> Standing:
    """Tell what a draft has behind it, and what still bars it from being published today."""
    check_whole(caller)
    async with services.database.begin() as connection:
        row = await find_draft(connection, draft)
        rules = await rules_of(connection)
        return Standing(
            digest=await digest_now(connection, row),
            announce_days=rules.announce_days,
            scan_asked=asks_for_scan(rules, row),
            showings=[ShowingOut.of(one) for one in await showings_of(connection, draft)],
            scans=[ScanOut.of(one) for one in await scans_of(connection, draft)],
            bars=await bars(connection, row, services.atlas.today()),
        )


@router.get("/{draft}/opinions", responses=MISSING)
async def opinions(draft: DraftPath, services: Served, caller: BoundaryReader) -> Opinions:
    """List what the public said of a draft, also after it was published."""
    check_whole(caller)
    async with services.database.begin() as connection:
        return Opinions(rows=[OpinionOut.of(one) for one in await opinions_of(connection, draft)])


@router.post("/{draft}/opinions/{opinion}/answer", status_code=204, responses=MISSING)
async def answer(
    draft: DraftPath,
    opinion: OpinionPath,
    given: AnswerIn,
    request: Request,
    services: Served,
    caller: Drafter,
) -> None:
    """Answer an opinion, for the file; another answer takes its place."""
    check_whole(caller)
    await services.showings.answer((draft, opinion), given.answer, caller, address_of(request))


def check_whole(caller: Caller) -> None:
    """Raise NotFound for whoever sees a part of the town only."""
    if not caller.scope.everything:
        raise NotFound("There is no such draft of the whole town for you.")
