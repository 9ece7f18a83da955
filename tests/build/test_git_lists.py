"""What goes into Git of a new site, and what a check says of what is there: with real repositories."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from kiprah.authoring.git.git_ignore import IGNORE_FILE, member_list
from kiprah.authoring.installed_from import Origin
from kiprah.authoring.new.new_site import NewSite, SiteRequest, write_site
from kiprah.build.check import check
from kiprah.build.pipeline import build
from kiprah.build.request import Report, Request
from kiprah.model.settings import SiteKind
from support.building import request_in
from support.photos import jpeg, located
from support.repositories import commit_all, git
from support.variants import variants

TODAY = date(2026, 11, 22)
SETTINGS = "title: Jejak\nurl: https://a.test/\ncards: {formats: []}\nphotos: {widths: [16], formats: [jpeg]}\n"
CANARIES = ("Kenari yang menunggu izin", "Kenari pribadi saya sendiri", "Kenari draf yang belum jadi")


def new_site(folder: Path, kind: SiteKind = "portfolio", editor: str = "") -> Path:
    request = SiteRequest(folder, "id", "Asia/Jakarta", TODAY, Origin("kiprah==1.0"), kind, editor)
    assert isinstance(write_site(request), NewSite)
    return folder


def requested(root: Path, **more: object) -> Request:
    return request_in(root, **more)  # type: ignore[arg-type]


def written(root: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def log_of(root: Path) -> Path:
    """Write a log in which everything waits that can wait."""
    written(
        root,
        {
            "site.yml": SETTINGS,
            "profile.md": "---\nname: Alya\n---\nHalo.\n",
            "activities/2026-05-01-kelas/index.md": "---\ntitle: Kelas\nphotos:\n"
            "  - {file: terbit.jpg, alt: Papan, people: none}\n"
            "  - {file: menunggu.jpg, alt: Anak, people: minors, consent: pending}\n"
            "  - {file: tersamar.jpg, alt: Papan, people: none, hide: [[0.1, 0.1, 0.2, 0.2]]}\n---\nIsi.\n",
            "activities/2026-05-01-kelas/terbit.jpg": jpeg(64, 48),
            "activities/2026-05-01-kelas/menunggu.jpg": jpeg(64, 40),
            "activities/2026-05-01-kelas/tersamar.jpg": jpeg(64, 44),
            "activities/2026-05-01-kelas/lain.jpg": jpeg(64, 36),
            "activities/2026-05-02-[aneh] #1 !.md": "---\ntitle: Aneh\nslug: aneh\n---\nIsi.\n",
            "activities/2026-05-03-draf.md": f"---\ntitle: Draf\ndraft: true\n---\n{CANARIES[2]}.\n",
            "activities/2027-05-03-nanti.md": "---\ntitle: Nanti\n---\nBelum.\n",
            "reflections/2026-05-04-saya.md": f"---\ntitle: Saya\nvisibility: private\n---\n{CANARIES[1]}.\n",
            "reflections/2026-05-05-campur.md": "---\ntitle: Campur\n---\nIsi.\n\n"
            f"## Hanya untukku {{visibility=private}}\n\n{CANARIES[1]}.\n",
            "testimonials/ibu.md": f"---\nfrom: Ibu\n---\n{CANARIES[0]}.\n",
        },
    )
    return root


def tracked(root: Path) -> set[str]:
    """Add all that Git takes, and name what of the content is in the index."""
    git(root, "add", "-A")
    return {name.removeprefix("content/") for name in git(root, "ls-files", "-z").split("\0") if "content/" in name}


def codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems if problem.code.startswith("git-")}


@pytest.mark.parametrize(("kind", "editor"), [("portfolio", ""), ("portfolio", "sveltia"), ("community", "")])
def test_of_a_new_site_nothing_goes_into_git_before_it_is_published(
    tmp_path: Path, kind: SiteKind, editor: str
) -> None:
    root = new_site(tmp_path / "jejak", kind, editor)
    git(root, "init", "-q")
    names = tracked(root)
    assert {"site.yml", IGNORE_FILE} <= names
    assert not [n for n in names if "activities/" in n or "reflections/" in n or "events/" in n], names
    assert "jejak/.kiprah" not in git(root, "ls-files")


@pytest.mark.slow
def test_a_build_opens_git_for_what_it_published_and_nothing_else(tmp_path: Path) -> None:
    root = log_of(new_site(tmp_path / "jejak"))
    git(root, "init", "-q")
    subprocess.run(["rm", "-r", *root.glob("content/*/*2026-11-22*")], check=True)
    before = tracked(root)
    assert before == {"site.yml", "profile.md", IGNORE_FILE}
    report = build(requested(root))
    assert report.exit_code == 0, report.problems
    assert tracked(root) == {
        *before,
        "addresses.yml",
        "activities/2026-05-01-kelas/index.md",
        "activities/2026-05-01-kelas/terbit.jpg",
        "activities/2026-05-02-[aneh] #1 !.md",
    }
    assert codes(report) == {"git-text-kept-out", "git-photo-kept-out"}
    commit = git(root, "-c", "user.name=A", "-c", "user.email=a@a.test", "commit", "-q", "-m", "isi")
    everything = git(root, "log", "-p", "--format=%B") + commit
    assert not [canary for canary in CANARIES if canary in everything]
    assert "menunggu" not in git(root, "ls-files") and "2026-05-03" not in (root / "content" / IGNORE_FILE).read_text(
        "utf-8"
    )
    # A host that builds from Git finds all it needs, but the photo whose original is kept out.
    assert codes(check(requested(root))) == {"git-text-kept-out", "git-photo-kept-out"}


@pytest.mark.slow
def test_a_host_without_a_photo_that_waits_publishes_the_rest(tmp_path: Path) -> None:
    root = log_of(tmp_path)
    here = build(requested(root))
    (root / "content/activities/2026-05-01-kelas/menunggu.jpg").unlink()
    there = build(requested(root))
    assert here.exit_code == there.exit_code == 0
    assert [p.values["file"] for p in there.problems if p.code == "photo-elsewhere"] == ["menunggu.jpg"]
    assert (there.written, there.removed) == (0, 0) or here.outputs == there.outputs


@pytest.mark.slow
@pytest.mark.parametrize("preview", [{"drafts": True}, {"future": True}, {"preview": True}])
def test_no_preview_opens_git_for_a_draft(tmp_path: Path, preview: dict[str, bool]) -> None:
    root = log_of(tmp_path)
    (root / "content" / IGNORE_FILE).write_text(empty := member_list((), "id"), "utf-8")
    assert build(requested(root, **preview)).exit_code == 0
    assert (root / "content" / IGNORE_FILE).read_text("utf-8") == empty


@pytest.mark.slow
@pytest.mark.parametrize("own", [None, "*.bak\n"])
def test_a_list_that_is_not_kiprahs_stays_as_it_is(tmp_path: Path, own: str | None) -> None:
    root = log_of(tmp_path)
    path = root / "content" / IGNORE_FILE
    if own is not None:
        path.write_text(own, "utf-8")
    assert build(requested(root)).exit_code == 0
    assert (path.read_text("utf-8") if path.exists() else None) == own


@pytest.mark.slow
def test_a_member_of_a_community_has_a_list_of_their_own(tmp_path: Path) -> None:
    root = new_site(tmp_path / "kita", "community")
    subprocess.run(
        ["rm", "-r", *(root / "content/members").iterdir(), *(root / "content/events").iterdir()], check=True
    )
    written(
        root,
        {
            "site.yml": SETTINGS + "kind: community\n",
            "about.md": "---\ntitle: Kami\n---\nHalo.\n",
            "events/2026-05-01-bersih/index.md": "---\ntitle: Bersih\nparticipants: [alya]\n---\nIsi.\n",
            "events/2026-05-02-draf/index.md": f"---\ntitle: Draf\ndraft: true\n---\n{CANARIES[2]}.\n",
            "members/alya/profile.md": "---\nname: Alya\nphoto: {file: saya.jpg, alt: Alya}\n---\nHalo.\n",
            "members/alya/saya.jpg": jpeg(),
            "members/alya/lama.jpg": jpeg(40, 40),
            "members/alya/activities/2026-05-03-kelas.md": "---\ntitle: Kelas\n---\nIsi.\n",
            "members/alya/activities/2026-05-04-draf.md": f"---\ntitle: Draf\ndraft: true\n---\n{CANARIES[2]}.\n",
            "members/bima/profile.md": "---\nname: Bima\n---\nHalo.\n",
        },
    )
    git(root, "init", "-q")
    assert build(requested(root)).exit_code == 0
    names = tracked(root)
    assert {n for n in names if "events/" in n} == {"events/2026-05-01-bersih/index.md"}
    assert {n for n in names if n.startswith("members/alya/")} == {
        "members/alya/.gitignore",
        "members/alya/profile.md",
        "members/alya/saya.jpg",
        "members/alya/activities/2026-05-03-kelas.md",
    }
    assert codes(check(requested(root))) == set()


def test_a_check_says_what_a_repository_made_before_holds(tmp_path: Path) -> None:
    root = log_of(tmp_path)
    written(root, {"activities/2026-05-01-kelas/terbit.jpg": located()})
    (root / "private").mkdir()
    (root / "private/asli.jpg").write_bytes(jpeg())
    commit_all(root)
    found = {p.code: p for p in check(requested(root)).problems if p.code.startswith("git-")}
    assert set(found) == {
        "git-text-waits",
        "git-text-private",
        "git-photo-waits",
        "git-photo-hidden",
        "git-photo-place",
        "git-own-files",
        "git-no-remote",
    }
    assert {code: p.values["count"] for code, p in found.items() if p.values} == {
        "git-text-waits": "4",
        "git-text-private": "1",
        "git-photo-waits": "2",
        "git-photo-hidden": "1",
        "git-photo-place": "1",
        "git-own-files": "1",
    }
    assert all(p.level == "note" for p in found.values())


@pytest.mark.slow
def test_a_face_in_a_tracked_photo_of_nobody_is_named(tmp_path: Path) -> None:
    pytest.importorskip("cv2", reason="opencv-python-headless is not installed")
    root = log_of(tmp_path)
    portrait = (Path(__file__).parents[2] / "content" / "alya.jpg").read_bytes()
    written(
        root,
        {
            "activities/2026-05-01-kelas/terbit.jpg": portrait,
            "activities/2026-05-06-berdua/index.md": "---\ntitle: Berdua\nphotos:\n"
            "  - {file: kami.jpg, alt: Kami, people: adults, consent: yes}\n---\nIsi.\n",
            "activities/2026-05-06-berdua/kami.jpg": portrait,
        },
    )
    commit_all(root)
    (problem,) = [p for p in check(requested(root)).problems if p.code == "git-photo-faces"]
    # Whoever said that people are in a picture has thought about it already.
    assert problem.values == {"count": "1", "first": "activities/2026-05-01-kelas/terbit.jpg"}


@pytest.mark.parametrize(
    ("address", "shown"),
    variants(
        [
            ("https://alya:ghp_rahasia@github.com/alya/jejak.git", "github.com/alya/jejak"),
            ("git@codeberg.org:alya/jejak.git", "codeberg.org/alya/jejak"),
            ("ssh://git:rahasia@gitlab.com:22/alya/jejak", "gitlab.com/alya/jejak"),
            ("../lain", "../lain"),
        ],
        quick=1,
    ),
)
def test_a_remote_is_named_without_its_password(tmp_path: Path, address: str, shown: str) -> None:
    root = log_of(tmp_path)
    commit_all(root)
    git(root, "remote", "add", "origin", address)
    (remote,) = [p for p in check(requested(root)).problems if p.code == "git-remote"]
    assert remote.values == {"remote": shown} and remote.place.path == str(root / ".git/config")
    git(root, "config", "kiprah.repository", "private")
    assert codes(check(requested(root))) == set()


def test_a_repository_runs_nothing_of_its_own(tmp_path: Path) -> None:
    root = log_of(tmp_path)
    commit_all(root)
    trap = tmp_path / "jebak"
    (root / "jalan.sh").write_text(f"#!/bin/sh\ntouch {trap}\n", "utf-8")
    (root / "jalan.sh").chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.sshCommand",
        "core.editor",
        "filter.x.clean",
        "diff.external",
        "alias.ls-files",
    ):
        git(root, "config", key, str(root / "jalan.sh"))
    (root / ".gitattributes").write_text("* filter=x\n", "utf-8")
    (root / "lain.conf").write_text(f'[remote "origin"]\n\turl = ext::{root / "jalan.sh"}\n', "utf-8")
    git(root, "config", "include.path", str(root / "lain.conf"))
    assert "git-no-remote" in codes(check(requested(root)))
    assert not trap.exists()


def test_what_git_cannot_read_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = log_of(tmp_path)
    commit_all(root)
    (root / ".git/index").write_bytes(b"DIRC" + bytes(60))
    (problem,) = [p for p in check(requested(root)).problems if p.code.startswith("git-")]
    assert problem.code == "git-unreadable" and "index" in problem.values["reason"]
    assert "\n" not in problem.values["reason"]
    monkeypatch.setenv("PATH", str(tmp_path))
    (problem,) = [p for p in check(requested(root)).problems if p.code.startswith("git-")]
    assert problem.code == "git-unreadable" and "git" in problem.values["reason"]
    (root / ".git/config").write_text("[core\nkaputt", "utf-8")
    monkeypatch.undo()
    assert codes(check(requested(root))) == {"git-unreadable"}


def test_a_worktree_and_a_submodule_are_repositories_too(tmp_path: Path) -> None:
    main = log_of(tmp_path / "utama")
    commit_all(main)
    git(main, "worktree", "add", "-q", "-b", "lain", str(tmp_path / "lain"))
    assert (tmp_path / "lain/.git").is_file()
    assert "git-text-waits" in codes(check(requested(tmp_path / "lain")))
    outer = tmp_path / "luar"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(main), "situs")
    found = check(requested(outer / "situs"))
    assert {"git-text-waits", "git-remote"} <= codes(found)
    place = next(p.place.path for p in found.problems if p.code == "git-remote")
    assert Path(place).is_file()


def test_a_site_at_the_top_of_its_repository_is_seen(tmp_path: Path) -> None:
    root = log_of(tmp_path)
    git(root / "content", "init", "-q")
    git(root / "content", "add", "-A")
    assert {"git-text-waits", "git-no-remote"} <= codes(check(requested(root)))


@pytest.mark.slow
def test_a_large_repository_is_looked_through_in_a_moment(tmp_path: Path) -> None:
    root = log_of(tmp_path)
    (root / "banyak").mkdir()
    for number in range(30_000):
        (root / "banyak" / f"{number}.txt").touch()
    git(root, "init", "-q")
    git(root, "add", "-A")
    from time import perf_counter

    from kiprah.authoring.git.git_index import GitIndex, read_git_index

    start = perf_counter()
    index = read_git_index(root / "content")
    assert isinstance(index, GitIndex) and len(index.tracked) > 30_000
    assert perf_counter() - start < 5
