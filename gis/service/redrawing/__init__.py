"""Redraws the boundaries: drafts that are edited, weighed, reviewed, and published by date."""
