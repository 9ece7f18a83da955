"""The theme lembar, and a member's own theme on top of it: what each has not comes from the one below."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiprah.build.cache_keys import theme_folders
from kiprah.theme import load_theme
from kiprah.theme_options import options_of
from support.command import TODAY, run
from support.sites import write_settings

Tree = Callable[..., Path]
SETTINGS = (
    "title: Jejak\nurl: https://a.example/\ntheme: mine\ncards: {formats: []}\n"
    "theme_options: {text: sans, desk: false, sentences: 1, entries: 2}\n"
)
SITE = {
    "content/profile.md": "---\nname: Alya\nheadline: Belajar mendengar\n---\nHalo.\n",
    **{
        f"content/activities/2026-0{month}-05-kelas-{month}.md": f"---\ntitle: Kelas {month}\norganization: Rumah\n"
        f"role: Pengajar\nhours: 2\n---\nKalimat nomor {month}.\n"
        for month in range(1, 5)
    },
    "themes/mine/theme.yml": "name: Mine\nextends: lembar\noptions:\n  motto: {type: text, default: Pelan saja}\n",
    "themes/mine/templates/home.html": '{% extends "lembar:home.html" %}\n{% block main %}'
    '<p class="motto">{{ option("motto") }}</p>{{ super() }}{% endblock %}\n',
}


def test_one_template_of_ones_own_stands_on_lembar_which_stands_on_pelita(tree: Tree) -> None:
    root = tree(SITE, SETTINGS)
    done = run(root, "build", *TODAY)
    assert done.returncode == 0, done.stderr
    home = (root / "public" / "index.html").read_text("utf-8")
    assert '<p class="motto">Pelan saja</p>' in home and 'class="row-title' in home
    # What lembar does not have is pelita's, and wears lembar's style sheet.
    activity = (root / "public" / "activities" / "kelas-1" / "index.html").read_text("utf-8")
    assert "side-facts" in activity and "motto" not in activity
    for page in (home, activity):
        assert page.index("pelita-") < page.index("lembar-") < page.index("</head>")
        assert "text-sans" in page and "on-desk" not in page


def test_its_options_decide_what_the_sheet_tells(tree: Tree) -> None:
    root = tree(SITE, SETTINGS)
    run(root, "build", *TODAY)
    home = (root / "public" / "index.html").read_text("utf-8")
    # Two of four entries are named; where a year has more than `sentences`, most are told by name alone.
    assert home.count("row h-entry") == 2 and 'class="rest"' in home
    write_settings(root, SETTINGS.replace("sentences: 1, entries: 2", "sentences: 9, entries: 9"))
    run(root, "build", *TODAY)
    home = (root / "public" / "index.html").read_text("utf-8")
    assert home.count("row h-entry") == 4 and home.count("Kalimat nomor") == 4 and 'class="rest"' not in home


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("photos", "huge", "bad-choice"),
        ("desk", "perhaps", "not-true-or-false"),
        ("entries", "many", "bad-number"),
        ("text", "cursive", "bad-choice"),
        ("wide", "1", "theme-option"),
    ],
)
def test_a_wrong_option_is_named(tmp_path: Path, option: str, value: str, code: str) -> None:
    theme, problems = load_theme("lembar", theme_folders(tmp_path))
    assert theme is not None and problems == () and theme.chain == ("lembar", "pelita")
    values, found = options_of(theme, ((option, value),))
    assert [problem.code for problem in found] == [code]
    assert dict(values) == dict(options_of(theme, ())[0])


def test_pelitas_own_options_hold_on_it_too(tmp_path: Path) -> None:
    theme, _ = load_theme("lembar", theme_folders(tmp_path))
    assert theme is not None
    assert dict(options_of(theme, (("credit", "false"),))[0])["credit"] is False
