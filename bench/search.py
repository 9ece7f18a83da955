"""kiprah's search beside Pagefind: what an index takes, and which pages each puts first.

    python bench/search.py size --members 5 50 500 --work /tmp/search
    python bench/search.py rank --work /tmp/search

``size`` makes up communities (words of `corpus.py`, 20 entries a member) and measures both indexes of them: processor
time, memory of the largest process, files, bytes, and what a search of two words loads. ``rank`` takes real texts, the
example in ``content/`` in both languages and ``docs/`` by section, lays the same pages before both, and asks each in
Chromium for the same queries: words of titles, rare words of texts, and those cut short or with a slip. Pagefind is
installed from npm into ``--work``, once.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import html
import http.server
import json
import os
import random
import re
import resource
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

import corpus

from kiprah.build.search_index import built_index
from kiprah.cache.blobs import FolderBlobs
from kiprah.plan.search.heads import SearchHead, packed_part
from kiprah.plan.search.index import index_chunks
from kiprah.plan.search.plan import search_plan
from kiprah.plan.search.records import BODY, FACTS, NAMES, TITLE, SearchRecord
from kiprah.plan.search.slices import search_part
from kiprah.plan.search.stop_words import STOP_WORDS
from kiprah.plan.search.tokens import search_tokens
from kiprah.workers import WorkerPool

ROOT = Path(__file__).parents[1]
PAGEFIND = "pagefind@1.6.0"
SCRIPTS = ROOT / "themes" / "pelita" / "assets" / "community"


@dataclass(frozen=True)
class Corpus:
    """Pages laid before both."""

    name: str
    language: str
    records: tuple[SearchRecord, ...]


def installed(work: Path) -> Path:
    """Install Pagefind once, and return its program."""
    program = work / "node_modules" / ".bin" / "pagefind"
    if not program.is_file():
        work.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(work), PAGEFIND]
        subprocess.run(command, check=True)
    return program


def write_pages(folder: Path, records: Sequence[SearchRecord], language: str) -> None:
    """Write each record as the page Pagefind reads: the title as heading, all its texts, its causes as a filter."""
    for record in records:
        texts = "".join(f"<p>{html.escape(text)}</p>" for weight, text in record.texts if weight != TITLE and text)
        causes = "".join(f'<span data-pagefind-filter="cause" hidden>{cause}</span>' for cause in record.causes)
        page = folder / record.url / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(
            f'<!doctype html><html lang="{language}"><title>{html.escape(record.title)}</title>'
            f"<body><main data-pagefind-body><h1>{html.escape(record.title)}</h1>{texts}{causes}</main></body></html>",
            "utf-8",
        )


def written(folder: Path, files: dict[str, bytes]) -> None:
    """Write an index."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


# size


def member_records(rng: random.Random, slug: str, vocabulary: list[str]) -> list[SearchRecord]:
    """Make up a member's entries: everyday words and a long tail of rare ones."""
    records = []
    for number in range(20):
        post = corpus.post(rng, number, [])
        words = [
            rng.choice(corpus.WORDS) if rng.random() < 0.6 else vocabulary[int(len(vocabulary) * rng.random() ** 3)]
            for _ in range(rng.randint(150, 400))
        ]
        facts = "\n".join((post.role, *post.skills, post.cause))
        texts = ((TITLE, post.title), (NAMES, post.organization), (FACTS, facts), (BODY, " ".join(words)))
        url = f"members/{slug}/activities/{post.slug}/"
        records.append(
            SearchRecord(
                "activity", url, post.title, texts, post.date, post.date[:7], post.organization, "Sleman, ID",
                " ".join(words[:20]), causes=(post.cause,), skills=tuple(map(corpus.slugged, post.skills)),
            )
        )  # fmt: skip
    return records


def measure_own(members: int, folder: Path) -> dict[str, float]:
    """Index a made-up community as a build does, in a process of its own: first, again, after one member's edit."""
    rng = random.Random(1)
    vocabulary = [f"{one}{other}" for one in corpus.WORDS[:220] for other in corpus.WORDS[:240]]
    blobs = FolderBlobs(folder / "cache")
    heads: list[SearchHead] = []
    making = 0.0
    records: list[SearchRecord] = []
    for number in range(members):
        records = member_records(rng, f"m{number}", vocabulary)
        before = time.process_time()
        head, content = packed_part(search_part(f"m{number}", f"Member {number}", f"members/m{number}/", records, "en"))
        making += time.process_time() - before
        blobs.put(head.blob, content)
        heads.append(head)
    spent: dict[str, float] = {"parts_s": making}
    files, spent["merge_s"] = timed_index(heads, blobs)
    again, spent["again_s"] = timed_index(heads, blobs)
    assert again == files
    for path, blob in files.items():
        written(folder, {path: blobs.get(blob) or b""})
    spent |= weighed(folder / "search")
    # The last member writes one entry more.
    slug = f"m{members - 1}"
    more = member_records(rng, slug, vocabulary)[0]
    head, content = packed_part(search_part(slug, slug.title(), f"members/{slug}/", [*records, more], "en"))
    blobs.put(head.blob, content)
    edited, spent["edit_s"] = timed_index([*heads[:-1], head], blobs)
    spent["edit_files"] = sum(files.get(path) != blob for path, blob in edited.items())
    spent["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return spent


def timed_index(heads: Sequence[SearchHead], blobs: FolderBlobs) -> tuple[dict[str, str], float]:
    """Make an index in this process; returns its files and the processor's seconds."""
    before = time.process_time()
    with WorkerPool(1) as workers:
        built = built_index(search_plan("en", "", heads), blobs, "bench", workers, force=False)
    return dict(built.files), time.process_time() - before


def measure_pagefind(program: Path, members: int, folder: Path) -> dict[str, float]:
    """Index the same with Pagefind."""
    rng = random.Random(1)
    vocabulary = [f"{one}{other}" for one in corpus.WORDS[:220] for other in corpus.WORDS[:240]]
    for number in range(members):
        write_pages(folder, member_records(rng, f"m{number}", vocabulary), "en")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "--site", folder, "--silent"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"index_s": spent, "peak_mb": after.ru_maxrss / 1024, **weighed(folder / "pagefind")}


def weighed(folder: Path) -> dict[str, float]:
    """Count files and bytes, as they are and as a host sends them."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    packed = sum(len(c) if c[:2] == b"\x1f\x8b" else len(gzip.compress(c, 6)) for c in contents)
    return {"files": len(contents), "mb": sum(map(len, contents)) / 1e6, "gz_mb": packed / 1e6}


def size(work: Path, counts: Sequence[int], tools: Sequence[str]) -> None:
    """Print what indexes of made-up communities take; each is measured in a process of its own."""
    program = installed(work)
    for members in counts:
        for kind in tools:
            folder = work / f"{kind}-{members}"
            shutil.rmtree(folder, ignore_errors=True)
            command = [sys.executable, __file__, "one", kind, str(members), str(folder), str(program)]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            shown = "  ".join(f"{name} {value:.2f}" for name, value in told.items())
            print(f"{members:5} members {members * 20:7} entries  {kind:9} {shown}", flush=True)


# rank


def corpora() -> list[Corpus]:
    """Read the real texts: the example in both languages, the documentation by section."""
    sys.path.insert(0, str(ROOT / "tests"))
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
                sections[language].append(SearchRecord("page", url, name, ((TITLE, name), (BODY, text))))
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
        body = {word for weight, text in record.texts if weight == BODY for word in search_tokens(text)}
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
    for pages in corpora():
        folder = work / f"rank-{re.sub('[^a-z]', '', pages.name)}"
        shutil.rmtree(folder, ignore_errors=True)
        plain = [_with_folder(record) for record in pages.records]
        write_pages(folder, plain, pages.language)
        subprocess.run([program, "--site", folder, "--silent", "--force-language", pages.language], check=True)
        written(folder, index_chunks([search_part("a", "A", "", plain, pages.language)], pages.language))
        kinds = queries_of(Corpus(pages.name, pages.language, tuple(plain)), random.Random(5))
        answers = iter(asked(folder, pages, [text for queries in kinds.values() for text, _ in queries]))
        print(f"\n{pages.name}: {len(plain)} pages")
        for kind, queries in kinds.items():
            if queries:
                _tell(kind, queries, [next(answers) for _ in queries], show)


def _with_folder(record: SearchRecord) -> SearchRecord:
    from msgspec.structs import replace

    return replace(record, url=f"p/{record.url}")


def _tell(kind: str, queries: Sequence[tuple[str, str]], answers: Sequence[dict[str, Any]], show: int) -> None:
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


def main() -> None:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    sizes = commands.add_parser("size")
    sizes.add_argument("--members", type=int, nargs="+", default=[5, 50, 500])
    sizes.add_argument("--alone", action="store_true", help="without Pagefind, which wants 16 GB for 5,000 members")
    ranks = commands.add_parser("rank")
    ranks.add_argument("--show", type=int, default=0, help="so many queries of each kind whose first page differs")
    for command in (sizes, ranks):
        command.add_argument("--work", type=Path, default=Path(os.environ.get("TMPDIR", "/tmp")) / "kiprah-search")
    one = commands.add_parser("one")
    one.add_argument("kind")
    one.add_argument("members", type=int)
    one.add_argument("folder", type=Path)
    one.add_argument("program", type=Path)
    given = parser.parse_args()
    if given.command == "size":
        size(given.work, given.members, ("own",) if given.alone else ("own", "pagefind"))
    elif given.command == "rank":
        rank(given.work, given.show)
    elif given.kind == "own":
        print(json.dumps(measure_own(given.members, given.folder)))
    else:
        print(json.dumps(measure_pagefind(given.program, given.members, given.folder)))


if __name__ == "__main__":
    main()
