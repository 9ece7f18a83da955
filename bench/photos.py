"""kiprah's photos beside eleventy-img's and beside the codecs alone: time, likeness and weight, in one run.

    python bench/photos.py --work /tmp/photos --runs 3

90 photos of 12 megapixels on 30 pages become 480, 960 and 1600 pixels wide WebP and JPEG. *kiprah* and *eleventy-img*
build their whole site from nothing, pages and all (cards are turned off); *codecs* only decodes, shrinks and encodes
(``bench/bare_codecs.py``). Times are medians of whole processes, taken in turns. Likeness is SSIM with a Lanczos of the
full decode, the mean of ``--sample`` photos; weights are sums of all files. Needs npm; Eleventy is installed into
``--work``, once. ``--corpus`` takes another one of `corpus.py`, with photos.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import peers
from likeness import ssim
from PIL import Image, ImageOps
from turns import Cost, Task, in_turns, median, timed

HERE = Path(__file__).parent
WIDTHS = (480, 960, 1600)
KINDS = ("webp", "jpeg")
_PICTURE = re.compile(r"<picture>.*?</picture>", re.DOTALL)
_FILE = re.compile(r'/img/([^\s",]+)-(\d+)\.(webp|jpeg)')

Made = dict[tuple[str, int, str], Path]
"""Published file of a photo, by its name, a width and a format."""


def corpus_of(work: Path) -> Path:
    """Make the corpus once: 30 activities with three photos each."""
    folder = work / "corpus-30-3"
    if not (folder / "corpus.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        size = ["--activities", "30", "--photos-per", "3"]
        peers.run([sys.executable, str(HERE / "corpus.py"), str(folder), *size], work)
    return folder


def built(peer: peers.Peer, work: Path) -> Task:
    """Return what builds a site from nothing."""

    def once() -> Cost:
        peers.put_aside(peer, work)
        return timed(list(peer.command), peer.folder, peer.environment)

    return once


def bare(photos: Path, out: Path, work: Path) -> Task:
    """Return what runs the codecs alone."""

    def once() -> Cost:
        if out.exists():
            shutil.move(out, work / "aside" / f"codecs-{time.monotonic_ns()}")
        return timed([sys.executable, str(HERE / "bare_codecs.py"), str(photos), str(out)], work)

    return once


def of_kiprah(peer: peers.Peer, corpus: Path) -> Made:
    """Find kiprah's files: they are named after the activity and the photo's place in it."""
    made: Made = {}
    media = peer.folder / "public" / "media"
    for post in peers.posts_of(corpus):
        slug = post["slug"][len("2026-01-01-") :]
        for number, (photo, _) in enumerate(post["photos"], 1):
            for path in media.glob(f"{slug}-{number}-*"):
                width, kind = path.name.rsplit("-", 1)[1].split(".")
                made[photo, int(width), kind] = path
    return made


def of_eleventy(peer: peers.Peer, corpus: Path) -> Made:
    """Find eleventy-img's files: a page shows its photos in their order."""
    made: Made = {}
    site = peer.folder / "_site"
    for post in peers.posts_of(corpus):
        page = (site / "activities" / post["slug"] / "index.html").read_text("utf-8")
        for (photo, _), shown in zip(post["photos"], _PICTURE.findall(page), strict=True):
            for stem, width, kind in _FILE.findall(shown):
                made[photo, int(width), kind] = site / "img" / f"{stem}-{width}.{kind}"
    return made


def of_codecs(out: Path, corpus: Path) -> Made:
    """Find the codecs' files."""
    photos = [photo for post in peers.posts_of(corpus) for photo, _ in post["photos"]]
    stems = ((photo, width, kind) for photo in photos for width in WIDTHS for kind in KINDS)
    return {(photo, width, kind): out / f"{Path(photo).stem}-{width}.{kind}" for photo, width, kind in stems}


def checked(name: str, made: Made, photos: int) -> Made:
    """See that a tool made every file, in the width it says."""
    if len(made) != photos * len(WIDTHS) * len(KINDS):
        sys.exit(f"{name} made {len(made)} files of {photos} photos")
    for (photo, width, _), path in made.items():
        with Image.open(path) as image:
            if image.width != width:
                sys.exit(f"{path} of {photo} is {image.width} wide")
    return made


def sampled(photos: Path, count: int) -> Iterator[tuple[str, dict[int, Image.Image]]]:
    """Yield some photos, lying and standing ones, with what each width should look like."""
    paths = sorted(photos.iterdir())
    for path in paths[:: max(1, len(paths) // count)][:count]:
        with Image.open(path) as image:
            upright = ImageOps.exif_transpose(image)
        sizes = ((width, round(width * upright.height / upright.width)) for width in WIDTHS)
        yield path.name, {size[0]: upright.resize(size, Image.Resampling.LANCZOS) for size in sizes}


def likeness(tools: dict[str, Made], photos: Path, count: int) -> dict[str, dict[tuple[int, str], float]]:
    """Return the mean SSIM of every tool's files, by width and format."""
    found: dict[str, dict[tuple[int, str], list[float]]] = {name: {} for name in tools}
    for photo, wanted in sampled(photos, count):
        for name, made in tools.items():
            for width, reference in wanted.items():
                for kind in KINDS:
                    with Image.open(made[photo, width, kind]) as image:
                        same = reference if reference.size == image.size else reference.resize(image.size)
                        found[name].setdefault((width, kind), []).append(ssim(image, same))
    return {name: {key: statistics.mean(values) for key, values in of.items()} for name, of in found.items()}


def weights(made: Made) -> dict[tuple[int, str], int]:
    """Return the bytes of all files, by width and format."""
    total: dict[tuple[int, str], int] = {}
    for (_, width, kind), path in made.items():
        total[width, kind] = total.get((width, kind), 0) + path.stat().st_size
    return total


def times(costs: dict[str, list[Cost]], photos: int) -> str:
    """Return the table of times in Markdown."""
    medians = {name: median(of) for name, of in costs.items()}
    ours = medians["kiprah"]
    lines = ["| tool | ms a photo | kiprah takes | processor ms | kiprah takes | MB |", "| --- |" + " --- |" * 5]
    for name, cost in medians.items():
        cells = [
            name,
            f"{cost.clock / photos * 1000:.0f}",
            f"{cost.processors / photos * 1000:.0f}",
            f"{cost.peak:.0f}",
        ]
        ratios = [f"{a / b:.2f} of it" for a, b in ((ours.clock, cost.clock), (ours.processors, cost.processors))]
        ratios = ["", ""] if name == "kiprah" else ratios
        lines.append("| " + " | ".join((cells[0], cells[1], ratios[0], cells[2], ratios[1], cells[3])) + " |")
    return "\n".join(lines)


def qualities(tools: dict[str, Made], alike: dict[str, dict[tuple[int, str], float]]) -> str:
    """Return the table of likeness and weight in Markdown."""
    other = "eleventy-img"
    heavy = {name: weights(made) for name, made in tools.items()}
    lines = [
        "| files | SSIM of kiprah | of eleventy-img | better by | MB | MB | heavier by |",
        "| --- |" + " --- |" * 6,
    ]
    for key in sorted(alike[other]):
        mine, theirs = alike["kiprah"][key], alike[other][key]
        a, b = heavy["kiprah"][key], heavy[other][key]
        cells = (f"{key[0]} {key[1]}", f"{mine:.4f}", f"{theirs:.4f}", f"{mine - theirs:+.4f}")
        lines.append("| " + " | ".join((*cells, f"{a / 1e6:.1f}", f"{b / 1e6:.1f}", f"{a / b - 1:+.1%}")) + " |")
    mine, theirs = (statistics.mean(alike[name].values()) for name in ("kiprah", other))
    a, b = (sum(heavy[name].values()) for name in ("kiprah", other))
    cells = ("all", f"{mine:.4f}", f"{theirs:.4f}", f"{mine - theirs:+.4f}")
    lines.append("| " + " | ".join((*cells, f"{a / 1e6:.1f}", f"{b / 1e6:.1f}", f"{a / b - 1:+.1%}")) + " |")
    return "\n".join(lines)


def main() -> int:
    """Measure and print two tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="default: 30 activities with 3 photos each, made in --work")
    parser.add_argument("--work", type=Path, default=Path("bench-work"), help="where tools and sites are put")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sample", type=int, default=10, help="how many photos are compared")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    work: Path = args.work.resolve()
    (work / "aside").mkdir(parents=True, exist_ok=True)
    corpus = args.corpus.resolve() if args.corpus else corpus_of(work)
    photos = corpus / "photos"
    count = len(list(photos.iterdir()))
    ours, theirs = (peers.laid_out(name, corpus, work) for name in ("kiprah", "eleventy"))
    codecs = work / "codecs"
    tasks = {"kiprah": built(ours, work), "eleventy-img": built(theirs, work), "codecs": bare(photos, codecs, work)}
    costs = in_turns(tasks, args.runs)
    tools = {"kiprah": of_kiprah(ours, corpus), "eleventy-img": of_eleventy(theirs, corpus)}
    tools["codecs"] = of_codecs(codecs, corpus)
    for name, made in tools.items():
        checked(name, made, count)
    alike = likeness(tools, photos, args.sample)
    print(f"{count} photos of 12 megapixels, {os.cpu_count()} processors, median of {args.runs}\n")
    print(times(costs, count) + "\n")
    print(qualities(tools, alike))
    if args.json:
        peers.written(args.json, json.dumps(costs, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
