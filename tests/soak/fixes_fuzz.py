"""A hundred thousand damaged device messages: none raises, each is read as a second decoder reads it."""

import argparse
import random
import resource
import sys
import time
from collections import Counter

from gis.protocols.base import Message
from gis.protocols.registry import protocols
from tests.protocols.mangled import mangled
from tests.protocols.test_mangled import has_second, plain_rows, rows_of, same

MESSAGES = 100_000
SEED = 20261126
MOST_MIB = 50
WARM_UP = 2000


def run(_: argparse.Namespace) -> int:
    """Print what became of the messages and return the number of failures."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, message in mangled(WARM_UP, random.Random(0)):
        protocols()[name].decode(message)
    before, began = _peak_mib(), time.monotonic()
    failures = 0
    for name, message in mangled(MESSAGES, random.Random(SEED)):
        became = _judged(name, message)
        counts[name, became] += 1
        failures += became == "unlike"
    grown = _peak_mib() - before
    for name in sorted({name for name, _ in counts}):
        told = ", ".join(f"{counts[name, kind]:,} {kind}" for kind in KINDS if counts[name, kind])
        sys.stdout.write(f"{name:<10} {told}\n")
    sys.stdout.write(
        f"seed {SEED}, {MESSAGES:,} messages in {time.monotonic() - began:.0f} s: no exception, "
        f"{failures} unlike the second decoder, memory at most {grown:.0f} MiB more\n"
    )
    return failures + int(grown > MOST_MIB)


KINDS = ("read", "read in part", "refused", "silent", "unlike")


def _judged(name: str, message: Message) -> str:
    decoded = protocols()[name].decode(message)
    if has_second(name, message):
        expected = plain_rows(name, message)
        if not same(rows_of(decoded), expected or []) or (expected is None and not decoded.refused):
            return "unlike"
    if decoded.reports:
        return "read in part" if decoded.refused else "read"
    return "refused" if decoded.refused else "silent"


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
