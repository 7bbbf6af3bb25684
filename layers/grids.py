"""Second-level grids: the borders that everything else is counted by."""

from gis.model import Lookout
from gis.store.boundaries import grids_source
from gis.store.source import Source
from layers.base import Layer, Params
from layers.palette import BORDER, MUTED
from layers.style import Label, Rule, Style, Symbol, Text


class Grids(Layer):
    """The town's base-level grids under the edition in force."""

    title = Text(zh="网格", en="Grids")
    kind = "polygon"
    group = "boundaries"
    permission = "grid.read"
    rank = 40
    visible = True
    style = Style(
        rules=(
            Rule(
                label=Text(zh="网格边界", en="Grid border"),
                symbol=Symbol(stroke=BORDER, stroke_opacity=0.6, stroke_width=1),
                minzoom=11,
            ),
            Rule(
                label=Text(zh="专属网格", en="Dedicated grid"),
                field="kind",
                values=("dedicated",),
                symbol=Symbol(stroke=BORDER, stroke_width=2, dash=(4, 3)),
                minzoom=11,
            ),
        ),
        labels=(
            Label(field="label", minzoom=14, maxzoom=15, size=12, ink=MUTED),
            Label(field="code", minzoom=16, size=12, ink=MUTED),
        ),
    )
    identify = {
        "code": Text(zh="编号", en="Code"),
        "name": Text(zh="名称", en="Name"),
    }

    def source(self, params: Params, lookout: Lookout) -> Source:
        """Return the grids of the caller's scope."""
        return grids_source(lookout)


layer = Grids()
