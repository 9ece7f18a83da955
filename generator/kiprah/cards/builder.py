"""Layer builder: typed layers from parsed ones, with defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiprah.cards.layers import (
    WHOLE,
    BadgesPiece,
    FiguresPiece,
    FillLayer,
    Layer,
    LogoLayer,
    PatternLayer,
    PhotoLayer,
    Piece,
    Placement,
    PluginLayer,
    QrLayer,
    QuotePiece,
    RulePiece,
    ShapeLayer,
    StackLayer,
    TextPiece,
)
from kiprah.cards.parsed import ParsedLayer

_SAFE = frozenset(("stack", "qr", "logo"))
"""Types of layers that stay in the safe area, since they must be read; grounds and photos fill the canvas."""


def build_layer(name: str, parsed: ParsedLayer) -> Layer:
    """Build a typed layer from a parsed one; its required keys were checked when it was parsed."""
    values = parsed.values
    frame = "safe" if parsed.type in _SAFE else "canvas"
    placement = Placement(name, values.get("in", frame), values.get("box", WHOLE), values.get("when", ""))
    match parsed.type:
        case "fill":
            return FillLayer(
                placement, values["color"], values.get("to", ""), values.get("radius", 0), values.get("opacity", 1.0)
            )
        case "shape":
            return ShapeLayer(
                placement,
                values["form"],
                values.get("color", "accent"),
                values.get("opacity", 1.0),
                values.get("radius", 0),
                values.get("thickness", 8),
            )
        case "pattern":
            return _pattern(placement, values)
        case "photo":
            return PhotoLayer(
                placement,
                values.get("shown", 0.45),
                values.get("radius", 0),
                values.get("scrim", ()),
                values.get("scrim_color", "deep"),
                values.get("feather", 240),
            )
        case "stack":
            pieces = tuple(_piece(inner, piece) for inner, piece in parsed.pieces.items())
            return StackLayer(placement, values.get("anchor", "top"), pieces, values.get("after", ""))
        case "qr":
            radius = values.get("radius", 12)
            return QrLayer(
                placement, values["value"], radius, values.get("anchor", "bottom"), values.get("align", "end")
            )
        case "logo":
            return LogoLayer(placement, values.get("anchor", "bottom"), values.get("align", "start"))
    assert parsed.plugin is not None, f"a layer of the unknown type {parsed.type}"
    own = tuple(sorted((key, value) for key, value in values.items() if key not in ("in", "box", "when")))
    return PluginLayer(placement, parsed.type, own, parsed.plugin.identity, parsed.unloaded)


def _pattern(placement: Placement, values: Mapping[str, Any]) -> PatternLayer:
    return PatternLayer(
        placement,
        values.get("form", "rings"),
        values.get("color", "glow"),
        values.get("opacity", 0.08),
        values.get("seed", "title"),
        values.get("light", (0.88, 0.2)),
        values.get("reach", 0.4),
        values.get("lit", "glow"),
    )


def _piece(name: str, parsed: ParsedLayer) -> Piece:
    values = parsed.values
    shared = {
        "name": name,
        "when": values.get("when", ""),
        "align": values.get("align", "start"),
        "before": values.get("before", 16.0),
        "optional": values.get("optional", False),
    }
    match parsed.type:
        case "text":
            return _text(values, shared)
        case "quote":
            text = _text({"role": "display", **values}, shared)
            return QuotePiece(text, values.get("mark", text.size * 2.4), values.get("mark_color", "accent"))
        case "figures":
            return _figures(values, shared)
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
                lead=values.get("lead", False),
                widest=values.get("width", 0.0),
                **shared,
            )
    raise AssertionError(f"a piece of the unknown type {parsed.type}")


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
        width=values.get("width", 0.0),
        color=values.get("color", "ink"),
        quoted=values.get("quoted", False),
        **shared,
    )


def _figures(values: Mapping[str, Any], shared: Mapping[str, Any]) -> FiguresPiece:
    size = values.get("words", 34.0)
    number = {"role": "display", "leading": 1.0, "color": "accent", **values, "value": "''"}
    words = {
        "value": "''",
        "size": size,
        "least": max(26.0, size * 0.8),
        "lines": values.get("words_lines", 2),
        "color": values.get("words_color", "ink-2"),
        "width": values.get("width", 0.0),
    }
    return FiguresPiece(
        name=shared["name"],
        when=shared["when"],
        figures=values.get("figures", "figures"),
        changes=values.get("changes", "changes"),
        rows=values.get("rows", 1),
        number=_text(number, shared),
        words=_text(words, {**shared, "before": 4.0}),
        before=shared["before"],
    )
