"""Order in which an index puts pages: real texts, asked of kiprah's search and of Pagefind in Chromium."""

from __future__ import annotations

import contextlib
import http.server
import json
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pagefind import installed, write_index, write_pages

from kiprah.plan.search.records import BODY_WEIGHT, TITLE_WEIGHT, SearchRecord
from kiprah.plan.search.slices import search_part
from kiprah.plan.search.stop_words import STOP_WORDS
from kiprah.plan.search.tokens import search_tokens

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "themes" / "pelita" / "assets" / "community"


@dataclass(frozen=True)
class Corpus:
    """Pages laid before both."""

    name: str
    language: str
    records: tuple[SearchRecord, ...]


def corpora() -> list[Corpus]:
    """Read the real texts: the example in both languages, the documentation by section."""
    from support.searching import records_of_folder

    example = [
        Corpus(f"content/ ({language})", language, records_of_folder(ROOT / "content", language))
        for language in ("id", "en")
    ]
    sections: dict[str, list[SearchRecord]] = {"id": [], "en": []}
    indonesian = {"memasang", "mulai", "perintah", "pratinjau", "tulisan", "masalah"}
    for path in sorted((ROOT / "docs").glob("*.md")):
        language = "id" if path.stem in indonesian else "en"
        for number, section in enumerate(re.split(r"^##+ ", path.read_text("utf-8"), flags=re.MULTILINE)):
            title, _, text = section.partition("\n")
            name = title.strip("# `")
            if len(text.split()) > 12:
                url = f"{path.stem}/{number}/"
                sections[language].append(SearchRecord("page", url, name, ((TITLE_WEIGHT, name), (BODY_WEIGHT, text))))
    return [*example, *(Corpus(f"docs/ ({code})", code, tuple(found)) for code, found in sections.items())]


def queries_of(pages: Corpus, rng: random.Random) -> dict[str, list[tuple[str, str]]]:
    """Choose queries with the page each is about: title words, rare words, a beginning, a slip."""
    standing = Counter(word for r in pages.records for word in {w for _, text in r.texts for w in search_tokens(text)})
    titles = Counter(record.title for record in pages.records)
    kinds: dict[str, list[tuple[str, str]]] = {"title": [], "rare words": [], "beginning": [], "slip": []}
    for record in rng.sample(pages.records, min(60, len(pages.records))):
        words = [word for word in search_tokens(record.title) if word not in STOP_WORDS]
        if words and titles[record.title] == 1:
            kinds["title"].append((" ".join(words), record.url))
        body = {word for weight, text in record.texts if weight == BODY_WEIGHT for word in search_tokens(text)}
        rare = sorted(
            word
            for word in body
            if 1 < standing[word] < 6 and len(word) > 5 and word.isascii() and word not in STOP_WORDS
        )
        if len(rare) > 2:
            chosen = rng.sample(rare, 2)
            kinds["rare words"].append((" ".join(chosen), record.url))
            kinds["beginning"].append((f"{chosen[0]} {chosen[1][:-2]}", record.url))
            at = rng.randrange(3, len(chosen[1]))
            kinds["slip"].append((f"{chosen[0]} {chosen[1][:at]}{chosen[1][at + 1 :]}", record.url))
    return kinds


ASK = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>bench</title>
<script src="stem.js"></script><script src="search-index.js"></script>
<script type="module">
const asked = {queries};
const own = await kiprahIndex.opened("/search/data/", "1");
const pagefind = await import("/pagefind/pagefind.js");
await pagefind.init();
const answers = [];
for (const text of asked) {{
  const told = await own.search({{ text, kind: "", facets: [] }});
  const entries = await Promise.all(told.entries.slice(0, 10).map(own.entry));
  const found = await pagefind.search(text);
  const pages = await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
  answers.push({{
    own: entries.map((entry) => entry.address),
    theirs: pages.map((page) => page.url.slice(1).replace("index.html", "")),
  }});
}}
await fetch("/answers", {{ method: "POST", body: JSON.stringify(answers) }});
</script></html>"""


class _Host(http.server.SimpleHTTPRequestHandler):
    answers: list[Any] = []  # noqa: RUF012  one run at a time

    def do_POST(self) -> None:
        self.answers.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own name
        """Say nothing."""


@contextlib.contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Serve a folder, and take the answers that its page sends."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def asked(folder: Path, pages: Corpus, queries: Sequence[str]) -> list[dict[str, Any]]:
    """Ask both for every query in Chromium."""
    shutil.copy(SCRIPTS / f"stem-{pages.language}.js", folder / "stem.js")
    shutil.copy(SCRIPTS / "search-index.js", folder / "search-index.js")
    page = ASK.format(language=pages.language, queries=json.dumps(queries))
    (folder / "ask.html").write_text(page, "utf-8")
    _Host.answers.clear()
    with hosted(folder) as address:
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        browser = subprocess.Popen(
            [*command, f"{address}ask.html"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        give_up = time.monotonic() + 120
        while not _Host.answers and time.monotonic() < give_up:
            time.sleep(0.1)
        browser.terminate()
        browser.wait(20)
    if not _Host.answers:
        sys.exit("Chromium gave no answer")
    answers: list[dict[str, Any]] = _Host.answers[0]
    return answers


def rank(work: Path, show: int) -> None:
    """Print how the two agree, and how often each puts the page first that a query is about."""
    program = installed(work)
    sys.path.insert(0, str(ROOT / "tests"))
    from support.whole_index import index_chunks

    for pages in corpora():
        folder = work / f"rank-{re.sub('[^a-z]', '', pages.name)}"
        shutil.rmtree(folder, ignore_errors=True)
        plain = [_with_folder(record) for record in pages.records]
        write_pages(folder, plain, pages.language)
        subprocess.run([program, "--site", folder, "--silent", "--force-language", pages.language], check=True)
        write_index(folder, index_chunks([search_part("a", "A", "", plain, pages.language)], pages.language))
        kinds = queries_of(Corpus(pages.name, pages.language, tuple(plain)), random.Random(5))
        answers = iter(asked(folder, pages, [text for queries in kinds.values() for text, _ in queries]))
        print(f"\n{pages.name}: {len(plain)} pages")
        for kind, queries in kinds.items():
            if queries:
                _print_agreement(kind, queries, [next(answers) for _ in queries], show)


def _with_folder(record: SearchRecord) -> SearchRecord:
    from msgspec.structs import replace

    return replace(record, url=f"p/{record.url}")


def _print_agreement(
    kind: str, queries: Sequence[tuple[str, str]], answers: Sequence[dict[str, Any]], show: int
) -> None:
    own = [answer["own"] for answer in answers]
    theirs = [answer["theirs"] for answer in answers]
    wanted = [url for _, url in queries]
    shared = [
        len({*a} & {*b}) / max(1, min(10, max(len(a), len(b)))) for a, b in zip(own, theirs, strict=True) if a or b
    ]
    same = sum(a[:1] == b[:1] for a, b in zip(own, theirs, strict=True))
    print(
        f"  {kind:10} {len(queries):3} queries: page wanted first {_first(own, wanted)} / {_first(theirs, wanted)}, "
        f"reciprocal rank {_reciprocal(own, wanted):.2f} / {_reciprocal(theirs, wanted):.2f}, "
        f"nothing found {sum(not a for a in own)} / {sum(not b for b in theirs)}, "
        f"same first {same}, top ten shared {sum(shared) / max(1, len(shared)):.0%}  (kiprah / Pagefind)"
    )
    differing = [row for row in zip(queries, own, theirs, strict=True) if row[1][:1] != row[2][:1]]
    for (text, url), a, b in differing[:show]:
        print(f"      {text!r} ({url}): {a[:2]} / {b[:2]}")


def _first(found: Sequence[list[str]], wanted: Sequence[str]) -> int:
    return sum(urls[:1] == [url] for urls, url in zip(found, wanted, strict=True))


def _reciprocal(found: Sequence[list[str]], wanted: Sequence[str]) -> float:
    ranks = (1 / (urls.index(url) + 1) if url in urls else 0 for urls, url in zip(found, wanted, strict=True))
    return sum(ranks) / max(1, len(wanted))
