"""A theme that is begun builds at once, passes the checks, changes nothing yet, and then shows what is written into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from support.command import TODAY, run

Tree = Callable[..., Path]
SITE = "title: Jejak\nurl: https://a.example/\nlanguage: {}\ncards: {{formats: []}}\n"


def site(tree: Tree, language: str = "en") -> Path:
    return tree(
        {
            "content/profile.md": "---\nname: Alya\nheadline: Reads\n---\nHello.\n",
            "content/activities/2026-05-01-a-day.md": "---\ntitle: A day\nhours: 2\n---\nWords.\n",
        },
        SITE.format(language),
    )


def page(root: Path) -> str:
    return re.sub(r"assets/[\w.-]+", "", (root / "public" / "index.html").read_text("utf-8"))


@pytest.mark.parametrize(("parent", "language"), [("pelita", "en"), ("lembar", "id")])
@pytest.mark.slow
def test_it_builds_at_once_and_changes_nothing_yet(tree: Tree, parent: str, language: str) -> None:
    root = site(tree, language)
    settings = root / "content" / "site.yml"
    settings.write_text(settings.read_text("utf-8") + f"theme: {parent}\n", "utf-8")
    assert run(root, "build", *TODAY).returncode == 0
    before = page(root)
    done = run(root, "new", "theme", "night-market", "--extends", parent)
    assert done.returncode == 0 and "night-market" in done.stdout
    settings.write_text(settings.read_text("utf-8").replace(f"theme: {parent}", "theme: night-market"), "utf-8")
    assert run(root, "check", *TODAY, "--strict").returncode == 0
    done = run(root, "build", *TODAY)
    assert done.returncode == 0, done.stderr
    added = '<link rel="stylesheet" href="">\n'
    assert (
        page(root).replace(added, "") == before.replace(added, "")
        and page(root).count(added) == before.count(added) + 1
    )
    settings.write_text(settings.read_text("utf-8") + "theme_options: {warm: true}\n", "utf-8")
    assert run(root, "build", *TODAY).returncode == 0
    assert re.search(r'<body class="page-home[^"]* warm"', page(root))


@pytest.mark.parametrize(
    ("name", "says"), [("pelita", "already"), ("Night Market", "cannot be"), ("../a", "cannot be")]
)
def test_a_name_that_is_taken_or_none_is_refused(tree: Tree, name: str, says: str) -> None:
    root = site(tree)
    done = run(root, "new", "theme", name)
    assert done.returncode == 2 and says in done.stderr and not (root / "themes").exists()


def test_it_is_never_written_over(tree: Tree) -> None:
    root = site(tree)
    assert run(root, "new", "theme", "mine").returncode == 0
    file = root / "themes" / "mine" / "theme.yml"
    file.write_text("extends: lembar\n", "utf-8")
    assert run(root, "new", "theme", "mine").returncode == 2
    assert file.read_text("utf-8") == "extends: lembar\n"
