"""Every template of pelita draws its kind of page: rich and poor, both languages, hostile texts, at any depth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_pages import PATHS, pages

from kiprah.model.settings import Brand
from kiprah.plan.outputs import PageOutput
from kiprah.plan.views.page import PageKind
from kiprah.plan.views.text import Link
from kiprah.render.page import TemplateFault, relative, render_page
from kiprah.theme import Theme, load_theme, published_assets

THEMES = Path(__file__).parents[2] / "themes"
KINDS = tuple(PATHS)
UNNAMED = ("moved", "not-found", "plain", "reflections", "terms")
"""Kinds of pages whose sections need no name."""
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "rect", "source", "track", "wbr"}
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' {{ 7*7 }} </textarea></title>"


@cache
def pelita() -> tuple[Theme, Mapping[str, Link]]:
    theme, problems = load_theme("pelita", (THEMES,))
    assert theme is not None and problems == ()
    return theme, {name: Link(path) for name, (path, _) in published_assets(theme, Brand()).items()}


def drawn(output: PageOutput) -> str:
    return render_page(output, *pelita()).decode()


class _Page(HTMLParser):
    """What a page is made of; says when an element is left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.titles = 0
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        # Drawings have titles of their own.
        self.titles += tag == "title" and "svg" not in self.open
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open and self.open[-1] == tag, (self.open[-3:], tag)
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [given for tag, given in self.elements if tag in tags]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("full", [True, False], ids=["rich", "poor"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_template_draws_its_page(kind: PageKind, full: bool, language: str) -> None:
    html = drawn(pages(full=full, language=language)[kind])
    page = _Page(html)
    assert html.lstrip().startswith("<!doctype html>")
    assert page.all("html") == [{"lang": language, "dir": "ltr"}]
    assert (len(page.all("h1")), len(page.all("main")), page.titles) == (1, 1, 1)
    ids = [given["id"] for _, given in page.elements if "id" in given]
    assert len(ids) == len(set(ids))
    named = [name for _, told in page.elements for name in told.get("aria-labelledby", "").split()]
    assert set(named) <= set(ids) and (named or not full or kind in UNNAMED), kind
    assert page.all("a")[0] == {"class": "skip", "href": "#main"} and "main" in ids
    assert "None" not in page.text and "{{" not in html and "Link(" not in html
    # Only the author's face beside the author's name needs no words.
    assert all(
        given.get("alt") or (given["class"].startswith("face") and given["alt"] == "") for given in page.all("img")
    )
    assert "href=" in html and 'href=""' not in html


@pytest.mark.parametrize("kind", KINDS)
def test_headings_go_down_step_by_step(kind: PageKind) -> None:
    levels = [int(tag[1]) for tag, _ in _Page(drawn(pages()[kind])).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize("kind", KINDS)
def test_no_style_or_script_stands_in_a_page_and_nothing_comes_from_elsewhere(kind: PageKind) -> None:
    page = _Page(drawn(pages()[kind]))
    assert not page.all("style")
    for tag, told in page.elements:
        assert not [name for name in told if name == "style" or name.startswith("on")], (tag, told)
        assert not told.get("href", "").lower().startswith("javascript:")
    for told in page.all("script"):
        assert "src" in told or told["type"] == "application/ld+json"
    loaded = [given["src"] for given in page.all("img", "script", "video", "source") if "src" in given]
    loaded += [given["href"] for given in page.all("link") if given["rel"] in ("stylesheet", "preload", "icon")]
    assert loaded and not [address for address in loaded if "//" in address]


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_texts_stay_texts(kind: PageKind) -> None:
    tame, hostile = (_Page(drawn(pages(text)[kind])) for text in (str, lambda told: told + HOSTILE))
    # The same elements with the same attributes, whatever the texts say.
    assert [(tag, sorted(given)) for tag, given in hostile.elements] == [(t, sorted(g)) for t, g in tame.elements]
    assert "{{ 7*7 }}" in hostile.text


@pytest.mark.parametrize("kind", KINDS)
def test_right_to_left_pages_say_so(kind: PageKind) -> None:
    assert _Page(drawn(pages(language="ar", direction="rtl")[kind])).all("html") == [{"lang": "ar", "dir": "rtl"}]


def test_the_interfaces_words_name_their_language_where_it_has_none_of_the_pages() -> None:
    page = _Page(drawn(pages(language="ar", direction="rtl")["activity"]))
    assert [given["lang"] for given in page.all("bdi")] == ["en"] * len(page.all("bdi")) and page.all("bdi")
    assert not _Page(drawn(pages(language="id")["activity"])).all("bdi")
    assert not _Page(drawn(pages(language="en-GB")["activity"])).all("bdi")


def test_the_browsers_frame_has_the_colours_of_the_palette() -> None:
    told = [given for given in _Page(drawn(pages()["home"])).all("meta") if given.get("name") == "theme-color"]
    assert [given["content"] for given in told] == ["#fbf8f3", "#181512"]


def test_texts_in_another_language_name_it() -> None:
    page = _Page(drawn(pages()["activity"]))
    assert [given["lang"] for given in page.all("h1")] == ["en"]
    assert {given.get("lang") for given in page.all("img", "blockquote") if given.get("alt") != ""} == {"en"}


def test_the_head_says_what_previews_and_readers_need() -> None:
    page = _Page(drawn(pages()["activity"]))
    told = {given.get("property") or given.get("name"): given.get("content") for given in page.all("meta")}
    expected = {
        "og:type": "article",
        "og:title": "Teaching to read",
        "og:url": "https://alya.example/id/activities/reading-class/",
        "og:image": "https://alya.example/id/cards/reading-class/link.jpg?v=0a1b",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "A card",
        "og:locale": "id_ID",
        "og:locale:alternate": "en_US",
        "og:site_name": "Jejak Alya",
        "article:published_time": "2026-03-14",
        "article:modified_time": "2026-03-15",
        "article:section": "Education",
        "twitter:card": "summary_large_image",
        "twitter:image:alt": "A card",
        "generator": "kiprah",
        "color-scheme": "light dark",
    }
    assert {name: told.get(name) for name in expected} == expected
    links = [(given["rel"], given["href"]) for given in page.all("link") if "hreflang" not in given]
    assert ("canonical", "https://alya.example/id/activities/reading-class/") in links
    assert ("alternate", "../../feed.xml") in links and ("alternate", "../../feed.json") in links
    assert ("manifest", "../../manifest.webmanifest") in links
    assert ("me", "https://notes.example/@alya?a=1&b=2") in links
    others = {given["hreflang"]: given["href"] for given in page.all("link") if "hreflang" in given}
    assert others == {
        "id": "https://alya.example/id/activities/reading-class/",
        "en": "https://alya.example/id/en/activities/reading-class/",
    }


def test_pages_that_nobody_should_find_say_so() -> None:
    robots = {kind: 'content="noindex"' in drawn(output) for kind, output in pages().items()}
    assert {kind for kind, hidden in robots.items() if hidden} == {"share", "not-found", "moved"}


def test_microformats_stand_where_readers_look() -> None:
    marked = {
        kind: {name for _, given in _Page(drawn(output)).elements for name in given.get("class", "").split()}
        for kind, output in pages().items()
    }
    assert {"h-card", "p-name", "u-photo", "p-note", "u-url", "h-feed", "h-entry"} <= marked["home"]
    assert {"h-entry", "p-name", "dt-published", "e-content", "u-photo", "p-author", "u-url"} <= marked["activity"]
    assert {"h-entry", "p-name", "dt-published", "e-content", "p-author"} <= marked["reflection"]
    assert {"h-resume", "p-contact", "p-experience", "p-skill", "p-summary", "dt-start"} <= marked["cv"]


def test_the_first_photo_comes_at_once_and_the_rest_when_they_are_near() -> None:
    first, *rest = _Page(drawn(pages()["activity"])).all("img")
    assert first["fetchpriority"] == "high" and "loading" not in first
    assert rest and {given["loading"] for given in rest} == {"lazy"}
    for image in (first, *rest):
        assert image["width"].isdigit() and image["height"].isdigit()
        assert "tone-27 fx-2 fy-1" in image["class"]
    large = [image for image in (first, *rest) if image["alt"]]
    for sizes in (large, _Page(drawn(pages()["activity"])).all("source")):
        assert sizes and all(re.fullmatch(r"(\S+ \d+w, )*\S+ \d+w", image["srcset"]) for image in sizes)
        assert all(image["sizes"] for image in sizes)


def test_a_list_offers_each_photo_in_the_best_format_and_small() -> None:
    html = drawn(pages()["activities"])
    sources, images = _Page(html).all("source"), _Page(html).all("img")
    assert {source["type"] for source in sources} == {"image/webp"}
    assert images and all("srcset" not in image and image["loading"] == "lazy" for image in images)


def test_an_old_address_leads_on_without_script() -> None:
    page = _Page(drawn(pages()["moved"]))
    refresh = next(given for given in page.all("meta") if given.get("http-equiv") == "refresh")
    assert refresh["content"] == "0; url=../../activities/reading-class/index.html"
    assert any(given["href"] == "../../activities/reading-class/index.html" for given in page.all("a"))


def test_the_page_that_answers_everywhere_names_everything_from_the_host() -> None:
    page = _Page(drawn(pages()["not-found"]))
    assert page.all("a") and page.all("link")
    for told in page.all("a", "link", "script"):
        address = told.get("href") or told.get("src", "")
        assert re.match(r"/sub/path/|https?://|mailto:|#", address) or not address, address


@pytest.mark.parametrize(
    ("page", "link", "address"),
    [
        ("index.html", Link("activities/x/"), "activities/x/index.html"),
        ("activities/x/index.html", Link(""), "../../index.html"),
        ("activities/x/index.html", Link("activities/"), "../index.html"),
        ("activities/x/index.html", Link("media/a-1.webp"), "../../media/a-1.webp"),
        ("activities/x/index.html", Link("activities/x/", "y"), "#y"),
        ("activities/x/index.html", Link("activities/z/", "y z"), "../z/index.html#y%20z"),
        ("404.html", Link("roles/a:b?c#d/"), "roles/a%3Ab%3Fc%23d/index.html"),
        ("index.html", Link("causes/pendidikan-anak-é/"), "causes/pendidikan-anak-%C3%A9/index.html"),
    ],
)
def test_links_are_written_as_seen_from_the_page(page: str, link: Link, address: str) -> None:
    assert relative(page, link) == address


@given(st.lists(st.sampled_from(["a", "b", "é", "x y"]), max_size=4), st.lists(st.sampled_from(["a", "b"]), max_size=4))
def test_a_relative_link_leads_where_it_should(here: list[str], there: list[str]) -> None:
    from urllib.parse import unquote, urljoin

    link = Link("".join(f"{part}/" for part in there))
    host = "https://h.example/deep/down/"
    found = urljoin(host + "/".join([*here, "index.html"]), relative("/".join([*here, "index.html"]), link))
    assert unquote(found) == f"{host}{link.path}index.html"


def of(templates: dict[str, str]) -> Theme:
    """A theme of these templates alone."""
    texts = tuple(sorted((f"own:{name}", text) for name, text in templates.items()))
    return Theme("own", ("own",), (), texts, (), (), tuple((name, ()) for name, _ in texts))


def rendered(template: str, output: PageOutput | None = None) -> str:
    return render_page(output or pages()["activity"], of({"activity.html": template}), {}).decode()


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("fine\n{{ activity.nothing }}", 2, "nothing"),
        ("\n\n{{ translate_plain('no.such.words') }}", 3, "no.such.words"),
        ("{{ option('none') }}", 1, "none"),
        ("{{ asset('none.css') }}", 1, "none.css"),
        ("a\n{% include 'gone.html' %}", 2, "gone.html"),
        ("{{ 1 + page }}", 1, "unsupported"),
    ],
)
def test_a_mistake_in_a_template_names_its_file_and_line(template: str, line: int, said: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        rendered(template)
    assert (caught.value.file, caught.value.line) == ("themes/own/templates/activity.html", line)
    assert said in caught.value.message


def test_a_mistake_in_an_included_template_names_that_one() -> None:
    theme = of({"activity.html": "{% include 'part.html' %}", "part.html": "\n{{ gone }}"})
    with pytest.raises(TemplateFault) as caught:
        render_page(pages()["activity"], theme, {})
    assert (caught.value.file, caught.value.line) == ("themes/own/templates/part.html", 2)


def test_templates_escape_everything_they_are_not_told_is_safe() -> None:
    output = pages(lambda told: told + "<b>&\"'")["activity"]
    assert rendered("{{ activity.item.title }}", output) == "Teaching to read&lt;b&gt;&amp;&#34;&#39;"
    assert rendered("{{ activity.body.parts[0] }}", output).startswith("&lt;p&gt;")
    assert rendered("{{ safe(activity.body.parts[0]) }}", output).startswith("<p>")


def test_templates_see_the_sites_own_data() -> None:
    assert rendered("{{ extra.own.data[1] }}{{ page.kind }}{{ activity.item.picture is picture }}") == "2activityTrue"


def test_options_reach_the_page() -> None:
    quiet = drawn(pages(options=(("credit", False), ("strip", False)))["home"])
    assert "kiprah</li>" in drawn(pages()["home"]) and "kiprah</li>" not in quiet
    assert 'class="strip"' not in quiet


def test_the_same_value_gives_the_same_bytes() -> None:
    assert len(pages()) > 10
    for kind, output in pages().items():
        assert drawn(output) == drawn(pages()[kind])


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ translate_plain.__globals__ }}",
        "{{ site.__init__.__globals__ }}",
        "{{ member.links.__class__.__base__ }}",
    ],
)
def test_a_strangers_theme_reaches_nothing_of_python(text: str) -> None:
    with pytest.raises(TemplateFault, match=r"(?i)unsafe|undefined"):
        rendered(text)
