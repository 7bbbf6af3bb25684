"""Where trouble gathers anew: the hot spots of the last night."""

from gis.model import Lookout
from gis.store.hotspots import hotspots_source
from gis.store.source import Source
from layers.base import Layer, Params
from layers.style import Ink, Rule, Style, Symbol, Text

INK = Ink(light="#B3261E", dark="#FF8A80")


class Hotspots(Layer):
    """Circles with more events in the last weeks than their share, as the nightly scan found them."""

    title = Text(zh="新发热点", en="Hot spots")
    kind = "polygon"
    group = "analysis"
    permission = "event.read"
    rank = 36
    minzoom = 9
    style = Style(
        rules=(
            Rule(
                label=Text(zh="近期事件异常增多", en="More events of late than usual"),
                symbol=Symbol(fill=INK, fill_opacity=0.12, stroke=INK, stroke_width=2, dash=(6, 4)),
            ),
        )
    )
    identify = {
        "since": Text(zh="自", en="Since"),
        "until": Text(zh="至", en="Until"),
        "observed": Text(zh="事件数", en="Events"),
        "expected": Text(zh="按往常", en="Usual"),
        "p": Text(zh="偶然概率", en="By chance"),
    }

    def source(self, params: Params, lookout: Lookout) -> Source:
        """Return the circles whose middles lie in the caller's scope."""
        return hotspots_source(lookout)


layer = Hotspots()
