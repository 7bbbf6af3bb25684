"""A live stream as tutorials make it: every listener's own loop encodes everybody's place once a second."""

import asyncio
import json
import time
from collections.abc import AsyncIterator

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

PEOPLE = 454
app = FastAPI()


@app.get("/api/health")
async def health() -> dict[str, str]:
    """Answer."""
    return {"status": "ok"}


@app.get("/api/live")
async def live() -> StreamingResponse:
    """Stream everybody's newest place as one JSON object a second."""
    return StreamingResponse(_changes(), media_type="text/event-stream")


async def _changes() -> AsyncIterator[str]:
    while True:
        at_ms = int(time.time() * 1000)
        rows = [
            [n, n, at_ms, 120_300_000 + n * 10 + at_ms % 997, 31_700_000, 5.0, 1.2, 90.0, 0]
            for n in range(1, PEOPLE + 1)
        ]
        yield f"event: change\ndata: {json.dumps({'now': at_ms, 'rows': rows})}\n\n"
        await asyncio.sleep(1)
