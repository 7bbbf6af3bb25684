"""Publish a draft, on record, and write anew what follows from the boundaries."""

from gis.errors import Conflict
from gis.service.gazetteer import rebuild_gazetteer
from gis.service.redrawing.messages import send_messages
from gis.service.redrawing.readiness import bars
from gis.store.assigning import assign_grids
from gis.store.database import Database
from gis.store.draft_edits import find_draft
from gis.store.drafting import Publication, correct, publish
from gis.store.record import Act, record
from gis.store.showings import close_showings
from gis.store.town import raise_version


async def publish_draft(
    database: Database, edition_id: int, publication: Publication, corrects: int | None = None
) -> int:
    """Publish in one transaction and return the edition's number; errors as `gis.store.drafting` has them.

    With `corrects`, in place of that edition and for its days. Conflict too where the town's rules bar it.
    """
    async with database.begin() as connection:
        draft = None if publication.first else await find_draft(connection, edition_id, lock=True)
        if corrects is None:
            number = await publish(connection, edition_id, publication)
        else:
            number = await correct(connection, edition_id, corrects, publication)
        if draft is not None and (told := await bars(connection, draft, publication.today)):
            raise Conflict(told[0][1])
        await close_showings(connection, edition_id)
        if publication.first:
            await assign_grids(connection, edition_id)
        told_people = 0
        if not publication.first:
            told_people = await send_messages(connection, edition_id, number, publication)
        await rebuild_gazetteer(connection, edition_id)
        await raise_version(connection)
        act = Act(
            publication.approver or "first edition",
            "edition.publish",
            target=str(number),
            detail={
                "from": publication.valid_from.isoformat(),
                "document": publication.document,
                "corrects": corrects,
                "people": told_people,
            },
        )
        await record(connection, act)
    return number
