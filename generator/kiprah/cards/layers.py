"""Layer types of a card layout."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from kiprah.model.settings import CardFormat
from kiprah.plan.views.card import CardKind
from kiprah.problem import Problem

FrameName = Literal["canvas", "safe"]
Anchor = Literal["top", "middle", "bottom"]
Align = Literal["start", "end", "center"]
TypefaceRole = Literal["display", "text"]
Form = Literal["rectangle", "ellipse", "ring"]
PatternForm = Literal["rings", "days", "months"]
PhotoShape = Literal["none", "wide", "upright"]
"""Shape of a card's photo: ``none`` where it has none, ``upright`` where it is clearly taller than wide."""


class Length(Struct, frozen=True):
    """A length along one side of a frame: pixels, or with ``share`` a part (0..1) of that side."""

    amount: float
    share: bool = False

    def of(self, side: float) -> float:
        """Return it in pixels."""
        return self.amount * side if self.share else self.amount


class LayerBox(Struct, frozen=True):
    """A rectangle in a frame; ``x`` counts from the start side, which is the right one in right-to-left languages."""

    x: Length
    y: Length
    width: Length
    height: Length


WHOLE = LayerBox(Length(0.0), Length(0.0), Length(1.0, True), Length(1.0, True))


class Placement(Struct, frozen=True):
    """Name, position and condition of a layer: the expression says whether it is drawn (empty: always)."""

    name: str
    frame: FrameName
    box: LayerBox
    when: str


class FillLayer(Struct, frozen=True):
    """Fill: a field of colour, or with ``to`` a gradient towards the bottom."""

    placement: Placement
    color: str
    to: str
    radius: int
    opacity: float


class ShapeLayer(Struct, frozen=True):
    """A plain shape: a rectangle, an ellipse, or a ring of some thickness (pixels), as large as its box."""

    placement: Placement
    form: Form
    color: str
    opacity: float
    radius: int
    thickness: int


class PatternLayer(Struct, frozen=True):
    """A quiet pattern made from the entry's own data.

    ``rings``: light around a lamp, moved by the entry's words, which ``seed`` gives. ``days``: a dot a day of a year,
    winding out from the first of January, and those on which it was are lit: a day is a spark, a season a ring.
    ``months``: a bar a month along the longer side of the box, those in which it was lit.
    """

    placement: Placement
    form: PatternForm
    color: str
    opacity: float
    seed: str
    light: tuple[float, float]
    """Center of the pattern, 0..1 from the start side and the top of its box."""
    reach: float
    """Distance that ``days`` reach from their center, in longer sides of the box."""
    lit: str
    """The colour of the days on which it was."""


class PhotoLayer(Struct, frozen=True):
    """Photo, cropped around its focus; where less than ``shown`` (0..1) of it would be left, whole on its own colours.

    ``scrim`` names the stacks under which it is darkened until their texts have contrast.
    """

    placement: Placement
    shown: float
    radius: int
    scrim: tuple[str, ...]
    scrim_color: str
    feather: int


class TextPiece(Struct, frozen=True):
    """A text of a stack; a list is set as facts with dots between them, each unbroken."""

    name: str
    when: str
    value: str
    role: TypefaceRole
    weight: int
    size: float
    least: float
    lines: int
    leading: float
    tracking: float
    color: str
    align: Align
    before: float
    """Pixels to what stands above; nothing where it is the first."""
    optional: bool
    """True where it is left out if the stack would otherwise not fit; the last one goes first."""
    width: float
    """Pixels it may be wide; 0: as its stack."""
    quoted: bool
    """True where it is set between the language's quotation marks if it has none of its own."""


class RulePiece(Struct, frozen=True):
    """Rule: a short bar."""

    name: str
    when: str
    width: float
    height: float
    color: str
    align: Align
    before: float
    optional: bool


class BadgesPiece(Struct, frozen=True):
    """Badges: words on pills, in rows."""

    name: str
    when: str
    values: str
    weight: int
    size: float
    rows: int
    color: str
    ground: str
    lead: bool
    """True where the first word of each stands on a darker tile: the number of a goal before its name."""
    widest: float
    """Pixels its rows may be wide; 0: as its stack."""
    align: Align
    before: float
    optional: bool


class QuotePiece(Struct, frozen=True):
    """Quotation: somebody's words under a large quotation mark of the card's language."""

    text: TextPiece
    mark: float
    """The size of the mark, in pixels an em."""
    mark_color: str


class FiguresPiece(Struct, frozen=True):
    """Figures: numbers with what they count under each; whole rows go where not all fit."""

    name: str
    when: str
    figures: str
    changes: str
    rows: int
    number: TextPiece
    """Piece that says how a number is set; its value is filled in."""
    words: TextPiece
    before: float


Piece = TextPiece | RulePiece | BadgesPiece | QuotePiece | FiguresPiece


class StackLayer(Struct, frozen=True):
    """Stack of pieces one under the other, shrunk until they fit their box."""

    placement: Placement
    anchor: Anchor
    pieces: tuple[Piece, ...]
    after: str = ""
    """A logo or code in the same place: where it is drawn, the stack begins after it."""


class QrLayer(Struct, frozen=True):
    """A QR code on a light tile, at whole pixels a module; empty text, no code."""

    placement: Placement
    value: str
    radius: int
    anchor: Anchor
    align: Align


class LogoLayer(Struct, frozen=True):
    """Logo of the site, whole, as large as its box allows; nothing where the site has none."""

    placement: Placement
    anchor: Anchor
    align: Align


class PluginLayer(Struct, frozen=True):
    """A layer that another package draws; ``plugin`` says which, and in what version."""

    placement: Placement
    type: str
    values: tuple[tuple[str, Any], ...]
    plugin: str
    unloaded: Problem | None = None
    """Problem for which nobody draws it, where its package could not be loaded; else None."""


Layer = FillLayer | ShapeLayer | PatternLayer | PhotoLayer | StackLayer | QrLayer | LogoLayer | PluginLayer


class Layout(Struct, frozen=True):
    """The layers of one kind of card in one format, with a photo of a shape or without, from back to front."""

    kind: CardKind
    format: CardFormat
    photo: PhotoShape
    layers: tuple[Layer, ...]


class CardLayouts(Struct, frozen=True):
    """Every layout of a theme; a value that travels to any worker."""

    layouts: tuple[Layout, ...]

    def of(self, kind: CardKind, card_format: CardFormat, photo: PhotoShape) -> Layout:
        """Return the layout of a card; a set that was loaded has them all."""
        return next(
            layout
            for layout in self.layouts
            if layout.kind == kind and layout.format == card_format and layout.photo == photo
        )
