"""Words come from catalogues by name: in the language asked for, its base language or English, and never silently missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiprah.catalog import words

TEMPLATES = Path(__file__).parents[1] / "themes"


@pytest.mark.parametrize(
    ("asked", "spoken"), [("id", "id"), ("en", "en"), ("id-ID", "id"), ("en-GB", "en"), ("ar", "en")]
)
def test_a_language_that_is_not_spoken_falls_back(asked: str, spoken: str) -> None:
    assert words(asked, "site").say("head.language") == spoken


def test_a_name_that_is_not_there_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match=r"site: no\.such"):
        words("id", "site").say("no.such")
    with pytest.raises(KeyError, match=r"site: no\.such"):
        words("en", "site").count("no.such", 2)
    with pytest.raises(KeyError, match="nowhere"):
        words("en", "nowhere")
    assert not words("en", "site").has("no.such") and words("en", "site").has("nav.skip")


def test_every_name_that_templates_say_is_in_both_languages() -> None:
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(
            r"""\btranslate(?:_plain)?\(\s*["']([a-z0-9_.-]*[a-z0-9])["']""", path.read_text("utf-8")
        )
    }
    assert len(named) > 50
    for language in ("id", "en"):
        catalogue = words(language, "site")
        assert [name for name in sorted(named) if not catalogue.has(name)] == []
