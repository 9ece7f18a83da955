"""Build times of the example portfolio: first, again, and after one sentence was edited; medians of several runs.

    python bench/build_content.py [--runs 3]

Each figure is the wall time of a whole process, Python's own start included. The site is copied aside first; nothing in
the working tree changes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peers import compile_modules

CONTENT = Path(__file__).parents[1] / "content"
THEMES = CONTENT.parent / "themes"


def timed(folder: Path) -> float:
    """Build once and return seconds; a failing build ends the measurement."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "kiprah", "build", "--today", "2026-11-22"], cwd=folder, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stderr)
    return time.perf_counter() - start


def edited(folder: Path, number: int) -> None:
    """Change one sentence of one activity."""
    path = sorted((folder / "content" / "activities").glob("*/index.md"))[0]
    path.write_text(path.read_text("utf-8") + f"\nKalimat nomor {number}.\n", "utf-8")


def main() -> int:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    compile_modules()
    figures: dict[str, list[float]] = {"first": [], "again": [], "edited": []}
    with tempfile.TemporaryDirectory() as aside:
        for number in range(runs):
            folder = Path(aside) / str(number)
            shutil.copytree(CONTENT, folder / "content")
            shutil.copytree(THEMES, folder / "themes")
            figures["first"].append(timed(folder))
            # The record trusts a file's times only once the clock has moved on.
            time.sleep(3)
            timed(folder)
            figures["again"].append(timed(folder))
            edited(folder, number)
            figures["edited"].append(timed(folder))
    photos = sum(1 for _ in CONTENT.rglob("*.jpg"))
    print(f"{photos} photos, {os.cpu_count()} processors, median of {runs}\n")
    print("| build | seconds | of the first |\n| --- | --- | --- |")
    first = statistics.median(figures["first"])
    for name, times in figures.items():
        median = statistics.median(times)
        print(f"| {name} | {median:.1f} | {median / first:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
