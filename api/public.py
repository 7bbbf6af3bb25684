"""What the public sees without signing in: a draft on show behind its link, and the door for opinions."""

from datetime import date
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.draft_answers import Spot
from api.drafts import MISSING
from api.guard import address_of, check_same_origin, open_to_all
from api.plain_words import PLAIN
from api.services import Served

router = APIRouter(prefix="/api/public", tags=["public"])
Token = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[\w-]+$")]
Rings = list[list[Spot]]


class ShownGrid(BaseModel):
    """A grid that changes: outlines before and after in degrees, coarse, empty where there is none."""

    code: str
    name: str
    village: str
    fate: Literal["new", "void", "changed"]
    before: Rings
    after: Rings


class OnShow(BaseModel):
    """A draft on show: what it is, until when, and the map; `around` are outlines of other grids."""

    town: str
    town_en: str
    made_up: bool
    title: str
    step: Literal["consulted", "announced"]
    first_day: date
    last_day: date
    grids: list[ShownGrid]
    around: Rings


class OpinionIn(BaseModel):
    """What somebody has to say, of a grid of the map or of a place, or of neither."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    words: Annotated[str, Field(min_length=1, max_length=2000), PLAIN]
    grid: Annotated[str | None, Field(max_length=32)] = None
    lon: Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False)] = None
    lat: Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False)] = None

    @model_validator(mode="after")
    def whole_place(self) -> Self:
        """Check that a place is given whole."""
        if (self.lon is None) != (self.lat is None):
            raise ValueError("give longitude and latitude, or neither")
        return self


@router.get("/boundaries/{token}", dependencies=[open_to_all], responses=MISSING)
async def on_show(token: Token, services: Served) -> OnShow:
    """Return what is on show behind a link, on its days; 404 on all others."""
    shown = await services.showings.look(token)
    town = services.atlas.town
    return OnShow(
        town=town.name,
        town_en=town.name_en,
        made_up=town.made_up,
        title=shown.title,
        step="announced" if shown.showing.step == "announced" else "consulted",
        first_day=shown.showing.first_day,
        last_day=shown.showing.last_day,
        **shown.map,
    )


@router.post("/boundaries/{token}/opinions", status_code=204, dependencies=[open_to_all], responses=MISSING)
async def send_opinion(token: Token, given: OpinionIn, request: Request, services: Served) -> None:
    """Take an opinion in; nobody but the planners ever sees it. 429 for more than a person would send."""
    check_same_origin(request)
    place = (given.lon, given.lat) if given.lon is not None and given.lat is not None else None
    await services.showings.say(token, given.words, (given.grid, place), address_of(request))
