"""The shortcuts of our own themes' environment end at the text that Jinja's own way ends at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, nodes
from msgspec.structs import replace
from sample_pages import pages

from kiprah.model.settings import Brand
from kiprah.plan.outputs import PageOutput
from kiprah.plan.views.text import Link
from kiprah.render import page as page_module
from kiprah.render.page import _environment, render_page
from kiprah.render.page_environment import PLAIN_NAMES, PageEnvironment
from kiprah.theme import Theme, load_theme, published_assets

THEMES = Path(__file__).parents[2] / "themes"
SPECIAL = "<b> & \"c\" 'd'"


def outputs(theme: Theme) -> list[PageOutput]:
    options = tuple((option.name, option.default) for option in theme.options)
    made = [
        pages(text, language=language, full=full, options=options).values()
        for language in ("id", "en")
        for full in (True, False)
        for text in (str, lambda told: told + SPECIAL)
    ]
    return [output for many in made for output in many]


def drawn(theme: Theme, assets: Mapping[str, Link], all_pages: list[PageOutput]) -> list[bytes]:
    _environment.cache_clear()
    return [render_page(output, theme, assets) for output in all_pages]


@pytest.mark.parametrize("name", ["pelita", pytest.param("lembar", marks=pytest.mark.slow)])
def test_pages_are_those_that_jinja_draws(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, problems = load_theme(name, (THEMES,))
    assert loaded is not None and problems == ()
    theme = replace(loaded, trusted=True)
    assets = {name: Link(path) for name, (path, _) in published_assets(theme, Brand()).items()}
    every = outputs(theme)
    ours = drawn(theme, assets, every)
    # Macros that were made for one page draw another.
    assert drawn(theme, assets, every[::-1])[::-1] == ours
    monkeypatch.setattr(page_module, "PageEnvironment", Environment)
    monkeypatch.setattr(page_module, "compiled_templates", lambda kind: None)
    theirs = drawn(theme, assets, every)
    _environment.cache_clear()
    assert len(ours) > 80 and ours == theirs


@pytest.mark.parametrize("kind", [Environment, PageEnvironment])
def test_each_kind_of_value_is_written_in_the_same_way(kind: type[Environment]) -> None:
    macros = "{% macro it(x, end='.') %}{{ x }}{{ caller() if caller is defined and caller else end }}{% endmacro %}"
    page = (
        "{% import 'macros.html' as m with context %}{{ a }}|{{ b }}|{{ none }}|{{ 1.5 }}|{{ [a] }}|{{ c }}|"
        "{% for x in [a, c] %}{{ m.it(x, end=loop.index) }}{% endfor %}|{% call m.it(a) %}<i>{{ b }}</i>{% endcall %}|"
        "{% autoescape false %}{{ a }}{% endautoescape %}|{{ plain(a) }}|{{ nothing() }}"
    )
    environment = kind(
        loader=DictLoader({"macros.html": macros, "page.html": page}), autoescape=True, undefined=StrictUndefined
    )
    values = {"a": "<&>", "b": "plain", "c": environment.from_string("<u>{{ 1 }}</u>").module, "nothing": lambda: None}
    text = environment.get_template("page.html").render(values, plain=str.upper)
    expected = "&lt;&amp;&gt;|plain|None|1.5|[&#39;&lt;&amp;&gt;&#39;]|<u>1</u>|&lt;&amp;&gt;1<u>1</u>2|"
    assert text == expected + "&lt;&amp;&gt;<i>plain</i>|<&>|&lt;&amp;&gt;|None"
    with pytest.raises(UndefinedError):
        environment.from_string("{{ missing }}").render()


def test_a_name_that_is_called_directly_means_nothing_else_in_our_templates() -> None:
    environment = Environment(autoescape=True)
    called, given = set(), set()
    for path in sorted(THEMES.glob("*/templates/*.html")):
        tree = environment.parse(path.read_text("utf-8"))
        called |= {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
        given |= {one.name for one in tree.find_all(nodes.Name) if one.ctx != "load"}
        given |= {macro.name for macro in tree.find_all(nodes.Macro)}
    assert {"translate", "safe", "once"} <= called
    assert {"role", "label"} <= given and not PLAIN_NAMES & given


def test_a_function_is_called_with_all_that_stands_in_its_call() -> None:
    environment = PageEnvironment(autoescape=True, undefined=StrictUndefined)
    page = environment.from_string(
        "{{ translate('a') }}{{ translate('b', name=x) }}{{ translate(*more) }}{{ translate('c', **named) }}"
        "{{ translate('d', class='e') }}{{ once() }}"
    )
    calls: list[tuple[tuple[object, ...], dict[str, object]]] = []

    def told(*args: object, **values: object) -> str:
        calls.append((args, values))
        return "."

    text = page.render(translate=told, once=told, x="<", more=("m", "n"), named={"of": 1})
    assert text == "......"
    assert calls == [
        (("a",), {}),
        (("b",), {"name": "<"}),
        (("m", "n"), {}),
        (("c",), {"of": 1}),
        (("d",), {"class": "e"}),
        ((), {}),
    ]
    with pytest.raises(UndefinedError, match="translate"):
        environment.from_string("{{ translate('a') }}").render()
