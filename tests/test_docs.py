"""The documentation: both languages say the same, every link leads somewhere, and it builds as a site that asks nobody."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest

from kiprah.catalog import words
from kiprah.problem_types import PROBLEM_TYPES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FOR_PROGRAMS = {"architecture", "portfolio", "theme-fields", "theme-macros"}
"""What is read by those who write programs or themes; everything else a student may need."""
GENERATED = {"commands", "markdown", "problems"}


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_docs", ROOT / "scripts" / "build_docs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_docs"] = module
    spec.loader.exec_module(module)
    return module


script = load_script()
PAIRS: list[tuple[str, str]] = script.pairs()
TWINS = [pair for pair in PAIRS if pair[1]]


def headings(name: str) -> list[int]:
    text = re.sub(r"^( *)(```+).*?^\1\2", "", (DOCS / f"{name}.md").read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [len(match[1]) for match in re.finditer(r"^(#{1,6}) ", text, re.MULTILINE)]


def test_every_page_stands_in_the_contents_once() -> None:
    named = [name for pair in PAIRS for name in pair if name]
    assert sorted(named) == sorted({path.stem for path in DOCS.glob("*.md")})


def test_the_page_about_the_code_can_be_read_as_it_is() -> None:
    """Who opens the code reads it in an editor, where no row of a table is set in columns."""
    lines = (DOCS / "architecture.md").read_text("utf-8").splitlines()
    assert len(lines) > 300
    assert [(number, len(line)) for number, line in enumerate(lines, 1) if len(line) > 120] == []


def test_what_a_student_needs_is_there_in_both_languages() -> None:
    assert len(TWINS) > 20
    assert {english for english, own in PAIRS if not own} <= FOR_PROGRAMS


@pytest.mark.parametrize("pair", TWINS, ids=lambda pair: pair[0])
def test_twins_have_the_same_parts_and_lead_to_each_other(pair: tuple[str, str]) -> None:
    english, own = pair
    assert headings(english) == headings(own)
    if english not in GENERATED:
        heads = {name: (DOCS / f"{name}.md").read_text("utf-8")[:900] for name in pair}
        assert f"[Dalam bahasa Indonesia]({own}.md)" in heads[english]
        assert f"[In English]({english}.md)" in heads[own]


def test_every_code_is_explained_in_both_languages() -> None:
    for language in ("en", "id"):
        text = (DOCS / words(language, "cli").say("problems-page")).read_text("utf-8")
        assert set(re.findall(r"^### ([\w-]+)$", text, re.MULTILINE)) == set(PROBLEM_TYPES)


class Parsed(HTMLParser):
    """Names, links, headings and what is fetched of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.doubled: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if name := values.get("id"):
            if name in self.ids:
                self.doubled.append(name)
            self.ids.add(name)
        if tag == "a" and (link := values.get("href")):
            self.links.append(link)
        self.fetched += [v for key in ("src", "srcset") if (v := values.get(key))]
        self.fetched += [values["href"] or ""] if tag == "link" else []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("docs") / "site"
    assert script.build(output) == len([name for pair in PAIRS for name in pair if name])
    return output


@pytest.mark.slow
def test_every_link_inside_leads_somewhere(built: Path) -> None:
    pages = {path.name: Parsed(path.read_text("utf-8")) for path in built.glob("*.html")}
    dead, inside = [], 0
    for name, page in pages.items():
        assert page.doubled == [], name
        for link in page.links:
            target, _, anchor = html.unescape(link).partition("#")
            if "://" in link or link.startswith("mailto:"):
                continue
            inside += 1
            target = target or name
            if not (built / target).exists() or (anchor and anchor not in pages[target].ids):
                dead.append((name, link))
    assert dead == []
    assert inside > 1000


@pytest.mark.slow
def test_nothing_is_asked_of_anybody(built: Path) -> None:
    fetched = {address for path in built.glob("*.html") for address in Parsed(path.read_text("utf-8")).fetched}
    assert fetched and all((built / address).is_file() for address in fetched), fetched
    for path in (built / "assets").glob("*.*"):
        if path.suffix in (".js", ".css"):
            code = path.read_text("utf-8") if not path.name.startswith("words-") else ""
            assert not re.search(r"fetch\(|XMLHttpRequest|sendBeacon|@import|url\([\"']?https?:", code), path.name


@pytest.mark.slow
def test_every_page_can_be_found(built: Path) -> None:
    for language in ("en", "id"):
        text = (built / "assets" / f"words-{language}.js").read_text("utf-8")
        rows = json.loads(text.removeprefix("globalThis.kiprahDocs = ").rstrip(";\n"))
        column = 0 if language == "en" else 1
        assert {row[0].removesuffix(".html") for row in rows} == {pair[column] for pair in PAIRS if pair[column]}
        assert all(len(row) == 5 and row[4] for row in rows)


def test_a_folder_that_holds_something_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "catatan.txt").write_text("x", "utf-8")
    with pytest.raises(SystemExit):
        script.build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["catatan.txt"]


SEARCH = """
const fs = require("fs"), path = process.argv[1], language = process.argv[2];
const nodes = {}; const listeners = {};
const node = (name) => nodes[name] ??= { dataset: {some: "{number}", none: "none"}, hidden: true, value: "", form: null,
  children: [], append(...more) { this.children.push(...more); }, replaceChildren(...more) { this.children = more; },
  addEventListener(kind, heard) { listeners[name + kind] = heard; }, querySelector: (inner) => node(inner), focus() {} };
const box = node("[data-search]"); box.form = node("form");
globalThis.document = { documentElement: { lang: language }, querySelector: node, createElement: () => ({
  children: [], append(...more) { this.children.push(...more); } }) };
globalThis.location = { search: "" };
for (const file of ["search-index.js", `stem-${language}.js`, `words-${language}.js`, "docs.js"])
  (0, eval)(fs.readFileSync(`${path}/assets/${file}`, "utf8"));
const found = process.argv.slice(3).map((query) => {
  box.value = query; listeners["[data-search]input"]();
  return node("ul").children.map((item) => item.children[0].href);
});
console.log(JSON.stringify(found));
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_search_finds_what_is_asked_for(built: Path) -> None:
    asked = {
        "id": {
            "izin foto": "foto.html",
            "menerbitkan": "menerbitkan.html",
            "git-photo-waits": "masalah.html",
            "zzqq": "",
        },
        "en": {"consent of photos": "photos.html", "translating": "translations.html", "cloudfl": "deploy.html"},
    }
    missed = []
    for language, queries in asked.items():
        done = subprocess.run(
            ["node", "-e", SEARCH, str(built), language, *queries], capture_output=True, text=True, check=True
        )
        for (query, page), links in zip(queries.items(), json.loads(done.stdout), strict=True):
            first = {link.partition("#")[0] for link in links[:3]}
            if page not in first if page else links:
                missed.append((query, links[:3]))
    assert missed == []
