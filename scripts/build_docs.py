"""Build the documentation as a site of its own: both languages, searchable, readable from a disk, asking nobody.

    python scripts/build_docs.py [-o site]

Pages are rendered and sanitized as bodies of entries are, in pelita's letters and colours; the search folds and
stems words as a community's does. docs/contents.yml says in which order pages stand, and which are each
other's translation.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kiprah.colors import palette_css
from kiprah.content.markdown.renderer import to_html
from kiprah.content.markdown.sanitizer import sanitize

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
OWN = Path(__file__).parent / "docs_site"
PELITA = ROOT / "themes" / "pelita" / "assets"
LANGUAGES = ("id", "en")
COLOR = "#0f766e"
WORDS = {
    "id": {
        "docs": "Petunjuk",
        "search": "Cari di petunjuk",
        "skip": "Langsung ke isi",
        "pages": "Halaman",
        "other": "In English",
        "only": "dalam bahasa Inggris",
        "some": "{number} hasil",
        "none": "Tidak ada yang cocok. Coba kata lain.",
    },
    "en": {
        "docs": "Documentation",
        "search": "Search the documentation",
        "skip": "Skip to the text",
        "pages": "Pages",
        "other": "Dalam bahasa Indonesia",
        "only": "in English",
        "some": "{number} found",
        "none": "Nothing found. Try another word.",
    },
}
_HEADING = re.compile(r"<h([2-6])(?: id=\"[^\"]*\")?>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Page:
    """One page of the documentation."""

    name: str
    language: str
    twin: str
    """The same page in the other language; empty where there is none."""
    title: str
    body: str
    """Markdown below the title."""


def contents() -> list[dict[str, Any]]:
    """Read the order of pages; those that nobody listed stand at the end, with the twin that they name."""
    listed: list[dict[str, Any]] = yaml.safe_load((DOCS / "contents.yml").read_text("utf-8"))
    there = {path.stem for path in DOCS.glob("*.md")}
    for part in listed:
        part["pages"] = [[name if name in there else "" for name in pair] for pair in part["pages"]]
    named = {name for part in listed for pair in part["pages"] for name in pair}
    more = []
    for name in sorted(there - named):
        head = "\n".join((DOCS / f"{name}.md").read_text("utf-8").split("\n")[:8])
        twin = re.search(r"\[Dalam bahasa Indonesia\]\(([\w-]+)\.md\)", head)
        if twin or "[In English](" not in head:
            more.append([name, twin[1] if twin and twin[1] in there else ""])
    return [*listed, {"title": {"en": "More", "id": "Lainnya"}, "pages": more}] if more else listed


def pairs() -> list[tuple[str, str]]:
    """Return each page in English and Indonesian; empty where there is no twin."""
    return [(en, own) for part in contents() for en, own in part["pages"]]


def read_page(name: str, language: str, twin: str) -> Page:
    """Read a page; its first line is its title."""
    first, _, rest = (DOCS / f"{name}.md").read_text("utf-8").partition("\n")
    if not first.startswith("# "):
        raise SystemExit(f"docs/{name}.md: the first line is no title")
    return Page(name, language, twin, first[2:].strip(), rest)


def anchors(headings: Iterable[str]) -> list[str]:
    """Name headings as GitHub does, so that a link holds there and here."""
    used: dict[str, int] = {}
    named = []
    for heading in headings:
        plain = html.unescape(_TAG.sub("", heading)).strip().lower()
        anchor = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        count = used.get(anchor, 0)
        used[anchor] = count + 1
        named.append(f"{anchor}-{count}" if count else anchor)
    return named


def rendered(page: Page) -> str:
    """Render a page's text, with headings that can be linked to and links that stay inside."""
    safe = sanitize(to_html(page.body), "docs")
    names = iter(anchors(match[2] for match in _HEADING.finditer(safe)))
    safe = _HEADING.sub(lambda match: f'<h{match[1]} id="{next(names)}">{match[2]}</h{match[1]}>', safe)
    safe = safe.replace('href="#docs-', 'href="#').replace("<table>", '<div class="wide"><table>')
    safe = safe.replace("</table>", "</table></div>")
    # A block that is wider than the page can be moved with keys.
    safe = safe.replace("<pre>", '<pre tabindex="0">').replace('<div class="wide">', '<div class="wide" tabindex="0">')
    safe = re.sub(r'href="([\w-]+)\.md(#[^"]*)?"', lambda m: f'href="{m[1]}.html{m[2] or ""}"', safe)
    # The head of the page leads to its twin already.
    safe = re.sub(rf'<p><a href="{page.twin or "-"}\.html"[^>]*>[^<]*</a>\.?</p>\n?', "", safe, count=1)
    safe = re.sub(r'<a rel="noopener">(.*?)</a>', r"\1", safe)
    # What is no page of the documentation is in the repository.
    return re.sub(r'<a href="\.\./[^"]*"[^>]*>(.*?)</a>', r"\1", safe)


def sections(page: Page, text: str) -> Iterable[tuple[str, str, str, str, str]]:
    """Cut a page into what the search finds: page, anchor, title, heading, words."""
    at, anchor, heading = 0, "", ""
    for match in (*re.finditer(r'<h[2-4] id="([^"]*)">(.*?)</h[2-4]>', text, re.DOTALL), None):
        words = " ".join(html.unescape(_TAG.sub(" ", text[at : match.start() if match else len(text)])).split())
        if words:
            yield f"{page.name}.html", anchor, page.title, heading, words[:4000]
        if match:
            at, anchor, heading = match.end(), match[1], html.unescape(_TAG.sub("", match[2]))


def navigation(language: str, current: str, pages: dict[str, Page]) -> str:
    """Return the list of pages in one language; those it lacks lead to the other's."""
    parts = []
    for part in contents():
        items = []
        for english, own in part["pages"]:
            name = english if language == "en" else own or english
            page = pages[name]
            here = ' aria-current="page"' if name == current else ""
            lang = f' lang="{page.language}"' if page.language != language else ""
            note = f" ({WORDS[language]['only']})" if lang else ""
            items.append(f'<li><a href="{name}.html"{here}{lang}>{html.escape(page.title)}</a>{note}</li>')
        title = part["title"][language]
        parts.append(f"<h2>{html.escape(title)}</h2>\n<ul>{''.join(items)}</ul>")
    return f'<nav class="pages" aria-label="{WORDS[language]["pages"]}">{"".join(parts)}</nav>'


def document(language: str, title: str, body: str, nav: str, other: str) -> str:
    """Return a whole page."""
    words = WORDS[language]
    escaped = html.escape(title)
    link = f'<a href="{other}" lang="{"en" if language == "id" else "id"}">{words["other"]}</a>' if other else ""
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escaped} · kiprah</title>
<link rel="icon" href="assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="assets/brand.css">
<link rel="stylesheet" href="assets/pelita.css">
<link rel="stylesheet" href="assets/docs.css">
<script defer src="assets/search-index.js"></script>
<script defer src="assets/stem-{language}.js"></script>
<script defer src="assets/words-{language}.js"></script>
<script defer src="assets/docs.js"></script>
</head>
<body>
<a class="skip" href="#text">{words["skip"]}</a>
<header class="top"><strong><a href="index.html">kiprah</a></strong>
<form role="search" hidden>
<input type="search" data-search aria-label="{words["search"]}" placeholder="{words["search"]}">
</form>
{link}</header>
<div class="sides">
{nav}
<main id="text" tabindex="-1">
<section data-results hidden aria-label="{words["search"]}" data-some="{words["some"]}" data-none="{words["none"]}">
<p data-count role="status"></p><ul class="found"></ul></section>
<article data-text><h1>{escaped}</h1>
{body}</article>
</main>
</div>
</body>
</html>
"""


def front_page(pages: dict[str, Page]) -> str:
    """Return the first page: both languages beside each other."""
    columns = []
    for language in LANGUAGES:
        nav = navigation(language, "", pages).replace("<nav class", f'<nav lang="{language}" class')
        columns.append(f'<div lang="{language}"><h2>{WORDS[language]["docs"]}</h2>{nav}</div>')
    body = f'<div class="both">{"".join(columns)}</div>'
    return document("id", "kiprah", body, "", "").replace("<main id", '<main class="front" id', 1)


def build(output: Path) -> int:
    """Write the site into a new or empty folder, or over an earlier one; return how many pages it has."""
    if output.exists() and any(output.iterdir()) and not (output / "assets" / "docs.js").is_file():
        raise SystemExit(f"{output} holds something else")
    shutil.rmtree(output, ignore_errors=True)
    pages: dict[str, Page] = {}
    for english, own in pairs():
        pages[english] = read_page(english, "en", own)
        if own:
            pages[own] = read_page(own, "id", english)
    assets = output / "assets"
    assets.mkdir(parents=True)
    shutil.copy(PELITA / "pelita.css", assets)
    shutil.copytree(PELITA / "fonts", assets / "fonts")
    for name in ("search-index.js", "stem-id.js", "stem-en.js"):
        shutil.copy(PELITA / "community" / name, assets)
    for name in ("docs.css", "docs.js", "favicon.svg"):
        shutil.copy(OWN / name, assets)
    (assets / "brand.css").write_text(palette_css(COLOR), "utf-8")
    for folder in ("pictures", "schemas"):
        shutil.copytree(DOCS / folder, output / folder)
    for path in DOCS.glob("*.json"):
        shutil.copy(path, output)
    found: dict[str, list[tuple[str, str, str, str, str]]] = {language: [] for language in LANGUAGES}
    for page in pages.values():
        text = rendered(page)
        found[page.language] += sections(page, text)
        nav = navigation(page.language, page.name, pages)
        other = f"{page.twin}.html" if page.twin else ""
        (output / f"{page.name}.html").write_text(document(page.language, page.title, text, nav, other), "utf-8")
    for language, rows in found.items():
        data = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        (assets / f"words-{language}.js").write_text(f"globalThis.kiprahDocs = {data};\n", "utf-8")
    (output / "index.html").write_text(front_page(pages), "utf-8")
    return len(pages)


def main() -> int:
    """Build and say how many pages there are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "site")
    given = parser.parse_args()
    print(f"{given.output}: {build(given.output)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
