"""Where events gather: their kernel density as a raster."""

from pydantic import Field

from gis.model import Lookout
from layers.base import Layer
from layers.event_params import EventParams
from layers.palette import CIVIDIS
from layers.raster import Raster
from layers.style import Ramp, Style, Text


def ramp(low: Text, high: Text) -> Ramp:
    """Return the scale of a density, see-through where there is hardly any."""
    alphas = (0x00, 0x70, 0xA0, 0xB8, 0xC8, 0xD4, 0xDC, 0xE4)
    last = len(CIVIDIS) - 1
    return Ramp(
        stops=tuple((i / last, f"{CIVIDIS[i]}{alphas[i]:02X}") for i in range(len(CIVIDIS))),
        low=low,
        high=high,
    )


class HeatParams(EventParams):
    """The events to count, and how far each one spreads."""

    bandwidth_m: int = Field(default=300, ge=50, le=2000, title="带宽（米） Bandwidth (m)")


class Heat(Layer):
    """Kernel density of the chosen events; colours are relative to the town's densest place."""

    title = Text(zh="事件热力", en="Event density")
    kind = "raster"
    group = "analysis"
    permission = "event.read"
    rank = 35
    minzoom = 10
    maxzoom = 17
    params = HeatParams
    style = Style(ramp=ramp(Text(zh="稀疏", en="Sparse"), Text(zh="密集", en="Dense")))

    def source(self, params: HeatParams, lookout: Lookout) -> Raster:
        """Return the events of the caller's scope and the kernel's radius."""
        return Raster(params.chosen(lookout), float(params.bandwidth_m))


layer = Heat()
