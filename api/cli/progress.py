"""Show how far a long command is: on a terminal a bar with rate and time left, plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class Step(Protocol):
    """Names the step that now begins, and counts the rows that are done in it."""

    def __call__(self, text: str) -> None:
        """Begin a step."""

    def count(self, done: int, total: int) -> None:
        """Tell how many rows of how many are done."""


class _Lines:
    """Steps as plain lines, for files and pipes."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, text: str) -> None:
        self._console.print(f"{text} …", highlight=False, markup=False)

    def count(self, done: int, total: int) -> None:
        """Leave counts out: they would be many lines."""


class _Bar:
    """Steps as one moving line."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def __call__(self, text: str) -> None:
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task(text, total=None)

    def count(self, done: int, total: int) -> None:
        """Move the bar."""
        self._progress.update(self._task, completed=done, total=total)


class _Rate(ProgressColumn):
    """Rows a second and how many are done, once rows are counted."""

    def render(self, task: Task) -> Text:
        """Return the column's text."""
        if task.total is None:
            return Text("")
        rate = f" {task.speed:,.0f}/s" if task.speed else ""
        return Text(f"{task.completed:,.0f}/{task.total:,.0f} rows{rate}")


@contextmanager
def steps(console: Console) -> Iterator[Step]:
    """Give what names the steps and counts their rows; the last one is closed at the end."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Bar(progress)
