"""What theme authors read is true: every field is on the page, and the example of the page builds."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from kiprah.colors import palette_css
from support.command import TODAY, run

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_theme_fields", ROOT / "scripts" / "write_theme_fields.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_up_to_date(script: ModuleType) -> None:
    written = script.written()
    assert written
    for path, text in written.items():
        assert path.read_text("utf-8") == text, "run scripts/write_theme_fields.py"


def test_every_field_of_every_view_has_its_sentence(script: ModuleType) -> None:
    script.ORDER = (*script.ORDER, "card")
    found = script.classes()
    assert sum(len(fields) for _, fields in found.values()) > 300
    assert [name for name, (sentence, _) in found.items() if not sentence] == []
    bare = [(name, field) for name, (_, fields) in found.items() for field, _, told in fields if not told.endswith(".")]
    assert bare == []


def test_every_macro_says_what_it_draws_and_what_it_takes(script: ModuleType) -> None:
    found = script.macros()
    text = (ROOT / "themes" / "pelita" / "templates" / "macros.html").read_text("utf-8")
    assert len(found) == text.count("{% macro ") > 35
    for name, arguments, what, told in found:
        assert what.endswith("."), name
        expected = [argument.partition("=")[0] for argument in arguments.split(", ") if argument]
        assert [argument for argument, _ in told] == expected, name
        assert all(sentence for _, sentence in told), name


def test_every_macro_is_used_and_every_one_used_is_there(script: ModuleType) -> None:
    names = {name for name, *_ in script.macros()}
    texts = {path: path.read_text("utf-8") for path in (ROOT / "themes").glob("*/templates/*.html")}
    used = {name for text in texts.values() for name in re.findall(r"\bm\.(\w+)\(", text)}
    assert used <= names
    inside = next(text for path, text in texts.items() if path.name == "macros.html")
    calls = set(re.findall(r"(?<!macro )(?<![\w.])(\w+)\(", inside))
    assert names - used <= calls


def test_the_colours_of_the_page_are_all_there_are() -> None:
    told = set(re.findall(r"^\| `(--[\w-]+)` \|", (ROOT / "docs" / "themes.md").read_text("utf-8"), re.M))
    declared = set(re.findall(r"(--[\w-]+):", palette_css("#0f766e")))
    assert {name for name in declared if not name.endswith("-dark")} == told
    assert {f"{name}-dark" for name in told} <= declared


def test_the_blocks_of_the_page_are_all_there_are() -> None:
    told = set(
        re.findall(
            r"^\| `(\w+)` \| ",
            (ROOT / "docs" / "themes.md").read_text("utf-8").partition("## Blocks")[2].partition("##")[0],
            re.M,
        )
    )
    base = (ROOT / "themes" / "pelita" / "templates" / "base.html").read_text("utf-8")
    assert told == set(re.findall(r"\{% block (\w+) ", base))


@pytest.mark.slow
def test_the_example_overrides_one_template(tree: Callable[..., Path]) -> None:
    blocks = re.findall(r"```(?:yaml|jinja)\n(.*?)```", (ROOT / "docs" / "themes.md").read_text("utf-8"), re.S)
    manifest, template = blocks[:2]
    root = tree(
        {
            "content/profile.md": "---\nname: Alya\n---\nHello.\n",
            "content/activities/2026-05-01-hari.md": "---\ntitle: A day\n---\nWords.\n",
            "themes/mine/theme.yml": manifest,
            "themes/mine/templates/activity.html": template,
        },
        "title: Jejak\nurl: https://a.example/\nlanguage: en\ntheme: mine\ncards: {formats: []}\n",
    )
    done = run(root, "build", *TODAY)
    assert done.returncode == 0, done.stderr
    page = (root / "public" / "activities" / "hari" / "index.html").read_text("utf-8")
    assert "Words." in page and re.search(r"<p>\w+</p>\s*(<|$)", page)
    assert (root / "public" / "index.html").exists()
