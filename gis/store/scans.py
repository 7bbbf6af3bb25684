"""Scans of signed approval files: kept, listed without their bytes, and handed out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.store.tables import signed_scan


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan without its bytes: the digest printed on the paper, and the file's own."""

    id: int
    draft: int
    at: datetime
    author: str
    digest: str
    sha256: str
    kind: str
    bytes: int


COLUMNS = tuple(signed_scan.c[name] for name in ("id", "edition_id", "at", "author", "digest", "sha256"))
COLUMNS += (signed_scan.c.kind, signed_scan.c.bytes)


async def add_scan(connection: AsyncConnection, values: dict[str, Any]) -> Scan:
    """Keep a scan."""
    row = (await connection.execute(insert(signed_scan).values(**values).returning(*COLUMNS))).one()
    return Scan(*row)


async def scans_of(connection: AsyncConnection, draft: int) -> list[Scan]:
    """Return the scans of a draft or edition, the newest first."""
    query = select(*COLUMNS).where(signed_scan.c.edition_id == draft).order_by(signed_scan.c.id.desc())
    return [Scan(*row) for row in await connection.execute(query)]


async def scan_body(connection: AsyncConnection, draft: int, key: int) -> tuple[Scan, bytes]:
    """Return a scan of a draft with its bytes; NotFound for none such."""
    query = select(*COLUMNS, signed_scan.c.body).where(
        signed_scan.c.edition_id == draft, signed_scan.c.id == key
    )
    row = (await connection.execute(query)).first()
    if row is None:
        raise NotFound("There is no such scan of this draft.")
    return Scan(*row[:-1]), bytes(row[-1])
