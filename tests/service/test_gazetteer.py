"""Names to search by: the letters found word by word are those that pypinyin gives the whole name."""

from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from gis.service.gazetteer import initials

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
# letters that are read differently by the word they stand in, and what else names hold
OTHER = st.sampled_from("行长重大夫银江庆ab 1（-·。")


def test_a_letter_is_read_by_its_word() -> None:
    assert initials("璜塘中路") == "htzl"
    assert initials("重庆银行A座") == "cqyhaz"


@given(st.text(st.one_of(HAN, OTHER), max_size=12))
def test_words_are_put_together_as_the_whole_is_read(name: str) -> None:
    whole = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default")).lower()
    assert initials(name) == whole
