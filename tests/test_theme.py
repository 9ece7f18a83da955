"""Themes as a chain: the first hit wins, options are typed, mistakes are named, assets are addressed by their bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, meta

from kiprah.model.settings import Brand
from kiprah.template_references import plain_references
from kiprah.theme import load_theme, published_assets
from kiprah.theme_options import options_of

THEMES = Path(__file__).parents[1] / "themes"
Tree = Callable[..., Path]
PARENT = {
    "parent/theme.yml": "name: Parent\noptions:\n  wide:\n    type: bool\n    default: false\n  rows:\n    type: number\n    default: 3\n",
    "parent/templates/home.html": "parent home {% include 'part.html' %}",
    "parent/templates/part.html": "parent part",
    "parent/assets/a.css": 'b { src: url("fonts/f.woff2") }',
    "parent/assets/fonts/f.woff2": "font",
}
CHILD = {
    "child/theme.yml": "name: Child\nextends: parent\n",
    "child/templates/part.html": "child part",
}


def test_the_first_hit_of_the_chain_wins(tree: Tree) -> None:
    theme, problems = load_theme("child", (tree(PARENT | CHILD),))
    assert theme is not None and problems == () and theme.chain == ("child", "parent")
    assert theme.find("part.html") == "child:part.html" and theme.find("home.html") == "parent:home.html"
    assert theme.find("parent:part.html") == "parent:part.html" and theme.find("gone.html") is None


def test_a_templates_digest_is_that_of_all_it_includes(tree: Tree) -> None:
    before, _ = load_theme("child", (tree(PARENT | CHILD),))
    after, _ = load_theme("child", (tree({"child/templates/part.html": "other"}),))
    assert before and after and before.digests_of(["home.html"]) != after.digests_of(["home.html"])


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"child/theme.yml": "extends: nobody\n"}, "theme-missing"),
        ({"parent/theme.yml": "extends: child\n"}, "theme-circle"),
        ({"child/theme.yml": "extends: parent\noptions: [wide]\n"}, "not-keys"),
        ({"child/templates/part.html": "a\n{% if %}"}, "template-syntax"),
    ],
)
def test_what_is_wrong_with_a_theme_is_named(tree: Tree, files: dict[str, str], code: str) -> None:
    theme, problems = load_theme("child", (tree(PARENT | CHILD | files),))
    assert theme is None and [problem.code for problem in problems] == [code]


def test_options_have_types_and_defaults(tree: Tree) -> None:
    theme, _ = load_theme("child", (tree(PARENT | CHILD),))
    assert theme
    assert options_of(theme, ()) == ((("rows", 3), ("wide", False)), ())
    values, problems = options_of(theme, (("wide", "true"), ("rows", "many"), ("tall", "1")))
    assert dict(values) == {"rows": 3, "wide": True}
    assert "theme-option" in [problem.code for problem in problems] and len(problems) == 2


def test_an_assets_address_follows_from_its_bytes(tree: Tree) -> None:
    theme, _ = load_theme("child", (tree(PARENT | CHILD),))
    other, _ = load_theme("child", (tree({"parent/assets/fonts/f.woff2": "another"}),))
    assert theme and other
    first, second = (published_assets(found, Brand()) for found in (theme, other))
    assert first["fonts/f.woff2"][0] != second["fonts/f.woff2"][0]
    # A style sheet names its font by that address, so its own changes too.
    assert first["fonts/f.woff2"][0].rpartition("/")[2] in first["a.css"][1].decode()
    assert first["a.css"][0] != second["a.css"][0] and "brand.css" in first


@pytest.mark.parametrize("name", ["../outside", "/etc", "a/../b", "..", ""])
def test_a_theme_extends_names_never_paths(tree: Callable[..., Path], name: str) -> None:
    root = tree({"themes/child/theme.yml": f"extends: '{name}'\n", "outside/theme.yml": "name: outside\n"})
    theme, problems = load_theme("child", (root / "themes",))
    assert [p.code for p in problems] == ([] if not name else ["theme-missing"]) or theme is None
    assert theme is None or theme.chain == ("child",)


def test_only_what_is_shipped_is_trusted(tree: Callable[..., Path]) -> None:
    root = tree({"own/child/theme.yml": "extends: ours\n", "shipped/ours/theme.yml": "name: ours\n"})
    folders = (root / "own", root / "shipped")
    ours, _ = load_theme("ours", folders, shipped=root / "shipped")
    child, _ = load_theme("child", folders, shipped=root / "shipped")
    assert ours is not None and child is not None
    assert ours.trusted and not child.trusted


def test_what_our_templates_refer_to_is_what_a_parser_finds() -> None:
    environment = Environment(autoescape=True)
    templates = {path: path.read_text("utf-8") for path in sorted(THEMES.rglob("*.html"))}
    assert len(templates) > 20
    for path, text in templates.items():
        names = set(meta.find_referenced_templates(environment.parse(text)))
        # What is named by a value could not be found without parsing.
        assert None not in names, path
        assert plain_references(text) == tuple(sorted(name for name in names if name)), path
