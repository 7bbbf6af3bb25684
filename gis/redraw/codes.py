"""Issues codes of new grids by the town's rule: village code and a running number, none ever used twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from gis.redraw.refused import Refused


@dataclass(frozen=True, slots=True)
class CodeIssuer:
    """Knows every code that was ever used, in any edition or draft, and how many digits run."""

    used: frozenset[str]
    digits: int = 3

    def codes(self, village: str, count: int, present: Iterable[str] = ()) -> tuple[str, ...]:
        """Return new codes of a village: the numbers after its highest, and past the last one those left out.

        `present` are codes of the partition at hand. Raises Refused when the village has no numbers left.
        """
        taken = self._numbers(village, (*self.used, *present))
        last = 10**self.digits - 1
        highest = max(taken, default=0)
        free = (n for n in (*range(highest + 1, last + 1), *range(1, highest)) if n not in taken)
        numbers = [number for number, _ in zip(free, range(count), strict=False)]
        if len(numbers) < count:
            raise Refused(f"{village} 的网格编号已用完。", f"{village} has no grid numbers left.")
        return tuple(f"{village}{number:0{self.digits}d}" for number in numbers)

    def _numbers(self, village: str, codes: Iterable[str]) -> set[int]:
        length = len(village) + self.digits
        tails = (code[len(village) :] for code in codes if len(code) == length and code.startswith(village))
        return {int(tail) for tail in tails if tail.isascii() and tail.isdigit()}
