from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kiprah.content.body_sections import split_sections
from kiprah.content.markdown.renderer import render_body, to_html
from kiprah.fields.source import Source
from support.examples import examples


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


PIECES = [
    "## A {visibility=private}",
    "### B {visibility=private}",
    "A {visibility=private}\n---",
    "## Buka",
    "### Anak",
    "# Atas",
    "##Rapat",
    "Judul\n---",
    "  ## Menjorok",
    "    ## Kode",
    "## Refleksi",
    "- a",
    "  - b",
    "1. c",
    "    - d",
    "-",
    "> q",
    "> ## Q",
    "- ## L",
    "```",
    "````",
    "~~~",
    "  ```",
    "> ```",
    "- ```",
    "| a | b |",
    "|---|---|",
    "***",
    "<div>",
    "</div>",
    "<details>",
    "<!-- c -->",
    "<!--",
    "-->",
    "[^1]: catatan",
    "Kata[^1]",
    ": arti",
    "[x]: /u",
    "\\",
    "",
    "",
    "",
    "    ",
    "\t",
]


def words_of(text: str) -> set[str]:
    return set(re.findall(r"kata\d+x", text))


def private_by_commonmark(text: str) -> set[str]:
    """Name the words that another parser, which knows nothing of us, sees below a private heading."""
    found: set[str] = set()
    level = 0
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            here = int(token.tag[1])
            if level and here <= level:
                level = 0
            if not level and "{visibility=private}" in tokens[index + 1].content:
                level = here
        if level:
            found |= words_of(token.content)
    return found


class Headings(HTMLParser):
    """What stands below a private heading in our own rendering of the whole body."""

    def __init__(self) -> None:
        super().__init__()
        self.level, self.heading, self.depth = 0, 0, 0
        self.text = ""
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch(r"h[1-6]", tag) and self.depth == 0:
            self.heading, self.text = int(tag[1]), ""
        if ("class", "footnote") in attrs:
            # Notes stand at the end of a page, wherever they were written.
            self.level = 0
        self.depth += tag in ("ul", "ol", "dl", "blockquote")

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch(r"h[1-6]", tag) and self.heading:
            if self.level and self.heading <= self.level:
                self.level = 0
            if not self.level and "{visibility=private}" in self.text:
                self.level = self.heading
            self.heading = 0
            if self.level:
                self.found |= words_of(self.text)
        self.depth -= tag in ("ul", "ol", "dl", "blockquote")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.level and not self.heading:
            self.found |= words_of(data)


LINES = st.tuples(st.sampled_from(PIECES), st.sampled_from(["", "", "kata", "\nkata", "\n  kata", "\n    kata"]))


@settings(max_examples=examples(800), deadline=None)
@given(st.lists(LINES, max_size=5), st.sampled_from(PIECES[:3]), st.lists(LINES, max_size=7), st.booleans())
def test_nothing_private_is_published_whatever_stands_around_it(
    before: list[tuple[str, str]], heading: str, after: list[tuple[str, str]], own_reflection: bool
) -> None:
    lines = [*before, (heading, ""), *after]
    text = "\n".join(f"{piece}\n{word}{number}x" if word else piece for number, (piece, word) in enumerate(lines))
    source = Source("x.md", text)
    sections, _ = split_sections(text, 1, source, own_reflection=own_reflection)
    if sections.broken:
        return
    published = ""
    for part in (sections.main, sections.reflection or ""):
        rendered, _ = render_body(part, "t", source, 1)
        published += rendered.text + rendered.notes + "".join(p for p in rendered.parts if isinstance(p, str))
    bare = (
        re.sub(r"<!--.*?-->", lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL)
        if "```" not in text and "~~~" not in text
        else text
    )
    hidden = private_by_commonmark(bare)
    reader = Headings()
    reader.feed(to_html(bare))
    assert not words_of(published) & (hidden | reader.found)


@pytest.mark.parametrize(
    "text",
    [
        "<!--\n```\n-->\n## A {visibility=private}\n\nrahasia\n\n```\n",
        "## A {visibility=private}\n\n```\n-\nrahasia\n",
        "## A {visibility=private}\n\n~~~\n===\nrahasia\n",
        "- x\n\n  ```\n## A {visibility=private}\n\nrahasia\n\n  ```\n",
        "> ```\n\n## A {visibility=private}\n\nrahasia\n\n> ```\n",
        "## A {visibility=private}\n\n- x\n\n  ## B\n\n  rahasia\n",
        "## A {visibility=private}\n\nx\n\n    ## B\n\nrahasia\n",
        "## A {visibility=private}\n\n```\n## B\n```\n\nrahasia\n",
        "## A {visibility=private}\n\n> ## B\n\nrahasia\n",
        "## A {visibility=private}\n\n#tagar\n\nrahasia\n",
        "## A {visibility=private}\n\n- x\n---\nrahasia\n",
        "terbuka\n\n## A {visibility=private}\n\nrahasia[^1]\n\n## B\n\n[^1]: rahasia\n\n    rahasia lagi\n",
    ],
)
def test_a_private_section_holds_under_every_syntax(text: str) -> None:
    source = Source("x.md", text)
    sections, _ = split_sections(text, 1, source, own_reflection=True)
    rendered, _ = render_body(sections.main, "t", source, 1)
    assert sections.broken or "rahasia" not in rendered.text + rendered.notes


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\n```\n{visibility=private}\n```\n\n```\n", 4),
        ("## A {visibility=private}\n\n```\n\n## B\n\nrahasia", 3),
        ("## A {visibility=private}\n\n<div>\n\n## B\n\nrahasia</div>", 5),
        ("## A {visibility=private}\n\nx\n\n##B\n\nrahasia", 5),
    ],
)
def test_where_readers_of_markdown_differ_nothing_is_published(text: str, line: int) -> None:
    sections, problems = split(text)
    assert sections.broken and [(p.code, p.place.line) for p in problems] == [("visibility-unclear", line)]


def test_gits_marks_are_an_error_at_the_first_of_them() -> None:
    sections, problems = split("a\n\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> main\n")
    assert sections.broken and [(p.code, p.place.line) for p in problems] == [("merge-marks", 3)]
    assert [p.code for p in split("a\n>>>>>>> main\n")[1]] == ["merge-marks"]
    assert split("Judul\n=======\n\n> > kutip\n\n<<a>>\n")[1] == []


@pytest.mark.parametrize(
    "text", ["#Refleksi\n\nx", "- ## Refleksi\n\n  x", "> ## Refleksi\n> x", "```\n## Refleksi\n```"]
)
def test_only_a_heading_outside_everything_begins_the_reflection(text: str) -> None:
    assert split(text)[0].reflection is None


@pytest.mark.slow
def test_many_comments_and_open_fences_take_no_time() -> None:
    before = time.process_time()
    for text in (
        "<!-- a -->\n" * 2_000,
        "<!-- ``` -->\nx\n" * 1_000,
        "```x\n" * 4_000,
        "- ```\n" * 2_000,
        "> - ~~~\n" * 2_000,
    ):
        split(text)
    assert time.process_time() - before < 8


def test_a_private_heading_that_only_markdown_sees_breaks_the_entry() -> None:
    text = "### B {visibility=private}\nA {visibility=private}\n---\n### Anak\nkata"
    sections, problems = split_sections(text, 1, Source("x.md", text), own_reflection=False)
    assert sections.broken and [problem.code for problem in problems] == ["visibility-unclear"]
