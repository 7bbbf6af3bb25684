"""Undo and redo over a log that is only appended to: everybody takes back his own, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Entry(Protocol):
    """What counts of a log's entry: `of` is the edit that an undo or redo is about."""

    @property
    def seq(self) -> int: ...  # noqa: D102
    @property
    def author(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def of(self) -> int | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Steps:
    """The edits (seq) that somebody can take back and put back, the next one last."""

    undo: tuple[int, ...]
    redo: tuple[int, ...]


def undone(log: Iterable[Entry]) -> frozenset[int]:
    """Return the edits (seq) that are not in effect."""
    gone: set[int] = set()
    for entry in log:
        if entry.of is not None:
            (gone.add if entry.kind == "undo" else gone.discard)(entry.of)
    return frozenset(gone)


def steps_of(log: Sequence[Entry], author: str) -> Steps:
    """Return what an author can undo and redo: a fresh edit of his own ends what he could put back."""
    done: list[int] = []
    back: list[int] = []
    for entry in log:
        if entry.author != author:
            continue
        if entry.of is None:
            done.append(entry.seq)
            back.clear()
        elif entry.kind == "undo":
            done.remove(entry.of)
            back.append(entry.of)
        else:
            back.remove(entry.of)
            done.append(entry.of)
    return Steps(tuple(done), tuple(back))
