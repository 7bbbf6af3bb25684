"""Building footprints, from zoom 14."""

from gis.model import Lookout
from gis.store.ground import buildings_source
from gis.store.source import Source
from layers.base import Layer, Params
from layers.palette import BUILDING, BUILDING_EDGE, MUTED
from layers.style import Label, Rule, Style, Symbol, Text


class Buildings(Layer):
    """Footprints with kind, name and floors."""

    title = Text(zh="建筑", en="Buildings")
    kind = "polygon"
    group = "ground"
    permission = "ground.read"
    rank = 15
    visible = True
    minzoom = 13
    style = Style(
        rules=(
            Rule(
                label=Text(zh="建筑", en="Building"),
                symbol=Symbol(fill=BUILDING, stroke=BUILDING_EDGE, stroke_width=0.5),
            ),
        ),
        labels=(Label(field="name", minzoom=16, size=12, ink=MUTED),),
    )
    identify = {"name": Text(zh="名称", en="Name"), "floors": Text(zh="层数", en="Floors")}

    def source(self, params: Params, lookout: Lookout) -> Source:
        """Return every building."""
        return buildings_source()


layer = Buildings()
