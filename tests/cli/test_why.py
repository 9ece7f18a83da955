"""``kiprah why``: the true reason where nothing of a whole person is published, and an entry's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import TODAY, run
from support.communities import make_community
from support.sites import HARI, make_site

CITRA = "content/members/citra"
DEWI = "content/members/dewi"
ENTRY = "activities/2026-05-01-hari.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    profile, entry = "---\nname: Citra\n---\nHalo.\n", "---\ntitle: Hari\n---\nIsi.\n"
    return make_community(
        tmp_path,
        {
            "content/members/citra.yml": "status: paused\n",
            f"{CITRA}/profile.md": profile,
            f"{CITRA}/{ENTRY}": entry,
            f"{DEWI}/profile.md": "---\nname: [Dewi\n---\n",
            f"{DEWI}/{ENTRY}": entry,
            "content/members/eka.yml": "moved_to: https://eka.example/\n",
            "content/members/eka/profile.md": profile,
            "content/members/fajar.yml": "statsu: paused\n",
            "content/members/fajar/profile.md": profile,
        },
    )


@pytest.mark.parametrize(
    ("asked", "english", "indonesian"),
    [
        (
            f"{CITRA}/{ENTRY}",
            "content/members/citra.yml says `status: paused`, so nothing of this member is",
            "content/members/citra.yml menyebut `status: paused`, jadi tidak ada yang terbit dari anggota ini",
        ),
        (
            f"{DEWI}/{ENTRY}",
            "content/members/dewi/profile.md is missing or cannot be read, and without it nothing of this person is; "
            "`kiprah check` says why",
            "content/members/dewi/profile.md tidak ada atau tidak dapat dibaca, dan tanpanya tidak ada yang terbit "
            "dari orang ini; `kiprah check` menjelaskannya",
        ),
    ],
)
def test_who_is_not_published_at_all_is_told_why(root: Path, asked: str, english: str, indonesian: str) -> None:
    done = run(root, "why", asked, *TODAY)
    assert (done.stdout, done.stderr) == (f"{asked} is not published: {english}\n", "")
    settings = root / "content/site.yml"
    settings.write_text(settings.read_text("utf-8").replace("language: en", "language: id"), "utf-8")
    done = run(root, "why", asked, *TODAY, KIPRAH_LANG="")
    assert (done.stdout, done.stderr) == (f"{asked} tidak diterbitkan: {indonesian}\n", "")
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (f"{CITRA}/profile.md", "status: paused"),
        (CITRA, "status: paused"),
        ("content/members/citra.yml", "status: paused"),
        ("members/citra/profile.md", "status: paused"),
        ("public/members/citra/index.html", "status: paused"),
        (f"{DEWI}/profile.md", "dewi/profile.md is missing or cannot be read"),
        ("content/members/eka/profile.md", "moved_to"),
        ("content/members/fajar/profile.md", "members/fajar.yml cannot be read"),
    ],
)
def test_every_file_of_such_a_member_has_the_same_reason(root: Path, asked: str, said: str) -> None:
    done = run(root, "why", asked, *TODAY)
    assert done.returncode == 0 and done.stdout.startswith(f"{asked} is not published: ") and said in done.stdout


@pytest.mark.parametrize(
    "asked", [f"{CITRA}/nowhere.md", "content/members/nobody/profile.md", "content/members/alya/nowhere.md"]
)
def test_what_is_no_members_file_is_still_unknown(root: Path, asked: str) -> None:
    done = run(root, "why", asked, *TODAY)
    assert done.returncode == 1 and done.stderr == f"{asked} is neither published nor held back\n"


def test_a_portfolio_whose_profile_cannot_be_read_says_so(tmp_path: Path) -> None:
    root = make_site(tmp_path, {HARI: "---\ntitle: Hari\n---\nIsi.\n", "content/profile.md": "---\nname: [A\n---\n"})
    done = run(root, "why", HARI, *TODAY)
    assert done.returncode == 0 and "content/profile.md is missing or cannot be read" in done.stdout
    assert run(root, "why", "content/activities/tiada.md", *TODAY).returncode == 1


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("short", [False, True])
def test_why_of_an_entrys_folder_names_its_pages(tmp_path: Path, *, slash: str, short: bool) -> None:
    folder = "content/activities/2026-05-01-hari"
    root = make_site(tmp_path, {f"{folder}/index.md": "---\ntitle: Hari\n---\nIsi.\n"})
    asked = (folder.removeprefix("content/") if short else folder) + slash
    done = run(root, "why", asked, *TODAY)
    assert done.returncode == 0
    assert f"{asked} is published in public/activities/hari/index.html\n" in done.stdout


@pytest.mark.parametrize("asked", ["content/activities/2026-05-01-hari", "activities/2026-05-01-hari"])
@pytest.mark.parametrize("slash", ["", "/"])
def test_why_of_a_folder_that_is_held_back_says_the_reason(tmp_path: Path, asked: str, slash: str) -> None:
    folder = "content/activities/2026-05-01-hari"
    root = make_site(tmp_path, {f"{folder}/index.md": "---\ntitle: Hari\ndraft: true\n---\nIsi.\n"})
    done = run(root, "why", asked + slash, *TODAY)
    assert (done.returncode, done.stdout) == (0, f"{folder}/index.md is not published: a draft\n")
