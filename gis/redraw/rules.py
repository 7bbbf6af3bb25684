"""What a town sets for its edits: how near means the same, and how small a part may be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits of edits, in metres and square metres.

    A drawn place within `snap_m` of a vertex means that vertex; a line that stops up to `prolong_m` short of
    a border is prolonged to it; no part is made that is narrower than `least_width_m` (twice its largest
    inscribed circle) or smaller than `least_area_m2`. With `void_on_split` no part of a split keeps the code.
    """

    snap_m: float = 2.0
    prolong_m: float = 5.0
    least_width_m: float = 3.0
    least_area_m2: float = 100.0
    void_on_split: bool = False
