"""The clock of the doors; a file of its own, since a process that receives needs nothing else of theirs."""

from datetime import UTC, datetime


def now_utc() -> datetime:
    """Return the machine's clock in UTC; the one place where the doors read it."""
    return datetime.now(UTC)
