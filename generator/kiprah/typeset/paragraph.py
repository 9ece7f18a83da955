"""Paragraph model: embedding levels and unbreakable fragments, split further where a word is longer than a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from kiprah.typeset.bidi import base_level, levels
from kiprah.typeset.break_rules import (
    SOFT_HYPHEN,
    break_opportunities,
    emergency_breaks,
    preferred_breaks,
    wants_hyphen,
)
from kiprah.typeset.graphemes import clusters
from kiprah.typeset.hyphenation import hyphenation_points
from kiprah.typeset.shaping import Line, Style, shape_line
from kiprah.typeset.wrapping import Fragment

BLANKS = " \u00a0\u200b\u3000"
_HYPHEN = 0.4
"""Room for a hyphen, in ems: a fraction of a letter more than any font takes."""


class Paragraph(Struct, frozen=True):
    """Text with the embedding level of every character, and its fragments between breaks."""

    text: str
    base: int
    levels: tuple[int, ...]
    fragments: tuple[Fragment, ...]
    preferred: tuple[Fragment, ...]
    """The fragments with hyphenated words and phrases kept whole: what is tried first at every size."""


@lru_cache(maxsize=1024)
def paragraph_of(text: str, style: Style) -> Paragraph:
    """Analyze a drawable text as a paragraph; the fragments' widths are those of this style."""
    base = base_level(text, 0)
    embedding = levels(text, base)
    places = break_opportunities(text, style.language)
    fragments = _fragments(text, (0, *places, len(text)), embedding, style)
    soft = preferred_breaks(text, style.language)
    preferred = fragments if soft == places else _fragments(text, (0, *soft, len(text)), embedding, style)
    return Paragraph(text, base, embedding, fragments, preferred)


def _fragments(text: str, edges: tuple[int, ...], embedding: tuple[int, ...], style: Style) -> tuple[Fragment, ...]:
    fragments = []
    for start, end in pairwise(edges):
        word = text[start:end].rstrip(BLANKS)
        line = shape_line(word, embedding[start : start + len(word)], style)
        full = shape_line(text[start:end], embedding[start:end], style) if len(word) < end - start else line
        hyphen = _HYPHEN if word.endswith(SOFT_HYPHEN) else 0.0
        tracking = style.tracking * (1 if len(word) == end - start else 2)
        fragments.append(Fragment(start, end, ink_width(line), full.width - line.width + tracking, hyphen))
    return tuple(fragments)


def usable_width(width: float, size: float) -> float:
    """Return a hair less than the width in ems: kerning across a parted word may differ from the sum of its parts."""
    return width / size - 0.02


def break_long_words(
    paragraph: Paragraph, style: Style, room: float, longest: float
) -> tuple[tuple[Fragment, ...], bool]:
    """Split every word that is too long for a line, and say whether one had to be torn against its language's rules.

    Words no wider than ``longest`` are left whole: at a smaller size they fit.
    """
    fragments: list[Fragment] = []
    torn = False
    for fragment in paragraph.fragments:
        if fragment.width + fragment.hyphen <= max(room, longest):
            fragments.append(fragment)
            continue
        word = paragraph.text[fragment.start : fragment.end].rstrip(BLANKS)
        if "\u00a0" in word[1:]:
            # What was meant to hold together parts at its blanks before its words do.
            loose, harder = break_long_words(
                replace(paragraph, fragments=_split_at_blanks(paragraph, fragment, word, style)), style, room, longest
            )
            fragments += loose
            torn = torn or harder
            continue
        for syllable in _split_at(paragraph, fragment, word, hyphenation_points(word, style.language), style):
            if syllable.width + syllable.hyphen <= room:
                fragments.append(syllable)
            else:
                torn = True
                fragments += _tear(paragraph, syllable, style, room)
    return tuple(fragments), torn


def _split_at(
    paragraph: Paragraph, fragment: Fragment, word: str, places: tuple[int, ...], style: Style
) -> Iterator[Fragment]:
    """Yield the parts of a fragment cut at these places."""
    for start, end in pairwise((0, *places, len(word))):
        last = end == len(word)
        yield Fragment(
            fragment.start + start,
            fragment.end if last else fragment.start + end,
            _measure(paragraph, fragment.start + start, fragment.start + end, style),
            fragment.blank if last else 0.0,
            fragment.hyphen if last else _HYPHEN if wants_hyphen(word[end - 1], word[end]) else 0.0,
        )


def _tear(
    paragraph: Paragraph, fragment: Fragment, style: Style, room: float, anywhere: bool = False
) -> Iterator[Fragment]:
    """Yield the parts of a fragment torn between clusters, each as long as a line takes.

    Not before closing signs, nor after opening ones, unless there are more of them than a line takes (``anywhere``).
    """
    word = paragraph.text[fragment.start : fragment.end].rstrip(BLANKS)
    places = []
    start = last = 0
    for place in (*((start for start, _ in clusters(word)[1:]) if anywhere else emergency_breaks(word)), len(word)):
        width = _measure(paragraph, fragment.start + start, fragment.start + place, style)
        if width > max(room - _HYPHEN - 0.1, 0.5) and last > start:
            places.append(last)
            start = last
        last = place
    for part in _split_at(paragraph, fragment, word, tuple(places), style):
        if part.width + part.hyphen > room and not anywhere:
            yield from _tear(paragraph, part, style, room, True)
        else:
            # A single letter may be wider than a very narrow line: it stands there all the same.
            yield replace(part, width=min(part.width, room - part.hyphen))


def _split_at_blanks(paragraph: Paragraph, fragment: Fragment, word: str, style: Style) -> tuple[Fragment, ...]:
    places = [i + 1 for i, char in enumerate(word) if char == "\u00a0" and 0 < i < len(word) - 1]
    edges = [0, *places, len(word)]
    fragments = []
    for start, end in pairwise(edges):
        shown = len(word[start:end].rstrip("\u00a0"))
        width = _measure(paragraph, fragment.start + start, fragment.start + start + shown, style)
        full = _measure(paragraph, fragment.start + start, fragment.start + end, style)
        last = end == len(word)
        fragments.append(
            Fragment(
                fragment.start + start,
                fragment.end if last else fragment.start + end,
                width,
                fragment.blank if last else full - width,
            )
        )
    return tuple(fragments)


def _measure(paragraph: Paragraph, start: int, end: int, style: Style) -> float:
    return ink_width(shape_line(paragraph.text[start:end], paragraph.levels[start:end], style))


def ink_width(line: Line) -> float:
    """Return a line's width in ems, with ink that hangs over its advance."""
    return max(line.width, line.ink[2]) - min(0.0, line.ink[0])
