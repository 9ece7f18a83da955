"""From a keystroke's save to the page beside the form: ``serve --edit`` and a real Chromium, medians of several saves.

    python bench/editor.py [--activities 300] [--saves 9] [--no-cards]

The form of an activity in the middle of the site is open, with its page beside it. *Saved* is when the server had
answered the request that the pause after typing sends, *shown* when the page beside held the sentence; each in
milliseconds from just before the request. *Opened* is how long the list and the form took to be there.
"""

from __future__ import annotations

import argparse
import json
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

WATCH = """(() => {
  window.saves = [];
  const send = window.fetch;
  window.fetch = async (...given) => {
    const isSave = given[1]?.method === 'PUT';
    const began = performance.now();
    if (isSave) saves.push({began});
    const answer = await send(...given);
    if (isSave) saves.at(-1).saved = performance.now() - began;
    return answer;
  };
})()"""
SHOWN = """new Promise(resolve => {
  const look = () => {
    const page = document.querySelector('iframe').contentDocument;
    const last = saves.at(-1);
    if (last?.saved && page.body?.textContent.includes(SENTENCE)) resolve([last.saved, performance.now() - last.began]);
    else setTimeout(look, 5);
  };
  look();
})"""


def measured(server: Serving, file: str, saves: int, chromium: str) -> tuple[list[float], list[list[float]]]:
    """Open the form and save it several times; return the times of opening, and of each save."""
    address = "http://" + server.wait_for("?token=").partition("http://")[2].strip()
    with Browser(chromium) as browser:
        browser.size(1440, 900)
        began = time.monotonic()
        browser.open(address)
        browser.wait("!!document.querySelector('.list')", 60)
        opened = [time.monotonic() - began]
        began = time.monotonic()
        browser.run(f"location.hash = '/' + encodeURIComponent({json.dumps(file)})")
        browser.wait("!!document.querySelector('.piece textarea')", 60)
        opened.append(time.monotonic() - began)
        browser.wait("document.querySelector('iframe').contentDocument?.readyState === 'complete'", 60)
        browser.run(WATCH)
        times = []
        for number in range(saves + 1):
            sentence = f"Saved for the {number}th time, from the form."
            browser.run(
                "(() => { const area = document.querySelector('.piece textarea'); area.focus();"
                "area.setSelectionRange(0, 0); })()"
            )
            browser.send("Input.insertText", text=f"{sentence} ")
            times.append(browser.run(SHOWN.replace("SENTENCE", json.dumps(sentence))))
            time.sleep(1.5)
        return opened, times[1:]  # the first one loads what a build needs


def main() -> int:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--activities", type=int, default=300)
    parser.add_argument("--saves", type=int, default=9)
    parser.add_argument("--no-cards", action="store_true", help="as the figures of the other bench are")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        corpus = [sys.executable, str(HERE / "corpus.py"), str(out), "--activities", str(given.activities)]
        subprocess.run(corpus, check=True, capture_output=True)
        content = out / "content"
        if given.no_cards:
            with (content / "site.yml").open("a", encoding="utf-8") as settings:
                settings.write("cards: {formats: []}\n")
        entries = sorted((content / "activities").rglob("*.md"))
        file = entries[len(entries) // 2].relative_to(content).as_posix()
        server = Serving(out, "--edit", wait=600)
        try:
            opened, times = measured(server, file, given.saves, given.chromium)
        finally:
            server.close()
    saved, shown = (statistics.median(column) for column in zip(*times, strict=True))
    worst = max(one[1] for one in times)
    print("| activities | list opened (s) | form opened (s) | saved (ms) | shown (ms) | slowest (ms) |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(f"| {given.activities} | {opened[0]:.2f} | {opened[1]:.2f} | {saved:.0f} | {shown:.0f} | {worst:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
