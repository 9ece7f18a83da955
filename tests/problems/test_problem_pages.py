"""Each problem has its section with cause and cure, in both languages."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from kiprah.catalog import words
from kiprah.cli.report import problem_text, problems_page
from kiprah.problem import Place, Problem
from kiprah.problem_types import PROBLEM_TYPES

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
    assert {*script.PAGES} == {"en", "id"}
    for path in script.PAGES.values():
        assert re.findall(r"^### (.*)$", path.read_text("utf-8"), re.MULTILINE) == list(PROBLEM_TYPES)


def test_each_section_says_level_and_place(script) -> None:
    assert {*script.PAGES} == {"en", "id"}
    for language, path in script.PAGES.items():
        advice = words(language, "advice")
        sections = re.split(r"^### ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
        assert len(sections) == len(PROBLEM_TYPES)
        for section, kind in zip(sections, PROBLEM_TYPES.values(), strict=True):
            assert f"{kind.level}[{kind.code}]" in section
            assert advice.say(f"level.{kind.level}") in section and advice.say(f"place.{kind.place}") in section


def test_every_code_is_explained_in_both_languages_in_words_of_its_own(script) -> None:
    told = {language: [words(language, "advice").say(code) for code in PROBLEM_TYPES] for language in script.PAGES}
    for texts in told.values():
        assert all(len(text) >= 30 and text.endswith(".") for text in texts)
        assert len(set(texts)) == len(texts)
    assert not set(told["en"]) & set(told["id"])


def test_a_terminal_leads_from_each_code_to_its_section(tmp_path: Path) -> None:
    page = problems_page()
    assert page is not None
    sections = re.findall(r"^### (.*)$", page.read_text("utf-8"), re.MULTILINE)
    problem = Problem("missing-key", Place("profile.md", 2, 1), {"key": "name", "nearest": ""})
    line = problem_text(problem, tmp_path, color=True).split("\n")[0]
    (link,) = re.findall(r"\x1b]8;;(file:[^\a]+)\a", line)
    assert link == f"{page.as_uri()}#missing-key" and "missing-key" in sections
    assert (
        re.sub(r"\x1b(?:]8;;[^\a]*\a|\[[\d;]*m)", "", line)
        == problem_text(problem, tmp_path, color=False).split("\n")[0]
    )
