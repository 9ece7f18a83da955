"""Text shaper: a font for every cluster, runs of one font, direction and script, shaped by HarfBuzz."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import uharfbuzz as hb
from msgspec import Struct

from kiprah.typeset.bidi import visual_order
from kiprah.typeset.fonts import FontFile, face_of, font_of
from kiprah.typeset.graphemes import clean_text, clusters, collapse_blanks, is_invisible


class Style(Struct, frozen=True):
    """Text style apart from its size."""

    fonts: tuple[FontFile, ...]
    """Font files in the order in which they are asked for a cluster."""
    weight: int
    language: str
    tracking: float = 0.0
    """Extra space after each cluster, in ems; left out where letters join."""


class Glyph(Struct, frozen=True):
    """One glyph on a line; ``x`` and ``y`` are its origin in ems, y upwards from the baseline."""

    font: int
    """The index in the style's fonts."""
    gid: int
    x: float
    y: float


class Line(Struct, frozen=True):
    """One shaped line in ems: its advance width, and the box its ink fills (left, below, right, above)."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: float
    ink: tuple[float, float, float, float]


def drawable_text(text: str, fonts: tuple[FontFile, ...]) -> str:
    """Clean a text and leave out every cluster no font has, with the blank that would then stand twice."""
    return _drawable(clean_text(text), fonts)[0]


def missing_clusters(texts: Iterable[str], fonts: tuple[FontFile, ...]) -> tuple[str, ...]:
    """Return the clusters of these texts that no font has, each once, in order of appearance."""
    return tuple(dict.fromkeys(cluster for text in texts for cluster in _drawable(clean_text(text), fonts)[1]))


@lru_cache(maxsize=1024)
def _drawable(text: str, fonts: tuple[FontFile, ...]) -> tuple[str, tuple[str, ...]]:
    kept: list[str] = []
    missing: list[str] = []
    for start, end in clusters(text):
        cluster = text[start:end]
        if _font_for(cluster, fonts) is not None:
            kept.append(cluster)
        elif any(not is_invisible(char) for char in cluster):
            missing.append(cluster)
            # A letter without its marks still says more than a gap.
            if cluster[0].isalpha() and _font_for(cluster[0], fonts) is not None:
                kept.append(cluster[0])
    shown = collapse_blanks("".join(kept)) if missing else "".join(kept)
    return shown, tuple(missing)


@lru_cache(maxsize=8192)
def _font_for(cluster: str, fonts: tuple[FontFile, ...]) -> int | None:
    needed = [ord(char) for char in cluster if not is_invisible(char)]
    if not needed:
        return 0 if len(cluster) == 1 else None
    for index, file in enumerate(fonts):
        coverage = face_of(file).coverage
        if all(_has(coverage, code) for code in needed) and _shapes(cluster, file):
            return index
    return None


def _has(coverage: frozenset[int], code: int) -> bool:
    return code in coverage or _ALIKE.get(code, -1) in coverage


_ALIKE = {0xA0: 0x20, 0x202F: 0x20, 0x2007: 0x20, 0x2009: 0x20, 0x200A: 0x20, 0x2011: 0x2010}
"""Plainer characters that HarfBuzz itself draws where the font has no own glyph: spaces, and the hyphen that holds."""


@lru_cache(maxsize=8192)
def _shapes(cluster: str, file: FontFile) -> bool:
    """Say whether a font really draws a cluster: a map of characters may promise more than the glyphs hold."""
    buffer = hb.Buffer()
    buffer.add_str(cluster)
    buffer.guess_segment_properties()
    hb.shape(font_of(file, 400), buffer)
    return all(info.codepoint != 0 for info in buffer.glyph_infos)


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """Return the ISO 15924 code of a character's script, by HarfBuzz's tables; empty for what all scripts share."""
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(char)])
    buffer.guess_segment_properties()
    script = buffer.script or ""
    return "" if script in ("Zyyy", "Zinh", "Zzzz") else script


class _Run(Struct, frozen=True):
    start: int
    end: int
    font: int
    level: int
    script: str


@lru_cache(maxsize=4096)
def shape_line(text: str, levels: tuple[int, ...], style: Style) -> Line:
    """Shape one line of drawable text whose embedding levels are known; ink is measured from the glyphs themselves."""
    runs = _runs(text, levels, style.fonts)
    joins = any(run.script in _JOINING for run in runs)
    tracking = 0.0 if joins else style.tracking
    glyphs: list[Glyph] = []
    x = 0.0
    right, above = 0.0, 0.0
    # Ink may hang above the line without touching it, as a quotation mark does, and begin well inside its advance.
    lefts: list[float] = []
    lows: list[float] = []
    for index in visual_order([run.level for run in runs]):
        run = runs[index]
        file = style.fonts[run.font]
        font, unit = font_of(file, style.weight), 1.0 / face_of(file).upem
        infos, positions = _shaped(text, run, font, style.language)
        last = None
        for info, position in zip(infos, positions, strict=True):
            if tracking and last is not None and info.cluster != last:
                x += tracking
            last = info.cluster
            gx, gy = x + position.x_offset * unit, position.y_offset * unit
            ink = font.get_glyph_extents(info.codepoint)
            if ink is not None and ink.width:
                glyphs.append(Glyph(run.font, info.codepoint, round(gx, 6), round(gy, 6)))
                lefts.append(gx + ink.x_bearing * unit)
                right = max(right, gx + (ink.x_bearing + ink.width) * unit)
                above = max(above, gy + ink.y_bearing * unit)
                lows.append(gy + (ink.y_bearing + ink.height) * unit)
            x += position.x_advance * unit
        x += tracking
    width = max(0.0, x - tracking) if runs else 0.0
    return Line(text, tuple(glyphs), round(width, 6), (min(lefts, default=0.0), min(lows, default=0.0), right, above))


_JOINING = frozenset(("Arab", "Syrc", "Mong", "Nkoo", "Deva", "Beng", "Adlm", "Rohg"))


def _shaped(
    text: str, run: _Run, font: object, language: str
) -> tuple[Sequence[hb.GlyphInfo], Sequence[hb.GlyphPosition]]:
    buffer = hb.Buffer()
    # With the text around it, a run at a font's edge still joins its neighbours as it should.
    buffer.add_str(text, run.start, run.end - run.start)
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    if run.script:
        buffer.script = run.script
    buffer.language = language
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {})
    return buffer.glyph_infos, buffer.glyph_positions


def _runs(text: str, levels: Sequence[int], fonts: tuple[FontFile, ...]) -> list[_Run]:
    fragments = _assigned(text, fonts)
    runs: list[_Run] = []
    for start, end, font, script in fragments:
        level = levels[start]
        if runs and (runs[-1].font, runs[-1].level, runs[-1].script) == (font, level, script):
            runs[-1] = _Run(runs[-1].start, end, font, level, script)
        else:
            runs.append(_Run(start, end, font, level, script))
    return runs


@lru_cache(maxsize=2048)
def _assigned(text: str, fonts: tuple[FontFile, ...]) -> tuple[tuple[int, int, int, str], ...]:
    """Give every cluster a font and a script.

    Signs, digits and blanks that all scripts share take the font and script of the letters before them, or of the first
    letters after, so that a comma does not change its face in the middle of a sentence.
    """
    spans = clusters(text)
    words = [text[start:end] for start, end in spans]
    scripts = [next((s for char in word if (s := script_of(char))), "") for word in words]
    chosen = [_font_for(word, fonts) if script else None for word, script in zip(words, scripts, strict=True)]
    before = _carried(chosen, scripts)
    after = _carried(chosen[::-1], scripts[::-1])[::-1]
    assigned = []
    for i, (start, end) in enumerate(spans):
        # An opening bracket goes with what it opens, all else with what it follows.
        opens = unicodedata.category(words[i][0]) in ("Ps", "Pi")
        near = (after[i] or before[i]) if opens else (before[i] or after[i])
        font, script = chosen[i], scripts[i]
        if font is None and near is not None:
            script = near[1]
            if all(_drawn_by(char, fonts[near[0]]) for char in words[i]):
                font = near[0]
        if font is None:
            font = _font_for(words[i], fonts)
        assert font is not None, "undrawable clusters are left out before shaping"
        assigned.append((start, end, font, script))
    return tuple(assigned)


def _carried(fonts: Sequence[int | None], scripts: Sequence[str]) -> list[tuple[int, str] | None]:
    """Return, for every cluster, font and script of the last lettered one up to it."""
    last: tuple[int, str] | None = None
    carried = []
    for font, script in zip(fonts, scripts, strict=True):
        if font is not None:
            last = (font, script)
        carried.append(last)
    return carried


def _drawn_by(char: str, file: FontFile) -> bool:
    return is_invisible(char) or _has(face_of(file).coverage, ord(char))
