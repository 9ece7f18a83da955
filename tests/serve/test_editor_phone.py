"""The editor under a finger, on a phone whose connection comes and goes."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from browser import Browser
from editor_page import Start, entered
from person import Person, field, named

from kiprah.catalog import words
from support.command import run
from support.sites import draw_photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN = words("id", "editor")
PORTRAIT = Path(__file__).parents[2] / "content" / "alya.jpg"


class Finger(Person):
    """Somebody who touches."""

    def touch(self, kind: str, *spots: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in spots]
        self.browser.send("Input.dispatchTouchEvent", type=kind, touchPoints=points)

    def click(self, script: str) -> None:
        x, y, width, height = self.spot(script)
        self.touch("touchStart", (x + width / 2, y + height / 2))
        self.touch("touchEnd")

    def drag(self, script: str, start: tuple[float, float], by: tuple[float, float]) -> None:
        """Drag from a spot of something, in shares of its size, by so many pixels."""
        x, y, width, height = self.spot(script)
        left, top = x + width * start[0], y + height * start[1]
        self.touch("touchStart", (left, top))
        for step in range(1, 9):
            self.touch("touchMove", (left + by[0] * step / 8, top + by[1] * step / 8))
        # A finger that leaves while it moves throws the page, and what it touches next only stops that.
        time.sleep(0.3)
        self.touch("touchMove", (left + by[0], top + by[1] + 1))
        time.sleep(0.3)
        self.touch("touchEnd")


def network(browser: Browser, *, offline: bool = False, upload: int = -1) -> None:
    given = {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": upload}
    browser.send("Network.emulateNetworkConditions", **given)


def shown(browser: Browser, script: str) -> Any:
    return json.loads(browser.run(f"JSON.stringify({script})"))


def opened(tmp_path: Path, serving: Start, browser: Browser) -> tuple[Finger, Path]:
    """Begin an activity on a phone that scanned the code."""
    assert run(tmp_path, "new", "site", "jejak", "--language", "id").returncode == 0
    server = serving(tmp_path / "jejak", "--edit", "--host", "0.0.0.0", language="id")
    browser.send("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True)
    browser.send("Emulation.setTouchEmulationEnabled", enabled=True)
    entered(browser, server)
    finger = Finger(browser)
    finger.click(named(OWN.say("ui.new-activity")))
    finger.see("document.activeElement.id === 'new-title'")
    finger.type("Di lapangan")
    finger.click(named(OWN.say("ui.begin-now"), "document.querySelector('.begin-form')"))
    finger.see("document.querySelector('.drop')")
    return finger, tmp_path / "jejak/content/activities"


def text_of(activities: Path) -> str:
    return next(path for path in activities.rglob("*.md") if "di-lapangan" in str(path)).read_text("utf-8")


def until(activities: Path, text: str) -> None:
    end = time.monotonic() + 20
    while text not in text_of(activities):
        assert time.monotonic() < end, text_of(activities)
        time.sleep(0.05)


def test_photos_go_one_by_one_and_wait_for_the_connection(tmp_path: Path, serving: Start, browser: Browser) -> None:
    finger, _ = opened(tmp_path, serving, browser)
    photos = [draw_photo(tmp_path / f"IMG_{n}.jpg", n, (1200, 900), 4000) for n in range(3)]
    assert browser.run("getComputedStyle(document.querySelector('.drop .touch')).display") != "none"
    assert browser.run("document.querySelector('.drop .touch input').getAttribute('capture')") == "environment"
    network(browser, upload=50_000)
    finger.choose_files(".drop input[type=file]", photos)
    bars = "[...document.querySelectorAll('.uploads progress')].map(one => one.value)"
    finger.see(f"{bars}.length === 3 && {bars}[0] > 0 && {bars}[0] < 1", 10)
    assert shown(browser, bars)[1:] == [0, 0], "the second waits for the first"
    network(browser, offline=True)
    finger.see("document.querySelector('.uploads .wrong') && !document.querySelector('.uploads progress')")
    assert OWN.say("ui.upload-offline") in browser.run("document.querySelector('.uploads').textContent")
    network(browser)
    while left := browser.run("document.querySelectorAll('.uploads li').length"):
        finger.click(named(OWN.say("ui.try-again"), "document.querySelector('.uploads')"))
        finger.see(f"document.querySelectorAll('.uploads li').length < {left}", 30)
    finger.see("document.querySelectorAll('.photo-card').length === 3")
    assert browser.run("document.documentElement.scrollWidth") == 360


_LOSE_ONE_ANSWER = """(() => {
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (form) {
    XMLHttpRequest.prototype.send = send;
    const lost = this.onerror;
    this.onload = () => { window.arrived = true; lost(); };
    send.call(this, form);
  };
})()"""


def test_a_photo_whose_answer_was_lost_is_there_once(tmp_path: Path, serving: Start, browser: Browser) -> None:
    finger, activities = opened(tmp_path, serving, browser)
    photo = draw_photo(tmp_path / "IMG_1.jpg", 1, (1200, 900), 4000)
    browser.run(_LOSE_ONE_ANSWER)
    finger.choose_files(".drop input[type=file]", [photo])
    finger.see("window.arrived && document.querySelector('.uploads .wrong')", 30)
    until(activities, "file: photo-1.jpg")
    finger.click(named(OWN.say("ui.try-again"), "document.querySelector('.uploads')"))
    finger.see("!document.querySelector('.uploads li') && document.querySelector('.photo-card')", 30)
    finger.see(f"document.querySelector('.status').textContent.trim() === {OWN.say('ui.status-saved')!r}")
    assert browser.run("document.querySelectorAll('.photo-card').length") == 1
    assert text_of(activities).count("file: photo-") == 1 and len(list(activities.rglob("photo-*"))) == 1


def test_what_is_typed_while_an_answer_is_lost_is_saved_beside_the_photo(
    tmp_path: Path, serving: Start, browser: Browser
) -> None:
    """The file changed, but by nobody else: there is nothing to choose between."""
    finger, activities = opened(tmp_path, serving, browser)
    photos = [draw_photo(tmp_path / f"IMG_{n}.jpg", n, (1200, 900), 4000) for n in range(2)]
    finger.choose_files(".drop input[type=file]", photos[:1])
    finger.see(f"document.querySelector('.photo-card') && {field('photos.0.alt')}", 30)
    typed = (
        f"one = {field('photos.0.alt')}; one.value = 'Kelas'; one.dispatchEvent(new Event('input', {{bubbles: true}}))"
    )
    browser.run(_LOSE_ONE_ANSWER.replace("window.arrived = true", f"window.arrived = true; let {typed}"))
    finger.choose_files(".drop input[type=file]", photos[1:])
    finger.see("document.querySelectorAll('.photo-card').length === 2", 30)
    until(activities, "alt: Kelas")
    assert not browser.run("document.querySelector('.conflict')")
    finger.click(named(OWN.say("ui.try-again"), "document.querySelector('.uploads')"))
    finger.see("!document.querySelector('.uploads li')", 30)
    finger.see(f"document.querySelector('.status').textContent.trim() === {OWN.say('ui.status-saved')!r}")
    text = text_of(activities)
    assert text.count("file: photo-") == 2 == browser.run("document.querySelectorAll('.photo-card').length"), text


def test_help_speaks_of_what_is_at_hand(tmp_path: Path, serving: Start, browser: Browser) -> None:
    """A finger is told of no key and of nothing to drop; who has a mouse and keys is."""
    finger, _ = opened(tmp_path, serving, browser)
    finger.choose_files(".drop input[type=file]", [draw_photo(tmp_path / "IMG_1.jpg", 1, (1200, 900), 4000)])
    finger.see("document.querySelectorAll('.photo-card').length === 1", 30)
    finger.click(named(OWN.say("ui.hide-open"), "document.querySelector('.photo-card')"))
    finger.see("document.querySelector('.frame.draw img').naturalWidth > 100")
    told = "[...document.querySelectorAll('.form .help')].map(one => one.innerText).join(' ')"
    said = {key: OWN.say(f"ui.{key}") for key in ("hide-how", "photos-how", "hide-keys", "drop-how")}
    assert [key for key, text in said.items() if text in browser.run(told)] == ["hide-how", "photos-how"]
    # A small window, or large letters, and keys: told once they are used.
    browser.send("Emulation.setTouchEmulationEnabled", enabled=False)
    browser.size(360, 740)
    assert said["hide-keys"] not in browser.run(told)
    finger.tab_to(named(OWN.say("ui.hide-add")), 400)
    finger.press("Enter")
    finger.see("document.activeElement.className === 'box'")
    assert said["hide-keys"] in browser.run(told) and said["drop-how"] not in browser.run(told)
    browser.size(1440, 900)
    assert all(text in browser.run(told) for text in said.values())


def test_order_boxes_and_focus_are_a_fingers(tmp_path: Path, serving: Start, browser: Browser) -> None:
    finger, activities = opened(tmp_path, serving, browser)
    photos = [draw_photo(tmp_path / f"IMG_{n}.jpg", n, (1200, 900), 4000) for n in range(2)]
    finger.choose_files(".drop input[type=file]", photos)
    finger.see("document.querySelectorAll('.photo-card').length === 2", 60)
    first, second = (f"document.querySelectorAll('.photo-card')[{number}]" for number in range(2))
    # Both cards on the screen at once, as who zooms out has them.
    browser.send("Emulation.setDeviceMetricsOverride", width=360, height=2600, deviceScaleFactor=1, mobile=True)
    far = browser.run(f"{second}.getBoundingClientRect().top - {first}.getBoundingClientRect().top")
    finger.drag(f"{first}.querySelector('.handle')", (0.5, 0.5), (0, far))
    finger.see(f"{first}.dataset.photo === 'photo-2.jpg' && document.activeElement.className === 'handle'")
    finger.see(f"document.querySelector('.status').textContent.trim() === {OWN.say('ui.status-saved')!r}")
    finger.click(named(OWN.say("ui.hide-open"), first))
    finger.see(f"{first}.querySelector('.frame.draw img').naturalWidth > 100")
    finger.drag(f"{first}.querySelector('.frame.draw')", (0.25, 0.25), (60, 60))
    finger.see(f"{first}.querySelectorAll('.box').length === 1")
    until(activities, "hide: [[0.25, 0.25, ")
    finger.click(named(OWN.say("ui.focus-open"), first))
    finger.see(f"{first}.querySelectorAll('.shape').length === 4")
    places = f"[...{first}.querySelectorAll('.shape')].map(one => one.style.backgroundPosition)"
    before = shown(browser, places)
    finger.drag(f"{first}.querySelector('.dot:not([hidden])')", (0.5, 0.5), (80, -40))
    finger.see(f"JSON.stringify({places}) !== {json.dumps(json.dumps(before, separators=(',', ':')))}")
    until(activities, "focus: [0.7")
    assert text_of(activities).index("photo-2.jpg") < text_of(activities).index("focus: ")


def test_what_a_build_finds_waits_for_the_finger(tmp_path: Path, serving: Start, browser: Browser) -> None:
    """A note that comes or goes above the frame would move it: the box would lie beside the face."""
    finger, activities = opened(tmp_path, serving, browser)
    photos = [draw_photo(tmp_path / f"IMG_{n}.jpg", n, (1200, 900), 4000) for n in range(2)]
    finger.choose_files(".drop input[type=file]", photos)
    finger.see("document.querySelectorAll('.photo-card').length === 2", 60)
    notes = "document.querySelectorAll('.photo-card .notice')"
    finger.see(f"{notes}.length === 2")
    browser.send("Emulation.setDeviceMetricsOverride", width=360, height=2600, deviceScaleFactor=1, mobile=True)
    second = "document.querySelectorAll('.photo-card')[1]"
    finger.click(named(OWN.say("ui.hide-open"), second))
    frame = f"{second}.querySelector('.frame.draw')"
    finger.see(f"{frame}.querySelector('img').naturalWidth > 100")
    x, y, width, height = finger.spot(frame)
    # Not every browser holds a page still by itself (scroll anchoring).
    browser.run("document.documentElement.style.overflowAnchor = 'none'")
    top = f"Math.round({frame}.getBoundingClientRect().top)"
    before = browser.run(top)
    asked = "performance.getEntriesByType('resource').filter(one => one.name.includes('found')).length"
    times = browser.run(asked)
    finger.touch("touchStart", (x + width / 4, y + height / 4))
    next(activities.rglob("photo-1.jpg")).unlink()
    finger.see(f"{asked} > {times}", 30)
    time.sleep(0.5)
    assert browser.run(top) == before
    for step in range(1, 9):
        finger.touch("touchMove", (x + width / 4 + 60 * step / 8, y + height / 4 + 60 * step / 8))
    finger.touch("touchEnd")
    until(activities, "hide: [[0.25, 0.25, ")
    # The photo that is gone needs no note any more.
    finger.see(f"{notes}.length === 1 && {top} < {before}")


def test_a_suggested_face_is_written_once_it_is_touched(tmp_path: Path, serving: Start, browser: Browser) -> None:
    pytest.importorskip("cv2", reason="opencv-python-headless is not installed")
    finger, activities = opened(tmp_path, serving, browser)
    face = shutil.copy(PORTRAIT, tmp_path / "wajah.jpg")
    nobody = draw_photo(tmp_path / "kosong.jpg", 1, (1200, 900), 4000)
    finger.choose_files(".drop input[type=file]", [Path(face), nobody])
    finger.see("document.querySelectorAll('.photo-card').length === 2", 60)
    found = {}
    for number in range(2):
        card = f"document.querySelectorAll('.photo-card')[{number}]"
        finger.click(named(OWN.say("choice.people.minors"), card))
        finger.click(named(OWN.say("ui.hide-open"), card))
        finger.see(f"{card}.querySelector('.frame.draw img').naturalWidth > 100")
        finger.click(named(OWN.say("ui.faces-look"), card))
        told = f"{card}.querySelector('.tool [role=status]').textContent.trim()"
        finger.see(f"{told} && {told} !== {OWN.say('ui.faces-looking')!r}", 60)
        found[number] = browser.run(told)
    assert found[1] == OWN.say("ui.faces-again"), "of a photo of minors it never says that there is nobody"
    assert browser.run("getComputedStyle(document.querySelector('.face')).borderTopStyle") == "dashed"
    until(activities, "people: minors\n    consent: pending\ndraft")
    assert "hide" not in text_of(activities)
    finger.click("document.querySelector('.face')")
    until(activities, "hide: [[0.")
