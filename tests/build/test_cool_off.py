"""Cool-off: what is new waits some days from its first build on; what was published before does not."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiprah.build.explain import explain
from kiprah.build.pipeline import build
from kiprah.build.request import Report
from support.building import build_in, request_in
from support.communities import COMMUNITY, make_community
from support.sites import SETTINGS, files_of, make_site, write_settings

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 20)
BARU = "activities/2026-05-02-baru.md"
PAGE = "public/activities/baru/index.html"


def built(root: Path, today: date, **options: bool) -> Report:
    request = request_in(root, today=today)
    report = build(replace(request, **options))
    assert report.exit_code == 0, report.problems
    return report


def entry(title: str, keys: str = "") -> str:
    return f"---\ntitle: {title}\n{keys}---\nKami menanam.\n"


def site(root: Path, cool_off: str = "3d") -> Path:
    """Make a site of which one entry was published before anything waited."""
    make_site(root, {"content/activities/2026-05-01-hari.md": entry("Hari")})
    built(root, DAY - timedelta(9))
    write_settings(root, f"{SETTINGS}cool_off: {cool_off}\n")
    return root


def test_a_new_entry_waits_its_days_and_is_then_published(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "content" / BARU).write_text(entry("Baru"))
    for days in range(3):
        report = built(root, DAY + timedelta(days))
        assert [(h.what, h.reason, h.until) for h in report.held] == [(BARU, "cool-off", "2026-11-23")]
        assert not (root / PAGE).exists()
        assert (root / "public/activities/hari/index.html").exists()
        # Neither what is published nor the register says what waits.
        register = (root / "content/addresses.yml").read_text("utf-8")
        assert "baru" not in register.casefold()
        assert register.count("2026-11-20") == 1
        assert not any(b"Baru" in content for content in files_of(root / "public").values())
    built(root, DAY + timedelta(3))
    assert (root / PAGE).exists()
    register = (root / "content/addresses.yml").read_text("utf-8")
    assert "/activities/baru/: {first: 2026-11-23" in register
    assert "waiting" not in register


def test_an_edit_does_not_begin_the_wait_anew_and_a_day_without_build_counts(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "content" / BARU).write_text(entry("Baru"))
    built(root, DAY)
    (root / "content" / BARU).write_text(entry("Baru sekali"))
    built(root, DAY + timedelta(3))
    assert (root / PAGE).exists()
    # Published once, it never waits again: renamed, edited, or seen by a build of an earlier day.
    (root / "content" / BARU).rename(root / "content/activities/2026-05-02-lain.md")
    report = built(root, DAY)
    assert report.held == ()
    assert (root / "public/activities/lain/index.html").exists()


def test_publish_after_is_stronger_both_ways(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "content" / BARU).write_text(entry("Baru", "publish_after: 2026-11-21\n"))
    (root / "content/activities/2026-05-03-lama.md").write_text(entry("Lama", "publish_after: 2027-01-01\n"))
    assert [h.reason for h in built(root, DAY).held] == ["embargo", "embargo"]
    assert [h.what for h in built(root, DAY + timedelta(1)).held] == ["activities/2026-05-03-lama.md"]
    assert (root / PAGE).exists()
    assert [h.reason for h in built(root, DAY + timedelta(20)).held] == ["embargo"]


def test_what_nobody_may_see_has_not_begun_to_wait(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "content" / BARU).write_text(entry("Baru", "draft: true\n"))
    built(root, DAY)
    assert "waiting" not in (root / "content/addresses.yml").read_text("utf-8")
    (root / "content" / BARU).write_text(entry("Baru"))
    assert [h.until for h in built(root, DAY + timedelta(5)).held] == ["2026-11-28"]
    # Taken back, the register forgets it.
    (root / "content" / BARU).write_text(entry("Baru", "visibility: private\n"))
    built(root, DAY + timedelta(5))
    assert "waiting" not in (root / "content/addresses.yml").read_text("utf-8")


def test_a_preview_shows_it_with_future_and_begins_nothing(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "content" / BARU).write_text(entry("Baru"))
    built(root, DAY, future=True, preview=True)
    assert "masih menunggu" in (root / PAGE).read_text("utf-8")
    assert "waiting" not in (root / "content/addresses.yml").read_text("utf-8")
    assert [h.until for h in built(root, DAY + timedelta(2)).held] == ["2026-11-25"]


@pytest.mark.parametrize(("text", "held"), [("0d", 0), ("1d", 1), ("10 d", 1)])
def test_how_long_is_said_in_days(tmp_path: Path, text: str, held: int) -> None:
    root = site(tmp_path, text)
    (root / "content" / BARU).write_text(entry("Baru"))
    assert len(built(root, DAY).held) == held


@pytest.mark.parametrize("text", ["3h", "3", "-1d", "tiga hari", "999d", "1.5d", "[3d]"])
def test_nonsense_is_named(tmp_path: Path, text: str) -> None:
    root = make_site(tmp_path, settings=f"{SETTINGS}cool_off: {text}\n")
    report = build_in(root, today=DAY)
    assert report.exit_code == 2
    assert {p.place.path for p in report.problems if p.is_error} == {"site.yml"}
    assert not (root / "public").exists()


def test_without_a_register_all_waits_and_it_is_said(tmp_path: Path) -> None:
    root = make_site(tmp_path, {f"content/{BARU}": entry("Baru")}, f"{SETTINGS}cool_off: 2d\n")
    report = built(root, DAY)
    assert "cool-off-begins" in [p.code for p in report.problems]
    assert [h.what for h in report.held] == [BARU]
    assert "cool-off-begins" not in [p.code for p in built(root, DAY + timedelta(1)).problems]
    built(root, DAY + timedelta(2))
    assert (root / PAGE).exists()


def test_why_says_until_when(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "content" / BARU).write_text(entry("Baru"))
    request = request_in(root, today=DAY)
    answer = explain(request, str(root / "content" / BARU))
    assert [(h.reason, h.until) for h in answer.held] == [("cool-off", "2026-11-23")]


def test_a_members_new_entry_waits_and_an_event_does_not(tmp_path: Path) -> None:
    root = make_community(tmp_path)
    built(root, DAY - timedelta(1))
    write_settings(root, COMMUNITY + "cool_off: 2d\n")
    (root / "content/members/alya/activities/2026-05-02-baru.md").write_text(entry("Baru"))
    (root / "content/events/2026-05-03-hutan").mkdir()
    (root / "content/events/2026-05-03-hutan/index.md").write_text("---\ntitle: Hutan\n---\nBersama.\n")
    built(root, DAY)
    page = root / "public/members/alya/activities/baru/index.html"
    assert not page.exists()
    assert (root / "public/events/hutan/index.html").exists()
    assert "waiting" in (root / "content/addresses/alya.yml").read_text("utf-8")
    assert "waiting" not in (root / "content/addresses/bima.yml").read_text("utf-8")
    built(root, DAY + timedelta(1))
    assert not page.exists()
    built(root, DAY + timedelta(2))
    assert page.exists()
