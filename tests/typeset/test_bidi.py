"""Directions as a reader meets them; Unicode's own cases are in ``test_unicode.py``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiprah.typeset.bidi import base_level, levels, visual_order


@pytest.mark.parametrize(("text", "base"), [("Alya", 0), ("أحمد", 1), ("123", 0), ("12 أ", 1), ("\u2067أ\u2069 b", 0)])
def test_first_strong_character_decides_the_paragraph(text: str, base: int) -> None:
    assert base_level(text) == base


def test_order_of_a_name_in_brackets() -> None:
    text = "أب (ab) 12"
    found = levels(text, 1)
    runs = [(found[0], "أب ("), (found[4], "ab"), (found[6], ") "), (found[8], "12")]
    assert [runs[i][1] for i in visual_order([level for level, _ in runs])] == ["12", ") ", "ab", "أب ("]


@given(st.text(alphabet="ab1אב٣٤ ()[]\u202a\u202b\u202c\u202e\u2066\u2067\u2068\u2069\u0300,.-", max_size=200))
def test_any_text_has_a_level_for_every_character(text: str) -> None:
    for base in (0, 1):
        found = levels(text, base)
        assert len(found) == len(text)
        assert all(base <= level <= 126 for level in found)
        assert sorted(visual_order(found)) == list(range(len(text)))
