"""Read options of the form NAME=TEXT."""

from collections.abc import Sequence

from gis.errors import BadInput


def pairs(given: Sequence[str] | None) -> dict[str, str]:
    """Return FIELD=TEXT options as a mapping; BadInput for one without an equals sign."""
    found = {}
    for one in given or ():
        key, equals, value = one.partition("=")
        if not (equals and key):
            raise BadInput(f"Write {one[:40]} as FIELD=TEXT.")
        found[key.strip()] = value.strip()
    return found
