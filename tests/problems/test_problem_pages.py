"""Each problem has its section with cause and cure, in both languages."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from kiprah.catalog import words

SCRIPT = Path(__file__).parents[2] / "scripts" / "write_problems.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("write_problems", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_up_to_date(script) -> None:
    written = script.written()
    assert len(written) == 2
    for path, text in written.items():
        assert path.read_text("utf-8") == text, f"run scripts/write_problems.py: {path.name}"


def test_every_code_stands_on_each_page_once(script) -> None:
    grouped = [code for _, members in script.GROUPS for code in members]
    assert sorted(grouped) == sorted(script.codes())
    for path in script.PAGES.values():
        assert re.findall(r"^### (.*)$", path.read_text("utf-8"), re.MULTILINE) == grouped


def test_every_code_is_explained_in_both_languages_in_words_of_its_own(script) -> None:
    told = {language: [words(language, "advice").say(code) for code in script.codes()] for language in script.PAGES}
    for texts in told.values():
        assert all(len(text) >= 30 and text.endswith(".") for text in texts)
        assert len(set(texts)) == len(texts)
    assert not set(told["en"]) & set(told["id"])
