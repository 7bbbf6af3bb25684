"""Errors as RFC 9457 problem+json: one table from the domain's errors to statuses, never echoing input."""

import logging
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from gis import errors

log = logging.getLogger("wangge")

# class → (status, title, seconds after which trying again makes sense)
STATUSES: dict[type[errors.WanggeError], tuple[int, str, int | None]] = {
    errors.BadInput: (422, "The input is wrong", None),
    errors.NotFound: (404, "Not found", None),
    errors.NotSignedIn: (401, "Not signed in", None),
    errors.NotAllowed: (403, "Not allowed", None),
    errors.TooMany: (429, "Too many attempts", 900),
    errors.Conflict: (409, "It contradicts what is stored", None),
    errors.Unavailable: (503, "Not ready", 2),
}


class Problem(BaseModel):
    """One problem detail (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str


def problem(request: Request, status: int, title: str, detail: str, retry: int | None = None) -> JSONResponse:
    """Return a problem+json response with the request's number."""
    request_id = request.scope.get("wangge.request_id", "")
    body = Problem(title=title, status=status, detail=detail, request_id=request_id)
    headers = {"Retry-After": str(retry)} if retry else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(
        body.model_dump(), status_code=status, headers=headers, media_type="application/problem+json"
    )


def install(app: FastAPI) -> None:
    """Make every error of the application answer as a problem."""
    app.add_exception_handler(errors.WanggeError, _domain)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _http)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _unexpected)


async def _domain(request: Request, error: errors.WanggeError) -> JSONResponse:
    status, title, retry = next(STATUSES[known] for known in type(error).__mro__ if known in STATUSES)
    return problem(request, status, title, str(error), retry)


async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    return problem(request, 422, "The input is wrong", sentence(error.errors()))


async def _http(request: Request, error: HTTPException) -> JSONResponse:
    titles = {404: "Not found", 405: "This method is not offered here", 413: "Too large"}
    response = problem(
        request, error.status_code, titles.get(error.status_code, "Refused"), str(error.detail)
    )
    response.headers.update(error.headers or {})
    return response


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.exception("request %s failed", request.scope.get("wangge.request_id"), exc_info=error)
    return problem(request, 500, "A fault of ours", "It was recorded under the request's number.")


def sentence(found: Sequence[Any]) -> str:
    """Return validation errors as text: where and why, never the value itself."""
    parts = [f"{'.'.join(str(step) for step in error['loc'])}: {error['msg']}" for error in found[:5]]
    return "; ".join(part[:200] for part in parts).encode("utf-8", "replace").decode()
