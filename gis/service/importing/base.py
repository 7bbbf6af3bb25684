"""The contract of a kind of data that can be imported: its fields, its shape, and where its rows go."""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from gis.exchange.sheet import Sheet
from gis.geometry.locate import GridIndex
from gis.model import Town
from gis.store.database import Connection
from gis.store.importing import Outcome

Row = dict[str, Any]
Title = tuple[str, str]
REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Located:
    """One edition's base grids for placing points: index, surrogate keys in its order, edition, first day."""

    edition: int
    valid_from: Any
    grids: tuple[int, ...]
    index: GridIndex
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True)
class Home:
    """What reading a file needs to know of the home: the town, its zone, known keys, editions by day.

    `placed_by` is the key of the edition by which what stands on the ground is placed, None without any.
    """

    town: Town
    zone: ZoneInfo
    keys: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    editions: tuple[Located, ...] = ()
    placed_by: int | None = None


Read = Callable[[Any, Home], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind: key, titles, heads it goes by, how to read and to fill it, and its column.

    `default` stands where the cell is empty or the column is missing; REQUIRED refuses the row.
    """

    key: str
    title: Title
    names: tuple[str, ...]
    read: Read
    default: Any = REQUIRED
    into: str = ""

    @property
    def column(self) -> str:
        """The table's column, where it has another name than the field."""
        return self.into or self.key

    @property
    def heads(self) -> tuple[str, ...]:
        """Every name the column may have in a file."""
        return (self.key, *self.title, *self.names)


# told how many rows of how many are done
Counted = Callable[[int, int], None]
Reshape = Callable[[Sheet, Mapping[str, str]], Sheet]
Finish = Callable[[Sequence[Row], Home], list[Row]]
Write = Callable[[Connection, Sequence[Row], int], Awaitable[Outcome]]


@dataclass(frozen=True)
class Kind:
    """One kind of data: where its rows go (`table`, by `identity`), its fields, and its shape.

    `geometry` is the table's geometry column. `reshape` turns a sheet made for people, with the constants
    given for fields, into one with a row a thing. `finish` completes rows once their shapes are known;
    `write` takes the place of the plain merge where rows go to more than one table; `after` runs at the end.
    """

    title: Title
    table: str
    identity: tuple[str, ...]
    fields: tuple[Field, ...]
    shape: Literal["point", "line", "area"] | None = None
    geometry: str = "geom_wgs84"
    reshape: Reshape | None = None
    finish: Finish | None = None
    write: Write | None = None
    after: Callable[[Connection], Awaitable[None]] | None = None

    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the fields' heads by key."""
        return {one.key: one.heads for one in self.fields}


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """Return every kind by its file's name, in alphabetical order."""
    from gis.service.importing import kinds as package

    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return {name: importlib.import_module(f"{package.__name__}.{name}").kind for name in names}
