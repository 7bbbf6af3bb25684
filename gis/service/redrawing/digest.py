"""The digest of a draft, which stands on every page of its approval file."""

import hashlib
from collections.abc import Iterable

from gis.store.draft_edits import DraftRow, LoggedEdit


def digest_of(draft: DraftRow, log: Iterable[LoggedEdit]) -> str:
    """Return the digest of a draft: of what it began from and of every entry of its log, in order."""
    digest = hashlib.sha256(f"{draft.id} {draft.base_id}".encode())
    for entry in log:
        digest.update(f"\n{entry.seq} {entry.author} {entry.kind} {entry.of} ".encode())
        digest.update(entry.patch)
    return digest.hexdigest()
