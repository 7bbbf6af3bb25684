"""Reads the rules of drawing as a person writes them: names and values in words."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from gis.errors import BadInput
from gis.service.redrawing.rules import DrawingRules

YES, NO = ("yes", "true", "是"), ("no", "false", "否")
KINDS = {one.name: type(getattr(DrawingRules(), one.name)) for one in fields(DrawingRules)}


def read_rules(words: Iterable[str]) -> dict[str, Any]:
    """Read NAME=VALUE each; BadInput for another name, or a value that is none of its kind."""
    found: dict[str, Any] = {}
    for word in words:
        name, _, value = word.partition("=")
        if name not in KINDS:
            raise BadInput(f"The rules are {', '.join(KINDS)}; give each as NAME=VALUE.")
        found[name] = _value(name, value.strip().lower())
    return found


def write_rules(rules: DrawingRules) -> list[str]:
    """Write rules as they are read."""
    written = []
    for name in KINDS:
        value = getattr(rules, name)
        written.append(f"{name}={(YES if value else NO)[0] if isinstance(value, bool) else f'{value:g}'}")
    return written


def _value(name: str, value: str) -> Any:
    kind = KINDS[name]
    if kind is bool:
        if value not in YES + NO:
            raise BadInput(f"{name} is yes or no.")
        return value in YES
    try:
        number = float(value)
    except ValueError:
        raise BadInput(f"{name} is a number.") from None
    if kind is int:
        if not number.is_integer():
            raise BadInput(f"{name} is a whole number.")
        return int(number)
    return number
