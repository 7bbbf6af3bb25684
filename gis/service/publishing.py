"""Publish a draft, on record, and write anew what follows from the boundaries."""

from gis.service.gazetteer import rebuild_gazetteer
from gis.store.assigning import assign_grids
from gis.store.database import Database
from gis.store.drafting import Publication, correct, publish
from gis.store.record import Act, record
from gis.store.town import raise_version


async def publish_draft(
    database: Database, edition_id: int, publication: Publication, corrects: int | None = None
) -> int:
    """Publish in one transaction and return the edition's number; errors as `gis.store.drafting` has them.

    With `corrects`, in place of that edition and for its days.
    """
    async with database.begin() as connection:
        if corrects is None:
            number = await publish(connection, edition_id, publication)
        else:
            number = await correct(connection, edition_id, corrects, publication)
        if publication.first:
            await assign_grids(connection, edition_id)
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
            },
        )
        await record(connection, act)
    return number
