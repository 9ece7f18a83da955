"""Dates as exact as they are known: a month or a year has no day, in any output."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiprah.build.pipeline import build
from support.building import build_in, request_in
from support.sites import files_of

Tree = Callable[..., Path]
SETTINGS = "title: T\nurl: https://a.example/\nlanguage: en\nlanguages: [en, id]\ncards: {formats: []}\n"
MONTH = "---\ntitle: Library\ndate: 2026-03\norganization: Rumah\nrole: Tutor\nhours: 3\n---\nText.\n"
YEAR = "---\ntitle: Camp\ndate: 2024\norganization: Kemah\nrole: Cook\n---\nText.\n"
SPAN = "---\ntitle: Garden\ndate: 2025-02\nend: 2025-11-20\norganization: Kebun\nrole: Digger\n---\nText.\n"
RUNS = "---\ntitle: Choir\ndate: 2023\nongoing: true\norganization: Paduan\nrole: Singer\n---\nText.\n"


@pytest.fixture
def published(tree: Tree) -> dict[str, str]:
    entries = {"library": MONTH, "camp": YEAR, "garden": SPAN, "choir": RUNS}
    root = tree(
        {
            "content/profile.md": "---\nname: Alya\n---\nHi.\n",
            **{f"content/activities/{name}.md": text for name, text in entries.items()},
        },
        SETTINGS,
    )
    request = request_in(root, today=date(2026, 11, 28))
    report = build(request)
    assert report.exit_code == 0, report.problems
    files = files_of(root / "public")
    return {p: d.decode() for p, d in files.items() if p.endswith((".html", ".json", ".xml", ".ics"))}


def test_pages_say_so_much_in_each_language(published: dict[str, str]) -> None:
    page = published["activities/library/index.html"]
    assert '<time class="dt-published" datetime="2026-03">March 2026</time>' in page
    assert ">Maret<" in published["id/index.html"]
    assert 'datetime="2024">2024<' in published["activities/camp/index.html"]
    assert "February 2025 \u2013 November 20, 2025" in published["activities/garden/index.html"]
    assert "since 2023" in published["activities/choir/index.html"]


def test_no_day_is_invented_anywhere(published: dict[str, str]) -> None:
    invented = re.compile(
        r"2026-03-01|2026-03-31|2024-01-01|2024-12-31|2025-02-01|20260301|20240101|March 1|Mar 1|January 1|1 Maret|1 Mar"
    )
    allowed = ("feed.xml", "id/feed.xml")
    found = {
        path: match[0] for path, text in published.items() if path not in allowed and (match := invented.search(text))
    }
    assert found == {}
    # Atom asks when an entry was last changed: the beginning of what is known, and no day of publishing.
    assert "<published>" not in published["feed.xml"] and published["feed.xml"].count("2026-03-01T00:00:00Z") >= 1
    assert "date_published" not in published["feed.json"] and "date_modified" not in published["feed.json"]
    assert "BEGIN:VEVENT" not in published["activities.ics"]


def test_machines_read_what_is_known(published: dict[str, str]) -> None:
    activities = {a["slug"]: a for a in json.loads(published["portfolio.json"])["activities"]}
    assert activities["library"]["date"] == "2026-03" and activities["camp"]["date"] == "2024"
    assert (activities["garden"]["date"], activities["garden"]["end"]) == ("2025-02", "2025-11-20")
    resume = {v["organization"]: v for v in json.loads(published["resume.json"])["volunteer"]}
    assert resume["Rumah"]["startDate"] == "2026-03" and resume["Kemah"]["startDate"] == "2024"
    assert '"startDate":"2026-03"' in published["activities/library/index.html"]


def test_a_moment_of_the_last_change_is_one_of_a_day_that_is_known(tree: Tree, published: dict[str, str]) -> None:
    assert "lastModified" not in published["resume.json"]
    assert "updated" not in json.loads(published["portfolio.json"])["site"]
    root = tree(
        {
            "content/profile.md": "---\nname: Alya\n---\nHi.\n",
            "content/activities/library.md": MONTH,
            "content/activities/2026-02-14-day.md": "---\ntitle: Day\n---\nText.\n",
        },
        SETTINGS,
    )
    report = build_in(root, today=date(2026, 11, 28))
    assert report.exit_code == 0
    assert json.loads((root / "public/resume.json").read_text())["meta"]["lastModified"] == "2026-02-14T00:00:00Z"
    assert json.loads((root / "public/portfolio.json").read_text())["site"]["updated"] == "2026-02-14"


def test_what_lies_ahead_waits_for_what_is_known_of_its_date(tree: Tree) -> None:
    later = "---\ntitle: Later\ndate: 2026-12\npublish_after: 2026-12-24\n---\nText.\n"
    root = tree(
        {
            "content/profile.md": "---\nname: Alya\n---\nHi.\n",
            "content/activities/month.md": "---\ntitle: Month\ndate: 2026-12\n---\nText.\n",
            "content/activities/later.md": later,
        },
        SETTINGS,
    )
    report = build_in(root, today=date(2026, 11, 28))
    assert {held.what: held.until for held in report.held} == {
        "activities/month.md": "2026-12",
        "activities/later.md": "2026-12-24",
    }


def test_they_stand_in_the_order_of_their_first_days(published: dict[str, str]) -> None:
    slugs = [a["slug"] for a in json.loads(published["portfolio.json"])["activities"]]
    assert slugs == ["choir", "camp", "garden", "library"]
    assert "years/2024/index.html" in published


@pytest.mark.parametrize("text", ["2026-13", "26-03", "2026-3", "March 2026", "0999"])
def test_what_is_none_of_the_three_is_named(text: str, tree: Tree) -> None:
    root = tree(
        {
            "content/profile.md": "---\nname: Alya\n---\nHi.\n",
            "content/activities/a.md": f"---\ntitle: A\ndate: {text}\n---\nText.\n",
        },
        SETTINGS,
    )
    report = build_in(root, today=date(2026, 11, 28))
    assert report.exit_code == 1 and "bad-date" in {problem.code for problem in report.problems}
