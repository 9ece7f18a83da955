"""A circle in a real browser: from a host's sub-path and from a disk."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe import violations
from browser import Browser

from support.circles import PASSPHRASE, sealed_site_once

pytestmark = [pytest.mark.slow, pytest.mark.browser]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def sealed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_site_once(tmp_path_factory)


@pytest.fixture
def circle(sealed_site: Path, tmp_path: Path) -> Path:
    shutil.copytree(sealed_site / "circle", tmp_path / "host/some/where")
    return tmp_path / "host/some/where"


@pytest.fixture
def address(circle: Path) -> Iterator[str]:
    """Serve the circle under a sub-path."""
    handler = functools.partial(_Quiet, directory=str(circle.parents[1]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/some/where/"
        server.shutdown()


@pytest.fixture(scope="module")
def indonesian(chromium: str) -> Iterator[Browser]:
    with Browser(chromium, "--lang=id") as one:
        yield one


@pytest.fixture
def browser(indonesian: Browser) -> Iterator[Browser]:
    indonesian.begin()
    indonesian.send("Emulation.setLocaleOverride", locale="id-ID")
    # The 10th of December has not come for the browser, whatever the day of the test.
    indonesian.send("Page.addScriptToEvaluateOnNewDocument", source=_clock("2026-11-23T12:00:00Z"))
    yield indonesian
    indonesian.end()


def _clock(moment: str) -> str:
    return f"Date.now = () => new Date({moment!r}).getTime();"


def enter(browser: Browser, passphrase: str) -> None:
    browser.wait("!!document.querySelector('form') && !document.querySelector('form').hidden")
    browser.run(f"document.querySelector('#passphrase').value = {json.dumps(passphrase)}")
    browser.run("document.querySelector('form').requestSubmit()")


def opened(browser: Browser, address: str) -> None:
    browser.open(address)
    enter(browser, PASSPHRASE)
    browser.wait("!!document.querySelector('main#main')", 60)


def told(browser: Browser, name: str) -> str:
    return str(
        browser.wait(
            f"document.querySelector('#told').dataset.said === {name!r} && document.querySelector('#told').textContent",
            60,
        )
    )


@pytest.fixture(params=["host", "disk"])
def anywhere(request: pytest.FixtureRequest, circle: Path) -> str:
    return str(request.getfixturevalue("address")) if request.param == "host" else (circle / "index.html").as_uri()


def test_a_visitor_opens_it_browses_and_goes_back(browser: Browser, anywhere: str) -> None:
    browser.open(anywhere)
    enter(browser, "bukan ini kata sandinya")
    assert "passphrase" in told(browser, "wrong") or "Kata sandi" in told(browser, "wrong")
    enter(browser, PASSPHRASE)
    browser.wait("!!document.querySelector('main#main')", 60)
    assert "Kenanga" in browser.run("document.title")
    assert browser.run("getComputedStyle(document.querySelector('main')).display") == "block"
    browser.wait("[...document.fonts].some((font) => font.status === 'loaded')")
    browser.run("document.querySelector('nav.menu a').click()")
    browser.wait("document.body.classList.contains('page-activities')")
    assert browser.run("[...document.querySelectorAll('.mark')].map((mark) => mark.textContent).length") == 2
    browser.run("[...document.querySelectorAll('a')].find((link) => link.textContent.includes('Melati')).click()")
    browser.wait("document.body.classList.contains('page-activity')")
    browser.wait("document.images.length > 0 && document.images[0].naturalWidth > 300")
    assert browser.run("document.images[0].alt") == "Ember biru"
    assert browser.run("document.activeElement.id") == "main"
    browser.run("history.back()")
    browser.wait("document.body.classList.contains('page-activities')")
    browser.run("history.back()")
    browser.wait("document.body.classList.contains('page-home')")
    browser.run("history.forward()")
    browser.wait("document.body.classList.contains('page-activities')")
    assert browser.complaints() == []
    assert "kenanga" not in browser.run("location.href").casefold()
    assert browser.run("[sessionStorage.length, localStorage.length, document.cookie]") == [0, 0, ""]


def test_a_photo_opens_and_closes_with_the_keyboard(browser: Browser, address: str) -> None:
    opened(browser, address)
    browser.run("[...document.querySelectorAll('a')].find((link) => link.textContent.includes('Melati')).click()")
    browser.wait("!!document.querySelector('a.zoom')")
    shadow = "document.querySelector('#kiprah-circle').shadowRoot"
    browser.run("document.querySelector('a.zoom').focus()")
    browser.run("document.activeElement.click(); document.activeElement.click()")
    browser.wait(f"!!{shadow}.querySelector('dialog[open] img')?.naturalWidth")
    browser.press("Escape", 27)
    browser.wait(f"!{shadow}.querySelector('dialog')")
    assert browser.run("document.activeElement.matches('a.zoom')")
    assert browser.complaints() == []


def test_the_message_is_in_the_pages_language_and_names_the_page(browser: Browser, address: str) -> None:
    opened(browser, address)
    link = urlsplit(browser.run("document.querySelector('#kiprah-circle').shadowRoot.querySelector('a').href"))
    assert (link.scheme, link.path) == ("mailto", "alya@kenanga.example")
    values = parse_qs(link.query)
    assert "Jejak Kenanga" in values["subject"][0]
    assert "Yang aku suka:" in values["body"][0] and "ditinggalkan" in values["body"][0]
    bar = browser.run("document.querySelector('#kiprah-circle').shadowRoot.textContent")
    assert "10 Desember 2026" in bar


def test_a_link_into_the_circle_opens_that_page(browser: Browser, address: str) -> None:
    opened(browser, address)
    browser.run("document.querySelector('nav.menu a').click()")
    browser.wait("document.body.classList.contains('page-activities')")
    link = browser.run("location.href")
    browser.open("about:blank#")
    opened(browser, link)
    assert browser.run("document.body.classList.contains('page-activities')")


def test_it_stays_open_in_this_tab_only_where_that_is_chosen(browser: Browser, address: str) -> None:
    browser.open(address)
    browser.run("document.querySelector('#keep').click()")
    enter(browser, PASSPHRASE)
    browser.wait("!!document.querySelector('main#main')", 60)
    browser.open(address)
    browser.wait("!!document.querySelector('main#main')", 60)
    shadow = "document.querySelector('#kiprah-circle').shadowRoot"
    browser.run(f"{shadow}.querySelector('button').click()")
    browser.wait("!!document.querySelector('#passphrase') && !document.querySelector('#passphrase').disabled")
    assert browser.run("sessionStorage.length") == 0


def test_after_its_last_day_it_does_not_even_ask(browser: Browser, anywhere: str) -> None:
    browser.send("Page.addScriptToEvaluateOnNewDocument", source=_clock("2026-12-10T16:59:00Z"))
    opened(browser, anywhere)
    browser.send("Page.addScriptToEvaluateOnNewDocument", source=_clock("2026-12-10T17:00:01Z"))
    browser.open("about:blank#")
    browser.open(anywhere)
    assert "10" in told(browser, "ended")
    assert browser.run("document.querySelector('form').hidden")


def test_a_circle_left_open_closes_after_its_last_day(browser: Browser, address: str) -> None:
    opened(browser, address)
    browser.run(_clock("2026-12-11T00:00:00Z"))
    browser.send("Page.addScriptToEvaluateOnNewDocument", source=_clock("2026-12-11T00:00:00Z"))
    # After the answer: a page that is left answers nobody.
    browser.run("setTimeout(() => document.querySelector('nav.menu a').click()) > 0")
    assert told(browser, "ended")


def test_an_end_changed_on_the_host_is_noticed(browser: Browser, address: str, circle: Path) -> None:
    page = circle / "index.html"
    text = page.read_text("utf-8")
    later = re.sub(r'"ends": \d+', '"ends": 4102444800000', text)
    assert later != text
    page.write_text(later, "utf-8")
    browser.open(address)
    enter(browser, PASSPHRASE)
    assert told(browser, "part-damaged")


@pytest.mark.parametrize("damage", ["another letter", "no letter of base64"])
def test_missing_and_damaged_parts_are_said_kindly(browser: Browser, address: str, circle: Path, damage: str) -> None:
    for part in (circle / "parts").iterdir():
        content = bytearray(part.read_bytes())
        content[6000] = ord("-" if damage == "no letter of base64" else "B" if content[6000] == ord("A") else "A")
        part.write_bytes(content)
    browser.open(address)
    enter(browser, PASSPHRASE)
    assert told(browser, "part-damaged")
    for part in (circle / "parts").iterdir():
        part.unlink()
    browser.open("about:blank#")
    browser.open(address)
    enter(browser, PASSPHRASE)
    assert told(browser, "part-missing")


def nodes_of(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("children", ()):
        yield from nodes_of(inner)


def test_without_scripts_it_says_what_it_needs(browser: Browser, address: str) -> None:
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    browser.send("Page.navigate", url=address)
    end = time.monotonic() + 20
    shown = ""
    while "JavaScript" not in shown and time.monotonic() < end:
        document = browser.send("DOM.getDocument", depth=-1)
        shown = json.dumps(document, ensure_ascii=False)
        time.sleep(0.02)
    assert "JavaScript" in shown and '"form", "hidden"' not in shown
    # Of one answer: a node's number is another's as soon as the page moves on.
    (form,) = [node for node in nodes_of(document["root"]) if node["nodeName"] == "FORM"]
    assert "hidden" in form["attributes"]


def test_the_policy_holds_for_the_pages_it_shows(browser: Browser, anywhere: str) -> None:
    opened(browser, anywhere)
    browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.broken=1\">')")
    browser.run(
        "const s = document.createElement('script'); s.textContent = 'window.broken = 1'; document.body.append(s)"
    )
    assert browser.run("window.broken") is None
    assert (
        browser.run(
            "(() => { try { return fetch('https://b.example/').then(() => 1, () => 0) } catch { return 0 } })()"
        )
        == 0
    )


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_axe_finds_nothing(browser: Browser, address: str, width: int) -> None:
    browser.size(width, 900)
    browser.open(address)
    browser.wait("!document.querySelector('form').hidden")
    assert violations(browser) == []
    for tongue in ("en", "id"):
        browser.run(f"document.querySelector('[data-tongue={tongue}]').click()")
        assert browser.run("document.documentElement.scrollWidth") <= width
    enter(browser, "bukan ini kata sandinya")
    told(browser, "wrong")
    assert violations(browser) == []
    enter(browser, PASSPHRASE)
    browser.wait("!!document.querySelector('main#main')", 60)
    assert violations(browser) == []
    assert browser.run("document.documentElement.scrollWidth") <= width
