from __future__ import annotations

import pytest

from kiprah.content.sections import split_sections
from kiprah.fields.source import Source


def split(body: str):
    return split_sections(body, 1, Source("x.md", body), own_reflection=True)


def test_reflection_and_private_sections_stand_apart() -> None:
    sections, problems = split(
        "Awal.\n\n## Refleksi\n\nSaya belajar.\n\n## Rahasia {visibility=private}\n\nJangan.\n\n## Akhir\n\nUsai."
    )
    assert problems == []
    assert sections.reflection == "Saya belajar."
    assert sections.private == (("Rahasia", "Jangan."),)
    assert "Jangan" not in sections.main
    assert "Usai." in sections.main and "## Akhir" in sections.main


def test_a_private_section_takes_its_subsections_along() -> None:
    sections, _ = split("## A {visibility=private}\n\nx\n\n### B\n\nrahasia\n\n## C\n\nterbuka")
    assert "rahasia" not in sections.main and "terbuka" in sections.main


def test_a_private_reflection_is_not_shown() -> None:
    sections, problems = split("Awal\n\n## Refleksi {visibility=private}\n\nrahasia")
    assert problems == [] and sections.reflection is None and "rahasia" not in sections.main


def test_a_private_part_of_the_reflection_is_not_shown() -> None:
    sections, _ = split("## Refleksi\n\nterbuka\n\n### Catatan {visibility=private}\n\nrahasia")
    assert sections.reflection == "terbuka"


@pytest.mark.parametrize(
    "heading",
    [
        "## A {visibility=private}",
        "## A {visibility='private'}",
        '## A {: visibility="private" }',
        "## A {#a visibility=private}",
        "##A {visibility=private}",
        "   ## A {visibility=private} ##",
        "A {visibility=private}\n---",
        "###### A {visibility=private}",
    ],
)
def test_every_way_to_write_a_private_heading(heading: str) -> None:
    sections, problems = split(f"terbuka\n\n{heading}\n\nrahasia besar\n")
    assert problems == []
    assert "rahasia besar" not in sections.main and "terbuka" in sections.main


@pytest.mark.parametrize(
    "text",
    [
        "## A {visibility=privat}\n\nrahasia",
        "## A {visibility: private}\n\nrahasia",
        "## A {visibilty=private}\n\nrahasia",
        "> ## A {visibility=private}\n>\n> rahasia",
        "- ## A {visibility=private}\n\n  rahasia",
        "Paragraf {visibility=private}\n\nrahasia",
        "## A {visibility=private\n\nrahasia",
        "## A {private}\n\nrahasia",
    ],
)
def test_a_doubtful_marker_breaks_the_entry(text: str) -> None:
    sections, problems = split(text)
    assert sections.broken
    assert {p.code for p in problems} == {"visibility-unclear"}


def test_a_heading_in_closed_code_is_code() -> None:
    sections, problems = split("```\n## A {visibility=private}\n```\n\nterbuka")
    assert problems == [] and not sections.private and "## A" in sections.main


def test_comments_never_pass_and_an_open_one_is_an_error() -> None:
    sections, problems = split("a <!-- tanya --> b\n\n<!--\n## Refleksi\n-->\n\nc")
    assert problems == [] and "tanya" not in sections.main and sections.reflection is None
    sections, problems = split("a\n\n<!-- lupa\n\nrahasia")
    assert [p.code for p in problems] == ["comment-open"] and sections.broken and "rahasia" not in sections.main


def test_footnotes_follow_the_part_that_refers_to_them() -> None:
    sections, _ = split("Awal[^1].\n\n## Refleksi\n\nBelajar[^2].\n\n[^1]: satu\n[^2]: dua")
    assert "[^1]: satu" in sections.main and "[^2]" not in sections.main
    assert sections.reflection is not None
    assert "[^2]: dua" in sections.reflection and "satu" not in sections.reflection
