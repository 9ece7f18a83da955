"""Mistakes in layout files: each has its file, line and column, and the nearest thing that exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.cards import load_layouts
from kiprah.cards.parsed import plugin_layer_types
from kiprah.problem import Problem


def test_the_shipped_layouts_need_no_look_in_a_build(texts: dict[str, str]) -> None:
    """Builds do not check them: they are sound, and none draws what another package does."""
    layouts, problems = load_layouts(texts)
    assert layouts is not None and problems == ()
    assert list(plugin_layer_types(texts.values())) == []
    others = Path(__file__).parents[2] / "themes"
    assert [path.parent.parent.name for path in others.glob("*/cards/base.yml")] == ["pelita"]


def problems_with(texts: dict[str, str], text: str, name: str = "activity.yml") -> list[tuple[str, str, int, int]]:
    layouts, problems = load_layouts({**texts, name: text})
    assert layouts is None or not problems
    return [(p.code, p.place.path, p.place.line, p.place.column) for p in problems]


def first(texts: dict[str, str], text: str) -> Problem:
    return load_layouts({**texts, "activity.yml": text})[1][0]


LAYER = "layers:\n  words:\n    type: stack\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("extends: base\nlayer: {}\n", "unknown-key", 2, 1),
        ("extends: bse\n", "card-extends-missing", 1, 10),
        ("layers:\n  a: {type: fil, color: ink}\n", "bad-choice", 2, 13),
        ("layers:\n  a: {color: ink}\n", "card-type-missing", 2, 3),
        ("layers:\n  a: {type: fill}\n", "missing-key", 2, 6),
        ("layers:\n  a: {type: fill, color: inkk}\n", "bad-choice", 2, 26),
        ("layers:\n  a: {type: fill, color: ink, box: [0, 0, 10]}\n", "card-box", 2, 36),
        ("layers:\n  a: {type: fill, color: ink, box: [0, 0, 10, x]}\n", "card-length", 2, 47),
        (LAYER + "    pieces:\n      t: {type: text, value: titel, size: 30}\n", "card-expression", 5, 30),
        (LAYER + "    pieces:\n      t: {type: text, value: title(, size: 30}\n", "card-expression", 5, 30),
        (LAYER + "    pieces:\n      t: {type: text, value: title, siez: 30, size: 30}\n", "unknown-key", 5, 37),
        (LAYER + "    pieces:\n      t: {type: text, value: 'facts[9]', size: 30}\n", "card-expression", 5, 30),
        ("layers:\n  a: [1, 2]\n", "not-keys", 2, 3),
        ("layers: [\n", "bad-yaml", 2, 1),
        ("extends: activity\n", "card-extends-circle", 1, 10),
        ("overrides:\n  - for: strory\n    layers: {}\n", "bad-choice", 2, 10),
    ],
)
def test_a_mistake_is_named_with_its_place(texts: dict[str, str], text: str, code: str, line: int, column: int) -> None:
    found = problems_with(texts, text)
    assert (code, "cards/activity.yml", line, column) in found, found


def test_the_nearest_known_name_is_given(texts: dict[str, str]) -> None:
    assert first(texts, "extends: bse\n").values["nearest"] == "base"
    assert first(texts, "extends: base\nlayrs: {}\n").values["nearest"] == "layers"


def test_a_kind_without_a_file_is_named(texts: dict[str, str]) -> None:
    layouts, problems = load_layouts({name: text for name, text in texts.items() if name != "year.yml"})
    assert layouts is None
    assert [(p.code, p.values["kind"]) for p in problems] == [("card-layout-missing", "year")]


def test_a_scrim_must_name_a_stack(texts: dict[str, str]) -> None:
    text = "extends: base\nlayers: {photo: {scrim: wrods}}\n"
    assert ("card-scrim", "cards/activity.yml", 2, 25) in problems_with(texts, text)


def test_a_stack_begins_after_a_logo_or_code_that_is_there(texts: dict[str, str]) -> None:
    text = "extends: base\nlayers: {sign: {after: photo}}\n"
    assert ("card-after", "cards/activity.yml", 2, 24) in problems_with(texts, text)


def test_expressions_reach_nothing_but_the_card(texts: dict[str, str]) -> None:
    for expression in ("title.__class__.__mro__", "''.__class__", "cycler.__init__.__globals__", "range(10**9)|list"):
        text = LAYER + f'    pieces:\n      t: {{type: text, value: "{expression}", size: 30}}\n'
        assert "card-expression" in {code for code, *_ in problems_with(texts, text)}, expression


def test_an_override_changes_only_what_it_names(texts: dict[str, str]) -> None:
    text = "extends: base\noverrides:\n  - {for: story, photo: false, layers: {night: {color: ink}}}\n"
    changed, problems = load_layouts({**texts, "activity.yml": text})
    assert changed is not None, problems
    color = {
        (x.format, x.photo): next(y.color for y in x.layers if y.placement.name == "night")
        for x in changed.layouts
        if x.kind == "activity"
    }  # type: ignore[union-attr]
    assert color["story", "none"] == "ink"
    assert set(color.values()) == {"ink", "deep"}
    assert list(color.values()).count("ink") == 1
