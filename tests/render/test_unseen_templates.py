"""A block or a file of a theme that no page ever shows is named, and nothing that is shown is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kiprah.render.unseen_templates import unseen_templates
from kiprah.theme import load_theme
from support.command import TODAY, run

THEMES = Path(__file__).parents[2] / "themes"
Tree = Callable[..., Path]
BASE = '{% extends "base.html" %}\n'
MAIN = "{% block main %}Hello{% endblock %}"
LOST = "{% block mian %}Hello{% endblock %}"


def found(tree: Tree, templates: Mapping[str, str], **middle: str) -> list[tuple[str, str, int, str]]:
    """Look at a theme of one's own, which extends pelita, through a middle one where that has templates."""
    files = {f"mine/templates/{name}": text for name, text in templates.items()}
    files |= {f"middle/templates/{name}.html": text for name, text in middle.items()}
    root = tree({"mine/theme.yml": "extends: middle\n", "middle/theme.yml": "extends: pelita\n", **files})
    theme, problems = load_theme("mine", (root, THEMES))
    assert theme is not None and problems == ()
    return [
        (p.code, p.place.path.removeprefix("themes/"), p.place.line, p.values["nearest"])
        for p in unseen_templates(theme)
    ]


@pytest.mark.parametrize("name", ["pelita", "lembar"])
def test_the_shipped_themes_show_all_that_they_have(name: str) -> None:
    theme, _ = load_theme(name, (THEMES,))
    assert theme is not None and len(theme.templates) > 20 and unseen_templates(theme) == ()


@pytest.mark.parametrize(
    ("text", "line", "nearest"),
    [
        (BASE + LOST, 2, "main"),
        ('{% extends "pelita:home.html" %}\n' + MAIN + "\n" + LOST, 3, "main"),
        (BASE + "{% if site.title %}\n" + LOST + "{% endif %}", 3, "main"),
        (BASE + "{% block zzz %}{% block inner %}{% endblock %}{% endblock %}", 2, ""),
    ],
)
def test_a_block_that_takes_no_others_place_is_named(tree: Tree, text: str, line: int, nearest: str) -> None:
    assert found(tree, {"home.html": text}) == [("unknown-block", "mine/templates/home.html", line, nearest)]


@pytest.mark.parametrize(
    "text",
    [
        BASE + MAIN,
        # A block in one that is shown is shown with it.
        BASE + "{% block main %}{% block mian %}Hello{% endblock %}{% endblock %}",
        # A template that stands alone says itself what there is.
        LOST,
        # Where a value decides, anything may be shown.
        "{% extends page.kind %}\n" + LOST,
        '{% extends "base.html" if site.title else "home.html" %}\n' + LOST,
        '{% if site.title %}{% extends "base.html" %}{% endif %}\n' + LOST,
        # Called by its name, it stands somewhere else.
        BASE + "{% block main %}{{ self.mian() }}{% endblock %}" + LOST,
        BASE + '{% block main %}{{ self["mian"]() }}{% endblock %}' + LOST,
        BASE + "{% block main %}{{ self[page.kind]() }}{% endblock %}" + LOST,
        BASE + "{% block main %}{{ one() }}{% endblock %}{% macro one() %}" + LOST + "{% endmacro %}",
        # A condition may never come true.
        BASE + '{% block main %}{% if site.x %}{% include "gone.html" %}{% endif %}{% endblock %}',
    ],
)
def test_what_may_be_shown_is_left_alone(tree: Tree, text: str) -> None:
    assert found(tree, {"home.html": text}) == []


def test_blocks_are_known_from_every_theme_that_is_extended(tree: Tree) -> None:
    aside = '{% extends "pelita:home.html" %}{% block main %}{{ super() }}{% block aside %}{% endblock %}{% endblock %}'
    home = '{% extends "middle:home.html" %}\n{% block aside %}1{% endblock %}\n{% block asdie %}2{% endblock %}\n'
    home += "{% block sripts %}3{% endblock %}"
    assert found(tree, {"home.html": home}, home=aside) == [
        ("unknown-block", "mine/templates/home.html", 3, "aside"),
        ("unknown-block", "mine/templates/home.html", 4, "scripts"),
    ]
    # A mistake of the middle theme is its own.
    lost = '{% extends "pelita:home.html" %}' + LOST
    mine = '{% extends "middle:home.html" %}' + MAIN
    assert found(tree, {"home.html": mine}, home=lost) == [("unknown-block", "middle/templates/home.html", 1, "main")]


def test_a_theme_may_leave_out_blocks_of_the_one_it_extends(tree: Tree) -> None:
    # pelita's pages fill blocks that this base does not have; who wrote it sees at once that they are away.
    assert found(tree, {"base.html": "<main>{% block main %}{% endblock %}</main>"}) == []
    assert found(tree, {"base.html": "{% block text %}{% endblock %}", "home.html": BASE + "{% block txet %}{% endblock %}"}) == [
        ("unknown-block", "mine/templates/home.html", 2, "text")
    ]  # fmt: skip


def test_what_extends_itself_is_named_with_whom_it_means(tree: Tree) -> None:
    assert found(tree, {"home.html": '{% extends "home.html" %}\n' + LOST}) == [
        ("template-circle", "mine/templates/home.html", 1, "pelita:home.html")
    ]
    # A theme in the middle that means its own finds the one nearer to the site.
    assert found(tree, {"home.html": '{% extends "middle:home.html" %}'}, home='\n{% extends "home.html" %}') == [
        ("template-circle", "middle/templates/home.html", 2, "pelita:home.html"),
        ("template-circle", "mine/templates/home.html", 1, "middle:home.html"),
    ]


def test_what_is_not_there_is_named_with_the_form_to_write(tree: Tree) -> None:
    home = '{% extends "pelita/home.html" %}\n{% include "crumb.html" %}\n{% include "x.html" ignore missing %}'
    assert found(tree, {"home.html": home}) == [
        ("template-missing", "mine/templates/home.html", 1, "pelita:home.html"),
        ("template-missing", "mine/templates/home.html", 2, "crumbs.html"),
    ]
    # What such a page would show of its blocks nobody can know.
    assert found(tree, {"home.html": '{% extends "gone.html" %}\n' + LOST}) == [
        ("template-missing", "mine/templates/home.html", 1, "")
    ]
    assert found(tree, {"home.html": BASE + "{% include ['x.html', 'crumbs.html'] %}"}) == []


def test_a_file_that_nothing_draws_is_named(tree: Tree) -> None:
    assert found(tree, {"hmoe.html": BASE + MAIN, "zzz/parts.html": "{% include 'zzz/parts.html' %}"}) == [
        ("unused-template", "mine/templates/hmoe.html", 0, "home.html"),
        ("unused-template", "mine/templates/zzz/parts.html", 0, ""),
    ]


@pytest.mark.parametrize(
    "user",
    [
        '{% include "part.html" %}',
        '{% include ["other.html", "mine:part.html"] ignore missing %}',
        '{% from "part.html" import one with context %}',
        '{% import "mine:part.html" as parts %}',
        "{% include page.kind %}",
    ],
)
def test_a_file_that_may_be_drawn_is_left_alone(tree: Tree, user: str) -> None:
    assert found(tree, {"home.html": user, "part.html": "{% macro one() %}{% endmacro %}", "macros.html": ""}) == []


def test_build_and_check_say_it_every_time(tree: Tree) -> None:
    root = tree(
        {
            "content/profile.md": "---\nname: Alya\n---\nHello.\n",
            "themes/mine/theme.yml": "extends: pelita\n",
            "themes/mine/templates/home.html": BASE + LOST,
            "themes/mine/cards/activty.yml": "extends: activity\n",
        },
        "title: Jejak\nurl: https://a.example/\nlanguage: en\ntheme: mine\ncards: {formats: []}\n",
    )
    for command in ("build", "check", "build", "check"):
        done = run(root, command, *TODAY)
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        assert "themes/mine/templates/home.html:2:10: warning[unknown-block]" in said, command
        assert 'hint: did you mean "main"?' in said
        assert "themes/mine/cards/activty.yml: warning[card-unused]" in said
    assert run(root, "build", "--strict", *TODAY).returncode == 1
    path = root / "themes/mine/templates/home.html"
    path.write_text(BASE + MAIN, "utf-8")
    done = run(root, "build", *TODAY)
    assert done.returncode == 0 and "unknown-block" not in done.stdout + done.stderr
