"""Two things at one address, where what is broken is left out: the page stays, and nothing leads nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiprah.build.pipeline import build
from kiprah.build.request import Request
from support.building import request_in
from support.communities import make_community
from support.sites import files_of, write_files
from support.variants import variants

Tree = Callable[..., Path]
SETTINGS = "title: T\nurl: https://a.example/\nlanguage: en\ncards: {formats: []}\n"
SITE = {
    "content/profile.md": "---\nname: Alya\n---\nHi.\n",
    "content/activities/2026-05-01-first.md": "---\ntitle: First\naliases:\n  - activities/second\n  - cv\n  - index.html\n  - old\n  - sitemap.xml\n---\nText.\n",
    "content/activities/2026-05-02-second.md": "---\ntitle: Second\n---\nText.\n",
    "content/static/activities/second/index.html": "stranger",
    "content/static/index.html": "stranger",
    "content/static/robots.txt": "stranger",
    "content/static/kept.txt": "kept",
}


def asked(root: Path) -> Request:
    return request_in(root, today=date(2026, 11, 28))


def said(problems: object) -> list[tuple[str, int]]:
    return [(p.place.path, p.place.line) for p in problems if p.code == "double-address"]  # type: ignore[attr-defined]


def test_a_portfolios_pages_are_lost_to_nothing(tree: Tree) -> None:
    root = tree(SITE, SETTINGS)
    assert build(asked(root)).exit_code == 1 and not (root / "public").exists()
    report = build(replace(asked(root), keep_going=True))
    first = "activities/2026-05-01-first.md"
    assert report.exit_code == 1 and said(report.problems) == [
        *((first, line) for line in (0, 4, 5, 6)),
        *((f"static/{name}", 0) for name in ("activities/second/index.html", "index.html", "robots.txt")),
    ]
    files = files_of(root / "public")
    assert not [path for path, data in files.items() if data == b"stranger"]
    assert files["kept.txt"] == b"kept" and b"sitemap" in files["robots.txt"].lower()
    assert b"Second" in files["activities/second/index.html"] and b"Alya" in files["index.html"]
    assert b"http-equiv" not in files["cv/index.html"] and b"http-equiv" in files["old/index.html"]
    assert "sitemap.xml" in files and "sitemap.xml/index.html" not in files
    lines = files["_redirects"].decode().splitlines()
    assert [line for line in lines if "/activities/first/" in line] and not [x for x in lines if x.startswith("/cv")]


def test_of_two_equal_claims_neither_is_believed(tree: Tree) -> None:
    alias = "---\ntitle: A\naliases: [old]\n---\nText.\n"
    root = tree(
        {
            "content/profile.md": "---\nname: Alya\n---\nHi.\n",
            "content/activities/2026-05-01-first.md": alias,
            "content/activities/2026-05-02-second.md": alias,
        },
        SETTINGS,
    )
    report = build(replace(asked(root), keep_going=True))
    assert said(report.problems) == [("activities/2026-05-02-second.md", 3)]
    files = files_of(root / "public")
    assert "old/index.html" not in files and "/old" not in files["_redirects"].decode()
    assert {"activities/first/index.html", "activities/second/index.html"} <= files.keys()


@pytest.mark.parametrize("again", [False, True])
def test_a_communitys_pages_are_lost_to_nothing(tmp_path: Path, again: bool) -> None:
    event = "---\ntitle: Pantai\nparticipants: [alya, bima]\naliases: [members, lama]\n---\nBersama.\n"
    own = "---\ntitle: Hari\naliases: [cv, kemarin]\n---\nIsi Alya.\n"
    root = make_community(
        tmp_path,
        {
            "content/events/2026-05-01-pantai/index.md": event,
            "content/members/alya/activities/2026-05-01-hari.md": own,
            "content/static/members/alya/index.html": "stranger",
            "content/static/events/index.html": "stranger",
            "content/static/kept.txt": "kept",
        },
    )
    for _ in range(1 + again):
        report = build(asked(root))
    assert report.exit_code == 0 and said(report.problems) == [
        ("events/2026-05-01-pantai/index.md", 4),
        ("members/alya/activities/2026-05-01-hari.md", 3),
        ("static/events/index.html", 0),
        ("static/members/alya/index.html", 0),
    ]
    files = files_of(root / "public")
    assert not [path for path, data in files.items() if data == b"stranger"]
    assert files["kept.txt"] == b"kept" and b"Alya" in files["members/alya/index.html"]
    assert b"http-equiv" not in files["members/index.html"] + files["members/alya/cv/index.html"]
    assert b"http-equiv" in files["lama/index.html"] and b"http-equiv" in files["members/alya/kemarin/index.html"]


@pytest.mark.parametrize(
    "alias", variants(["feed.xml", "x, x/index.html/y", "日" * 86, "portfolio.json", "cards/profile/link.jpg"], quick=2)
)
def test_one_members_aliases_stop_nobody_else(tmp_path: Path, alias: str) -> None:
    """A file where a folder was to be, and a name that is too long, were met while files were moved, and stopped all."""
    hostile = f"---\ntitle: Al\naliases: [{alias}]\n---\nIsi.\n"
    root = make_community(tmp_path, {})
    assert build(asked(root)).exit_code == 0
    before = files_of(root / "public")
    write_files(root, {"content/members/alya/activities/2026-07-01-al.md": hostile})
    assert build(asked(root)).exit_code == 0
    after = files_of(root / "public")
    bimas = [path for path in before if path.startswith("members/bima/")]
    assert bimas and [path for path in bimas if after.get(path) != before[path]] == []
    assert after["members/alya/feed.xml"].startswith(b"<?xml") and b"{" in after["members/alya/portfolio.json"][:2]


def test_what_is_the_communitys_takes_no_members_page(tmp_path: Path) -> None:
    page = "---\ntitle: P\naliases: [/members/alya/, /members/alya/cv/, /members/alya/feed.xml, /search/]\n---\nIsi.\n"
    event = "---\ntitle: Kami\nparticipants: [alya]\n---\nIsi.\n"
    root = make_community(tmp_path, {"content/pages/p.md": page, "content/events/2026-06-01-community/index.md": event})
    report = build(asked(root))
    assert report.exit_code == 0
    assert {"double-address", "slug-taken"} <= {problem.code for problem in report.problems}
    files = files_of(root / "public")
    for path in ("members/alya/index.html", "members/alya/cv/index.html", "search/index.html", "p/index.html"):
        assert b"http-equiv" not in files[path], path
    assert files["members/alya/feed.xml"].startswith(b"<?xml")
    assert not [path for path in files if path.startswith("events/community/")]
