"""Aliases of a community's member stand below their folder: one that repeats the folder is named, with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.build.load import silent
from kiprah.build.planned_site import read_and_plan
from kiprah.workers import WorkerPool
from support.building import request_in
from support.communities import make_community
from support.sites import HARI, make_site

ENTRY = "members/alya/activities/2026-05-02-lagi.md"
CODE = "alias-own-folder"


def found_in(root: Path) -> list[tuple[int, int, str, str]]:
    request = request_in(root)
    planned = read_and_plan(request, silent, WorkerPool(1))
    assert planned.plan is not None
    named = [problem for problem in planned.problems if problem.code == CODE]
    return [(p.place.line, p.place.column, p.values["address"], p.values["alias"]) for p in named]


@pytest.mark.parametrize(
    ("aliases", "named"),
    [
        ("[/alya/lama/]", [(3, 11, "/members/alya/alya/lama", "/lama")]),
        ("alya/lama", [(3, 10, "/members/alya/alya/lama", "/lama")]),
        ("[/baik/, /members/alya/a/b.html]", [(3, 19, "/members/alya/members/alya/a/b.html", "/a/b.html")]),
        ("[/lama/, /bima/lama/, /alya/, /alyaku/lama/, /members/lama/, /members/alya/]", []),
    ],
)
def test_an_alias_that_repeats_the_members_folder_is_named(
    tmp_path: Path, aliases: str, named: list[tuple[int, int, str, str]]
) -> None:
    root = make_community(tmp_path, {f"content/{ENTRY}": f"---\ntitle: Lagi\naliases: {aliases}\n---\nIsi.\n"})
    assert found_in(root) == named


@pytest.mark.parametrize("alias", ["/alya/lama/", "/members/alya/lama/"])
def test_where_nothing_is_put_below_a_folder_nothing_is_said(tmp_path: Path, alias: str) -> None:
    text = f"---\ntitle: Hari\naliases: [{alias}]\n---\nIsi.\n"
    assert found_in(make_site(tmp_path / "portfolio", {HARI: text})) == []
    event = {"content/events/2026-05-03-hutan.md": text}
    assert found_in(make_community(tmp_path / "community", event)) == []
