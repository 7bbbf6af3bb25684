"""Plays random edits on a partition and holds it against what must never change."""

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import shapely

from gis.geometry.partition import check_partition
from gis.redraw.checks.base import full_check
from gis.redraw.codes import CodeIssuer
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from tests.redraw.random_edits import Planner

BROKEN = {"gap", "overlap", "outside", "invalid", "unmatched", "code", "nesting"}


@dataclass
class Game:
    """A partition that is edited, the log of its patches, and what was measured."""

    now: Partition
    first: Partition
    used: set[str]
    log: list[Patch] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def on(cls, partition: Partition) -> "Game":
        return cls(partition, partition, set(partition.cells))

    def play(self, planner: Planner) -> str | None:
        """Make one edit; return its kind if it was done."""
        kind, edit = planner.edit(self.now)
        if edit is None:
            return None
        issue = CodeIssuer(frozenset(self.used))
        start = time.perf_counter()
        try:
            patch = edit.apply(self.now, issue)
        except Refused as refused:
            self.seconds[kind].append(time.perf_counter() - start)
            words = "".join(sign for sign in refused.en if not sign.isdigit() and sign not in ".,")
            self.refused[kind][words] += 1
            return None
        self.seconds[kind].append(time.perf_counter() - start)
        assert all(edit.sentence(self.now, patch))
        assert Patch.from_bytes(patch.to_bytes()) == patch
        self.now = self.now.replaced(patch)
        self.log.append(patch)
        self.done[kind] += 1
        self.used |= set(patch.touched)
        return kind

    def faults(self) -> list[str]:
        """Return what is broken by the full check, and an area that is not the first one."""
        found = [one.sentence[1] for one in full_check(self.now) if one.kind in BROKEN]
        # the check may take a short cut that argues as the editor does; owners are counted face by face too
        cells = list(self.now.basic())
        shapes = [cell.metric for cell in cells]
        faces = check_partition([cell.code for cell in cells], shapes, self.now.limits)
        found += [one.sentence[1] for one in faces]
        found += [] if shapely.coverage_is_valid(shapes) else ["edges are not matched"]
        if self.now.twice_area_mm2 != self.first.twice_area_mm2:
            found.append("the town's area has changed")
        return found

    def undo_all(self) -> bool:
        """Take everything back; tell whether every grid is what it was, bit by bit."""
        while self.log:
            self.now = self.now.replaced(self.log.pop().inverse())
        return self.now.cells == self.first.cells and list(self.now.cells) == list(self.first.cells)
