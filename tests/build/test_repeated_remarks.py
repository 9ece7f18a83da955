"""What a card makes a build remark is said by every build for as long as the card stands, made anew or not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiprah.build.contact_sheet import draw_sheet
from support.building import build_in, request_in
from support.communities import COMMUNITY, make_community
from support.sites import SETTINGS, make_site, write_files, write_settings
from support.variants import variants

NO_FONT = "\U00012000"
EVENT, STORY = "content/events/2026-06-01-kebun.md", "content/members/bima/activities/2026-05-03-cerita.md"
OWN = "content/activities/2026-05-03-cerita.md"
BIMA = "content/members/bima/profile.md"
OF_EVENT, OF_MEMBER, OF_PORTFOLIO = (
    "cards/kebun/link.jpg",
    "members/bima/cards/cerita/link.jpg",
    "cards/cerita/link.jpg",
)


def entry(title: str, body: str = "Isi.") -> str:
    return f"---\ntitle: {title} {NO_FONT}\n---\n{body}\n"


def community(root: Path) -> set[str]:
    settings = COMMUNITY.replace("formats: []", "formats: [link]")
    make_community(root, {EVENT: entry("Kebun"), STORY: entry("Cerita")}, settings)
    return {OF_EVENT, OF_MEMBER}


def portfolio(root: Path) -> set[str]:
    make_site(root, {OWN: entry("Cerita")}, SETTINGS.replace("formats: []", "formats: [link]"))
    return {OF_PORTFOLIO}


SITES: dict[str, Callable[[Path], set[str]]] = {"community": community, "portfolio": portfolio}


def remarked(root: Path, output: str = "public", **asked: Any) -> list[str]:
    """Build, and name the cards that letters without a font are told of."""
    report = build_in(root, output, **asked)
    return sorted(problem.place.path for problem in report.problems if problem.code == "card-glyphs")


@pytest.mark.parametrize("kind", SITES)
def test_it_is_said_again_by_a_build_that_finds_the_card_in_the_cache(tmp_path: Path, kind: str) -> None:
    cards = sorted(SITES[kind](tmp_path))
    assert remarked(tmp_path, "draf", drafts=True) == cards
    # A preview's cards are the same bytes.
    assert remarked(tmp_path) == remarked(tmp_path) == cards


@pytest.mark.parametrize("path", variants([STORY, EVENT, OWN], 1))
def test_it_is_said_again_of_a_card_that_is_as_it_once_was(tmp_path: Path, path: str) -> None:
    cards = sorted(SITES["portfolio" if path == OWN else "community"](tmp_path))
    before = (tmp_path / path).read_text("utf-8")
    assert remarked(tmp_path) == cards
    for text in (before.replace("title: ", "title: Lagi "), before):
        write_files(tmp_path, {path: text})
        assert remarked(tmp_path) == cards


def test_it_is_said_again_where_another_member_is_edited_and_stops_a_strict_build(tmp_path: Path) -> None:
    community(tmp_path)
    write_files(tmp_path, {STORY: "---\ntitle: Cerita\n---\nIsi.\n"})
    assert remarked(tmp_path) == [OF_EVENT]
    write_files(tmp_path, {BIMA: "---\nname: Bima\nheadline: Membaca\n---\nHai.\n"})
    assert remarked(tmp_path) == [OF_EVENT]
    write_files(tmp_path, {BIMA: "---\nname: Bima\nheadline: Menanam\n---\nHai.\n"})
    report = build_in(tmp_path, strict=True)
    assert (report.exit_code, {problem.code for problem in report.problems}) == (1, {"card-glyphs"})


def test_the_contact_sheet_says_it_of_a_card_that_a_build_has_made(tmp_path: Path) -> None:
    cards = sorted(portfolio(tmp_path))
    assert remarked(tmp_path) == cards
    report = draw_sheet(request_in(tmp_path, "lembar"), boxes=False)
    assert [problem.place.path for problem in report.problems if problem.code == "card-glyphs"] == cards


@pytest.mark.slow
def test_it_is_said_once_where_something_is_left_out(tmp_path: Path) -> None:
    cards = sorted(community(tmp_path))
    broken = "{% if 'Pantai' in page.title %}{{ 1 // 0 }}{% endif %}{% extends 'pelita:event.html' %}"
    theme = {"themes/mine/theme.yml": "name: Mine\nextends: pelita\n", "themes/mine/templates/event.html": broken}
    settings = (tmp_path / "content/site.yml").read_text("utf-8") + "theme: mine\n"
    write_files(tmp_path, theme)
    write_settings(tmp_path, settings)
    for _ in range(2):
        report = build_in(tmp_path)
        assert {problem.code for problem in report.problems if problem.is_error} == {"template-fault"}
        assert sorted(problem.place.path for problem in report.problems if problem.code == "card-glyphs") == cards
