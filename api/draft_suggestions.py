"""What hot spots that straddle a border suggest to planners: which grid could take the other part."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from api.draft_answers import Sentence
from api.guard import BoundaryReader, EventReader
from api.hotspots import HotspotRow, hot_spots
from api.services import Served
from gis.redraw.workload import STANDING
from gis.service.redrawing.boards import Board
from gis.service.redrawing.suggesting import Spot, Suggestion, Weighed

router = APIRouter(prefix="/api", tags=["drafts"])
DAYS = 90


class Party(BaseModel):
    """One of the two grids."""

    code: str
    name: str
    village: str
    squad: str | None


class OfferOut(BaseModel):
    """One way: the edit that makes it, its sentence, and what stands on the ground that passes."""

    giver: Party
    taker: Party
    area_m2: float
    households: int
    enterprises: int
    components: int
    events: int
    open_events: int
    sentence: Sentence
    edit: dict[str, Any]


class SuggestionOut(BaseModel):
    """A hot spot (WGS-84, metres) in words, and what it suggests; nothing where no part can pass."""

    lon: float
    lat: float
    radius_m: float
    place: str | None
    words: Sentence
    offers: list[OfferOut]


class Suggestions(BaseModel):
    """The hot spots that straddle borders, the strongest first; edits are made on the newest edition."""

    rows: list[SuggestionOut]


@router.get("/boundary-suggestions")
async def suggestions(services: Served, caller: BoundaryReader, reader: EventReader) -> Suggestions:
    """Tell which grid could take the other part of each hot spot that straddles a border."""
    told = [row for row in (await hot_spots(services, reader, DAYS)).rows if row.straddles_grids]
    spots = [Spot(row.lon, row.lat, row.radius_m, tuple(grid.code for grid in row.grids)) for row in told]
    board, found = await services.suggesting.look(spots)
    return Suggestions(rows=[_row(spot, one, board) for spot, one in zip(told, found, strict=True)])


def _row(spot: HotspotRow, one: Suggestion, board: Board) -> SuggestionOut:
    return SuggestionOut(
        lon=spot.lon,
        lat=spot.lat,
        radius_m=spot.radius_m,
        place=spot.place,
        words=(spot.zh, spot.en),
        offers=[_offer(offer, board) for offer in one.offers],
    )


def _offer(one: Weighed, board: Board) -> OfferOut:
    edit = one.offer.edit
    return OfferOut(
        giver=_party(edit.from_, board),
        taker=_party(edit.to, board),
        area_m2=round(one.offer.ground.area, 1),
        sentence=one.offer.sentence,
        edit=edit.as_json(),
        **dict(zip(STANDING, one.counts.tolist(), strict=True)),
    )


def _party(code: str, board: Board) -> Party:
    cell = board.now.cells[code]
    return Party(
        code=code, name=cell.name, village=board.names.get(cell.parent, cell.parent), squad=cell.squad
    )
