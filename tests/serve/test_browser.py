"""The author's loop in a real browser: save, see it, understand what is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import Browser

from support.serving import Serving
from support.sites import write_settings

HARI = "content/activities/2026-05-01-hari.md"
LAIN = "content/activities/2026-06-02-lain.md"
PARTS = "document.querySelector('kiprah-preview')?.shadowRoot"
PANEL = f"{PARTS}?.querySelector('section')"
ASIDE = f"{PARTS}?.querySelector('.aside p')"
LONG = "\n\n".join(f"Paragraf nomor {number}, cukup panjang untuk sebuah baris." for number in range(80))

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def entry(title: str, text: str = "Isi.", more: str = "") -> str:
    return f"---\ntitle: {title}\n{more}---\n{text}\n"


@pytest.fixture
def root(tree: Callable[..., Path]) -> Path:
    return tree(
        {
            "content/profile.md": "---\nname: Alya\n---\nHalo.\n",
            HARI: entry("Hari", f"Kalimat pertama.\n\n{LONG}"),
            LAIN: entry("Lain"),
        },
        "title: Jejak\nurl: https://a.example/sub/\nlanguage: id\ncards: {formats: []}\n",
    )


def test_a_saved_sentence_shows_and_the_scroll_stays(
    root: Path, serving: Callable[..., Serving], browser: Browser
) -> None:
    server = serving(root)
    browser.open(f"{server.address}activities/hari/#main")
    browser.wait("new Promise(done => setTimeout(() => done(scrollY > 0), 300))")
    browser.wait(f"{PARTS} && (scrollTo({{top: 700, behavior: 'instant'}}), scrollY === 700)")
    server.write(HARI, entry("Hari", f"Kalimat kedua.\n\n{LONG}"))
    browser.wait("document.body.innerText.includes('Kalimat kedua.')")
    browser.wait("document.readyState === 'complete' && scrollY === 700")
    assert browser.complaints() == []


def test_a_page_that_did_not_change_stays_and_gets_a_quiet_link(
    root: Path, serving: Callable[..., Serving], browser: Browser
) -> None:
    server = serving(root)
    browser.open(f"{server.address}activities/lain/")
    browser.run("window.same = true; undefined")
    server.write(HARI, entry("Hari", f"Kalimat pertama.\n\n{LONG}\n\nLain sekali."))
    browser.wait(f"{ASIDE}?.textContent.startsWith('Just changed: Hari')")
    assert browser.run("window.same") is True
    assert browser.run(f"{ASIDE}.querySelector('a').pathname") == "/activities/hari/"
    browser.run(f"{ASIDE}.querySelector('a').click()")
    browser.wait("location.pathname === '/activities/hari/' && document.body.innerText.includes('Lain sekali.')")
    # What was news before is none on a page that was opened after it.
    browser.wait(f"{PARTS} && new Promise(done => setTimeout(() => done(true), 300))")
    assert browser.run(f"{ASIDE}") is None

    # A page that changes too is loaded again, and the link is there all the same.
    browser.open(f"{server.address}")
    browser.wait(f"!!{PARTS}")
    server.write(HARI, entry("Hari <b>baru</b>"))
    browser.wait(f"{ASIDE}?.textContent.includes('Hari <b>baru</b>')")
    assert "Hari <b>baru</b>" in browser.run("document.body.innerText")


def test_style_sheets_are_swapped_in_place(root: Path, serving: Callable[..., Serving], browser: Browser) -> None:
    shipped = Path(__file__).parents[2] / "themes" / "pelita" / "assets" / "pelita.css"
    css = root / "themes" / "milik" / "assets" / "pelita.css"
    css.parent.mkdir(parents=True)
    css.parent.parent.joinpath("theme.yml").write_text("name: milik\nextends: pelita\n", "utf-8")
    shutil.copy(shipped, css)
    settings = (root / "content/site.yml").read_text("utf-8")
    write_settings(root, settings + "theme: milik\n")
    server = serving(root)
    browser.open(server.address)
    browser.wait(f"!!{PARTS}")
    browser.run("window.same = true; undefined")
    for width in ("3px", "4px"):
        css.write_text(f"{shipped.read_text('utf-8')}\nbody {{ outline: {width} solid red }}\n", "utf-8")
        browser.wait(f"getComputedStyle(document.body).outlineWidth === '{width}'")
    assert browser.run("window.same") is True
    browser.wait("document.querySelectorAll('link[rel=stylesheet]').length === 2")
    assert browser.complaints() == []


def test_mistakes_show_over_the_last_good_page_and_clear_by_themselves(
    root: Path, serving: Callable[..., Serving], browser: Browser
) -> None:
    server = serving(root)
    browser.open(f"{server.address}activities/hari/")
    browser.wait(f"!!{PARTS}")
    browser.run("window.same = true; undefined")
    server.write(HARI, entry("Hari", "Baru.", "hours: two\n"))
    text = browser.wait(f"{PANEL}?.innerText")
    assert "1 thing to mend" in text and "content/activities/2026-05-01-hari.md:3:8" in text
    assert "bad-hours" in text and "Hint" in text
    assert browser.run(f"{PANEL}.querySelector('pre').textContent") == "hours: two"
    assert browser.run(f"{PANEL}.querySelector('mark').textContent") == "t"
    assert "Kalimat pertama." in browser.run("document.body.innerText")

    # By the keyboard: the first Tab reaches it, Enter folds it away, Enter shows it, Escape folds it.
    browser.press("Tab", 9)
    browser.run(f"{PARTS}.activeElement.click()")
    browser.wait(f"{PANEL}.classList.contains('folded')")
    assert browser.run(f"{PARTS}.activeElement.getAttribute('aria-expanded')") == "false"
    browser.run(f"{PARTS}.activeElement.click()")
    browser.wait(f"!{PANEL}.classList.contains('folded')")
    browser.press("Escape", 27)
    browser.wait(f"{PANEL}.classList.contains('folded')")

    # Another page, opened meanwhile, shows it too, folded as it was.
    browser.open(server.address)
    browser.wait(f"{PANEL}?.classList.contains('folded')")

    server.write(
        "content/activities/<b>x'\"/index.md", "---\ntitle: <script>alert(1)</script>\nhours: </pre><b>\n---\n"
    )
    browser.wait(f"{PANEL}?.querySelectorAll('li').length >= 2")
    assert browser.run(f"{PANEL}.querySelectorAll('script, img, li b:not(.hint b)').length") == 0

    shutil.rmtree(root / "content/activities/<b>x'\"")
    server.write(HARI, entry("Hari", "Baik lagi."))
    browser.wait(f"{PARTS} && {PANEL} === null")
    browser.open(f"{server.address}activities/hari/")
    browser.wait("document.body.innerText.includes('Baik lagi.')")
    assert browser.complaints() == []


def test_a_site_that_is_broken_at_the_start_says_what_to_mend(
    root: Path, serving: Callable[..., Serving], browser: Browser
) -> None:
    write_settings(root, "title: Jejak\nlanguage: id\ntemme: pelita\n")
    server = serving(root, language="id")
    browser.open(server.address)
    text = browser.wait(f"{PANEL}?.innerText")
    assert "1 hal yang perlu diperbaiki" in text and "content/site.yml:3:1" in text and "Belum ada halaman" in text
    server.write("content/site.yml", "title: Jejak\nlanguage: id\ncards: {formats: []}\n")
    browser.wait("document.querySelector('h1')?.textContent.includes('Alya')")
    assert browser.run(f"{PANEL}") is None
    # What is not there is expected to complain: the first answer was 404.
    assert [c for c in browser.complaints() if "404" not in c] == []


def test_a_page_whose_entry_was_renamed_says_where_it_went(
    root: Path, serving: Callable[..., Serving], browser: Browser
) -> None:
    server = serving(root)
    browser.open(f"{server.address}activities/lain/")
    browser.wait(f"!!{PARTS}")
    (root / LAIN).rename(root / "content/activities/2026-06-02-nama-baru.md")
    browser.wait(f"{ASIDE}?.textContent.startsWith('This page is no longer there.')")
    # Pages are called when they are in place; where the entry went is known a moment later.
    browser.wait(f"!!{ASIDE}?.querySelector('a')")
    assert browser.run(f"{ASIDE}.querySelector('a').pathname") == "/activities/nama-baru/"
    # A late call about the same build has the page ask again: it knows no more than before, and no less.
    asked = "performance.getEntriesByType('resource').filter(one => one.name.includes('livereload.json')).length"
    before = browser.run(asked)
    browser.run("new LiveReloadPluginKiprah().reload()")
    browser.wait(f"{asked} > {before}")
    browser.run("new Promise(done => setTimeout(done, 100))")
    assert browser.run(f"{ASIDE}.querySelector('a')?.pathname") == "/activities/nama-baru/"


def test_drafts_and_future_entries_are_marked(root: Path, serving: Callable[..., Serving], browser: Browser) -> None:
    (root / HARI).write_text(entry("Hari", "Isi.", "draft: true\n"), "utf-8")
    (root / "content/activities/2027-01-01-nanti.md").write_text(entry("Nanti"), "utf-8")
    server = serving(root, "--drafts", "--future")
    browser.open(server.address)
    assert len(browser.run("[...document.querySelectorAll('main .mark')].map(m => m.textContent)")) >= 2
    assert browser.run("document.querySelector('.preview').textContent.trim()")
    for name in ("hari", "nanti"):
        browser.open(f"{server.address}activities/{name}/")
        assert browser.run("document.querySelector('main .mark').textContent")


def test_a_server_that_came_back_is_followed_again(
    root: Path, serving: Callable[..., Serving], browser: Browser
) -> None:
    server = serving(root)
    port = server.address.rpartition(":")[2].strip("/")
    browser.open(f"{server.address}activities/hari/")
    browser.wait(f"!!{PARTS}")
    server.close()
    (root / HARI).write_text(entry("Hari", "Sesudah jeda."), "utf-8")
    again = serving(root, "--port", port)
    assert again.address == server.address
    browser.wait("document.body.innerText.includes('Sesudah jeda.')", 30)
