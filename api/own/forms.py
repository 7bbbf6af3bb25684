"""What one's own page takes and answers."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.plain_words import PLAIN
from gis.model import Keeps


class TownName(BaseModel):
    """The town and the zone of its clocks."""

    name: str
    name_en: str
    time_zone: str
    made_up: bool


class Phone(BaseModel):
    """The device and what was last heard of it."""

    name: str
    protocol: str
    seen_at: datetime | None
    battery_pct: int | None
    charging: bool | None


class Confirmed(BaseModel):
    """A version confirmed, and when."""

    version: int
    at: datetime


class Known(BaseModel):
    """The notice of now, whether one is needed, and what was confirmed, the newest first.

    `current` tells whether its words are those of now; `withdrawn_at` when all was withdrawn.
    """

    version: int
    needed: bool
    current: bool
    confirmed: list[Confirmed]
    withdrawn_at: datetime | None


class Me(BaseModel):
    """Whether a person is recorded now and until when, and what is known of his phone.

    `own_duty_hours` is how long he may put himself on duty in a day; `ranked` tells whether the town puts
    people in order of their figures.
    """

    town: TownName
    person: str
    number: str
    recorded: bool
    on_duty_until: datetime | None
    own_duty: bool
    own_duty_hours: int
    notice: Known
    phone: Phone
    keeps: Keeps
    ranked: bool


class Switch(BaseModel):
    """On duty (上岗) or off (下岗)."""

    model_config = ConfigDict(extra="forbid")

    on: bool


class Cry(BaseModel):
    """A call for help; the place is WGS-84 degrees, both or neither."""

    model_config = ConfigDict(extra="forbid")

    lon: float | None = None
    lat: float | None = None


class Rang(BaseModel):
    """When it rang."""

    at: datetime


class Reading(BaseModel):
    """Who looked, when, how, for which span and what for; `own` is the person himself."""

    at: datetime
    who: str
    own: bool
    action: str
    begin: str | None
    end: str | None
    purpose: str | None
    reference: str | None


class Readings(BaseModel):
    """The newest acts on record about the person."""

    rows: list[Reading]


class Refusal(BaseModel):
    """How many places or messages were refused in an hour, and why."""

    hour: datetime
    reason: str
    refused: int


class Refusals(BaseModel):
    """What was refused within the last seven days, the newest hour first."""

    rows: list[Refusal]


class Asking(BaseModel):
    """What the person asks for."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["correction", "objection", "question"]
    words: Annotated[str, Field(min_length=1, max_length=1000), PLAIN]


class Asked(BaseModel):
    """A request and its answer."""

    id: int
    kind: str
    words: str
    at: datetime
    state: str
    answer: str | None
    answered_at: datetime | None


class Requests(BaseModel):
    """The person's requests, the newest first."""

    rows: list[Asked]


class OwnFix(BaseModel):
    """Where the browser of the page was, and when (ms UTC): degrees in the phone's datum, metres, m/s."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    at_ms: Annotated[int, Field(ge=0, le=2**52)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    accuracy_m: Annotated[float | None, Field(ge=0)] = None
    speed_mps: Annotated[float | None, Field(ge=0)] = None
    heading_deg: Annotated[float | None, Field(ge=0, le=360)] = None


class OwnFixes(BaseModel):
    """What the page kept until it could be sent, the oldest first."""

    model_config = ConfigDict(extra="forbid")

    fixes: Annotated[list[OwnFix], Field(min_length=1, max_length=500)]
