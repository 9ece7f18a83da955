"""Forms from their first field to their foot: what they say, what they leave unasked, and what their parts are called."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from browser import Browser
from editor_page import Start, begun, entered, faults
from person import Person, field, named

from kiprah.authoring.form_fields import form_fields
from kiprah.catalog import words
from kiprah.content.json_schema import FILE_DECLARATIONS
from kiprah.fields.duration import read_minutes

LANGUAGES = pytest.mark.parametrize("language", ["en", "id"])
PROFILE = "document.querySelector('[data-at=headline]')"


@LANGUAGES
def test_help_and_hint_of_hours_agree_with_what_is_read(language: str) -> None:
    fields = form_fields("activity", FILE_DECLARATIONS["activity"].fields, language)
    help_text = next(one.help for one in fields if one.name == "hours")
    hint = words(language, "problems").say("bad-hours.hint")
    shown = re.findall(r"\"[^\"]+\"|\d+(?:[.,:]\d+)?", f"{help_text} {hint}")
    assert len(shown) >= 6
    # The form takes a comma as what it means; whoever is told of it is told nothing else a line below.
    unread = [one for one in shown if read_minutes(re.sub(r"^(\d+),(\d*)$", r"\1.\2", one.strip('"'))) is None]
    assert unread == [] and "koma" not in hint and "comma" not in hint


def opened(browser: Browser, path: str, first: str) -> Person:
    person = Person(browser)
    browser.run(f"location.hash = '/{path}'")
    person.see(first)
    browser.run("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    return person


def until(file: Path, text: str) -> None:
    end = time.monotonic() + 20
    while text not in file.read_text("utf-8"):
        assert time.monotonic() < end, file.read_text("utf-8")
        time.sleep(0.05)


@pytest.mark.browser
@pytest.mark.slow
@LANGUAGES
def test_a_language_is_called_by_its_name(tmp_path: Path, serving: Start, browser: Browser, language: str) -> None:
    own = words(language, "editor")
    server, content, _ = begun(tmp_path, serving, language)
    settings = content / "site.yml"
    browser.size(360, 740)
    entered(browser, server)
    person = opened(browser, "site.yml", field("language"))
    chosen = f"{field('language')}.selectedOptions[0].textContent"
    names = {"en": "English", "id": "Bahasa Indonesia"}
    assert browser.run(chosen) == names[language] and browser.run(f"{field('language')}.value") == language
    browser.run(
        f"{field('language')}.focus(); {field('language')}.value = 'jv';"
        f"{field('language')}.dispatchEvent(new Event('change', {{bubbles: true}}))"
    )
    until(settings, "language: jv\n")
    # Whoever needs another one writes its code; the form names it from then on.
    browser.run(f"{field('language')}.value = '…'; {field('language')}.dispatchEvent(new Event('change'))")
    person.see(f"document.activeElement === {field('language')} && {field('language')}.tagName === 'INPUT'")
    person.type("pt")
    until(settings, "language: pt\n")
    person = opened(browser, "profile.md", PROFILE)
    person = opened(browser, "site.yml", field("language"))
    assert browser.run(chosen) == {"en": "Portuguese", "id": "Portugis"}[language]
    assert own.say("ui.language-write") in browser.run(f"{field('language')}.innerText")
    assert faults(browser) == []


@pytest.mark.browser
@pytest.mark.slow
def test_a_number_that_kiprah_writes_is_not_asked_for(tmp_path: Path, serving: Start, browser: Browser) -> None:
    server, content, _ = begun(tmp_path, serving, "en")
    browser.size(360, 740)
    entered(browser, server)
    person = opened(browser, "profile.md", PROFILE)
    assert browser.run("document.querySelector('[data-at=id]')") is None
    profile = content / "profile.md"
    lasting = "urn:uuid:0b8e8d3e-7b2f-4a52-9f4e-3f1d2f6e7a11"
    profile.write_text(profile.read_text("utf-8").replace("---\n", f"---\nid: {lasting}\n", 1), "utf-8")
    person.see(f"{field('id')}?.value === {lasting!r}", 30)
    said = browser.run("document.querySelector('[data-at=id] .help').textContent")
    assert said == words("en", "editor").say("help.profile.id")


@pytest.mark.browser
@pytest.mark.slow
@LANGUAGES
def test_at_its_foot_a_form_says_that_all_is_saved_and_leads_on(
    tmp_path: Path, serving: Start, browser: Browser, language: str
) -> None:
    own = words(language, "editor")
    server, content, _ = begun(tmp_path, serving, language)
    (entry,) = (content / "activities").glob("*/index.md")
    browser.size(360, 740)
    entered(browser, server)
    person = opened(browser, f"activities/{entry.parent.name}/index.md", "document.querySelector('.end')")
    said, bar = (f"document.querySelector('{one}').textContent.trim()" for one in (".end .said", ".bar .status"))
    person.see(f"{said} === {own.say('ui.status-saved')!r}")
    assert browser.run("document.querySelectorAll('.end a').length") == 1, "a draft has no page to lead to"
    entry.write_text(re.sub(r"(?m)^date: .*$", "date: 2026-03-01", entry.read_text("utf-8")), "utf-8")
    person.see(f"{field('date')}.value === '2026-03-01'", 30)
    browser.send(
        "Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1
    )
    person.click(named(own.say("ui.draft-off")))
    person.see(f"{said}.startsWith({own.say('ui.status-offline')!r}) && {bar}.startsWith({said})")
    browser.send(
        "Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1
    )
    leads = named(own.say("ui.page-open"), "document.querySelector('.end')")
    person.see(f"{said} === {own.say('ui.status-saved')!r} && {leads}", 30)
    assert browser.run("document.documentElement.scrollWidth <= innerWidth") and faults(browser) == []
    address = browser.run(f"{leads}.pathname")
    assert address.startswith("/activities/")
    person.click("document.querySelector('.end a')")
    person.see("document.querySelector('.list')")
    browser.open(f"{server.address.rstrip('/')}{address}")
    assert browser.run("document.querySelector('h1').textContent.trim()") in entry.read_text("utf-8")


_UNNAMED = (
    "group",
    "radiogroup",
    "DisclosureTriangle",
    "Details",
    "textbox",
    "button",
    "combobox",
    "checkbox",
    "radio",
)


def nameless(browser: Browser) -> list[Any]:
    """Return what a screen reader would call by its kind alone."""
    nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    seen = [node for node in nodes if not node["ignored"] and node["role"]["value"] in _UNNAMED]
    assert len([node for node in seen if node["role"]["value"] in ("group", "Details")]) > 1, "there are some"
    return [(node["role"]["value"], node.get("nodeId")) for node in seen if not node.get("name", {}).get("value")]


@pytest.mark.browser
@pytest.mark.slow
@LANGUAGES
def test_every_group_and_fold_has_a_name(tmp_path: Path, serving: Start, browser: Browser, language: str) -> None:
    own = words(language, "editor")
    server, content, photos = begun(tmp_path, serving, language)
    (entry,) = (content / "activities").glob("*/index.md")
    browser.size(1440, 900)
    entered(browser, server)
    for path, first in (("profile.md", PROFILE), ("site.yml", field("language"))):
        opened(browser, path, first)
        assert nameless(browser) == [], path
    person = opened(browser, f"activities/{entry.parent.name}/index.md", "document.querySelector('.drop')")
    person.choose_files(".drop input[type=file]", photos[:2])
    person.see("document.querySelectorAll('.photo-card').length === 3", 60)
    for key, within in (("hide-open", ".photo-card"), ("hide-add", ".photo-card"), ("remove-open", ".whole")):
        person.click(named(own.say(f"ui.{key}"), f"document.querySelector('{within}')"))
        # The large picture comes a moment later, and moves what stands below it.
        person.see("document.querySelector('.frame.draw img').naturalWidth > 100")
    person.see("document.querySelector('.box') && document.querySelector('.whole .notice')")
    assert nameless(browser) == []
    person.click(named(own.say("ui.remove-now"), "document.querySelector('.whole .notice')"))
    person.see("document.querySelector('.list .removed')")
    browser.run("document.querySelector('.list .removed').open = true")
    assert nameless(browser) == []
