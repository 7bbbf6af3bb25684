"""The enforcement squads' zones, tinted by squad."""

from gis.model import Lookout
from gis.store.boundaries import squads_source
from gis.store.source import Source
from layers.base import Layer, Params
from layers.palette import SQUADS
from layers.style import Rule, Style, Symbol, Text

NUMERALS = {"1": "一", "2": "二", "3": "三"}


def _rule(code: str) -> Rule:
    return Rule(
        label=Text(zh=f"第{NUMERALS[code]}中队", en=f"Squad {code}"),
        field="code",
        values=(code,),
        symbol=Symbol(
            fill=SQUADS[code], fill_opacity=0.08, stroke=SQUADS[code], stroke_opacity=0.7, stroke_width=3
        ),
    )


class Squads(Layer):
    """Each squad's zone under the edition in force."""

    title = Text(zh="中队辖区", en="Squad zones")
    kind = "polygon"
    group = "boundaries"
    permission = "grid.read"
    rank = 30
    visible = True
    style = Style(rules=tuple(_rule(code) for code in SQUADS))
    identify = {"name": Text(zh="中队", en="Squad")}

    def source(self, params: Params, lookout: Lookout) -> Source:
        """Return the zones that hold a grid of the caller's scope."""
        return squads_source(lookout)


layer = Squads()
