"""Roads by class, drawn as casing and surface so that the hierarchy reads without a base map."""

from pydantic import Field

from gis.model import Lookout
from gis.store.ground import roads_source
from gis.store.source import Source
from layers.base import Layer, Params
from layers.palette import CASING, MUTED, ROAD
from layers.style import Label, Rule, Style, Symbol, Text

# class → (title, width in pixels, first zoom)
CLASSES = {
    4: (Text(zh="村道", en="Village lane"), 1.5, 14),
    3: (Text(zh="支路", en="Local road"), 2.5, 13),
    2: (Text(zh="次干路", en="Secondary road"), 3.5, 11),
    1: (Text(zh="主干路", en="Main road"), 5.0, 8),
}


def _casing(number: int) -> Rule:
    _, width, minzoom = CLASSES[number]
    return Rule(
        field="class",
        values=(number,),
        minzoom=minzoom,
        symbol=Symbol(stroke=CASING, stroke_width=width + 2),
    )


def _surface(number: int) -> Rule:
    title, width, minzoom = CLASSES[number]
    return Rule(
        label=title,
        field="class",
        values=(number,),
        minzoom=minzoom,
        symbol=Symbol(stroke=ROAD, stroke_width=width),
    )


class RoadParams(Params):
    """Which roads: from class 1 (main) down to this one."""

    lowest_class: int = Field(default=4, ge=1, le=4, title="最低等级 Lowest class")


class Roads(Layer):
    """The road graph."""

    title = Text(zh="道路", en="Roads")
    kind = "line"
    group = "ground"
    permission = "ground.read"
    rank = 20
    visible = True
    params = RoadParams
    style = Style(
        rules=(*(_casing(number) for number in CLASSES), *(_surface(number) for number in CLASSES)),
        labels=(Label(field="name", minzoom=13, size=12, along=True, ink=MUTED),),
    )
    identify = {"name": Text(zh="路名", en="Name")}

    def source(self, params: RoadParams, lookout: Lookout) -> Source:
        """Return the roads of the asked classes."""
        return roads_source(params.lowest_class)


layer = Roads()
