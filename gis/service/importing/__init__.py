"""Bring a town's own data in from files: boundaries as drafts, everything else by one file per kind."""
