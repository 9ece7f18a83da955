"""A slip in a theme of one's own: a build names the template, the line and what was meant; the promise, where it breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import TODAY, run
from support.sites import make_site
from support.variants import variants

SETTINGS = "title: Jejak\nurl: https://a.example/\nlanguage: en\ntheme: mine\ncards: {formats: []}\n"
ENTRY = {
    "content/activities/2026-05-01-hari.md": "---\ntitle: A day\norganization: House\nrole: Tutor\n---\nWords.\n",
    "themes/mine/theme.yml": "extends: pelita\noptions:\n  warm: {type: bool, default: false}\n",
}


def told(root: Path, files: dict[str, str], command: str) -> str:
    done = run(make_site(root, ENTRY | files, SETTINGS), command, *TODAY)
    assert done.returncode in (1, 2), done.stderr
    return done.stderr


@pytest.mark.parametrize("command", variants(["check", "build"], 1))
@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("{{ activity.item.titel }}", "2:35: error[template-field]", 'did you mean "title"?'),
        ("{{ tahun }}", "2:21: error[template-name]", "asks for tahun"),
        ("{{ m.labl(activity.item.role) }}", "2:23: error[template-name]", "did you mean m.label?"),
        ("{{ activity.tags|lenght }}", "2:35: error[template-name]", "did you mean |length?"),
        ("{{ option('wram') }}", "2:29: error[template-name]", 'did you mean option("warm")?'),
        ("{{ asset('pelta.css') }}", "2:28: error[template-name]", 'did you mean asset("pelita.css")?'),
        ("{{ translate('nav.shaer') }}", "2:32: error[template-name]", 'did you mean translate("nav.share")?'),
        ("{{ count('actvities', 2) }}", "2:28: error[template-name]", 'did you mean count("activities")?'),
        ("{{ activity.cover.alt }}", "2:1: error[template-fault]", "'None' has no attribute 'alt'"),
        ("{{ activity.item.title|round }}", "2:1: error[template-fault]", "TypeError"),
        # A macro of another theme fails where it was called.
        ("{{ m.label() }}", "2:1: error[template-fault]", "parameter 'item' was not provided"),
        ("{{ m.label(activity.item) }}", "2:1: error[template-field]", 'ActivityItem has no field "name"'),
        ("{% set x %}{% endset %}{% block main %}{% endblock %}", "2:1: error[template-syntax]", "defined twice"),
        ("{% include 'crums.html' %}", "2:30: error[template-missing]", "did you mean crumbs.html?"),
    ],
)
def test_a_slip_is_told_in_words_that_help(tmp_path: Path, command: str, text: str, place: str, words: str) -> None:
    template = f'{{% extends "pelita:activity.html" %}}\n{{% block main %}} {text}{{% endblock %}}\n'
    said = told(tmp_path, {"themes/mine/templates/activity.html": template}, command)
    assert f"themes/mine/templates/activity.html:{place}" in said and words in said
    assert said.count("error[") == 1 and "bug" not in said


def test_a_field_that_only_drawing_meets_is_told_as_well(tmp_path: Path) -> None:
    template = (
        '{% extends "pelita:activity.html" %}\n{% macro own(it) %}\n{{ it.titel }}{% endmacro %}\n'
        "{% block main %}{{ own(activity.item) }}{% endblock %}\n"
    )
    said = told(tmp_path, {"themes/mine/templates/activity.html": template}, "build")
    assert "activity.html:3:7: error[template-field]" in said and 'did you mean "title"?' in said


@pytest.mark.parametrize(
    ("name", "text", "place", "origin"),
    [
        ("templates/base.html", "{% block head %}\n<style>p{}</style>{% endblock %}", "404.html:", "templates/base.html:3"),
        ("templates/home.html", "{% block main %}\n<img src='https://b.example/{{ page.kind }}.gif' alt=''>{% endblock %}", "index.html:", "templates/home.html:3"),
        ("templates/home.html", "{% block main %}{% set what = 'go()' %}\n<b onclick='{{ what }}'>x</b>{% endblock %}", "index.html:", "templates/home.html:3"),
        # Where the piece stands in no template, the page's own is named.
        ("templates/home.html", "{% block main %}{% set s = 'style' %}<b {{ s }}='color:red'>{% endblock %}", "index.html:", "templates/home.html;"),
    ],
)  # fmt: skip
def test_what_breaks_the_promise_is_told_once_with_its_template(
    tmp_path: Path, name: str, text: str, place: str, origin: str
) -> None:
    template = f'{{% extends "pelita:{name.rpartition("/")[2]}" %}}\n{text}\n'
    said = told(tmp_path, {f"themes/mine/{name}": template}, "build")
    assert said.startswith(place) and f"it comes from themes/mine/{origin}" in said
    assert said.count("page-promise") == 1


@pytest.mark.parametrize(
    ("name", "text"), [("mine.css", "p {}\n@import 'https://b.example/a.css';"), ("mine.js", "x = 1\nfetch('https://b.example')")]
)  # fmt: skip
def test_what_an_asset_asks_of_another_host_is_told_with_its_file_and_line(
    tmp_path: Path, name: str, text: str
) -> None:
    said = told(tmp_path, {f"themes/mine/assets/{name}": text}, "build")
    assert f"it comes from assets/{name}:2" in said and ":2:" in said.partition(" ")[0]
