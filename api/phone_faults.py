"""What is wrong with the phones of those on duty, for whoever watches; no place is told."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from api.guard import LiveReader
from api.lookup_answers import person_out
from api.services import Served
from gis.analysis.phone_faults import Kind

router = APIRouter(tags=["live"])


class FaultyPhone(BaseModel):
    """A phone, whoever carries it, and what is wrong with it."""

    person: int
    name: str
    number: str
    device: str
    protocol: str
    faults: list[Kind]
    seen_at: datetime | None
    battery_pct: int | None


class FaultyPhones(BaseModel):
    """The faulty phones by staff number."""

    rows: list[FaultyPhone]


@router.get("/api/phone-faults")
async def phone_faults(services: Served, caller: LiveReader) -> FaultyPhones:
    """List the phones of people on duty with which something is wrong, as their last minutes tell."""
    found = await services.faults.look(caller.scope)
    rows = [
        FaultyPhone(
            person=each.carried.person,
            name=person_out(each.carried.person, each.carried.name, None, caller).name,
            number=each.carried.number,
            device=each.carried.device_name,
            protocol=each.carried.protocol,
            faults=list(each.kinds),
            seen_at=each.carried.seen_at,
            battery_pct=each.carried.battery_pct,
        )
        for each in found
    ]
    return FaultyPhones(rows=rows)
