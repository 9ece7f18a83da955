"""Whatever colour a member brings, every word can be read: contrast of the palette in light, dark and on paper."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiprah.colors import (
    BUTTON_CONTRAST,
    PAPERS,
    TEXT_CONTRAST,
    adjust_contrast,
    contrast,
    mix,
    palette_css,
)

EDGE_CONTRAST = 3.0
"""WCAG AA, for the edges of fields and buttons."""
HOSTILE = ("#ffff00", "#000000", "#ffffff", "#ff00ff", "#00ffff", "#808080", "#0f766e", "#ff0000", "#0000ff")
COLORS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


def schemes(color: str) -> dict[str, dict[str, str]]:
    """Read the custom properties of each scheme as a browser would."""
    found = re.findall(r"(?:@media ([^{]+)\{)?(:root(?::root)?)\{([^}]+)\}", palette_css(color))
    rules = {media.strip(): (root, dict(p.split(":") for p in block.split(";"))) for media, root, block in found}
    assert {media: root for media, (root, _) in rules.items()} == {
        "": ":root",
        "screen and (prefers-color-scheme:dark)": ":root:root",
        "print": ":root",
    }
    every = rules[""][1]
    light = {name: value for name, value in every.items() if not name.endswith("-dark")}
    taken = rules["screen and (prefers-color-scheme:dark)"][1]
    dark = {name: every[re.fullmatch(r"var\((.+)\)", value)[1]] for name, value in taken.items()}  # type: ignore[index]
    assert set(dark) == set(light)
    return {"light": light, "dark": dark, "print": light | rules["print"][1]}


def holds(color: str) -> None:
    shown = schemes(color)
    assert set(shown) == {"light", "dark", "print"}
    for scheme, at in shown.items():
        assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for value in at.values()), (scheme, at)
        for ground in ("--paper", "--paper-2"):
            for text in ("--ink", "--ink-2", "--accent-text"):
                assert contrast(at[text], at[ground]) >= TEXT_CONTRAST, (scheme, text, ground, at)
            assert contrast(at["--edge"], at[ground]) >= EDGE_CONTRAST, (scheme, ground)
        assert contrast(at["--ink"], at["--accent-soft"]) >= TEXT_CONTRAST, (scheme, at)
        assert contrast(at["--accent-ink"], at["--accent"]) >= BUTTON_CONTRAST, (scheme, at)


@pytest.mark.parametrize("color", HOSTILE)
def test_the_worst_brand_colours_can_be_read(color: str) -> None:
    holds(color)


@given(COLORS)
@pytest.mark.slow
def test_any_brand_colour_can_be_read(color: str) -> None:
    holds(color)


def test_a_colour_that_can_be_read_already_is_left_alone() -> None:
    assert schemes("#0f766e")["light"]["--accent"] == "#0f766e"
    assert adjust_contrast("#1d3557", "#ffffff", 7, lighter=False) == "#1d3557"


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == 1
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#ffffff", "#0f766e") == contrast("#0f766e", "#ffffff")


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert (mix("#123456", "#fedcba", 0), mix("#123456", "#fedcba", 1)) == ("#123456", "#fedcba")


def test_every_tone_has_one_calm_colour() -> None:
    rules = re.findall(r"^((?:\.tone-\d+,?)+)\{background-color:(#[0-9a-f]{6})\}$", palette_css("#0f766e"), re.M)
    tones = [int(tone) for selectors, _ in rules for tone in re.findall(r"\d+", selectors)]
    assert sorted(tones) == list(range(64))
    parts = [[int(color[i : i + 2], 16) for i in (1, 3, 5)] for _, color in rules]
    assert max(max(one) - min(one) for one in parts) <= 48
    lightest, darkest = (next(c for s, c in rules if re.search(rf"\.tone-{n}\b", s)) for n in (63, 0))
    assert contrast(lightest, darkest) > 7


def test_the_browsers_frame_has_the_papers_own_colour() -> None:
    assert tuple(schemes("#0f766e")[scheme]["--paper"] for scheme in ("light", "dark")) == PAPERS
