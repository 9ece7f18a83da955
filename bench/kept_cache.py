"""Time that keeping .kiprah between deploys saves: builds in fresh checkouts, with and without the cache put back.

    python bench/kept_cache.py [--runs 3] [--site FOLDER]

A host clones the repository anew each time, so that every file has the time of the checkout; a cache plugin puts
.kiprah back as an archive does. Each figure is the wall time of `kiprah build` as a process of its own, in a clone that
nothing was built in before; the output folder is always empty. `changed` is a deploy after one sentence was edited.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from peers import compile_modules

ROOT = Path(__file__).parents[1]


def git(folder: Path, *arguments: str) -> None:
    """Call Git as nobody in particular."""
    who = ("-c", "user.name=A", "-c", "user.email=a@a.example")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def deployed(source: Path, folder: Path, cache: Path | None) -> tuple[float, dict[str, bytes]]:
    """Clone, put the cache back, and build; return seconds and the published files."""
    git(source.parent, "clone", "-q", str(source), str(folder))
    if cache is not None:
        with tarfile.open(cache) as archive:
            archive.extractall(folder, filter="data")
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "kiprah", "build", "--today", "2026-11-22"], cwd=folder, capture_output=True, text=True
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stderr)
    public = folder / "public"
    return seconds, {p.relative_to(public).as_posix(): p.read_bytes() for p in public.rglob("*") if p.is_file()}


def saved(folder: Path, archive: Path) -> Path:
    """Keep the cache as a host does between two deploys."""
    with tarfile.open(archive, "w:gz", compresslevel=1) as file:
        file.add(folder / ".kiprah", ".kiprah")
    return archive


def main() -> int:
    """Measure and print a table in Markdown; published files must be the same either way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--site", type=Path, default=ROOT)
    given = parser.parse_args()
    compile_modules()
    figures: dict[str, list[float]] = {name: [] for name in ("cold", "kept", "cold, changed", "kept, changed")}
    size = 0
    with tempfile.TemporaryDirectory() as aside:
        source = Path(aside) / "repository"
        source.mkdir()
        for name in ("content", "themes"):
            if (given.site / name).is_dir():
                shutil.copytree(given.site / name, source / name)
        git(source, "init", "-q")
        git(source, "add", "-A", "-f")
        git(source, "commit", "-q", "-m", "site")
        text = sorted((source / "content/activities").glob("*/index.md"))[0]
        for number in range(given.runs):
            folder = Path(aside) / f"cold-{number}"
            seconds, plain = deployed(source, folder, None)
            figures["cold"].append(seconds)
            cache = saved(folder, Path(aside) / f"cache-{number}.tar.gz")
            size = cache.stat().st_size
            seconds, again = deployed(source, Path(aside) / f"kept-{number}", cache)
            figures["kept"].append(seconds)
            text.write_text(text.read_text("utf-8") + f"\nKalimat nomor {number}.\n", "utf-8")
            git(source, "commit", "-q", "-a", "-m", "edit")
            seconds, changed = deployed(source, Path(aside) / f"kept-changed-{number}", cache)
            figures["kept, changed"].append(seconds)
            seconds, anew = deployed(source, Path(aside) / f"cold-changed-{number}", None)
            figures["cold, changed"].append(seconds)
            if plain != again or changed != anew:
                sys.exit("a kept cache changed what is published")
    medians = {name: statistics.median(seconds) for name, seconds in figures.items()}
    print(f"{len(plain)} files, cache {size / 1e6:.1f} MB packed, {os.cpu_count()} processors\n")
    print("| deploy | without the cache | with it | share |\n| --- | --- | --- | --- |")
    for label, cold, kept in (("nothing changed", "cold", "kept"), ("one sentence", "cold, changed", "kept, changed")):
        share = medians[kept] / medians[cold]
        print(f"| {label} | {medians[cold]:.1f} s | {medians[kept]:.1f} s | {share:.0%} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
