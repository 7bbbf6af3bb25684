"""The one function that masks personal fields, and the same rule applied inside free text."""

import re
from typing import Literal

Kind = Literal["name", "phone", "identity", "text"]

_MOBILE = re.compile(
    r"(?<!\d)(?P<country>(?:86[- ]?)?)(?P<head>1[3-9]\d)[- ]?\d{4}[- ]?(?P<tail>\d{4})(?!\d)"
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")


def mask(value: str, kind: Kind) -> str:
    """Return `value` with its private part as asterisks.

    name: 张三丰 → 张**, 阿卜杜勒·热西提 → 阿***·*** · phone: 13812345678 → 138****5678 ·
    identity: 18 characters → 3202**********1234 · text: identity numbers and mobiles inside prose, also
    with +86 and in groups of three and four digits.
    """
    if kind == "name":
        return value[:1] + re.sub(r"[^·•\s]", "*", value[1:])
    if kind == "phone":
        return _middle(value, 3, 4)
    if kind == "identity":
        return _middle(value, 4, 4)
    masked = _IDENTITY.sub(lambda found: _middle(found[0], 4, 4), value)
    return _MOBILE.sub(r"\g<country>\g<head>****\g<tail>", masked)


def _middle(value: str, head: int, tail: int) -> str:
    if len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]
