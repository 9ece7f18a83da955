"""A colour that is set under a slip of its name is told of; names of a theme's own are left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kiprah.render.unused_names import unused_names
from kiprah.theme import load_theme
from support.command import TODAY, run
from support.sites import make_site

THEMES = Path(__file__).parents[2] / "themes"
Tree = Callable[[Mapping[str, str]], Path]


def found(tree: Tree, css: str, **more: str) -> list[tuple[str, int, int, str, str]]:
    files = {"mine/theme.yml": "extends: pelita\n", "mine/assets/mine.css": css}
    root = tree(files | {f"mine/assets/{name}.js": text for name, text in more.items()})
    theme, _ = load_theme("mine", (root, THEMES))
    assert theme is not None
    return [
        (p.place.path, p.place.line, p.place.column, p.values["name"], p.values["nearest"]) for p in unused_names(theme)
    ]


@pytest.mark.parametrize("name", ["pelita", "lembar"])
def test_the_shipped_themes_set_nothing_that_is_not_used(name: str) -> None:
    theme, _ = load_theme(name, (THEMES,))
    assert theme is not None and list(unused_names(theme)) == []


def test_a_slip_is_named_with_its_place(tree: Tree) -> None:
    css = "/* a\n--papre: b */\n:root { --papre: #fff; --paper-drak: #000 }\n"
    path = "themes/mine/assets/mine.css"
    assert found(tree, css) == [(path, 3, 9, "--papre", "--paper"), (path, 3, 24, "--paper-drak", "--paper-dark")]


def test_what_is_known_used_or_of_ones_own_is_left_alone(tree: Tree) -> None:
    assert found(tree, ":root { --paper: #fff; --accent-soft-dark: #000; --moon: 1px }") == []
    assert found(tree, ":root { --papers: #fff } p { color: var(--papers) }") == []
    assert found(tree, ":root { --papers: #fff }", own="style.getPropertyValue('--papers')") == []


def test_a_build_tells_it_and_goes_on(tmp_path: Path) -> None:
    settings = "title: Jejak\nurl: https://a.example/\nlanguage: en\ntheme: mine\ncards: {formats: []}\n"
    theme = {"themes/mine/theme.yml": "extends: pelita\n", "themes/mine/assets/mine.css": ":root { --papre: #fff }\n"}
    done = run(make_site(tmp_path, theme, settings), "build", *TODAY)
    assert done.returncode == 0 and "themes/mine/assets/mine.css:1:9: warning[style-name]" in done.stderr
    # The same build again knows it without looking; mended, it is silent.
    assert "style-name" in run(tmp_path, "build", *TODAY).stderr
    (tmp_path / "themes/mine/assets/mine.css").write_text(":root { --paper: #fff }\n")
    assert "style-name" not in run(tmp_path, "build", *TODAY).stderr
