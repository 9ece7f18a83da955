"""``kiprah member add``, ``kiprah list members`` and ``kiprah review`` as they are typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from support.command import PYTHON, run, run_process
from support.communities import make_community
from support.repositories import commit_all
from support.sites import make_site, write_files
from support.zips import zipped


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_community(
        tmp_path,
        {
            "content/members/citra.yml": "status: paused\ncohort: '=1+1'\n",
            "content/members/citra/profile.md": "---\nname: \"=HYPERLINK('x')\"\n---\n",
            "content/members/dewi.yml": "statsu: paused\n",
            "content/members/dewi/profile.md": "---\nname: \u001bDewi\n---\n".replace("\u001b", ""),
            "content/members/eka.yml": "moved_to: https://eka.example/\n",
        },
    )


def test_members_are_listed_with_where_they_stand(root: Path) -> None:
    done = run(root, "list", "members")
    assert done.returncode == 0, done.stderr
    assert [line.split("\t") for line in done.stdout.splitlines()] == [
        ["alya", "Alya Putri", "active"],
        ["bima", "Bima", "active"],
        ["citra", "=HYPERLINK('x')", "paused"],
        ["dewi", "Dewi", "unreadable"],
        ["eka", "?", "moved"],
    ]
    rows = json.loads(run(root, "list", "members", "--format", "json").stdout)
    assert rows[0] == {
        "slug": "alya",
        "name": "Alya Putri",
        "status": "active",
        "since": "2024",
        "accounts": "github:alya",
        "entries": 1,
    }


def test_no_cell_of_the_csv_is_a_formula(root: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(root, "list", "members", "--format", "csv").stdout)))
    assert [row["slug"] for row in rows] == ["alya", "bima", "citra", "dewi", "eka"]
    assert rows[2]["name"] == "'=HYPERLINK('x')" and rows[2]["cohort"] == "'=1+1"
    assert run(root, "list", "drafts", "--format", "csv").returncode == 2


def test_a_zip_is_taken_in_and_what_was_left_out_is_said(root: Path) -> None:
    (root / "kiriman.zip").write_bytes(
        zipped(
            {
                "a/profile.md": "---\nname: Fajar\n---\n",
                "a/.env": "x",
                "a/activities/2026-05-01-x.md": "---\ntitle: X\n---\n",
            }
        )
    )
    done = run(root, "member", "add", "fajar", "kiriman.zip")
    assert done.returncode == 0, done.stderr
    assert "a/.env: hidden files" in done.stdout and "1 entries as drafts" in done.stdout
    done = run(root, "member", "add", "fajar", "kiriman.zip", KIPRAH_LANG="id")
    assert done.returncode == 1 and "sudah ada" in done.stderr
    assert run(root, "member", "add", "gita", "tiada.zip").returncode == 2


def test_a_review_is_printed_or_written(root: Path) -> None:
    commit_all(root)
    write_files(root, {"content/members/bima/profile.md": "---\nname: Bima Baru\n---\n"})
    for form in ("text", "markdown", "html"):
        done = run(root, "review", "--since", "HEAD", "--format", form, "--author", "github:bima")
        assert done.returncode == 0 and "Bima Baru" in done.stdout and "Alya" not in done.stdout, done.stderr
        written = run(
            root,
            "review",
            "content",
            "--since",
            "HEAD",
            "--format",
            form,
            "-o",
            f"out.{form}",
            "--author",
            "github:bima",
        )
        assert written.returncode == 0 and (root / f"out.{form}").read_text("utf-8") == done.stdout
    assert run(root, "review", "--since", "tiada").returncode == 2
    assert run(root, "review", "--member", "tiada").returncode == 2


def test_a_review_that_a_full_disk_has_no_room_for_leaves_the_last_one(root: Path) -> None:
    commit_all(root)
    write_files(root, {"content/members/bima/profile.md": "---\nname: Bima Baru\n---\n", "out.html": "the last one"})
    full = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300)); "
        "from kiprah.cli import main; main(sys.argv[1:])"
    )
    arguments = ("review", "--since", "HEAD", "--format", "html", "-o", "out.html")
    done = run_process(root, "-c", full, *arguments, command=PYTHON)
    assert done.returncode == 3 and "Traceback" not in done.stderr, done.stderr
    assert (root / "out.html").read_text("utf-8") == "the last one"
    assert not [path for path in root.iterdir() if path.name.startswith(".new-")]
    assert run(root, *arguments).returncode == 0 and "Bima Baru" in (root / "out.html").read_text("utf-8")


def test_a_portfolio_has_none_of_it(tmp_path: Path) -> None:
    make_site(tmp_path)
    for command in (
        ("review",),
        ("list", "members"),
        ("member", "remove", "alya"),
        ("member", "pull"),
        ("member", "move", "a", "--to", "https://a.example/"),
    ):
        done = run(tmp_path, *command)
        assert done.returncode == 2 and "kind: community" in done.stderr
