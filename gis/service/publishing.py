"""Publish a draft, on record, and write anew what follows from the boundaries."""

from gis.errors import Conflict
from gis.service.gazetteer import rebuild_gazetteers
from gis.service.placing import place_ground
from gis.service.redrawing.boards import board_of
from gis.service.redrawing.checking import refuse_errors
from gis.service.redrawing.messages import messages_about, send_messages
from gis.service.redrawing.posts import carry_posts
from gis.service.redrawing.readiness import bars
from gis.store.assigning import assign_events
from gis.store.database import Connection, Database
from gis.store.draft_edits import find_draft, has_members
from gis.store.drafting import Publication, correct, publish
from gis.store.record import Act, record
from gis.store.showings import close_showings
from gis.store.town import load_town, raise_version


async def publish_draft(
    database: Database, edition_id: int, publication: Publication, corrects: int | None = None
) -> int:
    """Publish in one transaction and return the edition's number; errors as `gis.store.drafting` has them.

    With `corrects`, in place of that edition and for its days. Conflict too where the town's rules bar it, or
    for a draft with errors; a first edition is taken as it is.
    """
    async with database.begin() as connection:
        draft = None if publication.first else await find_draft(connection, edition_id, lock=True)
        if draft is not None and await has_members(connection, edition_id):
            await _refuse_errors(connection, edition_id)
        if corrects is None:
            number = await publish(connection, edition_id, publication)
        else:
            number = await correct(connection, edition_id, corrects, publication)
        if draft is not None and (told := await bars(connection, draft, publication.today)):
            raise Conflict(told[0][1])
        await close_showings(connection, edition_id)
        await place_ground(connection, publication.today)
        if publication.first:
            await assign_events(connection, edition_id)
        people, posts = 0, 0
        if not publication.first:
            letters = await messages_about(connection, edition_id, number, publication)
            moved = await carry_posts(
                connection, edition_id, publication.today, corrects=corrects is not None
            )
            people, posts = await send_messages(connection, letters, moved), len(moved)
        await rebuild_gazetteers(connection, publication.today)
        await raise_version(connection)
        await _record(
            connection, publication, number, {"corrects": corrects, "people": people, "posts": posts}
        )
    return number


async def _refuse_errors(connection: Connection, edition_id: int) -> None:
    # what came in by a file was never submitted, and a gap that was allowed then may be so no longer
    town = await load_town(connection)
    if town is not None:
        await refuse_errors(connection, await board_of(connection, edition_id, town), town)


async def _record(
    connection: Connection, publication: Publication, number: int, more: dict[str, int | None]
) -> None:
    detail = {"from": publication.valid_from.isoformat(), "document": publication.document, **more}
    by = publication.approver or "first edition"
    await record(connection, Act(by, "edition.publish", target=str(number), detail=detail))
