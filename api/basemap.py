"""The base map that a setting names: a PMTiles file, or tiles fetched by this server and kept on disk."""

import asyncio
import hashlib
import urllib.request
from pathlib import Path
from typing import Annotated
from urllib.error import URLError

from fastapi import APIRouter, Response
from fastapi import Path as InPath
from starlette.responses import FileResponse

from api.guard import SignedIn
from api.services import Served
from gis.errors import NotFound, Unavailable

router = APIRouter(tags=["base map"])
Step = Annotated[int, InPath(ge=0, le=2**22 - 1)]
TIMEOUT_S, LARGEST = 8, 4 * 1024 * 1024
KEPT = {"Cache-Control": "private, max-age=86400"}


@router.get("/basemap.pmtiles", response_class=FileResponse)
def pmtiles(services: Served, caller: SignedIn) -> FileResponse:
    """Return the PMTiles file by ranges; 404 where none is set."""
    path = Path(services.settings.basemap)
    if path.suffix != ".pmtiles" or not path.is_file():
        raise NotFound("No PMTiles base map is set.")
    return FileResponse(path, media_type="application/octet-stream", headers=KEPT)


@router.get("/basemap/{z}/{x}/{y}", response_class=Response)
async def tile(
    services: Served, caller: SignedIn, z: Annotated[int, InPath(ge=0, le=22)], x: Step, y: Step
) -> Response:
    """Return one tile of the outside base map, fetched once and kept; its key never reaches a browser."""
    template = services.settings.basemap
    if "{z}" not in template or max(x, y) >= 2**z or z > services.settings.basemap_maxzoom:
        raise NotFound("No such base map tile.")
    kept = _kept(services.settings.home, template, (z, x, y))
    body = await asyncio.to_thread(_read_or_fetch, kept, template.format(z=z, x=x, y=y))
    kind = "image/png" if body.startswith(b"\x89PNG") else "image/jpeg"
    return Response(body, media_type=kind, headers=KEPT)


def _read_or_fetch(kept: Path, address: str) -> bytes:
    if not kept.is_file():
        _keep(kept, _fetch(address))
    return kept.read_bytes()


def _fetch(address: str) -> bytes:
    if not address.startswith(("http://", "https://")):
        raise NotFound("No such base map tile.")
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT_S) as answer:  # noqa: S310 - scheme checked above
            return bytes(answer.read(LARGEST))
    except (URLError, TimeoutError, OSError):
        raise Unavailable("The base map's source does not answer.") from None


def _kept(home: Path, template: str, zxy: tuple[int, int, int]) -> Path:
    mark = hashlib.sha256(template.encode()).hexdigest()[:12]
    z, x, y = zxy
    return home / "basemap" / mark / str(z) / str(x) / str(y)


def _keep(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(body)
    part.replace(path)
