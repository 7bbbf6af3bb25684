"""What the first run takes and answers: the town, its squads, its outline and the first account."""

from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from gis.model import Datum, Level, Town

Name = Annotated[str, Field(min_length=1, max_length=60)]


class LevelIn(BaseModel):
    """One level of the hierarchy: its codes have so many characters in all."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[str, Field(min_length=1, max_length=30)]
    zh: Name
    en: Name
    digits: Annotated[int, Field(ge=0, le=40)]


class TownIn(BaseModel):
    """The town's settings."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    name_en: Name
    code_prefix: Annotated[str, Field(max_length=40)]
    levels: Annotated[list[LevelIn], Field(min_length=2, max_length=10)]
    time_zone: Annotated[str, Field(max_length=60)]
    metric_crs: Annotated[int, Field(ge=1, le=999_999)]

    def to_town(self) -> Town:
        """Return the town that this describes."""
        return Town(
            name=self.name,
            name_en=self.name_en,
            code_prefix=self.code_prefix,
            metric_crs=self.metric_crs,
            time_zone=self.time_zone,
            levels=tuple(Level(one.key, one.zh, one.en, one.digits) for one in self.levels),
        )


class SquadIn(BaseModel):
    """One squad."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(min_length=1, max_length=20)]
    name: Name


class OutlineIn(BaseModel):
    """A file with the line round the town, and what its coordinates are where it does not say so itself."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    content: Base64Bytes
    crs: Annotated[str | None, Field(min_length=1, max_length=40)] = None
    datum: Datum | None = None
    axes: Literal["xy", "yx"] | None = None


class FirstAccount(BaseModel):
    """The account that keeps the others."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=60)]
    title: Name
    password: Annotated[str, Field(max_length=200)]


class FoundingIn(BaseModel):
    """All that a town begins with."""

    model_config = ConfigDict(extra="forbid")

    town: TownIn
    squads: Annotated[list[SquadIn], Field(max_length=50)] = []
    outline: OutlineIn | None = None
    account: FirstAccount


class Beginning(BaseModel):
    """What the form begins with: the levels of a Chinese town, and the time zones that the server knows."""

    levels: list[LevelIn]
    time_zones: list[str]


class CrsOut(BaseModel):
    """A projected CRS in metres."""

    epsg: int
    name: str


class OutlineOut(BaseModel):
    """What was read: joined areas, bounds and middle in degrees, square metres, and the CRS it proposes.

    `picture` is a MultiPolygon's coordinates in degrees, as coarse as a small picture.
    """

    areas: int
    bounds: tuple[float, float, float, float]
    middle: tuple[float, float]
    area_m2: float
    reference: str
    remarks: list[tuple[str, str]]
    proposed: CrsOut
    picture: list[Any]
