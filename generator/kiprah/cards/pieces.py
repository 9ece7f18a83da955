"""Measures the pieces of a stack: texts, badges, quotations and figures become parts with heights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import bidirectional

from msgspec import Struct
from msgspec.structs import replace

from kiprah.cards.expressions import evaluate
from kiprah.cards.layers import BadgesPiece, FiguresPiece, Piece, QuotePiece, RulePiece, TextPiece
from kiprah.cards.typefaces import style_for
from kiprah.plan.quotation import quotation_marks, with_marks
from kiprah.plan.views.card import CardView
from kiprah.typeset import Block, Sizes, Style, fit

_PILL = (0.72, 0.36)
"""A badge's room beside and above its word, in ems."""
_TILE = 0.52
"""The room beside the word on a badge's tile, in ems."""
_UNDER_MARK = 0.1
"""Room between a quotation mark and the words under it, in ems of the mark."""
PILL_GAP = 0.4
"""Room between badges and between their rows, in ems."""
_ANY_QUOTE = frozenset("\"'\u00ab\u2018\u201a\u201c\u201e\u2039\u300c\u300e")
_ANY_END = frozenset("\"'\u00bb\u2019\u201c\u201d\u203a\u300d\u300f")


class Pill(Struct, frozen=True):
    """One badge: its word, its width (pixels), and the word on its tile with the tile's width, if it has one."""

    block: Block
    width: float
    lead: Block | None = None
    tile: float = 0.0


@dataclass(slots=True)
class SetPart:
    """One piece while the stack is being fitted; heights in pixels."""

    piece: TextPiece | RulePiece | BadgesPiece
    height: float
    group: int
    """Number that parts of one piece share, which go together."""
    block: Block | None = None
    text: str = ""
    style: Style | None = None
    sizes: Sizes | None = None
    width: float = 0.0
    """Maximum width of its text, in pixels."""
    pills: tuple[tuple[Pill, ...], ...] = ()
    """Rows of badges."""
    tight: bool = False
    """True where it is as high as its ink: a quotation mark hangs at the top of an empty line."""

    def refit(self, sizes: Sizes) -> None:
        """Set the text again at other sizes (pixels)."""
        assert self.style is not None
        self.sizes = sizes
        self.block = fit(self.text, self.style, self.width, sizes)
        self.height = self.block.height


def measure_piece(
    piece: Piece, group: int, card: CardView, names: Mapping[str, Any], width: float
) -> Iterator[SetPart]:
    """Measure a piece on this card and yield its parts, top to bottom; none where it has nothing to say."""
    when = piece.text.when if isinstance(piece, QuotePiece) else piece.when
    if when and not evaluate(when, names):
        return
    match piece:
        case RulePiece():
            yield SetPart(piece, piece.height, group)
        case BadgesPiece():
            words = evaluate(piece.values, names)
            yield from _badges(piece, group, card, words if isinstance(words, tuple) else (str(words),), width)
        case QuotePiece():
            yield from _quote(piece, group, card, names, width)
        case FiguresPiece():
            yield from _figures(piece, group, card, names, width)
        case TextPiece():
            yield from _text(piece, _text_of(piece, card, names), group, card, width)


def _text(piece: TextPiece, text: str, group: int, card: CardView, width: float) -> Iterator[SetPart]:
    style = style_for(card, piece.role, piece.weight, piece.tracking)
    sizes = Sizes(piece.size, piece.least, piece.lines, piece.leading)
    width = min(width, piece.width or width)
    block = fit(text, style, width, sizes)
    if block.lines:
        yield SetPart(piece, block.height, group, block, text, style, sizes, width)


def _text_of(piece: TextPiece, card: CardView, names: Mapping[str, Any]) -> str:
    value = evaluate(piece.value, names)
    if isinstance(value, tuple):
        # Facts hold together; a dot at the end of a line is left out when the line is set.
        return "\u00a0\u00b7 ".join(_apart(["\u00a0".join(fact.split()) for fact in value if fact.strip()]))
    text = str(value) if not isinstance(value, bool) else ""
    if piece.quoted and text and text[0] not in _ANY_QUOTE:
        marks = quotation_marks(card.language)
        return marks[0] + with_marks(text, card.language, within=True) + marks[1]
    return with_marks(text, card.language, within=False) if piece.quoted else text


def _apart(facts: Sequence[str]) -> Sequence[str]:
    """Isolate facts where one is written from right to left: "4 hours" must not trade places with the date before it.

    The first stays open, for it says in which direction the line goes.
    """
    if not any(bidirectional(char) in ("R", "AL") for fact in facts for char in fact):
        return facts
    return [*facts[:1], *(f"\u2068{fact}\u2069" for fact in facts[1:])]


def _quote(piece: QuotePiece, group: int, card: CardView, names: Mapping[str, Any], width: float) -> Iterator[SetPart]:
    text = _text_of(piece.text, card, names).strip()
    if len(text) > 2 and text[0] in _ANY_QUOTE and text[-1] in _ANY_END:
        text = text[1:-1].strip()
    if not text:
        return
    text = with_marks(text, card.language, within=True)
    mark = replace(
        piece.text,
        name=f"{piece.text.name}-mark",
        size=piece.mark,
        least=piece.mark,
        lines=1,
        leading=1.0,
        role="display",
        color=piece.mark_color,
    )
    for part in _text(mark, quotation_marks(card.language)[0], group, card, width):
        assert part.block is not None
        ink = part.block.lines[0].ink
        part.height = (ink[3] - ink[1]) * part.block.size
        part.tight = True
        part.sizes = None
        yield part
    body = replace(piece.text, before=round(_UNDER_MARK * piece.mark, 1))
    yield from _text(body, text, group, card, width)


def _figures(
    piece: FiguresPiece, group: int, card: CardView, names: Mapping[str, Any], width: float
) -> Iterator[SetPart]:
    figures, changes = evaluate(piece.figures, names), evaluate(piece.changes, names)
    assert isinstance(figures, tuple)
    assert isinstance(changes, tuple)
    for row, (figure, change) in enumerate(zip(figures[: piece.rows], changes, strict=False)):
        number = replace(piece.number, name=f"{piece.name}-{row + 1}", optional=piece.number.optional or row > 0)
        words = replace(piece.words, name=f"{piece.name}-{row + 1}-words", optional=number.optional)
        # A row is a piece of its own: where not all fit, the last goes whole.
        yield from _text(number, figure, group + row, card, width)
        yield from _text(words, change, group + row, card, width)


def _badges(piece: BadgesPiece, group: int, card: CardView, words: tuple[str, ...], width: float) -> Iterator[SetPart]:
    width = min(width, piece.widest or width)
    rows: list[list[Pill]] = [[]]
    used = 0.0
    for word in words:
        pill = _pill(piece, card, word, width)
        if pill is None:
            continue
        if rows[-1] and used + pill.width > width:
            if len(rows) == piece.rows:
                break
            rows.append([])
            used = 0.0
        rows[-1].append(pill)
        used += pill.width + piece.size * PILL_GAP
    if rows[0]:
        height = len(rows) * pill_height(piece) + (len(rows) - 1) * piece.size * PILL_GAP
        yield SetPart(piece, height, group, pills=tuple(tuple(row) for row in rows))


def _pill(piece: BadgesPiece, card: CardView, word: str, width: float) -> Pill | None:
    style = style_for(card, "text", piece.weight)
    sizes = Sizes(piece.size, piece.size, 1, 1.2)
    lead, tile = None, 0.0
    number, _, name = word.partition(" ")
    if piece.lead and name:
        lead = fit(number, style, width / 2, sizes)
        tile = max(lead.width + 2 * _TILE * piece.size, pill_height(piece))
        word = name
    beside = 2 * _PILL[0] * piece.size - (0.2 * piece.size if tile else 0.0)
    block = fit(word, style, width - beside - tile, sizes)
    return Pill(block, block.width + beside + tile, lead, tile) if block.lines else None


def pill_height(piece: BadgesPiece) -> float:
    """Return how high a badge is, in pixels."""
    return round(piece.size * (1.2 + 2 * _PILL[1]))
