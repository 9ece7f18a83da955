"""Addresses last: a register of what was published, redirects of what was renamed, and word of what would be lost."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from kiprah.authoring.installed_from import Origin
from kiprah.authoring.members.moving import Moved, move_member
from kiprah.authoring.members.removal import Removal, plan_removal, remove_member
from kiprah.build.check import check
from kiprah.build.pipeline import build
from kiprah.build.qr_code import write_qr
from kiprah.build.request import Report, Request
from kiprah.build.up_to_date import last_result
from support.building import build_in, request_in
from support.command import begin_process, run_process
from support.communities import context_in, make_community
from support.sites import SETTINGS, files_of, make_site, write_settings

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 20)
HARI = "activities/2026-05-01-hari.md"
CARDS = "title: Jejak\nurl: https://a.example/\ncards: {formats: [link]}\n"


def asked(root: Path, today: date = DAY) -> Request:
    return request_in(root, today=today)


def built(root: Path, today: date = DAY, **options: bool) -> Report:
    report = build_in(root, today=today, **options)
    assert report.exit_code == 0 or options, report.problems
    return report


def entry(title: str, keys: str = "") -> str:
    return f"---\ntitle: {title}\n{keys}---\nKami menanam.\n"


def site(root: Path, files: Mapping[str, str] | None = None, settings: str = SETTINGS) -> Path:
    return make_site(root, {f"content/{HARI}": entry("Hari"), **(files or {})}, settings)


def known(root: Path, name: str = "addresses.yml") -> dict[str, dict[str, object]]:
    """Read a register as any program would."""
    data = yaml.safe_load((root / "content" / name).read_text("utf-8"))
    return dict(data["addresses"])


def codes(report: Report) -> list[str]:
    return [p.code for p in report.problems if p.place.path.startswith("addresses") or p.code == "cool-off-begins"]


def test_every_page_is_noted_with_its_first_day_and_stays(tmp_path: Path) -> None:
    root = site(tmp_path)
    built(root)
    first = known(root)
    pages = {p.relative_to(root / "public").parent.as_posix() for p in (root / "public").rglob("index.html")}
    noted = {page.strip("/") or "." for page in first}
    assert noted == {page for page in pages if not page.startswith("share")}
    assert {value["first"] for value in first.values()} == {DAY}
    assert first["/"]["printed"] and first["/cv/"]["printed"]
    (root / "content/activities/2026-05-02-lain.md").write_text(entry("Lain"))
    built(root, date(2026, 11, 21))
    second = known(root)
    assert {page: second[page] for page in first} == first
    assert second["/activities/lain/"]["first"] == date(2026, 11, 21)
    assert list(second) == sorted(second)


def test_nothing_hidden_is_ever_noted(tmp_path: Path) -> None:
    hidden = {
        "content/activities/2026-05-02-draf.md": entry("Draf", "draft: true\n"),
        "content/activities/2026-05-03-pribadi.md": entry("Pribadi", "visibility: private\n"),
        "content/activities/2026-05-04-embargo.md": entry("Embargo", "publish_after: 2027-05-01\n"),
        "content/activities/2026-05-05-rusak.md": entry("Rusak", "visibility: privat\n"),
        "content/activities/2027-05-05-nanti.md": entry("Nanti"),
    }
    root = site(tmp_path, hidden, SETTINGS + "on_error: skip\ncool_off: 0d\n")
    built(root, keep_going=True)
    register = (root / "content/addresses.yml").read_text("utf-8")
    for word in ("draf", "pribadi", "embargo", "rusak", "nanti"):
        assert word not in register.casefold()
    assert "/activities/hari/" in register


@pytest.mark.parametrize("options", [{"preview": True}, {"drafts": True}, {"future": True}])
def test_only_a_real_build_writes(tmp_path: Path, options: dict[str, bool]) -> None:
    root = site(tmp_path)
    built(root, **options)
    check(asked(root))
    assert not (root / "content/addresses.yml").exists()
    (root / "content/activities/2026-05-02-x.md").write_text("---\ntitle: X\nhours: dua\n---\n")
    assert built(root, strict=True).exit_code == 1
    assert not (root / "content/addresses.yml").exists()


def test_the_same_is_not_written_again(tmp_path: Path) -> None:
    root = site(tmp_path)
    built(root)
    file = root / "content/addresses.yml"
    before = (file.stat().st_ino, file.stat().st_mtime_ns, file.read_bytes())
    built(root, date(2026, 12, 1), force=True)
    assert (file.stat().st_ino, file.stat().st_mtime_ns, file.read_bytes()) == before


def test_a_renamed_entry_is_led_to(tmp_path: Path) -> None:
    root = site(tmp_path, settings=CARDS)
    built(root)
    old = root / "content" / HARI
    old.write_text(entry("Hari", "slug: hari-baru\n"))
    report = built(root)
    assert codes(report) == ["address-moved"]
    page = (root / "public/activities/hari/index.html").read_text("utf-8")
    assert "../hari-baru/index.html" in page
    assert "noindex" in page
    assert "/activities/hari/ /activities/hari-baru/ 301" in (root / "public/_redirects").read_text("utf-8")
    assert "activities/hari/" not in (root / "public/sitemap.xml").read_text("utf-8")
    # Then its file, and both old addresses lead to the third.
    old.rename(root / "content/activities/2026-05-01-hari-ketiga.md")
    (root / "content/activities/2026-05-01-hari-ketiga.md").write_text(entry("Hari"))
    report = built(root)
    for name in ("hari", "hari-baru"):
        assert "hari-ketiga/" in (root / f"public/activities/{name}/index.html").read_text("utf-8")
    assert check(asked(root)).exit_code == 0
    # What is said once is not said again, and a clean build of the same makes the same.
    (root / "content/profile.md").write_text("---\nname: Alya\n---\nHai.\n")
    assert codes(built(root)) == []
    register = (root / "content/addresses.yml").read_bytes()
    incremental = files_of(root / "public")
    shutil.rmtree(root / ".kiprah")
    shutil.rmtree(root / "public")
    built(root)
    assert files_of(root / "public") == incremental
    assert (root / "content/addresses.yml").read_bytes() == register


def test_what_vanishes_is_named_with_the_line_that_helps(tmp_path: Path) -> None:
    root = site(tmp_path, {"content/activities/2026-05-02-haru.md": entry("Haru")})
    built(root)
    (root / "content" / HARI).unlink()
    report = built(root)
    problem = next(p for p in report.problems if p.code == "address-gone")
    assert problem.values["line"] == "aliases: [activities/hari]"
    assert problem.values["nearest"] == "activities/2026-05-02-haru.md"
    assert "/activities/hari/" in problem.source
    assert check(asked(root)).exit_code == 0
    assert "/activities/hari/" in known(root)
    # The line does what it says.
    (root / "content/activities/2026-05-02-haru.md").write_text(entry("Haru", f"{problem.values['line']}\n"))
    assert codes(built(root)) == []
    assert "../haru/index.html" in (root / "public/activities/hari/index.html").read_text("utf-8")


def test_check_fails_where_what_is_printed_would_be_lost(tmp_path: Path) -> None:
    root = site(tmp_path, {"content/activities/2026-05-02-haru.md": entry("Haru")}, CARDS)
    built(root)
    assert known(root)["/activities/hari/"]["printed"] is True
    (root / "content" / HARI).unlink()
    report = check(asked(root))
    assert report.exit_code == 1
    assert [p.code for p in report.problems if p.is_error] == ["printed-address-gone"]
    warned = built(root)
    assert "printed-address-gone" in [p.code for p in warned.problems]
    lines = (root / "content/addresses.yml").read_text("utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if "/activities/hari/" not in line)
    (root / "content/addresses.yml").write_text(kept, "utf-8")
    assert check(asked(root)).exit_code == 0


def test_what_was_taken_back_is_not_asked_for_again(tmp_path: Path) -> None:
    root = site(tmp_path, {"content/activities/2026-05-02-haru.md": entry("Haru")}, CARDS)
    built(root)
    for keys in ("visibility: private\n", "draft: true\n", "publish_after: 2027-05-01\n"):
        (root / "content" / HARI).write_text(entry("Hari", keys))
        report = built(root)
        assert "address-gone" not in codes(report)
        assert "printed-address-gone" not in codes(report)
        assert check(asked(root)).exit_code == 0
        assert not (root / "public/activities/hari").exists()
    # Renamed while nobody may see it: the new name is not noted, and nothing leads to it.
    (root / "content" / HARI).rename(root / "content/activities/2026-05-01-rahasia.md")
    (root / "content/activities/2026-05-01-rahasia.md").write_text(entry("Hari", "draft: true\n"))
    assert "printed-address-gone" not in codes(built(root))
    assert "rahasia" not in (root / "content/addresses.yml").read_text("utf-8")
    assert not any(b"rahasia" in content for content in files_of(root / "public").values())


def test_a_dropped_language_leads_to_the_first(tmp_path: Path) -> None:
    both = SETTINGS + "language: id\nlanguages: [id, en]\n"
    root = site(tmp_path, {"content/activities/2026-05-01-hari.en.md": "---\ntitle: Day\n---\nWe plant.\n"}, both)
    built(root)
    assert known(root)["/en/activities/hari/"]["language"] == "en"
    write_settings(root, SETTINGS + "language: id\n")
    (root / "content/activities/2026-05-01-hari.en.md").unlink()
    report = built(root)
    assert not [p for p in report.problems if p.code.endswith("address-gone")]
    assert "../../../activities/hari/index.html" in (root / "public/en/activities/hari/index.html").read_text("utf-8")
    assert (root / "public/en/index.html").exists()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("<<<<<<< HEAD\n  /a/: 2026-01-01\n=======\n  /b/: 2026-01-01\n>>>>>>> x\n", "merge-marks", 2),
        ("  /a/: {first: besok}\n", "addresses-line", 2),
        ("  /../a/: 2026-01-01\n", "addresses-line", 2),
        ("  /a/: {first: 2026-01-01, colour: red}\n", "addresses-line", 2),
        ("\0", "control-character", 2),
    ],
)
def test_a_damaged_register_is_named_and_never_lost(tmp_path: Path, text: str, code: str, line: int) -> None:
    root = site(tmp_path)
    file = root / "content/addresses.yml"
    file.write_text("addresses:\n" + text)
    report = build(asked(root))
    assert report.exit_code == 1
    assert [(p.code, p.place.path, p.place.line) for p in report.problems if p.is_error] == [
        (code, "addresses.yml", line)
    ]
    assert file.read_text() == "addresses:\n" + text
    assert build(replace(asked(root), keep_going=True)).exit_code == 1
    assert file.read_text() == "addresses:\n" + text


def test_both_sides_of_a_merge_are_kept(tmp_path: Path) -> None:
    root = site(tmp_path)
    file = root / "content/addresses.yml"
    file.write_text(
        "addresses:\n  /lama/: {first: 2026-03-01}\n  /lama/: {first: 2026-02-01, printed: true}\n  '/dulu/': 2025-01-01\n"
    )
    built(root)
    assert known(root)["/lama/"] == {"first": date(2026, 2, 1), "printed": True}
    assert known(root)["/dulu/"] == {"first": date(2025, 1, 1)}


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser writes anywhere")
def test_content_that_can_only_be_read_is_published(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "content").chmod(0o555)
    try:
        report = built(root)
    finally:
        (root / "content").chmod(0o755)
    assert "addresses-not-kept" in codes(report)
    assert report.exit_code == 0


def test_a_link_in_its_place_is_not_replaced(tmp_path: Path) -> None:
    root = site(tmp_path)
    elsewhere = tmp_path / "elsewhere.yml"
    elsewhere.write_text("addresses:\n  /a/: 2026-01-01\n")
    (root / "content/addresses.yml").symlink_to(elsewhere)
    built(root)
    assert (root / "content/addresses.yml").is_symlink()
    assert elsewhere.read_text() == "addresses:\n  /a/: 2026-01-01\n"


def test_members_have_registers_of_their_own(tmp_path: Path) -> None:
    root = make_community(tmp_path)
    built(root)
    assert "/members/alya/activities/hari/" in known(root, "addresses/alya.yml")
    assert "/members/bima/" in known(root, "addresses/bima.yml")
    assert not any(page.startswith(("/members/alya", "/members/bima")) for page in known(root))
    assert "/events/pantai/" in known(root)
    (root / "content/members/alya/activities/2026-05-01-hari.md").rename(
        root / "content/members/alya/activities/2026-05-01-hari-baik.md"
    )
    untouched = {name: (root / f"content/{name}").stat() for name in ("addresses.yml", "addresses/bima.yml")}
    before = files_of(root / "public/members/bima")
    built(root)
    assert "hari-baik" in (root / "public/members/alya/activities/hari/index.html").read_text("utf-8")
    assert files_of(root / "public/members/bima") == before
    assert {name: (root / f"content/{name}").stat() for name in untouched} == untouched
    # An event's old name leads on as well, and who left without a word is named.
    (root / "content/events/2026-05-01-pantai").rename(root / "content/events/2026-05-01-laut")
    (root / "content/addresses/hantu.yml").write_text("addresses:\n  /members/hantu/: 2026-01-01\n")
    report = built(root)
    assert "../laut/index.html" in (root / "public/events/pantai/index.html").read_text("utf-8")
    assert "addresses-of-nobody" in codes(report)
    # No member's register reaches below another's address.
    (root / "content/addresses/alya.yml").write_text(
        "addresses:\n  /members/bima/x/: {first: 2026-01-01, entry: members/alya/activities/2026-05-01-hari-baik.md}\n"
    )
    built(root)
    assert not (root / "public/members/bima/x").exists()


def test_a_damaged_register_costs_no_member_a_page(tmp_path: Path) -> None:
    root = make_community(tmp_path)
    built(root)
    before = files_of(root / "public")
    file = root / "content/addresses/alya.yml"
    file.write_text(file.read_text() + "  kabur\n")
    content = file.read_bytes()
    report = build(asked(root))
    assert report.exit_code == 0
    assert "addresses-line" in codes(report)
    assert files_of(root / "public") == before
    assert file.read_bytes() == content


def test_a_second_build_has_nothing_to_do(tmp_path: Path) -> None:
    root = site(tmp_path)
    # A file so young that it could change again without a trace is never taken as known.
    time.sleep(2.1)
    first = run_process(root, "build", "--today", "2026-11-20")
    assert first.returncode == 0 and "made anew" in first.stdout, first
    asked_for = asked(root)
    found, _ = last_result(asked_for.site, asked_for.output, asked_for.cache, replace(asked_for, jobs=None).options)
    assert found is not None
    # Another one's change of the register is a change.
    (root / "content/addresses.yml").write_bytes((root / "content/addresses.yml").read_bytes() + b"# x\n")
    found, _ = last_result(asked_for.site, asked_for.output, asked_for.cache, asked_for.options)
    assert found is None
    built(root)
    assert (root / "content/addresses.yml").read_bytes().endswith(b"# x\n")


def test_a_killed_build_leaves_a_whole_register(tmp_path: Path) -> None:
    root = site(tmp_path)
    built(root)
    old = (root / "content/addresses.yml").read_bytes()
    (root / "content/activities/2026-05-02-lain.md").write_text(entry("Lain"))
    for seconds in (0.2, 0.5, 0.8, 1.1):
        child = begin_process(root, "build", "--today", "2026-11-21")
        time.sleep(seconds)
        child.kill()
        child.wait()
        assert (root / "content/addresses.yml").read_bytes() in (old, old_with_lain(root, old))
    built(root, date(2026, 11, 21))
    assert (root / "content/addresses.yml").read_bytes() == old_with_lain(root, old)


def old_with_lain(root: Path, old: bytes) -> bytes:
    """Return the register as a build of both entries writes it."""
    mark = blake2b(repr(("Activity", "2026-05-02", "Lain")).encode(), digest_size=5).hexdigest()
    line = f'  /activities/lain/: {{first: 2026-11-21, entry: activities/2026-05-02-lain.md, mark: "{mark}"}}\n'
    lines = old.decode().splitlines(keepends=True)
    at = next(number for number, text in enumerate(lines) if text.startswith("  /activities/hari/")) + 1
    return "".join([*lines[:at], line, *lines[at:]]).encode()


def test_what_a_code_was_made_for_is_printed(tmp_path: Path) -> None:
    root = site(tmp_path, {"content/activities/2026-05-02-haru.md": entry("Haru")})
    built(root)
    assert "printed" not in known(root)["/activities/hari/"]
    answer = write_qr(asked(root), "activities/hari", root / "export")
    assert answer.exit_code == 0
    assert known(root)["/activities/hari/"]["printed"] is True
    (root / "content" / HARI).unlink()
    assert check(asked(root)).exit_code == 1


def test_a_member_takes_their_addresses_along(tmp_path: Path) -> None:
    root = make_community(tmp_path / "kawan")
    built(root)
    context = context_in(root)
    moved = move_member("alya", "https://alya.example/", tmp_path / "alya", context, Origin(""))
    assert isinstance(moved, Moved), moved
    register = yaml.safe_load((tmp_path / "alya/content/addresses.yml").read_text("utf-8"))["addresses"]
    assert register["/activities/hari/"]["entry"] == "activities/2026-05-01-hari.md"
    assert set(register) == {page.replace("/members/alya", "") for page in known(root, "addresses/alya.yml")}
    assert not [c for c in codes(built(tmp_path / "alya")) if c.endswith("address-gone")]
    assert not [c for c in codes(built(root)) if c.endswith("address-gone")]
    removal = plan_removal("bima", context_in(root))
    assert isinstance(removal, Removal)
    assert "addresses/bima.yml" in removal.files
    assert remove_member(removal, context_in(root)) is None
    assert not (root / "content/addresses/bima.yml").exists()
