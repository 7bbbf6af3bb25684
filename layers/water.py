"""Rivers, canals, lakes and ponds."""

from gis.model import Lookout
from gis.store.ground import water_source
from gis.store.source import Source
from layers.base import Layer, Params
from layers.palette import WATER, WATER_TEXT
from layers.style import Label, Rule, Style, Symbol, Text


class Water(Layer):
    """All water surfaces."""

    title = Text(zh="水系", en="Water")
    kind = "polygon"
    group = "ground"
    permission = "ground.read"
    rank = 10
    visible = True
    style = Style(
        rules=(Rule(label=Text(zh="水面", en="Water"), symbol=Symbol(fill=WATER)),),
        labels=(Label(field="name", minzoom=12, size=12, ink=WATER_TEXT),),
    )
    identify = {"name": Text(zh="名称", en="Name"), "kind": Text(zh="类别", en="Kind")}

    def source(self, params: Params, lookout: Lookout) -> Source:
        """Return every water surface."""
        return water_source()


layer = Water()
