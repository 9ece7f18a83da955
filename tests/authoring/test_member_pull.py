"""A member's own repository is read at one commit, shown first, and nothing in it is run or followed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from kiprah.authoring.git.git_objects import git_environment
from kiprah.authoring.members.pulling import Pulled, pull_member
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.review.findings import Review
from problems.problem_cases import jpeg
from support.command import run
from support.communities import context_in, make_community
from support.repositories import commit_all, git
from support.sites import files_of, make_project, write_files


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the library
        """Say nothing."""


@pytest.fixture
def hosted(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Host a member's repository on this machine: its work tree, and where it is published."""
    own = tmp_path / "milik-alya"
    make_project(
        own,
        "title: Jejak\n",
        {
            "content/profile.md": "---\nname: Alya P\n---\nHalo.\n",
            "content/activities/2026-05-01-hari/index.md": "---\ntitle: Hari\nphotos: [{file: a.jpg, people: adults, consent: yes, alt: x}]\n---\nBaru.\n",
            "content/activities/2026-05-01-hari/a.jpg": jpeg(),
        },
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=tmp_path / "web"))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield own, f"http://127.0.0.1:{server.server_port}/alya.git"
    server.shutdown()
    server.server_close()


def publish(own: Path) -> str:
    """Commit all, and put it where the server finds it."""
    commit = commit_all(own)
    web = own.parent / "web/alya.git"
    if not web.exists():
        web.parent.mkdir()
        git(own, "clone", "-q", "--bare", str(own), str(web))
    git(own, "push", "-q", "--force", str(web), "main")
    git(web, "update-server-info")
    return commit


@pytest.fixture
def root(tmp_path: Path, hosted: tuple[Path, str]) -> Path:
    return make_community(
        tmp_path / "kawan", {"content/members/alya.yml": f"since: 2024 # awal\nsource: {{git: '{hosted[1]}'}}\n"}
    )


def pull(root: Path, answer: bool = True, seen: list[Review] | None = None) -> Pulled | Refusal:
    def agree(review: Review) -> bool:
        if seen is not None:
            seen.append(review)
        return answer

    pulled = pull_member("alya", "", context_in(root), agree)
    assert not [path for path in (root / "content").iterdir() if path.name.startswith(".")]
    return pulled


def test_what_is_new_is_shown_and_then_taken_and_pinned(root: Path, hosted: tuple[Path, str]) -> None:
    commit = publish(hosted[0])
    before = files_of(root)
    seen: list[Review] = []
    refused = pull(root, False, seen)
    assert isinstance(refused, Pulled) and refused.outcome == "refused" and files_of(root) == before
    (alya,) = seen[0].members
    assert [(entry.change, entry.title) for entry in alya.entries] == [
        ("removed", "Hari"),
        ("new", "Hari"),
        ("changed", "Alya P"),
    ]
    assert [photo.people for photo in alya.photos] == ["adults"]
    taken = pull(root)
    assert isinstance(taken, Pulled) and (taken.outcome, taken.commit) == ("taken", commit)
    # The member's own word, as it stands at that commit: no draft, no other consent.
    text = (root / "content/members/alya/activities/2026-05-01-hari/index.md").read_text("utf-8")
    assert "consent: yes" in text and "draft" not in text
    assert not (root / "content/members/alya/activities/2026-05-01-hari.md").exists()
    record = (root / "content/members/alya.yml").read_text("utf-8")
    assert record.startswith("since: 2024 # awal\n") and yaml.safe_load(record)["source"] == {
        "git": hosted[1],
        "ref": commit,
    }
    assert {left.path: left.reason for left in taken.left_out} == {"content/site.yml": "settings"}
    again = pull(root)
    assert isinstance(again, Pulled) and again.outcome == "same"


def test_what_the_member_took_away_goes(root: Path, hosted: tuple[Path, str]) -> None:
    publish(hosted[0])
    assert isinstance(pull(root), Pulled)
    (hosted[0] / "content/activities/2026-05-01-hari/index.md").unlink()
    (hosted[0] / "content/activities/2026-05-01-hari/a.jpg").unlink()
    publish(hosted[0])
    assert isinstance(pull(root), Pulled)
    assert set(files_of(root / "content/members/alya")) == {"profile.md"}


def test_links_and_submodules_are_left_out(root: Path, hosted: tuple[Path, str]) -> None:
    own = hosted[0]
    (own / "content/rahasia.md").symlink_to("/etc/passwd")
    (own / "content/reflections").symlink_to("/etc")
    commit = commit_all(own)
    git(own, "update-index", "--add", "--cacheinfo", f"160000,{commit},content/activities/modul")
    git(own, "commit", "-q", "-m", "modul")
    web = own.parent / "web/alya.git"
    web.parent.mkdir()
    git(own, "clone", "-q", "--bare", str(own), str(web))
    git(web, "update-server-info")
    taken = pull(root)
    assert isinstance(taken, Pulled), taken
    reasons = {left.path: left.reason for left in taken.left_out}
    assert reasons["content/rahasia.md"] == reasons["content/reflections"] == "link"
    assert reasons["content/activities/modul"] == "module"
    assert not (root / "content/members/alya/reflections").exists()


def test_programs_of_the_repository_are_not_run(root: Path, hosted: tuple[Path, str], tmp_path: Path) -> None:
    trace = tmp_path / "jejak"
    write_files(
        hosted[0],
        {
            ".gitattributes": "* filter=jebak\n",
            ".gitmodules": f"[submodule \"x\"]\n\tpath = x\n\turl = ext::sh -c 'touch% {trace}'\n",
        },
    )
    publish(hosted[0])
    hook = hosted[0].parent / "web/alya.git/hooks/post-upload-pack"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {trace}\n", "utf-8")
    pull(root)
    assert not trace.exists()


def test_a_commit_without_a_member_changes_nothing(root: Path, hosted: tuple[Path, str]) -> None:
    (hosted[0] / "content/profile.md").unlink()
    publish(hosted[0])
    before = files_of(root)
    assert isinstance(pull(root), Refusal) and files_of(root) == before


def test_a_host_that_does_not_answer_changes_nothing(root: Path) -> None:
    before = files_of(root)
    answer = pull(root)
    assert isinstance(answer, Refusal) and answer.key == "pull-failed" and files_of(root) == before


def test_who_names_no_repository_is_not_pulled(root: Path) -> None:
    answer = pull_member("bima", "", context_in(root), lambda review: True)
    assert isinstance(answer, Refusal) and answer.key == "pull-no-source"


def test_nothing_is_taken_unasked(root: Path, hosted: tuple[Path, str]) -> None:
    publish(hosted[0])
    before = files_of(root)
    done = run(root, "member", "pull")
    assert done.returncode == 2 and "Alya P" in done.stdout and files_of(root) == before
    assert run(root, "member", "pull", "--branch", "--upload-pack=x").returncode == 2
    done = run(root, "member", "pull", "--yes")
    assert done.returncode == 0 and "taken" in done.stdout, done.stderr


def test_git_is_told_of_no_other_repository() -> None:
    kept = git_environment(
        {
            "GIT_DIR": "/x",
            "GIT_EXTERNAL_DIFF": "x",
            "GIT_SSH_COMMAND": "x",
            "PATH": "/bin",
            "GIT_CONFIG_GLOBAL": "/dev/null",
        }
    )
    assert "GIT_DIR" not in kept and "GIT_EXTERNAL_DIFF" not in kept and "GIT_SSH_COMMAND" not in kept
    assert kept["PATH"] == "/bin" and kept["GIT_CONFIG_GLOBAL"] == "/dev/null" and kept["GIT_TERMINAL_PROMPT"] == "0"
