"""List items are drawn once for all pages, and stand in each of them as if they were drawn there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from kiprah.plan.views.text import Label, Link
from kiprah.render.list_items import NoPage, drawer
from kiprah.render.page import relative

MACROS = """{% macro row(item, date="day") %}<a href="{{ item.href }}" title="{{ date }}">{{ item.name }}</a>{% endmacro %}
{% macro nosy(item) %}{{ page.title }}{% endmacro %}"""


@pass_context
def finalize(context: Context, value: object) -> object:
    page = context["page"]
    return page.hold(value) if isinstance(value, Link) and isinstance(page, NoPage) else value


@pytest.fixture
def jinja() -> Environment:
    loader = DictLoader({"macros.html": MACROS})
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, finalize=finalize)


def on(page: str, jinja: Environment) -> Callable[..., Markup]:
    return drawer(jinja, {}, ("site",), lambda link: escape(relative(page, link)))


def test_links_are_written_for_the_page_that_is_drawn(jinja: Environment) -> None:
    item = Label("A & B", Link("activities/a/"))
    drawn = [on(page, jinja)("row", item) for page in ("index.html", "causes/x/index.html")]
    assert drawn == [
        '<a href="activities/a/index.html" title="day">A &amp; B</a>',
        '<a href="../../activities/a/index.html" title="day">A &amp; B</a>',
    ]


def test_other_arguments_are_another_drawing(jinja: Environment) -> None:
    once = on("index.html", jinja)
    item = Label("A", Link("a/"))
    assert 'title="1"' in once("row", item, 1)
    assert 'title="True"' in once("row", item, True)
    assert 'title="short"' in once("row", item, date="short")


def test_an_item_that_looks_like_an_open_link_stays_text(jinja: Environment) -> None:
    text = "link-00000000000000000000000000000000-0;"
    assert text in on("index.html", jinja)("row", Label(text, Link("a/")))


def test_an_item_cannot_know_its_page_or_reach_beyond_macros(jinja: Environment) -> None:
    once = on("index.html", jinja)
    with pytest.raises(UndefinedError):
        once("nosy", Label("A", Link("a/")))
    for name in ("__class__", "__init__", "_body_stream", "missing"):
        with pytest.raises(LookupError):
            once(name, Label("A", Link("a/")))
