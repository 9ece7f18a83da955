"""The editor in a real browser: from a new site to an activity that looks published, pointed at and with keys alone."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from browser import Browser
from editor_page import FRAME, Start, address_of, begun, entered, faults
from person import SHIFT, Person, field, named

from kiprah.catalog import words
from support.command import run

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("width", [1440, 360])
def test_a_first_timer_gets_from_nothing_to_an_activity_with_photos(
    tmp_path: Path, serving: Start, browser: Browser, width: int, language: str
) -> None:
    own = words(language, "editor")
    server, content, photos = begun(tmp_path, serving, language)
    browser.size(width, 800)
    entered(browser, server)
    person = Person(browser, pause=0.03)
    person.click(named(own.say("ui.new-activity")))
    person.see("document.activeElement.id === 'new-title'")
    person.type("Membaca di Rumah Pelangi")
    person.click(named(own.say("ui.begin-now"), "document.querySelector('.begin-form')"))
    person.click("document.querySelector('[data-at=organization] input')")
    person.type("Rumah Pelangi")
    person.click(field("hours"))
    person.type("2,5")
    person.choose_files(".drop input[type=file]", photos)
    person.see("document.querySelectorAll('.photo-card').length === 3", 60)
    for number, who in enumerate(("minors", "none", "none")):
        person.click(field(f"photos.{number}.alt"))
        person.type(f"Tiga anak membaca di tikar, foto {number + 1}")
        person.click(f"{named(own.say(f'choice.people.{who}'), f'document.querySelectorAll(`.photo-card`)[{number}]')}")
    person.click(named(own.say("choice.consent.guardian")))
    person.click(named(own.say("ui.hide-open")))
    person.see("document.querySelector('.frame.draw img').naturalWidth > 100")
    person.draw("document.querySelector('.frame.draw')", (0.3, 0.3), (0.5, 0.6))
    person.click("document.querySelector('.piece.story textarea')")
    person.type("Kami membaca tiga buku. Yang paling disukai tentang hujan.")
    person.click(named(own.say("ui.reflect-add")))
    person.click(named(own.say("ui.frame-what")))
    person.click("document.querySelector('.piece.question textarea')")
    person.type("Saya belajar menunggu.")
    person.click(named(own.say("ui.draft-off")))
    person.see(f"document.querySelector('.status').textContent.trim() === {own.say('ui.status-saved')!r}")
    seen = f"{FRAME}.body.textContent.includes('Saya belajar menunggu.') && {FRAME}.querySelectorAll('img').length >= 3"
    person.see(f"{seen} && !{FRAME}.querySelector('.mark')", 30)
    assert person.actions <= 40 and person.seconds <= 180, (person.actions, person.seconds)
    print(f"{width} px, {language}: {person.actions} actions, {person.seconds:.0f} s")  # noqa: T201
    text = next((content / "activities").glob("*membaca-di-rumah-pelangi/index.md")).read_text("utf-8")
    assert 'hours: "2.5"' in text or "hours: 2.5" in text
    assert text.count("alt: ") == 3 and "hide: [[" in text and "draft: false" in text and "consent: guardian" in text
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert faults(browser) == []
    assert browser.complaints() == []


def test_a_preview_that_is_led_to_another_page_is_not_called_back_by_a_build(
    tmp_path: Path, serving: Start, browser: Browser
) -> None:
    entered(browser, begun(tmp_path, serving, "en")[0])
    browser.run("location.hash = '#/profile.md'; undefined")
    browser.wait(f"!!{FRAME}.querySelector('kiprah-preview')", 60)
    # The order that is rare by itself: the build's answer comes while the frame's next page is on its way.
    browser.run("""
        (() => {
          const frame = document.querySelector("iframe");
          const { LiveReloadPluginKiprah } = frame.contentWindow;
          frame.contentWindow.fetch = () => Promise.resolve({ ok: true, json: () => ({ action: "reload" }) });
          frame.src = "/?led";
          new LiveReloadPluginKiprah().reload();
        })()
    """)
    where = "document.querySelector('iframe').contentWindow.location"
    browser.wait(f"{where}.search === '?led'", 20)
    assert browser.run(f"{where}.pathname") == "/"


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_keys_alone_do_it_all(tmp_path: Path, serving: Start, browser: Browser, language: str) -> None:
    own = words(language, "editor")
    server, content, photos = begun(tmp_path, serving, language)
    browser.size(1440, 900)
    entered(browser, server)
    person = Person(browser)
    person.tab_to(named(own.say("ui.new-activity")))
    person.press("Enter")
    person.see("document.activeElement.id === 'new-title'")
    person.type("A day with keys")
    person.press("Enter")
    person.tab_to(field("hours"))
    person.type("3")
    person.choose_files(".drop input[type=file]", photos)
    person.see("document.querySelectorAll('.photo-card').length === 3", 60)
    third = "document.querySelectorAll('.photo-card')[2].querySelector('.handle')"
    person.tab_to(third)
    person.press("ArrowUp", times=1)
    person.see("document.querySelectorAll('.photo-card')[1].dataset.photo === 'photo-3.jpg'")
    person.tab_to(field("photos.1.people"))
    person.press(" ")
    person.tab_to(named(own.say("ui.hide-open"), "document.querySelectorAll('.photo-card')[1]"))
    person.press("Enter")
    person.tab_to(named(own.say("ui.hide-add")))
    person.press("Enter")
    person.see("document.activeElement.className === 'box'")
    person.press("ArrowRight", times=3)
    person.press("ArrowDown", SHIFT, 2)
    person.tab_to(named(own.say("ui.focus-open"), "document.querySelectorAll('.photo-card')[1]"), 400)
    person.press("Enter")
    # It shows once the photo does.
    person.tab_to("document.querySelector('.dot:not([hidden])')")
    person.press("ArrowLeft", times=5)
    person.tab_to("document.querySelector('.ready input')", 600)
    person.press("ArrowDown")
    person.see(f"document.querySelector('.status').textContent.trim() === {own.say('ui.status-saved')!r}")
    text = next((content / "activities").glob("*a-day-with-keys/index.md")).read_text("utf-8")
    assert "hide: [[0.43, 0.35, 0.2, 0.22]]" in text and "focus: [0.4, 0.5]" in text and "people: none" in text
    assert text.index("photo-1.jpg") < text.index("photo-3.jpg") < text.index("photo-2.jpg") and "draft: false" in text


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_activity_is_written_with_keys_alone_on_a_narrow_screen(
    tmp_path: Path, serving: Start, browser: Browser, language: str
) -> None:
    """From the list to title, day, hours and text: Tab, Enter, Space and letters, no pointer."""
    own = words(language, "editor")
    server, content, _ = begun(tmp_path, serving, language)
    browser.size(360, 740)
    entered(browser, server)
    person = Person(browser)
    person.tab_to(named(own.say("ui.new-activity")))
    assert_focus_is_seen(browser)
    person.press("Enter")
    person.see("document.activeElement.id === 'new-title'")
    person.type("Sore dengan papan ketik")
    person.tab_to(named(own.say("ui.begin-now"), "document.querySelector('.begin-form')"))
    assert_focus_is_seen(browser)
    person.press(" ")
    person.tab_to(field("date"))
    for _ in range(3):  # day, month, year; the calendar after them is outlined by the browser itself
        assert_focus_is_seen(browser)
        person.press("Tab")
    person.press("Tab", SHIFT, 3)
    person.enter("03032026")  # whether the browser asks for the day first or for the month
    for at, text in (("organization", "Taman Baca"), ("hours", "2,5")):
        person.tab_to(f"document.querySelector('[data-at={at}] input')")
        assert_focus_is_seen(browser)
        person.type(text)
    person.tab_to("document.querySelector('.piece.story textarea')")
    assert_focus_is_seen(browser)
    person.type("Kami membaca tiga buku.")
    person.press("Tab")
    person.see(f"document.querySelector('.status').textContent.trim() === {own.say('ui.status-saved')!r}")
    (entry,) = (content / "activities").glob("*-sore-dengan-papan-ketik/index.md")
    text = entry.read_text("utf-8")
    assert "date: 2026-03-03\n" in text and "organization: Taman Baca\n" in text and "hours: 2.5\n" in text, text
    assert text.endswith("Kami membaca tiga buku.\n")
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert faults(browser) == [] and browser.complaints() == []


def assert_focus_is_seen(browser: Browser) -> None:
    """What has the focus is on the screen, uncovered, and outlined."""
    seen = browser.run(
        "(() => { const one = document.activeElement, box = one.getBoundingClientRect();"
        "const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 12));"
        "const style = getComputedStyle(one);"
        "return {name: one.outerHTML.slice(0, 120), above: box.top, below: innerHeight - box.top,"
        "uncovered: one === top || one.contains(top) || !!top?.contains(one),"
        "marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none'}; })()"
    )
    assert seen["above"] >= 0 and seen["below"] > 0 and seen["uncovered"] and seen["marked"], seen


def test_an_entry_is_renamed_removed_and_brought_back_by_a_thumb(
    tmp_path: Path, serving: Start, browser: Browser
) -> None:
    own = words("id", "editor")
    server, content, _ = begun(tmp_path, serving, "id")
    browser.size(360, 800)
    entered(browser, server)
    person = Person(browser)
    person.click("document.querySelector('.card-title[href*=activities]')")
    person.click(named(own.say("ui.rename-open")))
    person.see("document.activeElement.closest('.whole form')")
    assert faults(browser) == []
    person.type("Sore di kebun")
    person.click(named(own.say("ui.rename-now"), "document.querySelector('.whole form')"))
    person.see("location.hash.includes('sore-di-kebun') && document.querySelector('.editor')")
    (renamed,) = (content / "activities").glob("*-sore-di-kebun*")
    person.click(named(own.say("ui.remove-open")))
    # Whoever presses without reading keeps it.
    person.see(f"document.activeElement.textContent === {own.say('ui.keep')!r}")
    assert faults(browser) == [] and renamed.exists()
    person.click(named(own.say("ui.remove-now"), "document.querySelector('.whole .notice')"))
    person.see("document.querySelector('.list .removed')")
    assert not renamed.exists()
    person.click("document.querySelector('.removed summary')")
    assert faults(browser) == []
    person.click(named(own.say("ui.bring-back")))
    person.see("location.hash.includes('sore-di-kebun') && document.querySelector('.editor')")
    # A build may end between two requests, and then asks for what was just moved away.
    assert renamed.exists() and [one for one in browser.complaints() if "404" not in one] == []


def test_data_of_ones_own_is_pointed_at(tmp_path: Path, serving: Start, browser: Browser) -> None:
    """Nested keys of ``extra``, and an option of the theme, without a line of YAML."""
    own = words("en", "editor")
    server, content, _ = begun(tmp_path, serving, "en")
    browser.size(1440, 900)
    entered(browser, server)
    person = Person(browser)
    person.see("document.querySelector('.list')")
    browser.run("location.hash = '/site.yml'")
    person.see("document.querySelector('[data-at=extra]')")
    browser.run("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    extra = "document.querySelector('[data-at=extra]')"
    person.click(f"{extra}.querySelector('.free-add input')")
    person.type("team")
    person.click(named(own.say("ui.free-add-group"), extra))
    person.click(f"{extra}.querySelector('.free-set .free-add input')")
    person.type("lead")
    person.click(named(own.say("ui.free-add-text"), f"{extra}.querySelector('.free-set')"))
    person.click(f"{extra}.querySelector('.free-set .free-text input')")
    person.type("Sari")
    person.click(named(own.say("choice.false"), "document.querySelector('[data-at=theme_options]')"))
    end = time.monotonic() + 15
    while "extra:\n  team:\n    lead: Sari\n" not in (text := (content / "site.yml").read_text("utf-8")):
        assert time.monotonic() < end, text
        time.sleep(0.05)
    assert "theme_options:\n  strip: false\n" in text
    assert faults(browser) == []


def test_a_slip_beside_the_form_shows_no_line_of_a_file(tmp_path: Path, serving: Start, browser: Browser) -> None:
    """The form says at its field what is wrong; the page beside it says that something is, and leads to a form."""
    own, page = words("en", "editor"), words("en", "serve")
    server, content, _ = begun(tmp_path, serving, "en")
    browser.size(1440, 900)
    entered(browser, server)
    person = Person(browser)
    (entry,) = (content / "activities").glob("*/index.md")
    browser.run(f"location.hash = '/activities/{entry.parent.name}/index.md'")
    # What is said of the page as a draft is as wide as its word.
    person.see(f"{FRAME}.querySelector('h1 ~ .mark')?.offsetWidth < 100", 60)
    person.click(field("hours"))
    person.type("many")
    panel = f"{FRAME}.querySelector('kiprah-preview').shadowRoot.querySelector('section')"
    person.see(f"{panel}?.classList.contains('folded')")
    person.see("document.querySelector('[data-at=hours] .wrong')")
    browser.run(f"{panel}.querySelector('button').click()")
    shown = browser.run(f"{panel}.innerText")
    assert "hours: " not in shown and "index.md" not in shown and "--drafts" not in shown, shown
    assert "many" in shown and page.say("page.form") not in shown, "the form stands beside it"
    browser.run("location.hash = '/profile.md'")
    person.see("document.querySelector('[data-at=headline]')")
    person.see(f"{panel}?.querySelector('li a')")
    assert browser.run(f"{panel}.querySelector('li a').textContent") == page.say("page.form")
    browser.run(f"{panel}.querySelector('li a').click()")
    person.see("document.querySelector('[data-at=hours] .wrong')")
    assert own.say("ui.status-saved") == browser.run("document.querySelector('.status').textContent.trim()")


def test_what_is_dropped_beside_the_box_is_taken_in_and_a_lost_picture_comes_again(
    tmp_path: Path, serving: Start, browser: Browser
) -> None:
    server, content, photos = begun(tmp_path, serving, "en")
    browser.size(1440, 900)
    entered(browser, server)
    person = Person(browser)
    (entry,) = (content / "activities").glob("*/index.md")
    browser.run(f"location.hash = '/activities/{entry.parent.name}/index.md'")
    person.see("document.querySelector('.drop')")
    person.drop("document.querySelector('h1')", photos[:1])
    person.see("document.querySelectorAll('.photo-card img')[1]?.naturalWidth > 0", 30)
    assert "file: photo-1.jpg" in entry.read_text("utf-8")
    # Where no photo belongs, a browser stays all the same: it would leave the page to show the file.
    browser.run("location.hash = '/site.yml'")
    person.see("document.querySelector('[data-at=url]')")
    browser.run("addEventListener('drop', (event) => { window.kept = event.defaultPrevented; }); undefined")
    person.drop("document.querySelector('h1')", photos[:1])
    person.see("window.kept === true")
    # The card's picture does not come: the connection is lost for it alone.
    browser.send("Network.setBlockedURLs", urls=["*api/picture*"])
    browser.run(f"location.hash = '/activities/{entry.parent.name}/index.md'")
    person.see("document.querySelector('.photo-card img')?.complete")
    assert browser.run("document.querySelector('.photo-card img').naturalWidth") == 0
    browser.send("Network.setBlockedURLs", urls=[])
    person.see("document.querySelector('.photo-card img').naturalWidth > 0")


def test_how_long_an_entry_waits_is_pointed_at(tmp_path: Path, serving: Start, browser: Browser) -> None:
    own = words("id", "editor")
    server, content, _ = begun(tmp_path, serving, "id")
    settings = content / "site.yml"
    settings.write_text(settings.read_text("utf-8") + "cool_off: 10d\n", "utf-8")
    browser.size(360, 800)
    entered(browser, server)
    person = Person(browser)
    browser.run("location.hash = '/site.yml'")
    person.see("document.querySelector('[data-at=cool_off]')")
    browser.run("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    whole = "document.querySelector('[data-at=cool_off]')"
    assert browser.run(f"{whole}.querySelector(':checked').value") == "10d"
    person.click(named(own.say("choice.cool_off.3d"), whole))
    person.see(f"document.querySelector('.status').textContent.trim() === {own.say('ui.status-saved')!r}")
    end = time.monotonic() + 15
    while "cool_off: 3d\n" not in settings.read_text("utf-8"):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert "10d" not in settings.read_text("utf-8")


def test_what_is_written_where_sveltia_edits_too_is_what_it_holds(
    tmp_path: Path, serving: Start, browser: Browser
) -> None:
    """A name alone would be dropped by Sveltia's field of keys, also one that stood there before and is changed."""
    own = words("en", "editor")
    assert run(tmp_path, "new", "site", "jejak", "--editor", "sveltia").returncode == 0
    site = tmp_path / "jejak"
    assert run(site, "new", "activity", "Hari lama", "--yes").returncode == 0
    (entry,) = (site / "content/activities").glob("*hari-lama/index.md")
    entry.write_text(entry.read_text("utf-8").replace("---\n", "---\norganization: Taman\n", 1), "utf-8")
    assert "[sveltia-loses]" in run(site, "check").stderr
    entered(browser, serving(site, "--edit"))
    person = Person(browser)
    saved = f"document.querySelector('.status').textContent.trim() === {own.say('ui.status-saved')!r}"
    person.click(named("Hari lama"))
    person.click(field("organization"))
    person.type(" Baca")
    person.see(saved)
    person.click("document.querySelector('.bar a')")
    person.click(named(own.say("ui.new-activity")))
    person.see("document.activeElement.id === 'new-title'")
    person.type("Hari baru")
    person.press("Enter")
    person.click(field("organization.name"))
    person.type("Rumah Pelangi")
    person.see(saved)
    (new,) = (site / "content/activities").glob("*hari-baru/index.md")
    assert "organization:\n  name: Rumah Pelangi\n" in new.read_text("utf-8")
    assert "[sveltia-" not in run(site, "check").stderr, entry.read_text("utf-8")


def test_nothing_typed_is_lost(tmp_path: Path, serving: Start, browser: Browser) -> None:
    """A server that goes away, a file that another program changes, a page that is loaded again."""
    own = words("en", "editor")
    server, content, _ = begun(tmp_path, serving, "en")
    profile = content / "profile.md"
    address = address_of(server)
    browser.size(1440, 900)
    browser.open(address)
    person = Person(browser)
    person.see("document.querySelector('.list')")
    browser.run("location.hash = '/profile.md'")
    person.see("document.querySelector('.editor')")
    person.click(field("headline"))
    profile.write_text(profile.read_text("utf-8").replace("name: ", "pronouns: they\nname: ", 1), "utf-8")
    # Nothing was typed yet, so the form follows the file.
    person.see("document.querySelector('[data-at=pronouns] input').value === 'they'")
    person.click(field("headline"))
    browser.run("document.querySelector('[data-at=headline] textarea, [data-at=headline] input').select()")
    person.type("Mine")
    profile.write_text(
        profile.read_text("utf-8").replace("pronouns: they", "pronouns: she\nplace: Sleman, ID"), "utf-8"
    )
    person.see("document.querySelector('.conflict')")
    assert faults(browser) == []
    assert "Mine" not in profile.read_text("utf-8")
    person.click(named(own.say("ui.conflict-save")))
    person.see(f"document.querySelector('.status').textContent.trim() === {own.say('ui.status-saved')!r}")
    saved = profile.read_text("utf-8")
    assert "headline: Mine" in saved and "pronouns: she" in saved and "place: Sleman, ID" in saved
    # The connection is lost while something is typed.
    browser.send(
        "Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1
    )
    person.click(field("headline"))
    person.type(" and later")
    person.see("document.querySelector('.status.offline')")
    browser.send(
        "Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1
    )
    browser.open(address)
    person.see("document.querySelector('.list .notice a')")
    browser.run("location.hash = '/profile.md'")
    end = time.monotonic() + 15
    while "and later" not in profile.read_text("utf-8"):
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("width", [360, 1440])
def test_every_view_is_accessible_in_both_languages(
    tmp_path: Path, serving: Start, browser: Browser, width: int
) -> None:
    server, _, _ = begun(tmp_path, serving, "id")
    used = set()
    browser.size(width, 900)
    entered(browser, server)
    person = Person(browser)
    for language in ("id", "en"):
        own = words(language, "editor")
        browser.run("location.hash = '/'")
        person.see("document.querySelector('.list')")
        browser.run(f"document.querySelector('.foot [lang={language}]').click()")
        person.see(f"document.documentElement.lang === '{language}'")
        found = faults(browser)
        paths = browser.run("[...document.querySelectorAll('.card-title')].map(one => one.hash)")
        assert len(paths) > 3
        for path in paths:
            browser.run(f"location.hash = {path!r}")
            person.see(f"document.querySelector('.editor') && location.hash === {path!r}")
            browser.run("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            found += faults(browser)
            for tool in ("hide-open", "focus-open", "undo-open"):
                button = named(own.say(f"ui.{tool}"))
                if browser.run(f"(() => {{ const one = {button}; one?.click(); return !!one; }})()"):
                    used.add(tool)
                    time.sleep(0.2)
                    found += faults(browser)
            assert browser.run("document.documentElement.scrollWidth <= innerWidth"), (path, width)
        assert found == [], language
    assert used == {"hide-open", "focus-open", "undo-open"}


def test_a_body_in_boxes_is_the_same_text_again(tmp_path: Path, serving: Start, browser: Browser) -> None:
    server, _, _ = begun(tmp_path, serving, "en")
    entered(browser, server)
    root = Path(__file__).parents[2]
    files = [*(root / "content").rglob("*.md"), *(root / "generator/kiprah/authoring/files").rglob("*.md")]
    bodies = [
        text.partition("\n---\n")[2] if text.startswith("---\n") else text
        for f in files
        for text in [f.read_text("utf-8")]
    ]
    bodies += [
        "", "\n", "a", "\n\na\n\n\n", "<!-- a -->", "<!-- a\nb -->\n\nc", "<!-- open\nno end", "```\n<!-- x -->\n## Reflection\n```\nrest",
        "## Reflection\n<!-- q -->\nA\n## For me {visibility=private}\nsecret\n### deeper\nstill\n## Open\nagain\n",
        "# x {visibility=private}\n## Reflection\nhidden\n", "text\n<!-- Something for you alone? {visibility=private} -->\nmore",
    ]  # fmt: skip
    assert len(bodies) > 80
    found = browser.run(
        "import('/_kiprah/edit/own/body.js').then(({piecesOf, bodyOf, withText, shownText}) => "
        f"{json.dumps(bodies)}.flatMap((body) => {{ const pieces = piecesOf(body);"
        " return [bodyOf(pieces) !== body && body, ...pieces.map((piece, index) => "
        "shownText(piece) && bodyOf(withText(pieces, index, shownText(piece))) !== body && body)].filter(Boolean); }))"
    )
    assert found == []
    kinds = browser.run(
        "import('/_kiprah/edit/own/body.js').then(({piecesOf}) => "
        f"piecesOf({json.dumps(bodies[-3])}).map((one) => [one.kind, one.text]))"
    )
    assert kinds == [
        ["story", ""], ["reflection", ""], ["question", "A\n"], ["private", "secret\n### deeper\nstill\n"], ["story", "## Open\nagain\n"],
    ]  # fmt: skip
