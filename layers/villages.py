"""First-level grids (villages): always the union of their grids."""

from gis.model import Lookout
from gis.store.boundaries import villages_source
from gis.store.source import Source
from layers.base import Layer, Params
from layers.palette import BORDER, INK
from layers.style import Label, Rule, Style, Symbol, Text


class Villages(Layer):
    """The villages under the edition in force."""

    title = Text(zh="村（一级网格）", en="Villages (first-level grids)")
    kind = "polygon"
    group = "boundaries"
    permission = "grid.read"
    rank = 42
    visible = True
    style = Style(
        rules=(
            Rule(
                label=Text(zh="村界", en="Village border"),
                symbol=Symbol(stroke=BORDER, stroke_opacity=0.9, stroke_width=2),
            ),
        ),
        labels=(Label(field="name", minzoom=11, maxzoom=15, size=14, bold=True, ink=INK),),
    )
    identify = {"code": Text(zh="编号", en="Code"), "name": Text(zh="名称", en="Name")}

    def source(self, params: Params, lookout: Lookout) -> Source:
        """Return the villages that hold a grid of the caller's scope."""
        return villages_source(lookout)


layer = Villages()
