"""Take the pictures of docs/editor.md: docs/pictures/editor-*.png, of the example in both languages. Needs Chromium.

python scripts/take_editor_pictures.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "serve"), str(ROOT / "scripts")]

from browser import Browser  # noqa: E402
from person import Person, named  # noqa: E402
from take_pictures import small  # noqa: E402

from kiprah.catalog import words  # noqa: E402
from support.serving import Serving  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
ENTRY = "activities/2025-11-22-dapur-umum/index.md"
SIZES = {"form": (1440, 900, 1000), "hide": (1440, 900, 1000), "phone": (360, 760, 360)}


def taken(browser: Browser, name: str, language: str, width: int) -> None:
    """Keep what the page looks like, as small as a page of the docs needs it."""
    target = PICTURES / f"editor-{name}-{language}.png"
    time.sleep(1)
    browser.picture(target)
    small(target, width)


def main() -> int:
    """Open the example's editor aside, and take every picture in each language."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is needed to take pictures")
    for language in ("id", "en"):
        own = words(language, "editor")
        with tempfile.TemporaryDirectory() as aside, Browser(chromium) as browser:
            shutil.copytree(ROOT / "content", Path(aside) / "content")
            server = Serving(Path(aside), "--edit", language=language, wait=300)
            try:
                browser.size(*SIZES["form"][:2])
                browser.open("http://" + server.wait_for("?token=").partition("http://")[2].strip())
                person = Person(browser)
                person.see("document.querySelector('.list')")
                browser.run(f"location.hash = '/{ENTRY.replace('/', '%2F')}'")
                person.see("document.querySelector('.editor')")
                browser.wait("document.querySelector('iframe').contentDocument?.readyState === 'complete'", 60)
                taken(browser, "form", language, SIZES["form"][2])
                person.click(named(own.say("ui.hide-open"), "document.querySelectorAll('.photo-card')[1]"))
                person.see("document.querySelector('.frame.draw img').naturalWidth > 100")
                person.draw("document.querySelector('.frame.draw')", (0.6, 0.72), (0.75, 0.9))
                browser.run("document.querySelector('.frame').scrollIntoView({block: 'center'})")
                taken(browser, "hide", language, SIZES["hide"][2])
                browser.size(*SIZES["phone"][:2])
                browser.run("location.hash = '/'")
                person.see("document.querySelector('.list')")
                browser.run("scrollTo(0, 0)")
                taken(browser, "phone", language, SIZES["phone"][2])
            finally:
                server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
