"""What the doors of the roster take and answer."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Key = Annotated[int, Field(ge=1, le=2**62)]
Code = Annotated[str, Field(min_length=1, max_length=8, pattern=r"^[^\s/#?]+$")]
Clock = Annotated[str, Field(min_length=5, max_length=5)]
LeaveKind = Literal["annual", "sick", "personal", "other"]
_STRICT = ConfigDict(extra="forbid")


class Hours(BaseModel):
    """The hours of a shift from a day of the year on (MM-DD), with breaks off duty; times are HH:MM."""

    model_config = _STRICT

    since: Clock = "01-01"
    begin: Clock
    end: Clock
    breaks: Annotated[list[tuple[Clock, Clock]], Field(max_length=4)] = []


class ShiftForm(BaseModel):
    """What a shift is called and which hours it has in each season; without use it takes no new days."""

    model_config = _STRICT

    title: Annotated[str, Field(min_length=1, max_length=40)]
    hours: Annotated[list[Hours], Field(min_length=1, max_length=6)]
    active: bool = True


class Shift(ShiftForm):
    """A shift by its short name."""

    model_config = ConfigDict(extra="ignore")

    code: str


class Shifts(BaseModel):
    """Every shift, in the order they were made."""

    rows: list[Shift]


class Cell(BaseModel):
    """One person's shift of one civil day; null is a day off."""

    model_config = _STRICT

    person: Key
    day: date
    shift: Code | None


class Cells(BaseModel):
    """Cells to set in place of what the roster says of them."""

    model_config = _STRICT

    cells: Annotated[list[Cell], Field(min_length=1, max_length=20_000)]


class Filling(BaseModel):
    """A pattern of shifts day after day, begun anew after its end, for people over days (both included).

    Each further person is `stagger` days ahead; with `working_days` other days are off.
    """

    model_config = _STRICT

    people: Annotated[list[Key], Field(min_length=1, max_length=2000)]
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    cycle: Annotated[list[Code | None], Field(min_length=1, max_length=62)]
    stagger: Annotated[int, Field(ge=0, le=61)] = 0
    working_days: bool = False


class Turn(BaseModel):
    """One side of a swap."""

    model_config = _STRICT

    person: Key
    day: date


class Swap(BaseModel):
    """Two people who take each other's shift of a day each."""

    model_config = _STRICT

    one: Turn
    other: Turn


class Overtime(BaseModel):
    """Hours on top of the roster."""

    model_config = _STRICT

    person: Key
    begin: Annotated[AwareDatetime, Field(alias="from")]
    end: Annotated[AwareDatetime, Field(alias="to")]


class Leave(Overtime):
    """When somebody is away."""

    kind: LeaveKind


class Made(BaseModel):
    """The key of what was entered."""

    id: int


class Changed(BaseModel):
    """How many cells were set."""

    cells: int


class Day(BaseModel):
    """A civil day: whether the town works, and what the day is called in its calendar."""

    day: date
    works: bool
    name: str


class Member(BaseModel):
    """One person of the roster."""

    id: int
    number: str
    name: str
    squad: str | None


class Entry(BaseModel):
    """What is entered for a person's day: from its first begin to its last end, breaks included.

    `minutes` are those on duty by it. `instead_of` is the number of whose shift it was; `self` was begun by
    the person himself.
    """

    id: int
    person: int
    day: date
    kind: Literal["roster", "self", "overtime"]
    shift: str | None
    instead_of: str | None
    begin: datetime
    end: datetime
    minutes: int


class Absence(BaseModel):
    """When a person is away."""

    id: int
    person: int
    begin: datetime
    end: datetime
    kind: LeaveKind


class Month(BaseModel):
    """The roster of a month."""

    days: list[Day]
    shifts: list[Shift]
    people: list[Member]
    entries: list[Entry]
    absences: list[Absence]
