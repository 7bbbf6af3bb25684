"""The description of this API, for those who are signed in."""

from typing import Any

from fastapi import APIRouter, Request

from api.guard import SignedIn

router = APIRouter(tags=["service"])


@router.get("/api/openapi.json")
async def openapi(request: Request, caller: SignedIn) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    document: dict[str, Any] = request.app.openapi()
    return document
