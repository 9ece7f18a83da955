"""A text becomes words that are compared alike, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiprah.plan.search.stop_words import STOP_WORDS
from kiprah.plan.search.tokens import LONGEST, folded_text, search_tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mengajar anak-anak", ["mengajar", "anak", "anak"]),
        ("Shalat Jum'at, Qur’an", ["shalat", "jumat", "quran"]),
        ("CAFÉ Ångström straße", ["cafe", "angstrom", "strasse"]),
        ("ﬁlm １２ ℃", ["film", "12"]),
        ("x y 3 kg", ["3", "kg"]),
        ("İstanbul ΟΔΟΣ", ["istanbul", "οδοσ"]),
        ("ﷺ", ["صلى", "الله", "عليه", "وسلم"]),
        ("مُحَمَّد", ["محمد"]),
        ("हिन्दी", ["हिन्दी"]),
        ("東京都 kota", ["東京", "京都", "kota"]),
        ("\u2764\ufe0f ... !?", []),
        ("a" * (LONGEST + 1), []),
        ("snake_case e-mail@x.org", ["snake", "case", "mail", "org"]),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert search_tokens(text) == words


def test_stop_words_are_written_as_they_are_compared() -> None:
    assert {word for word in STOP_WORDS if search_tokens(word) != [word]} <= {"i", "s", "t"}
    assert "relawan" not in STOP_WORDS and "yang" in STOP_WORDS and "the" in STOP_WORDS


@settings(deadline=None)
@given(st.text(max_size=60))
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert folded_text(folded_text(text)) == folded_text(text)
    for word in search_tokens(text):
        assert 0 < len(word) <= LONGEST and search_tokens(word) == [word]
