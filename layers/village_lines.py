"""The villages' administrative lines 村界: where they came from, never edited here."""

from gis.model import Lookout
from gis.store.footing import village_lines_source
from gis.store.source import Source
from layers.base import Layer, Params
from layers.palette import BORDER, MUTED
from layers.style import Label, Rule, Style, Symbol, Text


class VillageLines(Layer):
    """The administrative lines as they were imported."""

    title = Text(zh="行政村界（参考）", en="Village lines (reference)")
    kind = "polygon"
    group = "boundaries"
    permission = "ground.read"
    rank = 44
    style = Style(
        rules=(
            Rule(
                label=Text(zh="行政村界", en="Administrative line"),
                symbol=Symbol(stroke=BORDER, stroke_width=1.5, dash=(8, 3, 2, 3)),
            ),
        ),
        labels=(Label(field="name", minzoom=12, size=12, ink=MUTED),),
    )
    identify = {
        "code": Text(zh="编号", en="Code"),
        "name": Text(zh="名称", en="Name"),
        "source": Text(zh="来源", en="Source"),
        "surveyed_on": Text(zh="调查日期", en="Surveyed on"),
    }

    def source(self, params: Params, lookout: Lookout) -> Source:
        """Return the lines of all villages; like the ground they are the same for every scope."""
        return village_lines_source()


layer = VillageLines()
