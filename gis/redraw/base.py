"""The contract of an edit: frozen parameters and a pure function from partition to patch; one file each."""

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeAlias

import shapely
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

import gis.redraw.edits
from gis.errors import BadInput
from gis.redraw.codes import CodeIssuer
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch

Weigh: TypeAlias = Callable[[shapely.MultiPolygon], float]
"""Weighs a part of a grid (metres), such as by its households: the heaviest part keeps the code."""
Sentence: TypeAlias = tuple[str, str]
"""Chinese and English."""


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("only signs that can be printed are allowed")
    return text


Code = Annotated[str, Field(min_length=1, max_length=32), AfterValidator(_printable)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_printable),
]
Degree = Annotated[float, Field(allow_inf_nan=False)]
Place = tuple[Annotated[Degree, Field(ge=-180, le=180)], Annotated[Degree, Field(ge=-90, le=90)]]
"""Longitude and latitude in WGS-84 degrees, drawn by a person."""
Line = Annotated[tuple[Place, ...], Field(min_length=2, max_length=2000)]
Millimetre = Annotated[int, Field(strict=True, ge=-(10**12), le=10**12)]
Vertex = tuple[Millimetre, Millimetre]
"""An existing vertex, named exactly: easting and northing in mm of the town's metric CRS."""


def by_area(part: shapely.MultiPolygon) -> float:
    """Weigh a part by its area."""
    return float(part.area)


class Edit(BaseModel, ABC):
    """One edit; a subclass names its `kind`, which is also its file's name, as a literal with a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    kind: str

    @abstractmethod
    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Return what the edit changes, checked; raises Refused where it cannot be made."""

    @abstractmethod
    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Say in one sentence what was done, so that a person can do the same again from it."""

    def as_json(self) -> dict[str, Any]:
        """Return the edit as `edit_of` reads it."""
        return self.model_dump(mode="json", by_alias=True)


def edits() -> dict[str, type[Edit]]:
    """Find every edit of the package by kind."""
    modules = (
        importlib.import_module(f"{gis.redraw.edits.__name__}.{found.name}")
        for found in pkgutil.iter_modules(gis.redraw.edits.__path__)
    )
    return {module.edit.model_fields["kind"].default: module.edit for module in modules}


def edit_of(data: Mapping[str, Any]) -> Edit:
    """Read an edit from its JSON; raises BadInput in one sentence that does not repeat the input."""
    known = edits()
    made = known.get(str(data.get("kind")))
    if made is None:
        raise BadInput(f"The kind of an edit is one of {', '.join(known)}.")
    try:
        return made.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"])) or made.model_fields["kind"].default
        raise BadInput(f"{where}: {first['msg']}.") from error
