"""One grid day by day: what was patrolled of it on each day of a period that is over."""

from datetime import date, timedelta

from gis.analysis.coverage import CoverageParameters
from gis.errors import BadInput, NotFound
from gis.model import Scope
from gis.service.atlas import Atlas
from gis.service.coverage.asking import Asked, checked
from gis.service.coverage.counting import count_days
from gis.service.coverage.reading import Coverage
from gis.service.coverage.rows import Row
from gis.store.database import Database

MOST_DAYS = 62


class Calendar:
    """Reads the days of a grid, each by the borders of that day."""

    def __init__(self, database: Database, atlas: Atlas, coverage: Coverage) -> None:
        self._database = database
        self._atlas = atlas
        self._coverage = coverage

    async def days(
        self, scope: Scope, code: str, days: tuple[date, date], parameters: CoverageParameters
    ) -> list[tuple[date, Row]]:
        """Return the days that are over and the grid's row of each.

        Raises BadInput as coverage does and for over 62 days, NotFound for a grid of none of these days or
        outside the scope.
        """
        if (days[1] - days[0]).days >= MOST_DAYS:
            raise BadInput(f"A calendar has at most {MOST_DAYS} days.")
        asked = checked(Asked(*days), parameters, self._atlas.today())
        await count_days(self._database, self._atlas, (asked.first, asked.last))
        found = []
        for ahead in range((asked.last - asked.first).days + 1):
            day = asked.first + timedelta(days=ahead)
            row = await self._coverage.row(scope, code, day, parameters)
            if row is not None:
                found.append((day, row))
        if not found:
            raise NotFound("There was no such grid on these days.")
        return found
