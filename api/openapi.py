"""The description of this API, for those who are signed in."""

from typing import Any

from fastapi import APIRouter, FastAPI, Request

from api.guard import SignedIn

router = APIRouter(tags=["service"])


@router.get("/api/openapi.json")
async def openapi(request: Request, caller: SignedIn) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    document: dict[str, Any] = request.app.openapi()
    return document


def install(app: FastAPI) -> None:
    """Describe every problem under the media type that it is sent with."""
    described = app.openapi

    def openapi() -> dict[str, Any]:
        document = described()
        for item in document["paths"].values():
            for operation in item.values():
                for response in operation["responses"].values():
                    _as_problem(response)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _as_problem(response: dict[str, Any]) -> None:
    content = response.get("content", {})
    for media_type, body in list(content.items()):
        if body.get("schema", {}).get("$ref", "").endswith("Problem"):
            del content[media_type]
            content["application/problem+json"] = body
