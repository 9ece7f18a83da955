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
    """Look at a template of one's own; return what is told of it, in few words."""
    root = tree({"mine/theme.yml": "extends: pelita\n", f"mine/templates/{name}": text})
    theme, problems = load_theme("mine", (root, THEMES))
    assert theme is not None and problems == ()
    return [
        (
            p.place.path,
            p.place.line,
            " ".join(filter(None, (p.values.get("owner", ""), p.values["name"], "->", p.values["nearest"]))),
        )
        for p in template_problems(theme, (*dict(theme.assets), "mine.css", "brand.css"))
    ]


@pytest.mark.parametrize("name", ["pelita", "lembar"])
def test_the_shipped_themes_ask_for_nothing_that_is_not_there(name: str) -> None:
    theme, _ = load_theme(name, (THEMES,))
    assert theme is not None and template_problems(theme) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ activity.item.titel }}", "ActivityItem titel -> title"),
        ("{{ activity.item.when.txt }}", "When txt -> text"),
        ("{% for photo in activity.photos %}{{ photo.captoin }}{% endfor %}", "Picture captoin -> caption"),
        ("{% set item = activity.item %}{{ item.zzz }}", "ActivityItem zzz ->"),
        ("{% if activity.cover %}{{ activity.cover.wide }}{% endif %}", "Picture wide -> width"),
        ("{{ activity.evidence[0].lable }}", "EvidenceView lable -> label"),
        ("{{ (activity.skills|first).nam }}", "Label nam -> name"),
        ("{{ m.label(activity.item.roles) }}", "ActivityItem roles -> role"),
        ("{{ tahun }}", "tahun ->"),
        ("{{ membr.name }}", "membr -> member"),
        ("{{ m.labl(activity.item.role) }}", "m.labl -> m.label"),
        ("{{ m.label(activity.item.role, naem='x') }}", "m.label(naem=\u2026) -> m.label(name=\u2026)"),
        ("{{ option('stripe') }}", 'option("stripe") -> option("strip")'),
        ("{{ asset('mien.css') }}", 'asset("mien.css") -> asset("mine.css")'),
        ("{{ translate('nav.shaer') }}", 'translate("nav.shaer") -> translate("nav.share")'),
        ("{{ once('activity_rwo', activity.item) }}", 'once("activity_rwo") -> once("activity_row")'),
        ("{{ activity.skills|lenght }}", "|lenght -> |length"),
        ("{% if activity.cover is pictur %}{% endif %}", "is pictur -> is picture"),
        ("{% from 'macros.html' import labl %}{{ labl(activity.item.role) }}", "labl -> label"),
        ("{% import 'macros.html' as own %}{{ own.fugure(activity.cover) }}", "own.fugure -> own.figure"),
        ("{% macro one(thing) %}{{ thing }}{% endmacro %}{{ one(thnig=1) }}", "one(thnig=\u2026) -> one(thing=\u2026)"),
        ("{% for name, link in page.crumbs %}{{ link.paht }}{% endfor %}", "Link paht -> path"),
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
        "{{ m.label(activity.item.role, name='x') }}{{ option('strip') }}{{ asset('mine.css') }}",
        "{{ asset('community/search.js') }}{{ translate('nav.share') }}{{ once('activity_row', activity.item) }}",
        "{% macro any() %}{{ kwargs }}{% endmacro %}{{ any(x=1) }}{% set m = extra %}{{ m.anything(y=2) }}",
        "{{ activity.skills|few(2)|length }}{% if activity.item.title is long %}{% endif %}",
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
        and 'did you mean "hours"?' in done.stdout + done.stderr
    )
