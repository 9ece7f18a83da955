"""Schema of layout files: one declaration for parsing, for the docs and for editors."""

from __future__ import annotations

import re
from typing import Any, get_args

from msgspec import Struct

from kiprah.cards.card_colors import COLORS
from kiprah.cards.expressions import check_expression
from kiprah.cards.layers import (
    WHOLE,
    Align,
    Anchor,
    Form,
    FrameName,
    LayerBox,
    Length,
    PatternForm,
    PhotoShape,
    TypefaceRole,
)
from kiprah.fields.decoding import DecodeContext, Wrong
from kiprah.fields.groups import Group, ListOf
from kiprah.fields.types import Checked, Choice, Flag, Share, Text, Whole
from kiprah.fields.values import Field
from kiprah.fields.yaml_tree import Items, Keys, Node, Scalar
from kiprah.plan.views.card import CARD_SIZES


def _length(text: str) -> Length:
    match = re.fullmatch(r"(-?\d{1,4}(?:\.\d{1,2})?)(%?)", text)
    if not match:
        raise Wrong("card-length", {"value": text})
    return Length(float(match[1]) / 100, True) if match[2] else Length(float(match[1]))


class BoxType(Struct, frozen=True):
    """Type of a box: ``all``, or ``[x, y, width, height]``, each in pixels or per cent of the frame."""

    def read(self, node: Node, reading: DecodeContext) -> LayerBox:
        """Return the box; raise ``Wrong`` where it is none."""
        if isinstance(node, Scalar) and node.text == "all":
            return WHOLE
        if not isinstance(node, Items) or len(node.items) != 4:
            raise Wrong("card-box")
        lengths = []
        for item in node.items:
            try:
                lengths.append(_length(item.text if isinstance(item, Scalar) else ""))
            except Wrong as wrong:
                wrong.node = item
                raise
        return LayerBox(*lengths)

    def json_schema(self) -> dict[str, Any]:
        """Describe it for editors."""
        length = {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?%?$"}
        return {"anyOf": [{"const": "all"}, {"type": "array", "items": length, "minItems": 4, "maxItems": 4}]}


class ColorType(Struct, frozen=True):
    """Type of a colour: its name in the palette, or ``#rrggbb``."""

    def read(self, node: Node, reading: DecodeContext) -> str:
        """Return the name or the colour; raise ``Wrong`` for all else."""
        if isinstance(node, Scalar) and re.fullmatch(r"#[0-9a-fA-F]{6}", node.text):
            return node.text.lower()
        return Choice(COLORS).read(node, reading)

    def json_schema(self) -> dict[str, Any]:
        """Describe it for editors."""
        return {"anyOf": [{"enum": list(COLORS)}, {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}]}


class Decimal(Struct, frozen=True):
    """A number between two bounds, with a fraction."""

    least: float
    most: float

    def read(self, node: Node, reading: DecodeContext) -> float:
        """Return the number; raise ``Wrong`` for all else."""
        text = node.text if isinstance(node, Scalar) else ""
        if not re.fullmatch(r"-?\d{1,4}(?:\.\d{1,4})?", text) or not self.least <= float(text) <= self.most:
            raise Wrong(
                "bad-number", {"value": text, "least": f"{self.least:g}", "most": f"{self.most:g}", "nearest": ""}
            )
        return float(text)

    def json_schema(self) -> dict[str, Any]:
        """Describe it for editors."""
        return {"type": "number", "minimum": self.least, "maximum": self.most}


class Named:
    """Keys chosen by the author, each with keys of its own: kept as nodes until their type is known."""

    def read(self, node: Node, reading: DecodeContext) -> Keys:
        """Return the keys; raise ``Wrong`` where there are none."""
        if not isinstance(node, Keys):
            raise Wrong("not-keys", {"nearest": ""})
        return node

    def json_schema(self) -> dict[str, Any]:
        """Describe them for editors."""
        return {"type": "object"}


EXPRESSION = Checked(check_expression, {"type": "string"}, 400)
_PIXELS = Decimal(0, 2000)
_LAYER_FIELDS = (
    Field("in", Choice(get_args(FrameName))),
    Field("box", BoxType()),
    Field("when", EXPRESSION),
)
_ALIGN = Field("align", Choice(get_args(Align)))
_ANCHOR = Field("anchor", Choice(get_args(Anchor)))
_COLOR = Field("color", ColorType())
_RADIUS = Field("radius", Whole(0, 400))

_SET = (
    Field("role", Choice(get_args(TypefaceRole))),
    Field("weight", Whole(100, 900)),
    Field("size", Decimal(12, 600), required=True),
    Field("least", Decimal(12, 600)),
    Field("lines", Whole(1, 20)),
    Field("leading", Decimal(0.8, 3)),
    Field("tracking", Decimal(-0.1, 0.5)),
    Field("width", _PIXELS),
    _COLOR,
    _ALIGN,
    Field("before", _PIXELS),
    Field("optional", Flag()),
)
"""Fields that say how a text is set."""

PIECES: dict[str, tuple[Field, ...]] = {
    "text": (
        Field("when", EXPRESSION),
        Field("value", EXPRESSION, required=True),
        *_SET,
        Field("quoted", Flag()),
    ),
    "quote": (
        Field("when", EXPRESSION),
        Field("value", EXPRESSION, required=True),
        *_SET,
        Field("mark", Decimal(12, 900)),
        Field("mark_color", ColorType()),
    ),
    "figures": (
        Field("when", EXPRESSION),
        Field("figures", EXPRESSION),
        Field("changes", EXPRESSION),
        Field("rows", Whole(1, 6)),
        *_SET,
        Field("words", Decimal(12, 200)),
        Field("words_color", ColorType()),
        Field("words_lines", Whole(1, 6)),
    ),
    "rule": (
        Field("when", EXPRESSION),
        Field("width", _PIXELS, required=True),
        Field("height", _PIXELS, required=True),
        _COLOR,
        _ALIGN,
        Field("before", _PIXELS),
        Field("optional", Flag()),
    ),
    "badges": (
        Field("when", EXPRESSION),
        Field("values", EXPRESSION, required=True),
        Field("weight", Whole(100, 900)),
        Field("size", Decimal(12, 200), required=True),
        Field("rows", Whole(1, 6)),
        _COLOR,
        Field("ground", ColorType()),
        Field("lead", Flag()),
        Field("width", _PIXELS),
        _ALIGN,
        Field("before", _PIXELS),
        Field("optional", Flag()),
    ),
}
"""The keys of each type of piece, besides ``type``."""

LAYERS: dict[str, tuple[Field, ...]] = {
    "fill": (
        *_LAYER_FIELDS,
        Field("color", ColorType(), required=True),
        Field("to", ColorType()),
        _RADIUS,
        Field("opacity", Share()),
    ),
    "shape": (
        *_LAYER_FIELDS,
        Field("form", Choice(get_args(Form)), required=True),
        _COLOR,
        Field("opacity", Share()),
        _RADIUS,
        Field("thickness", Whole(1, 400)),
    ),
    "pattern": (
        *_LAYER_FIELDS,
        Field("form", Choice(get_args(PatternForm))),
        _COLOR,
        Field("opacity", Share()),
        Field("seed", EXPRESSION),
        Field("light", ListOf(Share(), 2, least=2)),
        Field("reach", Decimal(0.05, 2)),
        Field("lit", ColorType()),
    ),
    "photo": (
        *_LAYER_FIELDS,
        Field("shown", Share()),
        _RADIUS,
        Field("scrim", ListOf(Text(60), 6, one=True)),
        Field("scrim_color", ColorType()),
        Field("feather", Whole(0, 1920)),
    ),
    "stack": (*_LAYER_FIELDS, _ANCHOR, Field("after", Text(60)), Field("pieces", Named())),
    "qr": (*_LAYER_FIELDS, Field("value", EXPRESSION, required=True), _RADIUS, _ANCHOR, _ALIGN),
    "logo": (*_LAYER_FIELDS, _ANCHOR, _ALIGN),
}
"""The keys of each type of layer, besides ``type``."""

LAYER_FIELDS = _LAYER_FIELDS
"""The keys every layer has: what a plugin's own keys are added to."""


OVERRIDE = Group(
    (
        Field("for", ListOf(Choice(tuple(CARD_SIZES)), 4, one=True)),
        Field("photo", Choice(("true", "false", *(shape for shape in get_args(PhotoShape) if shape != "none")))),
        Field("layers", Named(), required=True),
    )
)
LAYOUT_FILE = (
    Field("extends", Text(60)),
    Field("layers", Named()),
    Field("overrides", ListOf(OVERRIDE, 40)),
)
"""The keys of a layout file."""
