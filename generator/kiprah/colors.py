"""Colour palette and contrast: warm paper and ink for light and dark, derived from one brand colour.

Colours are moved in OKLCH, where equal steps look equal (Ottosson, 2020); contrast is that of WCAG 2.2.
"""

from __future__ import annotations

import math
from functools import lru_cache

TEXT_CONTRAST = 7.0
"""WCAG AAA, for all text on paper, links too."""
BUTTON_CONTRAST = 4.5
"""WCAG AA, for what stands on the brand's own colour: a darker one would not be the brand's any more."""

LIGHT = {
    "--paper": "#fbf8f3",
    "--paper-2": "#f3ede3",
    "--ink": "#231f1b",
    "--ink-2": "#554c43",
    "--line": "#ddd3c5",
    "--edge": "#857a6d",
}
DARK = {
    "--paper": "#181512",
    "--paper-2": "#221e1a",
    "--ink": "#f2ece3",
    "--ink-2": "#c3b8aa",
    "--line": "#3b352e",
    "--edge": "#8a7f71",
}
"""Paper, ink and lines of the pages in dark; ``LIGHT`` has the same names."""

PAPERS = (LIGHT["--paper"], DARK["--paper"])
"""Ground that every page stands on, in light and in dark."""

LUMINANCE_WEIGHTS = (0.2126, 0.7152, 0.0722)
"""Weights of red, green and blue in relative luminance (ITU-R BT.709)."""

_TONE_CHROMA, _TONE_HUES, _TONE_STEPS = 0.03, 6, 8


@lru_cache(8)
def palette_css(color: str) -> str:
    """Return the custom properties for a brand colour (``#rrggbb``) in light and dark, and the photo tones."""
    light = {**LIGHT, **_accents(color, LIGHT, dark=False)}
    dark = {**DARK, **_accents(color, DARK, dark=True)}
    # A theme's own ``:root{--paper:...}`` is for the light, and the dark stays whole: it is taken from names of its
    # own, by a stronger selector. ``--paper-dark`` beside it changes that too, in the same rule. A theme's option is a
    # class of body, and what is set there comes before what the root hands down: so the dark stands at both.
    named = {f"{name}-dark": value for name, value in dark.items()}
    taken = {name: f"var({name}-dark)" for name in dark}
    lines = [":root{" + _declared({**light, **named}) + "}"]
    lines += ["@media screen and (prefers-color-scheme:dark){:root:root,:root:root>body{" + _declared(taken) + "}}"]
    lines += ["@media print{:root:root,:root:root>body{--paper:#ffffff;--paper-2:#ffffff}}"]
    lines += [f"{','.join(f'.tone-{tone}' for tone in tones)}{{background-color:{hue}}}" for hue, tones in _tones()]
    return "\n".join(lines) + "\n"


def _tones() -> list[tuple[str, list[int]]]:
    """Give each of the 64 tones a calm colour: a placeholder says how light a photo is, and only hints at its hue."""
    groups: dict[str, list[int]] = {}
    for tone in range(64):
        steps = (tone // 16, tone // 4 % 4, tone % 4)
        lightness, chroma, hue = _oklch(_hex(tuple((step * 64 + 32) / 255 for step in steps)))
        turn = math.tau / _TONE_HUES
        calm = _from_oklch(
            round(lightness * _TONE_STEPS) / _TONE_STEPS,
            0 if chroma < _TONE_CHROMA else _TONE_CHROMA,
            round(hue / turn) * turn,
        )
        groups.setdefault(calm, []).append(tone)
    return list(groups.items())


def _accents(color: str, base: dict[str, str], *, dark: bool) -> dict[str, str]:
    text = adjust_contrast(color, base["--paper-2"], TEXT_CONTRAST, lighter=dark)
    ink = max(("#ffffff", "#1a1613"), key=lambda candidate: contrast(candidate, color))
    accent = color
    if contrast(ink, accent) < BUTTON_CONTRAST:
        accent = adjust_contrast(color, ink, BUTTON_CONTRAST, lighter=ink != "#ffffff")
    wash = mix(color, base["--paper"], 0.86 if dark else 0.9)
    soft = adjust_contrast(wash, base["--ink"], TEXT_CONTRAST, lighter=not dark)
    return {"--accent": accent, "--accent-ink": ink, "--accent-text": text, "--accent-soft": soft}


def _declared(values: dict[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in sorted(values.items()))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2.2, from 1 to 21."""
    return contrast_ratio(luminance(one), luminance(other))


def contrast_ratio(one: float, other: float) -> float:
    """Return the contrast of two relative luminances (0..1) by WCAG 2.2, from 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def adjust_contrast(color: str, on: str, least: float, *, lighter: bool) -> str:
    """Adjust a colour's lightness, and no more than needed, until it has at least this contrast on another."""
    lightness, chroma, hue = _oklch(color)
    best = color
    for _ in range(201):
        best = _from_oklch(lightness, chroma, hue)
        if contrast(best, on) >= least:
            return best
        lightness += 0.005 if lighter else -0.005
        if not 0 <= lightness <= 1:
            break
    return "#ffffff" if lighter else "#000000"


def mix(color: str, other: str, share: float) -> str:
    """Mix two colours in linear light; ``share`` (0..1) is how much of the other."""
    one, two = _linear(color), _linear(other)
    return _hex(tuple(_encoded(a * (1 - share) + b * share) for a, b in zip(one, two, strict=True)))


def luminance(color: str) -> float:
    """Return the relative luminance of a colour by WCAG 2.2, 0..1."""
    red, green, blue = _linear(color)
    # Not sum(): Python 3.12 adds more precisely, and the same colours must come out everywhere.
    return LUMINANCE_WEIGHTS[0] * red + LUMINANCE_WEIGHTS[1] * green + LUMINANCE_WEIGHTS[2] * blue


def _linear(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return linear_light(red), linear_light(green), linear_light(blue)


def linear_light(value: float) -> float:
    """Decode one sRGB channel (0..1) to linear light."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _hex(values: tuple[float, ...]) -> str:
    return "#" + "".join(f"{min(255, max(0, round(value * 255))):02x}" for value in values)


def _oklch(color: str) -> tuple[float, float, float]:
    red, green, blue = _linear(color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> str:
    # A colour that the screen cannot show keeps lightness and hue and gives up chroma.
    while True:
        a, b = chroma * math.cos(hue), chroma * math.sin(hue)
        long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        rgb = (
            4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
        )
        if chroma < 0.002 or all(-0.0005 <= value <= 1.0005 for value in rgb):
            return _hex(tuple(_encoded(min(1, max(0, value))) for value in rgb))
        chroma -= 0.004
