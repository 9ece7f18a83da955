"""A site in a language kiprah has no words for: its own words are marked with the language they are in."""

from __future__ import annotations

import gettext
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kiprah.build.planned_site import read_and_plan
from kiprah.plan.outputs import PageOutput
from kiprah.render.page import render_page
from support.building import request_in

ROOT = Path(__file__).parents[1]
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "source", "wbr"})


def spoken_words() -> frozenset[str]:
    """All English words of pages that are said as they stand."""
    said: set[str] = set()
    for domain in ("site", "plan"):
        path = ROOT / "generator/kiprah/locale/en/LC_MESSAGES" / f"{domain}.mo"
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
        # The names of networks and "E-mail" are names; the shortest words may be anybody's.
        entries = vars(catalogue)["_catalog"].items()
        said |= {text for key, text in entries if key and isinstance(text, str) and len(text) > 3 and "{" not in text}
    return frozenset(said - {"E-mail"})


class Unmarked(HTMLParser):
    """Words of ours that a page lets be read in its own language."""

    def __init__(self, words: frozenset[str]) -> None:
        super().__init__()
        self.words = words
        self.open: list[tuple[str, bool]] = []
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            told = dict(attrs)
            quiet = tag in ("script", "style", "title", "textarea") or "hidden" in told
            self.open.append((tag, quiet or (tag != "html" and "lang" in told)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() in self.words and not any(marked for _, marked in self.open):
            self.found.add(data.strip())


@pytest.mark.slow
def test_words_of_ours_are_marked_where_the_page_speaks_another_language(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    for translated in content.rglob("*.en.md"):
        translated.unlink()
    settings = (content / "site.yml").read_text("utf-8")
    settings = settings.replace("languages: [id, en]", "languages: [ar]").replace("language: id", "language: ar")
    (content / "site.yml").write_text(settings + "\ncards: {formats: []}\n", "utf-8")
    request = request_in(tmp_path, cache="cache")
    found = read_and_plan(request, lambda step, done, total: None)
    assert found.plan is not None and found.theme is not None, found.problems
    outputs = [output for output in found.plan.outputs if isinstance(output, PageOutput)]
    assert len(outputs) > 80
    words = spoken_words()
    assert len(words) > 100
    unmarked: dict[str, set[str]] = {}
    for output in outputs:
        page = Unmarked(words)
        page.feed(render_page(output, found.theme.theme, found.theme.asset_links).decode())
        for word in page.found:
            unmarked.setdefault(word, set()).add(output.path)
    assert unmarked == {}
