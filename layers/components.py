"""Components 部件 as points, by class."""

from typing import Literal

from pydantic import Field

from gis.model import Lookout
from gis.store.facts import components_source
from gis.store.source import Source
from layers.base import Layer, Params
from layers.palette import PAPER
from layers.style import Ink, Rule, Style, Symbol, Text

# class → (title, ink)
CLASSES = {
    "01": (Text(zh="公用设施", en="Public utilities"), Ink(light="#4E6C8A", dark="#8FB0D1")),
    "02": (Text(zh="道路交通", en="Roads and traffic"), Ink(light="#6B6B6B", dark="#B0B0B0")),
    "03": (Text(zh="市容环境", en="Environment"), Ink(light="#7B5E3B", dark="#C2A27A")),
    "04": (Text(zh="园林绿化", en="Parks and green"), Ink(light="#4C7A3D", dark="#8CBF7A")),
    "05": (Text(zh="其他", en="Other"), Ink(light="#7A4B7A", dark="#BF8FBF")),
}
ComponentClass = Literal["01", "02", "03", "04", "05"]


class ComponentParams(Params):
    """Which classes; none chosen means all."""

    classes: tuple[ComponentClass, ...] = Field(default=(), max_length=5, alias="class", title="大类 Classes")


def _rule(code: str) -> Rule:
    title, ink = CLASSES[code]
    return Rule(
        label=title,
        field="class",
        values=(code,),
        symbol=Symbol(fill=ink, stroke=PAPER, stroke_width=0.5, shape="square", radius=3),
    )


class Components(Layer):
    """Street furniture and utilities in five classes (GB/T 30428.2)."""

    title = Text(zh="部件", en="Components")
    kind = "point"
    group = "governance"
    permission = "component.read"
    rank = 52
    minzoom = 15
    params = ComponentParams
    style = Style(rules=tuple(_rule(code) for code in CLASSES))
    identify = {
        "name": Text(zh="部件", en="Component"),
        "kind_name": Text(zh="小类", en="Kind"),
        "code": Text(zh="编号", en="Code"),
        "state": Text(zh="状态", en="State"),
    }

    def source(self, params: ComponentParams, lookout: Lookout) -> Source:
        """Return the components of the caller's scope."""
        return components_source(lookout, params.classes)


layer = Components()
