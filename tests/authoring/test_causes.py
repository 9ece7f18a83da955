"""A cause is one cause, in whatever language it is answered."""

from __future__ import annotations

from kiprah.authoring.causes import cause_label, proposed_causes, read_cause
from kiprah.authoring.refusal import Refusal


def test_words_of_any_language_are_one_cause_and_others_stay() -> None:
    assert read_cause("Pendidikan") == read_cause("education") == "education"
    assert read_cause("Terumbu karang") == "Terumbu karang" and isinstance(read_cause("x" * 300), Refusal)
    assert cause_label("education", "id") == "Pendidikan" and cause_label("Terumbu karang", "en") == "Terumbu karang"


def test_what_was_used_is_proposed_first() -> None:
    proposed = proposed_causes(("Terumbu karang", "pendidikan"))
    assert proposed[:2] == ("Terumbu karang", "education") and len(set(proposed)) == len(proposed) > 4
