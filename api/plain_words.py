"""Words that people type and others read, on pages, in files and in terminals."""

import re

from pydantic import AfterValidator

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(words: str) -> str:
    """Return words without marks of direction; ValueError for control characters and for none at all.

    Control characters would steer the terminal in which words are read.
    """
    # numbers pasted from address books carry such marks: nobody is refused for them
    left = TURNING.sub("", words).strip()
    if not left or CONTROL.search(left):
        raise ValueError("words are not empty and hold no control characters")
    return left


PLAIN = AfterValidator(plain)
