"""Reported events as points, by severity."""

from gis.model import Lookout
from gis.store.facts import events_source
from gis.store.source import Source
from layers.base import Layer
from layers.event_params import RecentEventParams
from layers.palette import PAPER, SEVERITIES
from layers.style import Rule, Shape, Style, Symbol, Text

TITLES = (Text(zh="一般", en="Ordinary"), Text(zh="重要", en="Important"), Text(zh="紧急", en="Urgent"))
SHAPES: tuple[Shape, ...] = ("circle", "diamond", "triangle")


def _rule(severity: int) -> Rule:
    return Rule(
        label=TITLES[severity - 1],
        field="severity",
        values=(severity,),
        symbol=Symbol(
            fill=SEVERITIES[severity - 1],
            stroke=PAPER,
            stroke_width=1,
            shape=SHAPES[severity - 1],
            radius=3 + severity,
        ),
    )


class Events(Layer):
    """Events of the last 30 days unless other days are asked for."""

    title = Text(zh="事件", en="Events")
    kind = "point"
    group = "governance"
    permission = "event.read"
    rank = 60
    visible = True
    minzoom = 11
    params = RecentEventParams
    style = Style(rules=tuple(_rule(severity) for severity in (1, 2, 3)))
    identify = {
        "title": Text(zh="事件", en="Event"),
        "category_name": Text(zh="类别", en="Category"),
        "department": Text(zh="部门", en="Department"),
        "reported_at": Text(zh="上报时间", en="Reported"),
        "address": Text(zh="地点", en="Place"),
    }

    def source(self, params: RecentEventParams, lookout: Lookout) -> Source:
        """Return the chosen events of the caller's scope."""
        return events_source(lookout, params.chosen(lookout))


layer = Events()
