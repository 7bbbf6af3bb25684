"""The way of a draft to an edition: review, publication, and recall."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.drafts import MISSING, DraftPath
from api.guard import Approver, Drafter, address_of
from api.services import Served
from gis.service.redrawing.reviewing import Paper

router = APIRouter(prefix="/api", tags=["drafts"])
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class PublishIn(BaseModel):
    """On which paper: from a civil day on, or in place of a wrong edition (its number) and for its days."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, str_strip_whitespace=True)

    valid_from: Annotated[date | None, Field(alias="from")] = None
    corrects: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None
    document: Annotated[str, Field(min_length=1, max_length=80)]

    @model_validator(mode="after")
    def one_of_both(self) -> Self:
        """Check that exactly one of the two is given."""
        if (self.valid_from is None) == (self.corrects is None):
            raise ValueError("give either 'from' or 'corrects'")
        return self


class Published(BaseModel):
    """The number of the new edition."""

    number: int


@router.post("/drafts/{draft}/review", status_code=204, responses=MISSING)
async def review(draft: DraftPath, request: Request, services: Served, caller: Drafter) -> None:
    """Submit a draft without errors for review; from then on nobody edits it."""
    await services.reviewing.move(draft, "in_review", caller, address_of(request))


@router.post("/drafts/{draft}/return", status_code=204, responses=MISSING)
async def send_back(draft: DraftPath, request: Request, services: Served, caller: Approver) -> None:
    """Return a draft under review to those who draw it."""
    await services.reviewing.move(draft, "draft", caller, address_of(request))


@router.post("/drafts/{draft}/reopen", status_code=204, responses=MISSING)
async def reopen(draft: DraftPath, request: Request, services: Served, caller: Drafter) -> None:
    """Take a draft back from review to go on drawing."""
    await services.reviewing.move(draft, "draft", caller, address_of(request))


@router.post("/drafts/{draft}/withdraw", status_code=204, responses=MISSING)
async def withdraw(draft: DraftPath, request: Request, services: Served, caller: Drafter) -> None:
    """Give a draft up; its log stays."""
    await services.reviewing.move(draft, "withdrawn", caller, address_of(request))


@router.post("/drafts/{draft}/publish", responses=MISSING)
async def publish(draft: DraftPath, given: PublishIn, services: Served, caller: Approver) -> Published:
    """Publish a reviewed draft that others drew, from a day on; every worker follows within a second."""
    paper = Paper(given.document, given.valid_from, given.corrects)
    number = await services.reviewing.publish(draft, paper, caller)
    # whoever published looks at the list of editions next
    await services.atlas.refresh()
    return Published(number=number)


@router.post("/editions/{edition}/recall", status_code=204, responses=MISSING)
async def recall(edition: Number, request: Request, services: Served, caller: Approver) -> None:
    """Recall an edition before its first day; the one before it holds on."""
    await services.reviewing.recall(edition, caller, address_of(request))
    await services.atlas.refresh()
