"""The form of a new alert rule, and the rule that it asks for."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import shapely
from pydantic import BaseModel, ConfigDict, Field
from shapely.errors import ShapelyError

from gis.analysis.ringing import Calendar, Kind
from gis.errors import BadInput
from gis.model import POSTS
from gis.store.alert_rules import AlertRule, Who

CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"
Code = Annotated[str, Field(min_length=1, max_length=40)]
Clock = Annotated[str, Field(pattern=CLOCK)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-85, le=85, allow_inf_nan=False)]
Ring = Annotated[list[tuple[Longitude, Latitude]], Field(min_length=4, max_length=2000)]
# stands until the rule is made
NOT_YET = datetime(1970, 1, 1, tzinfo=UTC)


class Polygon(BaseModel):
    """A GeoJSON polygon in WGS-84: the border, then the holes."""

    type: Literal["Polygon"]
    coordinates: Annotated[list[Ring], Field(min_length=1, max_length=20)]


class Polygons(BaseModel):
    """GeoJSON polygons in WGS-84, which count as one area."""

    type: Literal["MultiPolygon"]
    coordinates: Annotated[
        list[Annotated[list[Ring], Field(min_length=1, max_length=20)]], Field(min_length=1, max_length=50)
    ]


class NewRule(BaseModel):
    """Where, who, what and when; `grids` (codes of any level) or `area`, and empty lists for everybody.

    `squads`, `posts` and `people` narrow one another. `minutes` belongs to the kinds that last, and
    `answer_minutes` to `no_movement`: so long whoever is asked has to say that he is well.
    """

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=80)]
    kind: Kind
    grids: Annotated[list[Code], Field(max_length=200)] = []
    area: Annotated[Polygon | Polygons, Field(discriminator="type")] | None = None
    squads: Annotated[list[Code], Field(max_length=50)] = []
    posts: Annotated[list[Code], Field(max_length=len(POSTS))] = []
    people: Annotated[list[Annotated[int, Field(ge=1, le=2**62)]], Field(max_length=2000)] = []
    minutes: Annotated[int | None, Field(ge=1, le=720)] = None
    answer_minutes: Annotated[int | None, Field(ge=1, le=60)] = None
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)] = [
        *range(1, 8)
    ]
    begin: Clock = "00:00"
    end: Clock = "24:00"
    severity: Literal["notice", "warning", "urgent"] = "warning"
    ceiling: Annotated[int, Field(ge=1, le=1000)] = 20


def rule_of(given: NewRule) -> AlertRule:
    """Return the rule that a form asks for; BadInput for an area or a post that is none."""
    if unknown := set(given.posts) - set(POSTS):
        raise BadInput(f"{len(unknown)} of the posts are none.")
    return AlertRule(
        name=given.name,
        kind=given.kind,
        grids=tuple(dict.fromkeys(given.grids)),
        shape=_shape(given.area) if given.area else None,
        who=Who(tuple(given.squads), tuple(given.posts), tuple(given.people)),
        minutes=given.minutes,
        answer_minutes=given.answer_minutes,
        calendar=Calendar(tuple(sorted(set(given.weekdays))), _minute(given.begin), _minute(given.end)),
        severity=given.severity,
        ceiling=given.ceiling,
        since=NOT_YET,
    )


def clock_of(minute: int) -> str:
    """Write a minute of the day as the clock shows it."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _shape(area: Polygon | Polygons) -> bytes:
    """Return the polygons as WKB, those that overlap joined; one that is none is left for the check."""
    several = [area.coordinates] if isinstance(area, Polygon) else area.coordinates
    try:
        polygons = [shapely.Polygon(border, holes) for border, *holes in several]
        broken = [polygon for polygon in polygons if not polygon.is_valid or polygon.area == 0]
        return shapely.to_wkb(broken[0] if broken else shapely.union_all(polygons))
    except (ShapelyError, ValueError):
        raise BadInput("The area is no polygon.") from None
