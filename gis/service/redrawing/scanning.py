"""Brings in the scan of a signed approval file, with the digest that was printed on it."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime

from gis.errors import BadInput, Conflict
from gis.service.redrawing.digest import digest_now
from gis.service.rights import Caller
from gis.store.database import Connection
from gis.store.draft_edits import find_draft
from gis.store.record import Act, record
from gis.store.scans import Scan, add_scan, scans_of

MOST_BYTES = 20 * 1024 * 1024
MOST_SCANS = 20
MAGIC = {"pdf": b"%PDF-", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
DIGEST = re.compile(r"[0-9a-f]{64}")


def kind_of(body: bytes) -> str:
    """Return what a scan is by its first bytes; BadInput for anything but PDF, JPEG or PNG, and by size."""
    if not body or len(body) > MOST_BYTES:
        raise BadInput(f"A scan has between one byte and {MOST_BYTES // 1024 // 1024} MiB.")
    for kind, magic in MAGIC.items():
        if body.startswith(magic):
            return kind
    raise BadInput("A scan is a PDF, a JPEG or a PNG; this file begins like none of them.")


async def bring_in(
    connection: Connection, key: int, scan: tuple[str, bytes], caller: Caller, about: tuple[str, datetime]
) -> Scan:
    """Keep the scan of a draft's signed file: `scan` is the printed digest and the bytes.

    `about` is the caller's address and now. Raises NotFound for no such draft, Conflict for a draft that is
    not under review, for the digest of another state of it and for more than 20 scans, BadInput for what is
    no scan. The same file again is the one that is kept.
    """
    digest, body = scan[0].strip().lower(), scan[1]
    if not DIGEST.fullmatch(digest):
        raise BadInput("The digest is the one of 64 letters and digits at the foot of each page.")
    kind, (address, now) = kind_of(body), about
    draft = await find_draft(connection, key, lock=True)
    if draft.status == "published":
        raise Conflict("The draft is published: its file is closed.")
    if draft.status == "withdrawn" or (draft.status == "draft" and draft.base_id is not None):
        raise Conflict("Submit the draft for review first; until then it may change under the signatures.")
    if digest != await digest_now(connection, draft):
        raise Conflict(
            "The draft has changed since this file was printed: print it, and have it signed, anew."
        )
    sha256, known = hashlib.sha256(body).hexdigest(), await scans_of(connection, key)
    if same := _same(known, (sha256, digest)):
        return same
    values = {
        "edition_id": key,
        "at": now,
        "author": caller.name,
        "digest": digest,
        "sha256": sha256,
        "kind": kind,
        "bytes": len(body),
        "body": body,
    }
    kept = await add_scan(connection, values)
    detail = {"sha256": kept.sha256, "digest": digest}
    await record(connection, Act(caller.name, "draft.scan", target=str(key), address=address, detail=detail))
    return kept


def _same(known: Sequence[Scan], digests: tuple[str, str]) -> Scan | None:
    for one in known:
        if (one.sha256, one.digest) == digests:
            return one
    if len(known) >= MOST_SCANS:
        raise Conflict(f"A draft keeps at most {MOST_SCANS} scans; put the pages into one file.")
    return None
