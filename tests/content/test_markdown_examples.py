"""The examples of CommonMark and GitHub Flavored Markdown: those that come out otherwise are listed, each with a reason."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "write_markdown.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("write_markdown", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_differences_from_the_specifications_are_those_the_pages_list(script) -> None:
    pages = script.written()
    assert len(pages) == 2
    for path, text in pages.items():
        assert path.read_text("utf-8") == text, f"run scripts/write_markdown.py: {path.name}"


def test_every_reason_is_one_for_a_section_that_differs(script) -> None:
    assert set(script.reasons()) == {section for section, _, others in script.by_section() if others}
    assert all(set(reason) == {"en", "id"} for reason in script.reasons().values())


def test_what_people_use_daily_comes_out_as_specified(script) -> None:
    whole = {section for section, _, others in script.by_section() if not others}
    assert whole >= {
        "Thematic breaks",
        "ATX headings",
        "Indented code blocks",
        "Paragraphs",
        "Soft line breaks",
        "Textual content",
        "Task list items (extension)",
        "Strikethrough (extension)",
    }
