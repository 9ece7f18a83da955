"""Quotation marks of cards and captions."""

from __future__ import annotations

import pytest

from kiprah.plan.quotation import with_marks


@pytest.mark.parametrize(
    ("text", "language", "within", "expected"),
    [
        ('Ia bilang "baca lagi", dua kali.', "id", True, "Ia bilang \u2018baca lagi\u2019, dua kali."),
        ('Ia bilang "baca lagi".', "id", False, "Ia bilang \u201cbaca lagi\u201d."),
        ('Sie sagte "weiter".', "de", True, "Sie sagte \u201aweiter\u2018."),
        ("It's the children's 'yes'.", "en", True, "It\u2019s the children\u2019s \u2018yes\u2019."),
        ("A 5' shelf of 12\" boards", "en", True, "A 5' shelf of 12\" boards"),
        ("\u201cSudah\u201d", "id", False, "\u201cSudah\u201d"),
    ],
)
def test_straight_quotes_become_those_of_the_language(text: str, language: str, expected: str, *, within: bool) -> None:
    assert with_marks(text, language, within=within) == expected
