"""What a card is made of: typed layers, as a layout file describes them."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.views.card import CardFormat, CardKind

Frame = Literal["canvas", "safe"]
Anchor = Literal["top", "middle", "bottom"]
Align = Literal["start", "end", "center"]
Role = Literal["display", "text"]


class Length(Struct, frozen=True):
    """A length along one side of a frame: pixels, or with ``share`` a part (0..1) of that side."""

    amount: float
    share: bool = False

    def of(self, side: float) -> float:
        """Return it in pixels."""
        return self.amount * side if self.share else self.amount


class Box(Struct, frozen=True):
    """A rectangle in a frame; ``x`` counts from the start side, which is the right one in right-to-left languages."""

    x: Length
    y: Length
    width: Length
    height: Length


WHOLE = Box(Length(0.0), Length(0.0), Length(1.0, True), Length(1.0, True))


class Spot(Struct, frozen=True):
    """What every layer has: its name, where it is, and the expression that says whether it is drawn (empty: always)."""

    name: str
    frame: Frame
    box: Box
    when: str


class Fill(Struct, frozen=True):
    """A field of colour, or with ``to`` a gradient towards the bottom."""

    spot: Spot
    color: str
    to: str
    radius: int
    opacity: float


class Pattern(Struct, frozen=True):
    """A quiet pattern of rings around a light, drawn from the entry's own words, which ``seed`` gives."""

    spot: Spot
    color: str
    opacity: float
    seed: str
    light: tuple[float, float]
    """Where the light stands, 0..1 from the start side and the top of its box, before the seed moves it a little."""


class Picture(Struct, frozen=True):
    """The photo, cut around its focus; where less than ``shown`` (0..1) of it would be left, whole on its own colours.

    ``scrim`` names the stack under which it is darkened until the text has contrast.
    """

    spot: Spot
    shown: float
    radius: int
    scrim: str
    scrim_color: str
    feather: int


class TextPiece(Struct, frozen=True):
    """A text of a stack; a list is set as facts with dots between them, each unbroken."""

    name: str
    when: str
    value: str
    role: Role
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
    """Left out where the stack would otherwise not fit; the last one goes first."""
    quoted: bool
    """Set between the language's quotation marks where it has none of its own."""


class RulePiece(Struct, frozen=True):
    """A short bar."""

    name: str
    when: str
    width: float
    height: float
    color: str
    align: Align
    before: float
    optional: bool


class BadgesPiece(Struct, frozen=True):
    """Words on pills, in rows."""

    name: str
    when: str
    values: str
    weight: int
    size: float
    rows: int
    color: str
    ground: str
    align: Align
    before: float
    optional: bool


Piece = TextPiece | RulePiece | BadgesPiece


class Stack(Struct, frozen=True):
    """Pieces one under the other, shrunk until they fit their box."""

    spot: Spot
    anchor: Anchor
    pieces: tuple[Piece, ...]


class Code(Struct, frozen=True):
    """A QR code on a light tile, at whole pixels a module; empty text, no code."""

    spot: Spot
    value: str
    radius: int
    anchor: Anchor
    align: Align


Layer = Fill | Pattern | Picture | Stack | Code


class Layout(Struct, frozen=True):
    """The layers of one kind of card in one format, with or without a photo, from back to front."""

    kind: CardKind
    format: CardFormat
    photo: bool
    layers: tuple[Layer, ...]


class CardLayouts(Struct, frozen=True):
    """Every layout of a theme; a value that travels to any worker."""

    layouts: tuple[Layout, ...]

    def of(self, kind: CardKind, card_format: CardFormat, photo: bool) -> Layout:
        """Return the layout of a card; a set that was loaded has them all."""
        return next(
            layout
            for layout in self.layouts
            if layout.kind == kind and layout.format == card_format and layout.photo == photo
        )
