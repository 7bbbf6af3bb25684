"""Where more happens than patrols being there explain: events per hour of patrols as a raster."""

from gis.model import Lookout
from layers.base import Layer
from layers.heat import HeatParams, ramp
from layers.raster import Raster
from layers.style import Style, Text


class HeatPatrol(Layer):
    """Events per hour of patrols in the last thirty days; the scale ends at ten times the town's mean."""

    title = Text(zh="事件热力（每巡查小时）", en="Events per patrol hour")
    kind = "raster"
    group = "analysis"
    permission = "event.read"
    rank = 34
    minzoom = 10
    maxzoom = 17
    params = HeatParams
    style = Style(ramp=ramp(Text(zh="少", en="Few"), Text(zh="十倍于全镇平均", en="Ten times the mean")))

    def source(self, params: HeatParams, lookout: Lookout) -> Raster:
        """Return the events of the caller's scope, to be divided by hours of patrols."""
        return Raster(params.chosen(lookout), float(params.bandwidth_m), per_patrol_hour=True)


layer = HeatPatrol()
