"""What still bars a draft from being published, by the town's rules."""

from datetime import date

from gis.redraw.base import Sentence
from gis.service.redrawing.digest import digest_now
from gis.service.redrawing.rules import PublicationRules, rules_of
from gis.store.database import Connection
from gis.store.draft_edits import DraftRow
from gis.store.scans import scans_of
from gis.store.showings import Showing, showings_of

NO_SCAN = ("请先上传已签字审批文件的扫描件。", "Bring in the scan of the signed approval file first.")
OTHER_DIGEST = (
    "已上传的签字件不是当前草案：校验码不符。",
    "The signed file is of another state of the draft: its digest is not the draft's.",
)


async def bars(connection: Connection, draft: DraftRow, today: date) -> list[Sentence]:
    """Return why a draft cannot be published today, in Chinese and English; empty when nothing does."""
    if draft.status == "published":
        return []
    rules = await rules_of(connection)
    found = []
    showings = await showings_of(connection, draft.id) if rules.announce_days else []
    if rules.announce_days and (told := _announcement(draft, showings, rules.announce_days, today)):
        found.append(told)
    if asks_for_scan(rules, draft):
        scans = await scans_of(connection, draft.id)
        digest = await digest_now(connection, draft)
        if not scans:
            found.append(NO_SCAN)
        elif scans[0].digest != digest:
            found.append(OTHER_DIGEST)
    return found


def asks_for_scan(rules: PublicationRules, draft: DraftRow) -> bool:
    """Tell whether a draft is published only with the scan of its signed file."""
    return rules.scan == "always" or (rules.scan == "drawn" and draft.base_id is not None)


def _announcement(draft: DraftRow, showings: list[Showing], days: int, today: date) -> Sentence | None:
    last = showings[0] if showings and showings[0].step == "announced" else None
    if draft.status != "announced" or last is None:
        return (
            f"本镇规定发布前须公示 {days} 天。",
            f"The town asks for {days} days of announcement (公示) before a draft is published.",
        )
    if today <= last.last_day:
        day = last.last_day
        return (
            f"公示到 {day} 为止，期满后才能发布。",
            f"The draft is announced until {day}; publish it after that day.",
        )
    return None
