"""What is made once for an edition and an audience, so that hot doors only fill in the points."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.arrow_rows import RowsForm
from gis.geometry.locate import GridIndex

MOST = 32


@dataclass(frozen=True)
class Kit:
    """One edition as one audience sees it: schema and dictionaries of the answer, and the people's table.

    `visible` tells which grids the audience sees (None: all of them); `rows` writes the places in the
    dictionaries as a batch; `head` and `people` are bytes of Arrow streams.
    """

    index: GridIndex
    visible: NDArray[np.bool_] | None
    head: bytes
    rows: RowsForm
    people: bytes


class Kits:
    """The kits made lately, by all that decides them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Kit] = OrderedDict()

    def get(self, key: Hashable) -> Kit | None:
        """Return a kept kit."""
        return self._kept.get(key)

    def put(self, key: Hashable, kit: Kit) -> None:
        """Keep a kit in place of the oldest."""
        self._kept[key] = kit
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
