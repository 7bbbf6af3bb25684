"""Rebuild the names to search by, each with the first letters of its pinyin."""

from datetime import date
from functools import lru_cache

from gis.store.boundaries import published_editions
from gis.store.database import Connection
from gis.store.gazetteer import read_names, replace_names


async def rebuild_gazetteer(connection: Connection, edition_id: int) -> None:
    """Write every name of an edition with its initials, in the connection's transaction."""
    rows = await read_names(connection, edition_id)
    await replace_names(connection, edition_id, [(*row, initials(str(row[3]))) for row in rows])


async def rebuild_gazetteers(connection: Connection, today: date) -> None:
    """Write the names of every edition that holds on a civil day or later."""
    for edition in await published_editions(connection):
        if edition.valid_to is None or edition.valid_to > today:
            await rebuild_gazetteer(connection, edition.id)


def initials(name: str) -> str:
    """Return the lower-case first letters of a name's pinyin: 璜塘中路 → htzl."""
    # its dictionary costs a second, which no process pays that writes no names
    from pypinyin.seg import mmseg

    return "".join(map(_of_word, mmseg.seg.cut(name))).lower()


# names are made of few words, and a word is an eighth of the cost once it is known
@lru_cache(1 << 15)
def _of_word(word: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(word, style=Style.FIRST_LETTER, errors="default"))
