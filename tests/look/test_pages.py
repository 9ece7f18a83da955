"""Every kind of page as a browser finds it on a host: open to everybody, from nowhere else, and in need of no script."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KINDS = (
    "activities",
    "activity",
    "cv",
    "home",
    "not-found",
    "plain",
    "reflection",
    "reflections",
    "role",
    "selection",
    "share",
    "term",
    "terms",
    "year",
)
HOME_BUDGET = 60_000
"""Bytes of HTML, CSS, fonts and script that the home page takes before its photos, as a host sends them."""
Ask = Callable[..., Any]
Pages = dict[str, tuple[str, ...]]
pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_the_example_has_pages_of_every_kind(kinds: Pages) -> None:
    # Who comes to a page that moved is led on at once: nothing can be looked at there; its markup is checked.
    assert set(kinds) == {*KINDS, "moved"}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_in_any_width_and_light(kind: str, kinds: Pages, host: str, ask: Ask) -> None:
    assert ask("hold", url=host + kinds[kind][0], widths=[390, 1440]) == []


@pytest.mark.parametrize("kind", ["home", "activity", "role", "cv"])
def test_axe_finds_nothing_on_the_other_theme_either(kind: str, kinds: Pages, sheet_host: str, ask: Ask) -> None:
    assert ask("hold", url=sheet_host + kinds[kind][0], widths=[390, 1440]) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_page_breaks_the_policy_or_asks_another_host(language: str, kinds: Pages, host: str, ask: Ask) -> None:
    stay = [page for kind, group in kinds.items() if kind != "moved" for page in group]
    pages = [page for page in stay if page.startswith("en/") == (language == "en")]
    assert len(pages) > 50
    assert ask("walk", urls=[host + page for page in pages]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_everything_is_there(kind: str, kinds: Pages, host: str, ask: Ask) -> None:
    with_scripts, without = ask("bare", url=host + kinds[kind][0])
    assert with_scripts["faults"] == without["faults"] == []
    assert set(with_scripts["texts"]) <= {*without["texts"], *without["waiting"]}
    assert set(with_scripts["links"]) <= set(without["links"])
    # A button that does nothing is worse than none.
    assert without["controls"] == []


@pytest.mark.parametrize("kind", ["activities", "activity", "home", "term", "year"])
def test_photos_are_fetched_about_as_large_as_they_are_drawn(kind: str, kinds: Pages, host: str, ask: Ask) -> None:
    photos = ask("fitting", urls=[host + page for page in kinds[kind][:2]], widths=[390, 768, 1440])
    assert photos
    # Smaller is blurred; much larger is slow.
    assert [photo for photo in photos if not 0.95 < photo["said"] / photo["drawn"] < 1.45] == []


def test_pages_open_from_a_disk(example: Path, kinds: Pages, ask: Ask) -> None:
    pages = [f"{example.as_uri()}/{kinds[kind][0]}index.html" for kind in ("home", "activity", "share")]
    # Browsers do not preload fonts from a disk; they take them a moment later.
    assert [fault for fault in ask("walk", urls=pages) if ".woff2" not in fault] == []


def test_photos_open_large_and_give_the_place_back(kinds: Pages, host: str, ask: Ask) -> None:
    found = ask("viewer", url=host + kinds["activity"][0])
    # Who goes on while a photo is on its way lets go of it: on a busy machine that is so.
    assert [fault for fault in found["faults"] if not fault.startswith("net::ERR_ABORTED")] == []
    opened, right, left, end, closed = found["steps"]
    assert all(step["open"] and step["inside"] for step in (opened, right, left, end))
    assert opened["photo"] == left["photo"] != right["photo"]
    assert not closed["open"] and closed["at"] > 0


@pytest.mark.parametrize("theme", ["pelita", "lembar"])
def test_home_is_light_before_its_photos(theme: str, request: pytest.FixtureRequest) -> None:
    example: Path = request.getfixturevalue("example" if theme == "pelita" else "sheet")
    page = (example / "index.html").read_text("utf-8")
    files = re.findall(r'<(?:link rel="stylesheet"|script defer|link rel="preload")[^>]* (?:href|src)="([^"]+)"', page)
    assert {name.rpartition(".")[2] for name in files} == {"css", "js", "woff2"}
    sizes = {"index.html": len(gzip.compress(page.encode(), 6))}
    for name in files:
        content = (example / name).read_bytes()
        sizes[name] = len(content) if name.endswith(".woff2") else len(gzip.compress(content, 6))
    assert sum(sizes.values()) <= HOME_BUDGET, sizes
