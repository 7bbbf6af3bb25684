"""The contract of a layer: a title, a look, parameters and a source; everything else follows from them."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from gis.model import Lookout
from gis.service.tile_cache import Tile, make_tile
from gis.store.database import Database
from gis.store.encode import Box, feature_collection
from gis.store.source import Source
from gis.store.tiles import vector_tile
from layers.raster import Raster, raster_tile
from layers.style import Ramp, Style, Text

Kind = Literal["polygon", "line", "point", "raster"]
Group = Literal["boundaries", "governance", "ground", "analysis"]


class Params(BaseModel):
    """Parameters of a layer that has none; others subclass it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Layer(ABC):
    """One layer; the file's name is the layer's name. Subclasses set the class fields and `source`.

    `rank` orders the layers from the ground (0) upwards.
    """

    title: ClassVar[Text]
    kind: ClassVar[Kind]
    group: ClassVar[Group]
    permission: ClassVar[str]
    style: ClassVar[Style]
    identify: ClassVar[dict[str, Text]] = {}
    rank: ClassVar[int]
    visible: ClassVar[bool] = False
    minzoom: ClassVar[int] = 8
    maxzoom: ClassVar[int] = 18
    params: ClassVar[type[Params]] = Params

    @property
    def name(self) -> str:
        """The layer's name in addresses and documents: its file's name."""
        return type(self).__module__.rpartition(".")[2]

    @abstractmethod
    def source(self, params: Any, lookout: Lookout) -> Source | Raster:
        """Return where the features or values come from, for these parameters as seen by this caller."""

    def describe(self, bounds: Box | None) -> dict[str, Any]:
        """Return the layer as plain data: TileJSON 3.0 with title, style, legend source and parameters."""
        suffix = "png" if self.kind == "raster" else "mvt"
        return {
            "tilejson": "3.0.0",
            "name": self.name,
            "title": self.title.model_dump(),
            "kind": self.kind,
            "group": self.group,
            "visible": self.visible,
            "tiles": [f"/layers/{self.name}/tiles/{{z}}/{{x}}/{{y}}.{suffix}"],
            "minzoom": self.minzoom,
            "maxzoom": self.maxzoom,
            "bounds": bounds,
            "vector_layers": [] if self.kind == "raster" else [{"id": self.name, "fields": {}}],
            "style": self.style.model_dump(),
            "parameters": self.params.model_json_schema(),
            "identify": {field: text.model_dump() for field, text in self.identify.items()},
        }

    async def tile(
        self, database: Database, params: Params, lookout: Lookout, zxy: tuple[int, int, int]
    ) -> bytes:
        """Return one vector tile (MVT) or raster tile (PNG); empty bytes where nothing lies."""
        if self.kind == "raster":
            raster = self.source(params, lookout)
            assert isinstance(raster, Raster)
            return await raster_tile(database, raster, self.ramp, lookout, zxy)

        def source() -> Source:
            made = self.source(params, lookout)
            assert isinstance(made, Source)
            return made

        return await vector_tile(database, (self.name, params.model_dump_json(), lookout), source, zxy)

    async def packed_tile(
        self, database: Database, params: Params, lookout: Lookout, zxy: tuple[int, int, int]
    ) -> Tile:
        """Return one tile as it is sent and kept: packed, tagged, with the permission that it asks for."""
        media_type = "image/png" if self.kind == "raster" else "application/vnd.mapbox-vector-tile"
        return make_tile(await self.tile(database, params, lookout, zxy), media_type, self.permission)

    async def geojson(
        self, database: Database, params: Params, lookout: Lookout, box: Box | None, limit: int
    ) -> dict[str, Any]:
        """Return the features that meet a WGS-84 box; a raster layer has none."""
        source = self.source(params, lookout)
        if isinstance(source, Raster):
            return {"type": "FeatureCollection", "numberMatched": 0, "features": []}
        async with database.begin() as connection:
            return await feature_collection(connection, source, box, limit)

    @property
    def ramp(self) -> Ramp:
        """The colour scale of a raster layer."""
        if self.style.ramp is None:
            raise TypeError(f"the raster layer {self.name} has no ramp")
        return self.style.ramp
