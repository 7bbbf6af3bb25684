"""Recognise codes that a spreadsheet has damaged: it keeps fifteen digits and writes the rest as zeros."""

import math
import re
from collections.abc import Sequence

_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d{1,3}")
_DIGITS = re.compile(r"[0-9]+")
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = [pow(3, place, 31) for place in range(17)]
KEPT_DIGITS = 15
ZEROED = "ends in zeros from its sixteenth digit on, as a spreadsheet leaves it"


def damage_of(value: object) -> str | None:
    """Return in English what has happened to a code as it stands in a cell, or None when it may be whole.

    Numbers of more than fifteen digits, 3.20281E+14, and unified social credit codes (GB 32100-2015) whose
    check character is wrong.
    """
    if isinstance(value, float):
        if not value.is_integer():
            return "is a number with decimals, no code"
        value = int(value)
    if isinstance(value, int):
        digits = str(abs(value))
        return "has lost its last digits as a number of a spreadsheet" if len(digits) > KEPT_DIGITS else None
    return _damage_of_text(str(value).strip())


def _damage_of_text(text: str) -> str | None:
    if _SCIENTIFIC.fullmatch(text):
        return "was rounded to scientific notation by a spreadsheet"
    if _is_credit_code(text) and credit_check(text[:17]) != text[17]:
        return "has a wrong check character for a unified social credit code"
    return None


def zeroed(cells: Sequence[object]) -> list[int]:
    """Return which codes of a column end in zeros from the sixteenth digit on, if chance does not explain it.

    A spreadsheet leaves every long number so; of whole codes with sixteen digits one in ten ends so by
    itself, with eighteen one in a thousand. More than four deviations above that number are no chance.
    """
    long = [(index, cell.strip()) for index, cell in enumerate(cells) if isinstance(cell, str)]
    long = [(index, text) for index, text in long if len(text) > KEPT_DIGITS and _DIGITS.fullmatch(text)]
    found = [index for index, text in long if not text[KEPT_DIGITS:].strip("0")]
    by_chance = sum(10.0 ** (KEPT_DIGITS - len(text)) for _, text in long)
    return found if len(found) > by_chance + 4 * math.sqrt(by_chance) + 0.5 else []


def credit_check(body: str) -> str:
    """Return the check character of a unified social credit code's first 17 characters (GB 32100-2015)."""
    total = sum(_CREDIT.index(letter) * weight for letter, weight in zip(body, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT[(31 - total % 31) % 31]


def _is_credit_code(text: str) -> bool:
    return len(text) == 18 and text[0] in "1259AY" and set(text) <= set(_CREDIT) and not text.isdigit()
