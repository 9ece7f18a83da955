"""``check`` finds what ``build`` finds, also what only rendering meets, and leaves what is published alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiprah.build.check import check
from kiprah.build.pipeline import build
from kiprah.build.request import Report, Request
from kiprah.problem import Problem
from support.building import request_in
from support.locked_pdf import locked_pdf
from support.variants import variants

Tree = Callable[..., Path]
TODAY = date(2026, 11, 22)
SETTINGS = "title: Jejak\nurl: https://a.example/\nlanguage: en\ncards: {formats: []}\n"
ENTRY = "content/activities/2026-06-01-day/index.md"


def request_of(root: Path, cache: str) -> Request:
    return request_in(root, cache=cache, jobs=None)


def errors(report: Report) -> set[tuple[str, str]]:
    return {(problem.code, problem.place.path) for problem in report.problems if problem.is_error}


CASES: dict[str, tuple[str, str, dict[str, bytes]]] = {
    "a locked document": (
        "evidence: [{kind: letter, file: letter.pdf, label: A letter}]",
        "",
        {"letter.pdf": locked_pdf()},
    ),
    "a broken film": ("videos: [{file: clip.mp4, alt: A clip}]", "", {"clip.mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 200}),
    "a template that fails on one page": (
        "",
        '{% extends "pelita:activity.html" %}{% block main %}{{ 1 // activity.gallery|length }}{% endblock %}',
        {},
    ),
    "a page that breaks the promise": (
        "",
        '{% extends "pelita:activity.html" %}{% block main %}<img src="https://b.example/x.png" alt="">{% endblock %}',
        {},
    ),
    "a date that is none": ("end: 2026-13-01", "", {}),
    "a field that no page has": (
        "",
        '{% extends "pelita:activity.html" %}{% block main %}\n{{ activity.item.titel }}{% endblock %}',
        {},
    ),
    "nothing at all": ("", "", {}),
}


@pytest.fixture
def site(tree: Tree) -> Callable[[str], Path]:
    def make(case: str) -> Path:
        keys, template, beside = CASES[case]
        files = {
            "content/profile.md": "---\nname: Alya\n---\nHello.\n",
            ENTRY: f"---\ntitle: A day\nhours: 2\n{keys}\n---\nWe did it.\n",
        }
        if template:
            files |= {"themes/mine/theme.yml": "extends: pelita\n", "themes/mine/templates/activity.html": template}
        root = tree(files, SETTINGS + ("theme: mine\n" if template else ""))
        for name, content in beside.items():
            (root / ENTRY).with_name(name).write_bytes(content)
        return root

    return make


@pytest.mark.parametrize("case", variants(CASES, 2))
def test_its_errors_are_those_of_a_build(case: str, site: Callable[[str], Path]) -> None:
    root = site(case)
    looked, built = check(request_of(root, "one")), build(request_of(root, "two"))
    assert errors(looked) == errors(built) and looked.exit_code == built.exit_code
    assert bool(errors(looked)) is (case != "nothing at all")


def test_what_is_published_stays_and_the_next_build_finds_what_was_made(site: Callable[[str], Path]) -> None:
    root = site("nothing at all")
    assert build(request_of(root, "one")).exit_code == 0
    before = {p: p.read_bytes() for p in (root / "public").rglob("*") if p.is_file()}
    (root / ENTRY).write_text("---\ntitle: Another day\n---\nWords.\n")
    assert check(request_of(root, "one")).exit_code == 0
    assert {p: p.read_bytes() for p in (root / "public").rglob("*") if p.is_file()} == before
    after = build(request_of(root, "one"))
    assert (after.exit_code, after.made) == (0, 0) and after.written > 0


def test_a_fault_in_a_template_is_said_once(site: Callable[[str], Path]) -> None:
    report = check(request_of(site("a field that no page has"), "one"))
    faults: list[Problem] = [problem for problem in report.problems if problem.code.startswith("template-")]
    assert [(problem.code, problem.values["nearest"]) for problem in faults] == [("template-field", "title")]
