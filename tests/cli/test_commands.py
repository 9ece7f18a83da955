"""The real command on real files: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import run, run_process
from support.sites import make_site, write_settings


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, {"content/activities/2026-05-01-hari.md": "---\ntitle: Hari\nhours: 2\n---\nIsi.\n"})


def test_a_problem_is_one_line_with_its_source_a_caret_and_a_hint(site: Path) -> None:
    path = site / "content" / "activities" / "2026-05-01-hari.md"
    path.write_text("---\ntitle: Hari\nrole: Guru\nplace: Sleman\nhours: two\n---\nIsi.\n", "utf-8")
    done = run(site, "build", "--today", "2026-11-22")
    assert done.returncode == 1
    assert done.stderr.splitlines()[:4] == [
        'content/activities/2026-05-01-hari.md:5:8: error[bad-hours]: hours must be a number of at least 0, not "two"',
        "    hours: two",
        "           ^",
        '    hint: write 2.5, 2:30 or "2h 30m"',
    ]
    assert "1 error" in done.stderr
    assert not (site / "public").exists()


def test_all_problems_come_at_once_and_sorted(site: Path) -> None:
    folder = site / "content" / "activities"
    (folder / "2026-05-02-b.md").write_text("---\ntitle: b\nhours: x\ndate: y\n---\n", "utf-8")
    (folder / "2026-05-01-hari.md").write_text("---\ntitel: a\n---\n", "utf-8")
    done = run(site, "check", "--format", "json")
    found = json.loads(done.stdout)["problems"]
    places = [(p["path"], p["line"]) for p in found if p["level"] == "error"]
    assert done.returncode == 1 and places == sorted(places) and len(places) == 3
    assert all(p["message"] and p["code"] for p in found)


def test_github_annotations(site: Path) -> None:
    (site / "content" / "activities" / "2026-05-01-hari.md").write_text("---\ntitle: a\nhours: two\n---\n", "utf-8")
    done = run(site, "check", "--format", "github")
    assert "::error file=content/activities/2026-05-01-hari.md,line=3,col=8,title=bad-hours::" in done.stdout


def test_the_words_follow_the_sites_language(site: Path) -> None:
    (site / "content" / "activities" / "2026-05-01-hari.md").write_text("---\ntitle: a\nhours: dua\n---\n", "utf-8")
    done = run(site, "check", KIPRAH_LANG="")
    assert "jam harus berupa angka" in done.stderr


def test_no_site_is_a_usage_error_with_the_next_step(tmp_path: Path) -> None:
    done = run(tmp_path, "build")
    assert done.returncode == 2
    assert "kiprah new site" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("build", "--nonsense"),
        ("nonsense",),
        ("build", "--today", "soon"),
        ("build", "--url", "javascript:x"),
        ("build", "-j", "0"),
        ("list", "all"),
    ],
)
def test_wrong_usage_ends_with_two(site: Path, args: tuple[str, ...]) -> None:
    done = run(site, *args)
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_settings_that_make_no_sense_end_with_two(site: Path) -> None:
    write_settings(site, "title: x\ntheme: tiada\n")
    done = run(site, "build")
    assert done.returncode == 2 and "theme-missing" in done.stderr and "pelita" in done.stderr


@pytest.mark.parametrize("output", ["content", ".", "content/activities/x"])
def test_a_dangerous_output_is_refused_with_two(site: Path, output: str) -> None:
    before = sorted(p for p in (site / "content").rglob("*"))
    done = run(site, "build", "-o", output)
    assert done.returncode == 2
    assert sorted(p for p in (site / "content").rglob("*")) == before


def test_files_of_others_are_refused_before_anything_is_touched(site: Path) -> None:
    (site / "public").mkdir()
    (site / "public" / "index.html").write_text("milik orang lain")
    done = run(site, "build", "--today", "2026-11-22")
    assert done.returncode == 2 and "output-foreign" in done.stderr
    assert [p.name for p in (site / "public").iterdir()] == ["index.html"]
    assert (site / "public" / "index.html").read_text() == "milik orang lain"


def test_drafts_are_never_built_for_production(site: Path) -> None:
    done = run(site, "build", "--drafts", NETLIFY="true", CONTEXT="production")
    assert done.returncode == 2 and not (site / "public").exists()


def test_what_is_held_back_is_listed_with_its_reason(site: Path) -> None:
    folder = site / "content" / "activities"
    (folder / "2026-05-02-draf.md").write_text("---\ntitle: d\ndraft: true\n---\n", "utf-8")
    (folder / "2027-05-02-nanti.md").write_text("---\ntitle: n\n---\n", "utf-8")
    (folder / "2026-05-03-pribadi.md").write_text("---\ntitle: p\nvisibility: private\n---\n", "utf-8")
    done = run(site, "build", "--today", "2026-11-22")
    assert done.returncode == 0
    assert "content/activities/2026-05-02-draf.md: a draft" in done.stderr
    listed = {what: run(site, "list", what, "--today", "2026-11-22").stdout for what in ("drafts", "future", "hidden")}
    assert "2026-05-02-draf.md" in listed["drafts"] and "nanti" not in listed["drafts"]
    assert "2027-05-02-nanti.md" in listed["future"]
    assert listed["hidden"].count("\n") == 3
    why = run(site, "why", "content/activities/2026-05-02-draf.md", "--today", "2026-11-22")
    assert why.returncode == 0 and "a draft" in why.stdout


def test_why_names_what_made_a_file(site: Path) -> None:
    run(site, "build", "--today", "2026-11-22")
    why = run(site, "why", "public/activities/hari/index.html", "--today", "2026-11-22")
    assert why.returncode == 0 and "activity.html" in why.stdout and "same" in why.stdout
    assert run(site, "why", "public/tiada.html").returncode == 1


@pytest.mark.parametrize("short", [False, True])
def test_why_says_where_an_entry_is_published(site: Path, *, short: bool) -> None:
    text = next((site / "content" / "activities").glob("*hari*"))
    name = text.relative_to(site / "content" if short else site).as_posix()
    why = run(site, "why", name, "--today", "2026-11-22")
    assert why.returncode == 0 and f"{name} is published in public/activities/hari/index.html" in why.stdout
    assert run(site, "why", "content/activities/tiada.md").returncode == 1


@pytest.mark.slow
def test_why_names_the_text_and_what_of_it_changed(site: Path) -> None:
    assert run(site, "build", "--today", "2026-11-22").returncode == 0
    text = next((site / "content" / "activities").glob("*hari*/index.md"), None)
    text = text or next((site / "content" / "activities").glob("*hari.md"))
    text.write_text(text.read_text("utf-8") + "\nSatu kalimat lagi.\n", "utf-8")
    why = run(site, "why", "public/activities/hari/index.html", "--today", "2026-11-22").stdout
    assert f"text: {text.relative_to(site / 'content').as_posix()}" in why
    changed = [line.partition(": ")[2] for line in why.splitlines() if line.startswith("what changed")]
    assert "subject" in changed and not {"recipe", "template", "theme", "site"} & set(changed)


def test_clean_removes_what_kiprah_made_and_nothing_else(site: Path) -> None:
    run(site, "build", "--today", "2026-11-22")
    (site / "public" / "milikku.txt").write_text("x")
    assert run(site, "clean").returncode == 0
    assert [p.relative_to(site / "public").as_posix() for p in (site / "public").rglob("*")] == ["milikku.txt"]


def test_warnings_become_errors_when_asked(site: Path) -> None:
    write_settings(site, "title: x\ncards: {formats: []}\n")
    assert run(site, "check").returncode == 0
    assert run(site, "check", "--strict").returncode == 1


def test_control_characters_of_file_names_are_harmless(site: Path) -> None:
    (site / "content" / "activities" / "2026-05-02-\x1b[31mx.md").write_text("tanpa kunci", "utf-8")
    done = run(site, "check")
    assert "\x1b" not in done.stderr and "\\u001b" in done.stderr


def test_nothing_is_coloured_where_nobody_looks(site: Path) -> None:
    (site / "content" / "activities" / "2026-05-01-hari.md").write_text("---\ntitle: a\nhours: two\n---\n", "utf-8")
    assert "\x1b" not in run(site, "build").stderr


def test_another_build_holds_the_folder(site: Path) -> None:
    from kiprah.cache.lock import build_lock

    with build_lock(site / ".kiprah"):
        done = run_process(site, "build", "--no-wait")
    assert done.returncode == 3 and "already-building" in done.stderr


def test_the_cache_goes_where_it_is_told(site: Path, tmp_path: Path) -> None:
    run(site, "build", "--cache", "elsewhere", "--today", "2026-11-22")
    assert (site / "elsewhere" / "state.db").is_file() and not (site / ".kiprah").exists()
    run(site, "build", "-o", "second", "--today", "2026-11-22", KIPRAH_CACHE=str(tmp_path / "third"))
    assert (tmp_path / "third" / "state.db").is_file()


def test_a_mistake_in_the_settings_ends_with_two(site: Path) -> None:
    write_settings(site, "title: x\ntitel: y\n")
    done = run(site, "build")
    assert done.returncode == 2 and "site.yml:2:1: error[unknown-key]" in done.stderr


def test_of_two_entries_at_one_address_neither_is_shown(site: Path) -> None:
    folder = site / "content" / "activities"
    (folder / "2026-06-01-hari.md").write_text("---\ntitle: Lain\n---\nIsi.\n", "utf-8")
    (folder / "2026-06-02-baik.md").write_text("---\ntitle: Baik\n---\nIsi.\n", "utf-8")
    assert run(site, "build", "--today", "2026-11-22").returncode == 1
    done = run(site, "build", "--today", "2026-11-22", "--keep-going")
    assert done.returncode == 1 and "double-slug" in done.stderr
    assert [p.name for p in sorted((site / "public" / "activities").iterdir())] == ["baik", "index.html"]


def test_skipping_publishes_the_rest_and_ends_with_zero(site: Path) -> None:
    write_settings(site, "title: x\non_error: skip\nurl: https://a.example/\ncards: {formats: []}\n")
    (site / "content" / "activities" / "2026-06-02-rusak.md").write_text(
        "---\ntitle: R\nhours: two\n---\nIsi.\n", "utf-8"
    )
    done = run(site, "build", "--today", "2026-11-22")
    assert done.returncode == 0 and "bad-hours" in done.stderr
    assert not (site / "public" / "activities" / "rusak").exists()
    assert (site / "public" / "activities" / "hari" / "index.html").is_file()
