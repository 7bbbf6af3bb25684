"""Redraws a town's grids: edits, one a file, each a pure function from a partition to a patch; and checks."""
