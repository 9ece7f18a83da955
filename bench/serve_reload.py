"""From saving a sentence to seeing it: ``kiprah serve`` and a real Chromium, medians of several saves.

    python bench/serve_reload.py [--activities 300] [--saves 9] [--no-cards]

The page of the edited activity is open. *Asked* is when the browser began to load it again, *shown* when it had
painted its first words, *loaded* when all of it was there; each in milliseconds from just before the file was
written. *CPU* is what kiprah itself worked for it, in milliseconds of a processor, which a busy machine stretches less
(Linux only). Two sentences are edited: one far below, which stands on the activity's page and in feeds alone, and the
first one, which other pages quote.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE.parent / "tests" / "serve")]

from browser import Browser  # noqa: E402

from support.serving import Serving  # noqa: E402

MOMENTS = """(() => {
  const entry = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  if (!entry.loadEventEnd || !paint) return null;
  return [0, paint.startTime, entry.loadEventEnd].map(moment => performance.timeOrigin + moment);
})()"""


def make_site(out: Path, activities: int, *, cards: bool) -> Path:
    """Make the site and return the file of the activity in its middle."""
    command = [sys.executable, str(HERE / "corpus.py"), str(out), "--activities", str(activities)]
    subprocess.run(command, check=True, capture_output=True)
    if not cards:
        with (out / "content" / "site.yml").open("a", encoding="utf-8") as settings:
            settings.write("cards: {formats: []}\n")
    return sorted((out / "content" / "activities").rglob("*.md"))[activities // 2]


def with_sentence(text: str, sentence: str, *, first: bool) -> str:
    """Put a sentence before or after all others."""
    if not first:
        return f"{text.rstrip()}\n\n{sentence}\n"
    return re.sub(r"\n---\n+", f"\n---\n\n{sentence} ", text, count=1)


def worked(process: int) -> float:
    """Return how many milliseconds of a processor a process has used, its threads and ended children included."""
    state = Path(f"/proc/{process}/stat")
    if not state.exists():
        return math.nan
    fields = state.read_text("utf-8").rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) * 1000 / os.sysconf("SC_CLK_TCK")


def measured(browser: Browser, server: Serving, file: Path, text: str, sentence: str) -> list[float]:
    """Save a file; return the times until the page with the sentence was asked for, shown and loaded, and the work."""
    before = worked(server.process.pid)
    saved = time.time() * 1000
    file.write_text(text, "utf-8")
    browser.wait(f"document.body && document.body.innerText.includes({sentence!r})", 60)
    times = [moment - saved for moment in browser.wait(MOMENTS)]
    time.sleep(0.5)
    return [*times, worked(server.process.pid) - before]


def main() -> int:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--activities", type=int, default=300)
    parser.add_argument("--saves", type=int, default=9)
    parser.add_argument("--no-cards", action="store_true")
    given = parser.parse_args()
    chromium = shutil.which("chromium") or sys.exit("Chromium is needed")
    rows: dict[str, list[list[float]]] = {"a sentence below": [], "the first sentence": []}
    with tempfile.TemporaryDirectory() as aside, Browser(chromium) as browser:
        root = Path(aside) / "site"
        file = make_site(root, given.activities, cards=not given.no_cards)
        text = file.read_text("utf-8")
        server = Serving(root, wait=600.0)
        browser.open(f"{server.address}activities/{page_of(root, file)}/")
        browser.wait("!!document.querySelector('kiprah-preview')")
        for name, moments in rows.items():
            for save in range(given.saves + 1):
                # Files' times must have moved on, as they have between two saves of a person.
                time.sleep(2.5)
                sentence = f"Sentence {save} of {name}."
                new = with_sentence(text, sentence, first=name == "the first sentence")
                # The first save is no measure: it takes away what was edited before.
                moments.extend([measured(browser, server, file, new, sentence)][: save and 1])
        server.close()
    print(f"{given.activities} activities, {os.cpu_count()} processors, median of {given.saves} saves, milliseconds\n")
    print("| changed | asked | shown | loaded | CPU |\n| --- | --- | --- | --- | --- |")
    for name, moments in rows.items():
        medians = (f"{statistics.median(column):.0f}" for column in zip(*moments, strict=True))
        print(f"| {name} | {' | '.join(medians)} |")
    return 0


def page_of(root: Path, file: Path) -> str:
    """Name the folder of an activity's page."""
    name = file.parent.name if file.stem == "index" else file.stem
    pages = root / ".kiprah" / "preview" / "activities"
    return max((page.name for page in pages.iterdir() if page.is_dir() and name.endswith(page.name)), key=len)


if __name__ == "__main__":
    sys.exit(main())
