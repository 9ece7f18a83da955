from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiprah.content.body_sections import split_sections
from kiprah.content.markdown import extensions
from kiprah.content.markdown.extensions import converter_for
from kiprah.content.markdown.renderer import render_body
from kiprah.fields.source import Source
from kiprah.model.entry import Body, BodyLabel, BodyLink, BodyPhoto
from support.command import PYTHON, run_process
from support.examples import examples


def body(text: str) -> Body:
    rendered, problems = render_body(text, "t", Source("activities/x/index.md", text), 1)
    assert problems == []
    return rendered


def full_converter() -> markdown.Markdown:
    """Make the converter that leaves nothing out and tries every pattern on every line."""
    return extensions._converter((True,) * len(extensions._MARKS), (True,) * len(extensions._SIGNS))


def page(text: str) -> str:
    return told(body(text))


def told(rendered: Body) -> str:
    return "".join(part if isinstance(part, str) else f"[{type(part).__name__}]" for part in rendered.parts)


def hostile_page(text: str) -> str:
    rendered, problems = render_body(text, "t", Source("activities/x/index.md", text), 1)
    assert {p.code for p in problems} <= {
        "html-dropped",
        "link-mistyped",
        "link-local",
        "link-scheme",
        "foreign-markup",
    }
    return told(rendered)


def whole(text: str) -> tuple[str, list[str]]:
    """Split and render as entries are."""
    source = Source("activities/x/index.md", text)
    sections, problems = split_sections(text, 1, source, own_reflection=False)
    rendered, more = render_body(sections.main, "t", source, 1)
    return re.sub(r"(?<=>)\n|\n(?=<)", "", told(rendered)), [p.code for p in (*problems, *more)]


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
    html = hostile_page("![kucing](https://evil.example/x.png) ![](//evil.example/y.png)")
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
_ALLOWED = {
    "id",
    "lang",
    "dir",
    "href",
    "role",
    "aria-label",
    "title",
    "rel",
    "start",
    "colspan",
    "rowspan",
    "scope",
    "datetime",
    "open",
}


_ACTIVE = {
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


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def active_parts(html: str) -> list[str]:
    """Name the tags and attributes of a text that could do something."""
    reader = _Reader()
    reader.feed(html)
    tags = [tag for tag, _ in reader.found if tag in _ACTIVE]
    return tags + [
        name
        for _, attributes in reader.found
        for name, value in attributes
        if name not in _ALLOWED
        or (name == "id" and not (value or "").startswith("t-"))
        or (name == "href" and not re.match(r"^(https?:|mailto:|#t-|\[BodyLink\])", value or ""))
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_active_passes(text: str) -> None:
    shown = hostile_page(text)
    assert "<script" not in shown.lower()
    assert active_parts(shown) == []


def test_what_is_active_would_be_seen() -> None:
    html = '<p id="a">a<img src="x" onerror="y"><a href="javascript:x">b</a><a href="https://a.example" id="t-a">c</a>'
    assert active_parts(html) == ["img", "id", "src", "onerror", "href"]


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
@pytest.mark.slow
def test_hostile_work_is_refused_or_quick(text: str) -> None:
    before = time.process_time()
    rendered, problems = render_body(text, "t", Source("x.md", text), 1)
    assert time.process_time() - before < 5
    assert [p.code for p in problems] in ([], ["body-too-heavy"])
    if problems:
        assert rendered == Body()


@settings(max_examples=examples(150), deadline=None)
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


@settings(max_examples=examples(400), deadline=None)
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
                "~~",
                "~",
                "[x] ",
                "https://a.example/b",
                "www.a.example",
                "WwW.",
                "HTTP://a.example",
                "ftps:",
                "//",
                "a@b.example",
                "\\\n",
                ") ",
                "=",
                "<div>",
                "</div>",
                "    ",
            ]
        ),
        max_size=30,
    )
)
def test_what_a_text_gives_nothing_to_find_changes_nothing(pieces: list[str]) -> None:
    text = "".join(pieces)
    main = split_sections(text, 1, Source("x.md", text), own_reflection=False)[0].main
    own, full = (c.reset().convert(main) for c in (converter_for(main), full_converter()))
    assert re.sub(r"\s*\n\s*", "\n", own) == re.sub(r"\s*\n\s*", "\n", full)


@pytest.mark.parametrize(
    ("text", "is_needed"),
    [
        (
            "# Isi\n\nKata *tegas*: [kami](../kami/), 'begini' -- begitu.\n\n- a | b\n- [x] c\n\nd[^1]\n\n[^1]: ://",
            False,
        ),
        ("Lihat WWW.a.example", True),
    ],
)
def test_what_finds_addresses_is_loaded_for_texts_that_hold_one(text: str, is_needed: bool) -> None:
    code = (
        "import sys; from kiprah.content.markdown.renderer import to_html\n"
        "print('<a href=\"' in to_html(sys.argv[1]), 'pymdownx.magiclink' in sys.modules, 'http.client' in sys.modules)"
    )
    done = run_process(Path(), "-c", code, text, command=PYTHON)
    assert done.stdout.split() == ["True", *[str(is_needed)] * 2], done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kami bawa:\n- beras\n- air", "<p>Kami bawa:</p><ul><li>beras</li><li>air</li></ul>"),
        ("Lalu:\n1. cuci\n2. baca\n\nUsai", "<p>Lalu:</p><ol><li>cuci</li><li>baca</li></ol><p>Usai</p>"),
        ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        *(
            (f"- a\n{' ' * step}- b\n{' ' * step * 2}1. c\n{' ' * step * 2}2. d\n- e", "<ul><li>a<ul><li>b<ol><li>c</li><li>d</li></ol></li></ul></li><li>e</li></ul>")
            for step in (2, 3, 4)
        ),
        *(
            (f"1. a\n{' ' * step}- b\n{' ' * step}- c\n{' ' * step * 2}- d\n2. e", "<ol><li>a<ul><li>b</li><li>c<ul><li>d</li></ul></li></ul></li><li>e</li></ol>")
            for step in (2, 3, 4)
        ),
        ("- a\n\t- b\n\t- c", "<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>"),
        ("- a\n      - b\n      - c\n- d", "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"),
        ("- a\n1. b\n- c", "<ul><li>a</li></ul><ol><li>b</li></ol><ul><li>c</li></ul>"),
        ("- a\n\n- b\n- c", "<ul><li><p>a</p></li><li><p>b</p></li><li><p>c</p></li></ul>"),
        ("- a\n\n  lagi\n\n      kode", "<ul><li><p>a</p><p>lagi</p><pre><code>kode</code></pre></li></ul>"),
        ("- satu\n\n  ```\n  x < y\n  ```\n- dua", "<ul><li><p>satu</p><pre><code>x &lt; y</code></pre></li><li><p>dua</p></li></ul>"),
        ("> - a\n>   - b\n> - c", "<blockquote><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul></blockquote>"),
        ("lahir\n1986. Hari cerah", "<p>lahir\n1986. Hari cerah</p>"),
        ("- tahun\n  1986. Cerah\n- b", "<ul><li>tahun\n1986. Cerah</li><li>b</li></ul>"),
        ("Ini:\n| a | b |\n|---|---|\n| 1 | 2 |", "<p>Ini:</p><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        ("a\n***\nb", "<p>a</p><hr><p>b</p>"),
        ("a\n> b\n\nc", "<p>a</p><blockquote><p>b</p></blockquote><p>c</p>"),
        ("teks\n```\nkode\n```\nteks", "<p>teks</p><pre><code>kode</code></pre><p>teks</p>"),
        ("~~lama~~ dan ~coret~, ~5 atau ~6", "<p><del>lama</del> dan <del>coret</del>, ~5 atau ~6</p>"),
        ("satu\\\ndua  \ntiga\nempat", "<p>satu<br>dua<br>tiga\nempat</p>"),
        ("#relawan #literasi\n\n#5 hari", "<p>#relawan #literasi</p><p>#5 hari</p>"),
        ("# Satu\n## Dua ##", '<h2 id="t-satu">Satu</h2><h3 id="t-dua">Dua</h3>'),
        ("## Belajar C#\n\n## Selesai ##", '<h2 id="t-belajar-c">Belajar C#</h2><h2 id="t-selesai">Selesai</h2>'),
        ("\\*a\\* \\<b\\> \\~c\\~ \\& d", "<p>*a* &lt;b&gt; ~c~ &amp; d</p>"),
        ("<details>\n<summary>x</summary>\n\n- *a*\n\n</details>", "<details><summary>x</summary><ul><li><em>a</em></li></ul></details>"),
    ],
)  # fmt: skip
def test_markdown_as_people_know_it(text: str, expected: str) -> None:
    assert whole(text) == (expected, [])


def test_bare_addresses_are_links() -> None:
    html, problems = whole("Lihat https://x.example/a_b_c. www.y.example, (https://z.example/a-b) a.b@c.example!")
    assert problems == []
    for address, words in (
        ("https://x.example/a_b_c", "https://x.example/a_b_c"),
        ("http://www.y.example", "www.y.example"),
        ("https://z.example/a-b", "https://z.example/a-b"),
        ("mailto:a.b@c.example", "a.b@c.example"),
    ):
        assert f'<a href="{address}" rel="noopener">{words}</a>' in html
    html, _ = whole("`https://x.example` dan [https://y.example](https://y.example)")
    assert html.count("<a ") == 1


def test_tasks_have_a_box_that_is_read_aloud_and_does_nothing() -> None:
    rendered = body("- [x] beli\n- [ ] cat\n- [y] bukan")
    assert [p.name for p in rendered.parts if isinstance(p, BodyLabel)] == ["task-done", "task-open"]
    html = told(rendered)
    assert html.count('<span role="img" aria-label="[BodyLabel]">') == 2 and "<input" not in html and "[y]" in html
    assert rendered.text == "\u2611 beli \u2610 cat [y] bukan"


def test_an_author_cannot_write_the_marks_of_a_box() -> None:
    assert not [p for p in body("\ue002 a \ue003 \U0001f389").parts if isinstance(p, BodyLabel)]


def test_footnotes_stand_apart_from_the_text() -> None:
    rendered = body("Kami membaca[^1] lagi[^b].\n\n[^1]: Di taman.\n[^b]: Di kelas.\n\n    - a\n      - b\n")
    assert rendered.text == "Kami membaca lagi."
    assert rendered.notes == "Di taman. Di kelas. a b"
    assert [(p.name, p.number) for p in rendered.parts if isinstance(p, BodyLabel)] == [
        ("footnote-back", "1"),
        ("footnote-back", "2"),
    ]
    html = told(rendered)
    assert 'title="' not in html and 'aria-label="[BodyLabel]"' in html and "Jump back" not in html


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("What I've learned", "what-ive-learned"),
        ('"Satu" -- dua & tiga', "satu-dua-tiga"),
        ("Tom &amp; Jerry", "tom-jerry"),
        ("H<sub>2</sub>O", "h2o"),
        ("*Miring* `kode` [tautan](https://a.example)", "miring-kode-tautan"),
        ("Catatan[^1]", "catatan"),
        ("Kelas #1 \\*bagus\\*", "kelas-1-bagus"),
        ("~~Lama~~ baru", "lama-baru"),
        ("Lihat https://a.example/b", "lihat-https-a-example-b"),
        ("\U0001f389", "bagian"),
        ("Judul {#nama}", "nama"),
    ],
)
def test_a_headings_id_is_its_words_whatever_stands_above(heading: str, anchor: str) -> None:
    for above in ("", 'It\'s "one" & <b>two</b> -- `three` https://b.example ~~x~~\n\n'):
        html, _ = whole(f"{above}## {heading}\n\nIsi.\n\n[^1]: catatan\n")
        assert re.findall(r'<h2 id="([^"]*)"', html) == [f"t-{anchor}"]


ADDRESSES = [
    ("https://x.example/daftar hadir.pdf", "https://x.example/daftar%20hadir.pdf"),
    ("https://x.example/a|b[c]", "https://x.example/a%7Cb%5Bc%5D"),
    ("https://x.example/50%", "https://x.example/50%25"),
    ("https://x.example/a%20b?c=d&e=%C3%A9#f", "https://x.example/a%20b?c=d&amp;e=%C3%A9#f"),
    ("http://[::1]:8000/", "http://[::1]:8000/"),
    ("tel:+62-21-555-0100", "tel:+62-21-555-0100"),
    ("sms:+6221", "sms:+6221"),
    ("mailto:a@b.example", "mailto:a@b.example"),
]


@pytest.mark.parametrize(("written", "published"), ADDRESSES)
def test_an_address_is_kept_and_encoded(written: str, published: str) -> None:
    html, problems = whole(f"[x]({written})")
    assert f'href="{published}"' in html and problems == []


@pytest.mark.parametrize(
    ("written", "code", "nearest"),
    [
        ("//x.example/a", "link-mistyped", "https://x.example/a"),
        ("htp://x.example/a", "link-mistyped", "https://x.example/a"),
        ("http//x.example", "link-mistyped", "https://x.example"),
        ("https:/x.example/a", "link-mistyped", "https://x.example/a"),
        ("https:\\\\x.example", "link-mistyped", "https://x.example"),
        ("https//:x.example", "link-mistyped", "https://x.example"),
        ("https://http://x.example", "link-mistyped", "http://x.example"),
        ("https://x .example/", "link-mistyped", ""),
        ("http://", "link-mistyped", ""),
        ("www.x.example/a", "link-mistyped", "https://www.x.example/a"),
        ("instagram.com/alya", "link-mistyped", "https://instagram.com/alya"),
        ("alya@x.example", "link-mistyped", "mailto:alya@x.example"),
        ("C:\\Users\\alya\\a.pdf", "link-local", ""),
        ("D:/Foto/a.jpg", "link-local", ""),
        ("file:///D:/a.pdf", "link-local", ""),
        ("/Users/Alya/Desktop/a.jpg", "link-local", ""),
        ("\\\\server\\bagi\\a.pdf", "link-local", ""),
        ("javascript:alert(1)", "link-scheme", None),
        ("data:text/html,x", "link-scheme", None),
        ("whatsapp://send?phone=1", "link-scheme", None),
    ],
)
@pytest.mark.parametrize("sign", ["", "!"])
def test_an_address_that_leads_nowhere_is_named(sign: str, written: str, code: str, nearest: str | None) -> None:
    text = f"Isi.\n\n{sign}[kata]({written})"
    rendered, problems = render_body(text, "t", Source("x.md", text), 1)
    assert [(p.code, p.place.line) for p in problems] == [(code, 3)]
    assert problems[0].values.get("nearest") == nearest
    assert "href=" not in told(rendered) and "BodyPhoto" not in told(rendered) and (sign or "kata" in told(rendered))


@pytest.mark.parametrize(
    "written",
    [
        "{% include galeri.html %}",
        "{{ site.title }}",
        "{{< youtube abc >}}",
        "{:.no_toc}",
        "[[Catatan lain]]",
        "![[foto.png]]",
        "> [!NOTE]\n> isi",
        "[TOC]",
        "[gallery ids=1]",
        "!!! note",
        "::: tip\nisi\n:::",
    ],
)
def test_other_tools_markup_is_named_and_code_is_not(written: str) -> None:
    assert whole(f"Awal.\n\n{written}\n")[1] == ["foreign-markup"]
    assert whole(f"Awal.\n\n```\n{written}\n```\n")[1] == []
    assert whole(f"Awal `{written.splitlines()[0].lstrip('> ')}` akhir.")[1] == []


@pytest.mark.parametrize(
    "text", ["[x] dan [catatan] 5! {a} {#b}", "a [1] b [[]] {{}} c", "!!!", "a ::: b", "Hore!!! Kami bisa"]
)
def test_ordinary_signs_are_not_other_tools_markup(text: str) -> None:
    assert "foreign-markup" not in [c for c in whole(text)[1] if text != "a [1] b [[]] {{}} c"]


@pytest.mark.parametrize("tag", ["iframe", "video", "script", "style", "font", "center", "button", "svg", "nama"])
def test_html_that_is_dropped_is_named_once(tag: str) -> None:
    html, problems = whole(f"Halo.\n\n<{tag}>a</{tag}> <{tag}>b</{tag}>\n")
    assert problems == ["html-dropped"] and f"<{tag}" not in html
    assert whole(f"`<{tag}>` dan\n\n    <{tag}>\n")[1] == []
