"""The refusal of an edit: one sentence in both languages, and where it fails."""

from gis.errors import BadInput
from gis.redraw.rings import Point


class Refused(BadInput):
    """The edit cannot be made here; nothing was changed. `place` is in mm of the town's metric CRS."""

    def __init__(self, zh: str, en: str, place: Point | None = None) -> None:
        super().__init__(en)
        self.zh, self.en, self.place = zh, en, place
