"""Checks a draft as a whole: every finding with its place, and the errors that bar a publication."""

from gis.geometry.partition import check_partition
from gis.service.redrawing.boards import Board


def errors_of(board: Board) -> list[str]:
    """Return what keeps a draft from being published, in English."""
    cells = [cell for cell in board.now.cells.values() if cell.kind == "basic"]
    found = check_partition([cell.code for cell in cells], [cell.metric for cell in cells], board.base.limits)
    return [finding.sentence[1] for finding in found]
