"""Keys that hide entries, written in a profile: nothing of that person is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import run
from support.sites import files_of, make_project, make_site, write_files

TODAY = ("--today", "2026-11-28", "-j", "1")
COMMUNITY = "kind: community\ntitle: Kawan\nurl: https://kawan.example/\nlanguage: en\nlanguages: [en, id]\ncards: {formats: []}\n"
CLUB = {
    "content/members/alya/profile.md": "---\nname: Alya\n---\nHello.\n",
    "content/members/bima/profile.md": "---\nname: Bima Kenari\n---\nI am Bima Kenari.\n",
    "content/members/bima/activities/2026-05-01-kelas.md": "---\ntitle: Kenari class\n---\nWords.\n",
}


@pytest.mark.parametrize(
    "line",
    [
        "draft: true",
        "visibilty: private",
        *(
            pytest.param(line, marks=pytest.mark.slow)
            for line in (
                "visibility: unlisted",
                "visibility: public",
                "publish_after: 2027-01-01",
                "Draft: true",
                "private: true",
                "published: false",
                "draf: true",
            )
        ),
    ],
)
def test_the_member_is_left_out_and_named(tmp_path: Path, line: str) -> None:
    make_project(tmp_path, COMMUNITY, CLUB)
    assert run(tmp_path, "build", *TODAY).returncode == 0
    profile = CLUB["content/members/bima/profile.md"].replace("---\n", f"---\n{line}\n", 1)
    write_files(tmp_path, {"content/members/bima/profile.md": profile})
    done = run(tmp_path, "build", *TODAY, "--allow-removals", "--report", "report.json")
    assert done.returncode == 0, done.stderr
    assert "profile-hides" in done.stderr and "status: paused" in done.stderr and "members/bima.yml" in done.stderr
    assert "unknown-key" not in done.stderr and "foreign-key" not in done.stderr
    assert "profile-hides" in (tmp_path / "report.json").read_text("utf-8")
    files = files_of(tmp_path / "public")
    assert not [path for path, data in files.items() if b"Kenari" in data or "bima" in path]
    assert "members/alya/index.html" in files


def test_a_translation_of_the_profile_hides_as_well(tmp_path: Path) -> None:
    make_project(tmp_path, COMMUNITY, {**CLUB, "content/members/bima/profile.id.md": "---\ndraft: true\n---\nHalo.\n"})
    done = run(tmp_path, "build", *TODAY)
    assert done.returncode == 0 and "profile.id.md:2" in done.stderr
    assert not [path for path, data in files_of(tmp_path / "public").items() if b"Kenari" in data or "bima" in path]


@pytest.mark.parametrize("line", ["draft: true", "visibility: private", "publish_afer: 2027-01-01", "hidden: yes"])
def test_of_a_portfolio_nothing_is_published(tmp_path: Path, line: str) -> None:
    make_site(tmp_path, {"content/profile.md": f"---\nname: Alya\n{line}\n---\nHalo.\n"})
    done = run(tmp_path, "build", *TODAY, "--keep-going")
    assert done.returncode == 1 and "profile-hides" in done.stderr
    assert not [path for path in files_of(tmp_path) if path.startswith("public/")]


@pytest.mark.parametrize("key", ["twitter", "bio", "phone", "website", "title", "status", "birthday", "about", "plase"])
def test_what_is_merely_unknown_is_no_wish_to_hide(tmp_path: Path, key: str) -> None:
    make_site(tmp_path, {"content/profile.md": f"---\nname: Alya\n{key}: x\n---\nHalo.\n"})
    done = run(tmp_path, "check", "--today", "2026-11-28")
    assert done.returncode == 1 and "profile-hides" not in done.stderr + done.stdout
