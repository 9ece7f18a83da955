from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiprah.content.markdown import _MARKS, _SIGNS, _converter, _converter_for, render_body
from kiprah.fields.source import Source
from kiprah.model.entry import Body, BodyLink, BodyPhoto


def body(text: str) -> Body:
    rendered, problems = render_body(text, "t", Source("activities/x/index.md", text), 1)
    assert problems == []
    return rendered


def page(text: str) -> str:
    return "".join(part if isinstance(part, str) else f"[{type(part).__name__}]" for part in body(text).parts)


def test_what_markdown_offers() -> None:
    html = page(
        '# A\n\n"Kata" -- *miring*\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nIstilah\n: arti\n\n```\nkode\n```\n\nx[^1]\n\n[^1]: catatan'
    )
    for piece in (
        '<h2 id="t-a">A</h2>',
        "\u201cKata\u201d",
        "<em>miring</em>",
        "<table>",
        "<dt>Istilah</dt>",
        "<pre><code>kode",
    ):
        assert piece in html
    assert 'id="t-fn-1"' in html and 'href="#t-fn-1"' in html


def test_photos_and_links_become_parts() -> None:
    parts = body(
        "Kata ![alt \"q\"](./class.jpg 'cap') lagi [ke](../a/index.md#bagian) [luar](https://x.example/)"
    ).parts
    photo = next(p for p in parts if isinstance(p, BodyPhoto))
    assert (photo.file, photo.alt, photo.caption) == ("class.jpg", 'alt "q"', "cap")
    link = next(p for p in parts if isinstance(p, BodyLink))
    assert (link.target, link.anchor) == ("../a/index.md", "bagian")
    assert (link.place.line, link.place.path) == (1, "activities/x/index.md")


def test_a_photo_never_stands_inside_a_paragraph() -> None:
    html = page("awal ![a](a.jpg) tengah ![b](b.jpg)\n\n![c](c.jpg)")
    assert html.count("[BodyPhoto]") == 3
    assert not re.search(r"<p>[^<]*\[BodyPhoto\]", html)


def test_a_remote_picture_becomes_a_link() -> None:
    html = page("![kucing](https://evil.example/x.png) ![](//evil.example/y.png)")
    assert "<img" not in html and 'href="https://evil.example/x.png"' in html and "y.png" not in html


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](data:text/html,x)",
    "[a](vbscript:x)",
    "<a href='javascript:x'>a</a>",
    "[a](//evil.example)",
    "[a](\\\\evil.example)",
    "<iframe src='https://evil.example'></iframe>",
    "<svg onload=alert(1)>",
    "<math><mi xlink:href='javascript:x'>",
    "<form action='https://evil.example'><input></form>",
    "<base href='https://evil.example'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<style>*{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<div class='kiprah' id='body'>x</div>",
    "```{: onclick=alert(1) }\nx\n```",
    '``` a" onclick="x\ny\n```',
    "# x {: onclick=alert(1) }",
    '[x](/u "\'><script>alert(1)</script>")',
    "[x]: javascript:alert(1)\n\n[x]",
    "<object data='x'></object><embed src='x'><video src='https://evil.example'></video>",
    "<a href='x' target='_blank' onclick='y'>z</a>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]
_ALLOWED = {"id", "lang", "dir", "href", "title", "rel", "start", "colspan", "rowspan", "scope", "datetime", "open"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_active_passes(text: str) -> None:
    reader = _Reader()
    shown = page(text)
    reader.feed(shown)
    assert "<script" not in shown.lower()
    for tag, attributes in reader.found:
        assert tag not in {
            "script",
            "iframe",
            "style",
            "form",
            "input",
            "base",
            "meta",
            "svg",
            "math",
            "object",
            "embed",
            "video",
            "img",
        }
        for name, value in attributes:
            assert name in _ALLOWED
            if name == "id":
                assert value is not None and value.startswith("t-")
            if name == "href":
                assert value is not None
                assert re.match(r"^(https?:|mailto:|#t-|\[BodyLink\])", value), value


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "![" * 10_000,
        "[a](" * 8_000,
        "\n".join("    " * i + "- a" for i in range(300)),
        ">" * 5_000 + "a",
        "<" * 20_000,
        "# a\n" * 20_000,
        "x" * 200_000,
        "|a" * 50_000,
        "*a **b " * 5_000,
        "`a " * 20_000,
        "a\n" * 100_000,
    ],
)
def test_hostile_work_is_refused_or_quick(text: str) -> None:
    before = time.process_time()
    rendered, problems = render_body(text, "t", Source("x.md", text), 1)
    assert time.process_time() - before < 5
    assert [p.code for p in problems] in ([], ["body-too-heavy"])
    if problems:
        assert rendered == Body()


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=list("<>[]()!#*_`~|\"'&;:/\\ {}=-\n\tabjsx1"), max_size=120))
def test_no_scraps_of_markup_crash_or_pass(text: str) -> None:
    rendered, _ = render_body(text, "t", Source("x.md", text), 1)
    reader = _Reader()
    shown = "".join(p for p in rendered.parts if isinstance(p, str))
    reader.feed(shown)
    assert bool(reader.found) == bool(re.search("<[a-z]", shown))
    for tag, attributes in reader.found:
        assert tag not in {"script", "iframe", "style", "img", "svg"}
        assert not any(name.startswith("on") or name in ("style", "class") for name, _ in attributes)


def test_plain_text_has_words_and_no_markup() -> None:
    assert body("# A & B\n\n*c* <b>d</b> ![e](f.jpg)\n\n- g\n- h").text == "A & B c d g h"


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "kata",
                " ",
                "\n",
                "\n\n",
                "|",
                "-",
                "--",
                ":",
                "- ",
                "1. ",
                "[^1]",
                "[^1]: ",
                "```",
                "~~~",
                "'",
                '"',
                "...",
                "*",
                "`",
                "#",
                "> ",
                "  ",
                "[",
                "](a.jpg)",
                "![",
                "<b>",
                "</b>",
                "<https://a.example>",
                "&amp;",
                "&",
                "\\",
                "_",
                "\t",
            ]
        ),
        max_size=30,
    )
)
def test_what_a_text_gives_nothing_to_find_changes_nothing(pieces: list[str]) -> None:
    text = "".join(pieces)
    everything = _converter((True,) * len(_MARKS), (True,) * len(_SIGNS)).reset().convert(text)
    assert _converter_for(text).reset().convert(text) == everything
