"""What still bars a draft from being published, by the town's rules."""

from datetime import date

from gis.service.redrawing.digest import digest_of
from gis.service.redrawing.rules import PublicationRules, rules_of
from gis.store.database import Connection
from gis.store.draft_edits import DraftRow, edits_since
from gis.store.scans import scans_of
from gis.store.showings import Showing, showings_of


async def bars(connection: Connection, draft: DraftRow, today: date) -> list[str]:
    """Return why a draft cannot be published today, a sentence each; empty when nothing bars it."""
    rules = await rules_of(connection)
    found = []
    if rules.announce_days and (told := _announcement(draft, await showings_of(connection, draft.id), today)):
        found.append(told.format(days=rules.announce_days))
    if asks_for_scan(rules, draft):
        scans = await scans_of(connection, draft.id)
        digest = digest_of(draft, await edits_since(connection, draft.id, 0))
        if not scans:
            found.append("Bring in the scan of the signed approval file first.")
        elif scans[0].digest != digest:
            found.append("The signed file is of another state of the draft: its digest is not the draft's.")
    return found


def asks_for_scan(rules: PublicationRules, draft: DraftRow) -> bool:
    """Tell whether a draft is published only with the scan of its signed file."""
    return rules.scan == "always" or (rules.scan == "drawn" and draft.base_id is not None)


def _announcement(draft: DraftRow, showings: list[Showing], today: date) -> str | None:
    last = showings[0] if showings and showings[0].step == "announced" else None
    if draft.status != "announced" or last is None:
        return "The town asks for {days} days of announcement (公示) before a draft is published."
    if today <= last.last_day:
        return f"The draft is announced until {last.last_day}; publish it after that day."
    return None
