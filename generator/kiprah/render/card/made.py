"""What was given of a layer to the layer itself: names resolved, gaps filled with what suits most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiprah.render.card.given import Given
from kiprah.render.card.layers import (
    WHOLE,
    BadgesPiece,
    Code,
    Fill,
    Layer,
    Pattern,
    Picture,
    Piece,
    RulePiece,
    Spot,
    Stack,
    TextPiece,
)


def layer_of(name: str, given: Given) -> Layer:
    """Make a layer of what was given; its required keys were checked when it was read."""
    values = given.values
    # Grounds and photos fill the canvas; what must be read stays in the safe area.
    frame = "safe" if given.type in ("stack", "qr") else "canvas"
    spot = Spot(name, values.get("in", frame), values.get("box", WHOLE), values.get("when", ""))
    match given.type:
        case "fill":
            return Fill(
                spot, values["color"], values.get("to", ""), values.get("radius", 0), values.get("opacity", 1.0)
            )
        case "pattern":
            return Pattern(
                spot,
                values.get("color", "glow"),
                values.get("opacity", 0.08),
                values["seed"],
                values.get("light", (0.88, 0.2)),
            )
        case "photo":
            return Picture(
                spot,
                values.get("shown", 0.45),
                values.get("radius", 0),
                values.get("scrim", ""),
                values.get("scrim_color", "deep"),
                values.get("feather", 240),
            )
        case "stack":
            pieces = tuple(_piece(inner, piece) for inner, piece in given.pieces.items())
            return Stack(spot, values.get("anchor", "top"), pieces)
        case "qr":
            return Code(
                spot,
                values["value"],
                values.get("radius", 12),
                values.get("anchor", "bottom"),
                values.get("align", "end"),
            )
    raise AssertionError(f"a layer of the unknown type {given.type}")


def _piece(name: str, given: Given) -> Piece:
    values = given.values
    shared = {
        "name": name,
        "when": values.get("when", ""),
        "align": values.get("align", "start"),
        "before": values.get("before", 16.0),
        "optional": values.get("optional", False),
    }
    match given.type:
        case "text":
            return _text(values, shared)
        case "rule":
            return RulePiece(
                width=values["width"], height=values["height"], color=values.get("color", "accent"), **shared
            )
        case "badges":
            return BadgesPiece(
                values=values["values"],
                weight=values.get("weight", 600),
                size=values["size"],
                rows=values.get("rows", 1),
                color=values.get("color", "accent"),
                ground=values.get("ground", "accent-soft"),
                **shared,
            )
    raise AssertionError(f"a piece of the unknown type {given.type}")


def _text(values: Mapping[str, Any], shared: Mapping[str, Any]) -> TextPiece:
    role = values.get("role", "text")
    size = values["size"]
    return TextPiece(
        value=values["value"],
        role=role,
        weight=values.get("weight", 600 if role == "display" else 500),
        size=size,
        least=min(values.get("least", size), size),
        lines=values.get("lines", 1),
        leading=values.get("leading", 1.1 if role == "display" else 1.35),
        tracking=values.get("tracking", 0.0),
        color=values.get("color", "ink"),
        quoted=values.get("quoted", False),
        **shared,
    )
