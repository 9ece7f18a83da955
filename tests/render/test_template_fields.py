"""What a build would find in a template is found without one, and nothing that is right is complained of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiprah.render.template_fields import template_problems
from kiprah.theme import load_theme
from support.command import TODAY, run

THEMES = Path(__file__).parents[2] / "themes"
Tree = Callable[..., Path]
ACTIVITY = '{% extends "pelita:activity.html" %}\n{% block main %}\n'


def messages(tree: Tree, text: str, name: str = "activity.html") -> list[tuple[str, int, str]]:
    root = tree({"mine/theme.yml": "extends: pelita\n", f"mine/templates/{name}": text})
    theme, problems = load_theme("mine", (root, THEMES))
    assert theme is not None and problems == ()
    return [(p.place.path, p.place.line, p.values["message"]) for p in template_problems(theme)]


@pytest.mark.parametrize("name", ["pelita", "lembar"])
def test_the_shipped_themes_ask_for_nothing_that_is_not_there(name: str) -> None:
    theme, _ = load_theme(name, (THEMES,))
    assert theme is not None and template_problems(theme) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ activity.item.titel }}", "ActivityItem has no titel; did you mean title?"),
        ("{{ activity.item.when.txt }}", "When has no txt; did you mean text?"),
        ("{% for photo in activity.photos %}{{ photo.captoin }}{% endfor %}", "Picture has no captoin; did you mean caption?"),
        ("{% set item = activity.item %}{{ item.zzz }}", "ActivityItem has no zzz"),
        ("{% if activity.cover %}{{ activity.cover.wide }}{% endif %}", "Picture has no wide; did you mean width?"),
        ("{{ activity.evidence[0].lable }}", "EvidenceView has no lable; did you mean label?"),
        ("{{ (activity.skills|first).nam }}", "Label has no nam; did you mean name?"),
        ("{{ m.label(activity.item.roles) }}", "ActivityItem has no roles; did you mean role?"),
        ("{{ tahun }}", "tahun is undefined"),
        ("{{ membr.name }}", "membr is undefined; did you mean member?"),
        ("{% for name, link in page.crumbs %}{{ link.paht }}{% endfor %}", "Link has no paht; did you mean path?"),
    ],
)  # fmt: skip
def test_what_no_page_has_is_named_with_its_line(tree: Tree, text: str, message: str) -> None:
    found = messages(tree, f"{ACTIVITY}{text}\n{{% endblock %}}\n")
    assert found == [("themes/mine/templates/activity.html", 3, message)]


@pytest.mark.parametrize(
    "text",
    [
        "{{ activity.cover.classes }} {{ activity.cover.shape }}",
        "{% set x = namespace(a=1) %}{{ x.a }}{{ x.b }}",
        "{% macro one(thing) %}{{ thing.anything }}{% endmacro %}{{ one(activity) }}",
        "{{ extra.own.data }}{{ site.title.upper() }}{{ loop }}",
        "{% for entry in activity.gallery if entry.alt %}{{ loop.index }}{{ entry.alt|upper }}{% endfor %}",
        "{% set item = activity.item or page %}{{ item.language }}{% set item = member %}{{ item.name }}",
        "{{ (activity.updated or activity.item.when).text }}",
    ],
)
def test_what_is_right_or_not_certain_is_left_alone(tree: Tree, text: str) -> None:
    assert messages(tree, f"{ACTIVITY}{text}\n{{% endblock %}}\n") == []


def test_check_finds_what_a_build_would(tree: Tree) -> None:
    root = tree(
        {
            "content/profile.md": "---\nname: Alya\n---\nHello.\n",
            "themes/mine/theme.yml": "extends: pelita\n",
            "themes/mine/templates/home.html": '{% extends "pelita:home.html" %}\n{% block main %}{{ home.hour }}{% endblock %}\n',
        },
        "title: Jejak\nurl: https://a.example/\nlanguage: en\ntheme: mine\ncards: {formats: []}\n",
    )
    done = run(root, "check", *TODAY)
    assert done.returncode == 1
    assert (
        "themes/mine/templates/home.html:2:" in done.stdout + done.stderr
        and "did you mean hours?" in done.stdout + done.stderr
    )
