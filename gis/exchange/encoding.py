"""Decode text whose encoding nobody wrote down: UTF-8 where it is that, else GB18030, else refused."""

import codecs
from collections.abc import Iterable

from gis.errors import BadInput

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

THREE_BYTES = 0xE0


def decode(content: bytes, name: str) -> tuple[str, str]:
    """Return a file's text and its encoding; BadInput with the place when it is neither UTF-8 nor GB18030."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return _strict(content, encoding, name), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strict(content, "gb18030", name), "gb18030"


def choose_encoding(texts: Iterable[bytes], declared: str | None) -> str:
    """Return in which encoding all texts of a table can be read: the declared one, UTF-8 or GB18030.

    A text's last character may be cut off, as fields of fixed width do. BadInput when none fits.
    """
    together = list(texts)
    # characters of China take three bytes in UTF-8: what holds such and reads as UTF-8 is nothing else
    sure = any(byte >= THREE_BYTES for text in together for byte in text)
    order = ("utf-8", _known(declared)) if sure else (_known(declared), "utf-8")
    candidates: list[str] = [name for name in (*order, "gb18030") if name]
    for encoding in candidates:
        if all(_fits(text, encoding) for text in together):
            return encoding
    raise BadInput("The texts are neither UTF-8 nor GBK; save the file in one of them.")


def decode_cut(text: bytes, encoding: str) -> str:
    """Decode a field of fixed width, leaving out a last character that was cut off."""
    return str(codecs.getincrementaldecoder(encoding)().decode(text, final=False))


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(f"{name} is neither UTF-8 nor GB18030 (byte {error.start:,}).") from None


def _fits(text: bytes, encoding: str) -> bool:
    try:
        decode_cut(text, encoding)
    except UnicodeDecodeError:
        return False
    return True


def _known(name: str | None) -> str | None:
    if not name:
        return None
    spelled = name.strip().lower()
    if spelled.isdigit():
        spelled = f"cp{spelled}" if spelled != "65001" else "utf-8"
    try:
        found = str(codecs.lookup(spelled).name)
    except LookupError:
        return None
    # GB18030 reads everything that GBK does, and the rare characters besides
    return "gb18030" if found in ("gbk", "gb2312") else str(found)
