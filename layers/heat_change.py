"""Where more happens than in another period, and where less: the difference of two densities as a raster."""

from datetime import date

from pydantic import Field, model_validator

from gis.model import Lookout
from gis.store.facts import EventFilter
from layers.base import Layer
from layers.event_params import ago
from layers.heat import HeatParams
from layers.raster import Raster
from layers.style import Ramp, Style, Text

USUAL_DAYS = 30
RAMP = Ramp(
    stops=(
        (0.0, "#2166ACE0"),
        (0.25, "#67A9CFC0"),
        (0.45, "#D1E5F070"),
        (0.5, "#F7F7F700"),
        (0.55, "#FDDBC770"),
        (0.75, "#EF8A62C0"),
        (1.0, "#B2182BE0"),
    ),
    low=Text(zh="减少", en="Fewer"),
    high=Text(zh="增多", en="More"),
)


class ChangeParams(HeatParams):
    """The events to count, and the period to compare with: as long before it where nothing is given."""

    before_since: date | None = Field(default=None, alias="before_from", title="对比起 Compared from")
    before_until: date | None = Field(default=None, alias="before_to", title="对比止 Compared to")

    @model_validator(mode="after")
    def _before_in_order(self) -> "ChangeParams":
        if self.before_since and self.before_until and self.before_since > self.before_until:
            raise ValueError("the first day compared comes after the last")
        return self

    def both(self, lookout: Lookout) -> tuple[EventFilter, EventFilter]:
        """Return the two choices; usually the last thirty days that are over and the thirty before."""
        until = self.until or ago(lookout.today, 1)
        since = self.since or ago(until, USUAL_DAYS - 1)
        length = max((until - since).days, 0)
        last = self.before_until or ago(since, 1)
        first = self.before_since or ago(last, length)
        now, before = (
            EventFilter(self.category, self.department, *span, self.hours, self.weekdays)
            for span in ((since, max(until, since)), (min(first, last), last))
        )
        return now, before


class HeatChange(Layer):
    """The density of events by the day less that of another period; blue is fewer, red is more."""

    title = Text(zh="热力对比", en="Change of density")
    kind = "raster"
    group = "analysis"
    permission = "event.read"
    rank = 33
    minzoom = 10
    maxzoom = 17
    params = ChangeParams
    style = Style(ramp=RAMP)

    def source(self, params: ChangeParams, lookout: Lookout) -> Raster:
        """Return the events of both periods in the caller's scope."""
        now, before = params.both(lookout)
        return Raster(now, float(params.bandwidth_m), against=before)


layer = HeatChange()
