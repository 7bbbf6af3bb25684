"""The digest of a draft, which stands on every page of its approval file."""

import hashlib
from collections.abc import Iterable, Mapping

from gis.store.database import Connection
from gis.store.draft_edits import DraftRow, LoggedEdit, edits_since
from gis.store.post_moves import Choice, choices_of


def digest_of(draft: DraftRow, log: Iterable[LoggedEdit], choices: Mapping[int, Choice]) -> str:
    """Return the digest of a draft: of what it began from, its log in order, and where posts were sent.

    What nobody chose about posts follows from the rest.
    """
    digest = hashlib.sha256(f"{draft.id} {draft.base_id}".encode())
    for entry in log:
        digest.update(f"\n{entry.seq} {entry.author} {entry.kind} {entry.of} ".encode())
        digest.update(entry.patch)
    for post, choice in sorted(choices.items()):
        if choice.by is not None:
            digest.update(f"\npost {post} {choice.by} {choice.to} ".encode())
    return digest.hexdigest()


async def digest_now(connection: Connection, draft: DraftRow) -> str:
    """Return the digest of a draft as it is stored now."""
    log = await edits_since(connection, draft.id, 0)
    return digest_of(draft, log, await choices_of(connection, draft.id))
