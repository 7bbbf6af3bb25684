"""The live stream: everybody's newest position in the caller's scope, and every change of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import StreamingResponse

from api.guard import LiveReader, address_of
from api.live_pipe import direct_of
from api.services import Served, Services
from gis.errors import NotFound
from gis.service.rights import Caller
from gis.store.notices import withdrawn_at
from gis.store.phone_state import PhoneState, phone_state
from gis.store.record import Act, record

router = APIRouter(tags=["live"])

STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
        "description": "Server-sent events: one `snapshot`, then a `change` twice a second at most.",
    }
}


@router.get("/api/live", response_class=StreamingResponse, responses=STREAM)
async def live(
    request: Request,
    services: Served,
    caller: LiveReader,
    last_event_id: Annotated[str | None, Header(max_length=40)] = None,
) -> StreamingResponse:
    """Stream positions; after a break the browser's Last-Event-ID brings exactly what was missed."""
    events = services.live.stream(caller.scope, last_event_id, direct_of(request.scope))
    first = await anext(events)
    watched = _watched(services, caller, address_of(request), first, events)
    return StreamingResponse(watched, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


@router.get("/api/live/people/{person}")
async def one_person(
    request: Request, services: Served, caller: LiveReader, person: Annotated[int, Path(ge=1)]
) -> PhoneState:
    """Return what the phone of somebody on the live map last said of itself; the look is on record.

    Raises NotFound for whoever is not on the caller's map.
    """
    seen = [position for position in services.live.newest(caller.scope) if position.person == person]
    if not seen:
        raise NotFound("Nobody with this number is on the live map.")
    newest = max(seen, key=lambda position: position.at_ms)
    act = Act(caller.name, "live.person", target=str(person), address=address_of(request))
    async with services.database.begin() as connection:
        await record(connection, act)
        state = await phone_state(connection, newest.device)
        return replace(state, withdrawn_at=await withdrawn_at(connection, newest.device, person))


async def _watched(
    services: Services, caller: Caller, address: str, first: bytes, events: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    """Pass the events on, and put on record from when to when somebody watched."""
    since = services.clock()
    await _note(services, Act(caller.name, "live.watch", address=address))
    try:
        yield first
        async for event in events:
            yield event
    finally:
        seconds = round((services.clock() - since).total_seconds())
        detail = {"from": since.isoformat(timespec="seconds"), "seconds": seconds}
        await _note(services, Act(caller.name, "live.watched", address=address, detail=detail))


async def _note(services: Services, act: Act) -> None:
    async with services.database.begin() as connection:
        await record(connection, act)
