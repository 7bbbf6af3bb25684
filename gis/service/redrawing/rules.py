"""What a town asks for before a draft is published: days of announcement, and the scan of the signed file."""

from dataclasses import asdict, dataclass
from typing import Literal

from gis.errors import BadInput
from gis.store.database import Connection
from gis.store.town import load_setting, save_setting

KEY = "publication"
MOST_DAYS = 90
Scans = Literal["drawn", "always", "never"]
SCANS: tuple[Scans, ...] = ("drawn", "always", "never")


@dataclass(frozen=True, slots=True)
class PublicationRules:
    """The town's rules; raises BadInput for what is none.

    `announce_days` 0 asks for no announcement. A scan is asked for of drafts that were `drawn` here, whose
    approval file this program printed; `always`, of those too that came in by a file; or `never`. The first
    edition of a town is free of all of it.
    """

    announce_days: int = 0
    scan: Scans = "drawn"

    def __post_init__(self) -> None:
        """Refuse what is out of bounds."""
        if not 0 <= self.announce_days <= MOST_DAYS:
            raise BadInput(f"An announcement lasts between 0 (off) and {MOST_DAYS} days.")
        if self.scan not in SCANS:
            raise BadInput(f"The scan is asked for: {', '.join(SCANS)}.")


async def rules_of(connection: Connection) -> PublicationRules:
    """Return the town's rules."""
    return PublicationRules(**(await load_setting(connection, KEY) or {}))


async def set_rules(connection: Connection, rules: PublicationRules) -> None:
    """Set the town's rules."""
    await save_setting(connection, KEY, asdict(rules))
