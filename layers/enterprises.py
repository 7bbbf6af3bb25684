"""Enterprises as points, by risk."""

from gis.model import Lookout
from gis.store.facts import enterprises_source
from gis.store.source import Source
from layers.base import Layer, Params
from layers.palette import INK, PAPER
from layers.style import Ink, Label, Rule, Shape, Style, Symbol, Text

# risk → (title, ink, shape)
RISKS: dict[int, tuple[Text, Ink, Shape]] = {
    1: (Text(zh="一般风险", en="Ordinary risk"), Ink(light="#7A6A9B", dark="#A899C9"), "square"),
    2: (Text(zh="较大风险", en="Raised risk"), Ink(light="#9A5B13", dark="#D39A4E"), "diamond"),
    3: (Text(zh="重大风险", en="High risk"), Ink(light="#8C1D40", dark="#D9688C"), "triangle"),
}


def _rule(risk: int) -> Rule:
    title, ink, shape = RISKS[risk]
    return Rule(
        label=title,
        field="risk",
        values=(risk,),
        symbol=Symbol(fill=ink, stroke=PAPER, stroke_width=1, shape=shape, radius=4 + risk / 2),
    )


class Enterprises(Layer):
    """The directory of enterprises."""

    title = Text(zh="企业", en="Enterprises")
    kind = "point"
    group = "governance"
    permission = "enterprise.read"
    rank = 56
    minzoom = 12
    style = Style(
        rules=tuple(_rule(risk) for risk in RISKS),
        labels=(Label(field="name", minzoom=17, size=12, ink=INK),),
    )
    identify = {
        "name": Text(zh="企业", en="Enterprise"),
        "kind": Text(zh="行业", en="Trade"),
        "address": Text(zh="地址", en="Address"),
    }

    def source(self, params: Params, lookout: Lookout) -> Source:
        """Return the enterprises of the caller's scope."""
        return enterprises_source(lookout)


layer = Enterprises()
