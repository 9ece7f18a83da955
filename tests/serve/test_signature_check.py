"""A visitor's own check of a signature, in a real browser: from the host, and who is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browser import Browser

from support.command import TODAY, run
from support.credentials import KNOWN, PERSON, did_json, signed_hours, status_json
from support.sites import SETTINGS, make_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOX = "document.querySelector('details[data-credential]')"


@pytest.fixture
def hosting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], str]]:
    """Serve a folder with its own headers, so that its policy counts: ``hosting(folder)`` returns the address."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "look"))
    from site_host import hosted

    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(hosted(folder))


def built(root: Path, status: bytes, settings: str = KNOWN) -> Path:
    beside = "content/activities/2026-05-01-hari"
    entry = "---\ntitle: Hari baik\nhours: 4\nevidence: [{kind: credential, file: hours.json}]\n---\nIsi.\n"
    files: dict[str, str | bytes] = {
        f"{beside}/index.md": entry,
        f"{beside}/hours.json": signed_hours(),
        "content/attesters/did.json": did_json(),
        "content/attesters/status.json": status,
    }
    make_site(root, files, SETTINGS + settings)
    (root / "content/profile.md").write_text(f"---\nname: Alya\nid: {PERSON}\n---\nHalo.\n", "utf-8")
    assert run(root, "build", *TODAY, "-j", "1").returncode == 0
    return root / "public"


def pressed(browser: Browser, address: str, before: str = "undefined") -> str:
    """Open the page, press, and return the outcome."""
    browser.open(address)
    browser.wait(f"!{BOX}.querySelector('[data-press]').hidden")
    browser.run(f"{before}; undefined")
    browser.run(f"{BOX}.open = true; {BOX}.querySelector('[data-press]').click(); undefined")
    browser.wait(f"{BOX}.dataset.outcome")
    found = browser.run(f"{BOX}.dataset.outcome")
    assert browser.run(f"{BOX}.querySelector('[role=status]').textContent === {BOX}.getAttribute('data-{found}')")
    return str(found)


CHANGED = f'{BOX}.dataset.credential = {BOX}.dataset.credential.replace(\'"value":"4"\', \'"value":"40"\')'


@pytest.mark.parametrize(
    ("status", "settings", "before", "outcome"),
    [
        (status_json(), KNOWN, "undefined", "same"),
        (status_json(5), KNOWN, "undefined", "withdrawn"),
        (status_json(), "", "undefined", "alone"),
        (status_json(), KNOWN, CHANGED, "broken"),
        (status_json(), KNOWN, f"{BOX}.dataset.keys = 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'", "foreign"),
        (status_json(), KNOWN, f"{BOX}.dataset.list = 'gone.json'", "list-unread"),
    ],
)
def test_one_press_says_what_is_so(
    tmp_path: Path,
    browser: Browser,
    hosting: Callable[[Path], str],
    status: bytes,
    settings: str,
    before: str,
    outcome: str,
) -> None:
    address = hosting(built(tmp_path, status, settings))
    assert pressed(browser, f"{address}activities/hari/", before) == outcome
    asked = [e["params"]["request"]["url"] for e in browser.events if e["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_from_a_disk_the_signature_is_checked_all_the_same(tmp_path: Path, browser: Browser) -> None:
    page = built(tmp_path, status_json()) / "activities/hari/index.html"
    assert pressed(browser, page.as_uri()) == "list-unread"


def test_asking_the_organization_is_a_press_of_its_own(
    tmp_path: Path, browser: Browser, hosting: Callable[[Path], str]
) -> None:
    address = hosting(built(tmp_path, status_json()))
    browser.open(f"{address}activities/hari/")
    # The organization answers from here: another key than the copy's.
    other = json.dumps(json.loads(did_json()))
    browser.run(
        f"window.asked = []; window.fetch = async (url) => {{ asked.push(url); return new Response(url.endsWith('did.json') ? {other!r} : {status_json(5).decode()!r}); }}; undefined"
    )
    browser.run(f"{BOX}.querySelector('[data-ask]').click(); undefined")
    browser.wait(f"{BOX}.dataset.outcome")
    assert browser.run(f"{BOX}.dataset.outcome") == "withdrawn"
    both = ["https://gerimis.example/.well-known/did.json", "https://gerimis.example/status.json"]
    assert browser.run("asked") == both
