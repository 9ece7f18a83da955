"""Parser of layers in one layout file, and how files and overrides are merged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from kiprah.cards.plugins import plugin_of
from kiprah.cards.schema import LAYER_FIELDS, LAYERS, PIECES
from kiprah.fields.decoding import DecodeContext, Wrong
from kiprah.fields.groups import read_fields
from kiprah.fields.types import Choice
from kiprah.fields.values import Field, Values
from kiprah.fields.yaml_tree import Keys, Node, Scalar
from kiprah.problem import Place, Problem

_LAYER_KEYS = frozenset(field.name for field in LAYER_FIELDS)
_TYPE = re.compile(r"\btype:\s*['\"]?([A-Za-z][\w-]*)")


class ParsedLayer(Struct, frozen=True):
    """Parsed keys of one layer or piece; a key that the file does not name is not there."""

    type: str
    values: Mapping[str, Any]
    pieces: Mapping[str, ParsedLayer] = field(default_factory=dict)
    names_type: bool = True
    """True where it names its type itself; else it changes whatever stands there."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Place of each value, by its key."""
    unloaded: Problem | None = None
    """Problem to report of each card that shows it, where its type is of a package that could not be loaded."""

    def merged_over(self, below: ParsedLayer | None) -> ParsedLayer:
        """Merge this over an earlier layer of the same name; where it names another type, it starts anew."""
        if below is None or (below.type != self.type and self.names_type):
            return self
        if below.type != self.type:
            # A theme's own layout made another type of it since: what that has too still holds.
            known = {declared.name for declared in _keys_of(below.type)}
            kept = {key: value for key, value in self.values.items() if key in known}
            return ParsedLayer(
                below.type,
                {**below.values, **kept},
                below.pieces,
                True,
                {**below.places, **self.places},
                below.unloaded,
            )
        pieces = merge_layers(self.pieces, below.pieces)
        return ParsedLayer(
            self.type,
            {**below.values, **self.values},
            pieces,
            below.names_type,
            {**below.places, **self.places},
            self.unloaded or below.unloaded,
        )


def merge_layers(upper: Mapping[str, ParsedLayer], lower: Mapping[str, ParsedLayer]) -> dict[str, ParsedLayer]:
    """Merge named layers over others: known names are changed in place, new ones come last."""
    merged = dict(lower)
    for name, layer in upper.items():
        merged[name] = layer.merged_over(merged.get(name))
    return merged


def parse_layers(node: Keys, known: Mapping[str, ParsedLayer], reading: DecodeContext) -> dict[str, ParsedLayer]:
    """Parse named layers; one that changes a known layer need not say its type, nor what stays."""
    return _read_named(node, known, {**LAYERS, **_plugin(node, known)}, reading)


def plugin_layer_types(texts: Iterable[str]) -> tuple[str, ...]:
    """Return every type that layout files name and kiprah itself does not draw: those that plugins may bring."""
    named = {name for text in texts for name in _TYPE.findall(text)}
    return tuple(sorted(named - set(LAYERS) - set(PIECES)))


def _keys_of(type_: str) -> tuple[Field, ...]:
    """Return the keys of a type of layer or piece, whoever draws it."""
    ours = {**PIECES, **LAYERS}.get(type_)
    if ours is not None:
        return ours
    plugin = plugin_of(type_)
    return (*LAYER_FIELDS, *plugin.fields) if plugin is not None else ()


def _plugin(node: Keys, known: Mapping[str, ParsedLayer]) -> Mapping[str, tuple[Field, ...]]:
    """Return the keys of layers that other packages draw; looked for only where a layout names an unknown type."""
    named = {
        value.text
        for _, layer in node.entries
        if isinstance(layer, Keys)
        for key, value in layer.entries
        if key.text == "type" and isinstance(value, Scalar)
    }
    named |= {layer.type for layer in known.values()}
    plugins = {name: plugin_of(name) for name in sorted(named - set(LAYERS))}
    return {name: (*LAYER_FIELDS, *plugin.fields) for name, plugin in plugins.items() if plugin is not None}


def _read_named(
    node: Keys, known: Mapping[str, ParsedLayer], types: Mapping[str, tuple[Field, ...]], reading: DecodeContext
) -> dict[str, ParsedLayer]:
    layers = {}
    for key, value in node.entries:
        before = known.get(key.text)
        layer = _read_one(key, value, before, types, reading)
        if layer is not None:
            layers[key.text] = layer
    return layers


def _read_one(
    key: Scalar,
    value: object,
    before: ParsedLayer | None,
    types: Mapping[str, tuple[Field, ...]],
    reading: DecodeContext,
) -> ParsedLayer | None:
    if not isinstance(value, Keys):
        reading.say("not-keys", key, {"key": key.text, "nearest": ""})
        return None
    entries = {inner.text: inner_value for inner, inner_value in value.entries}
    kind = before.type if before else ""
    if "type" in entries:
        try:
            kind = Choice(tuple(types)).read(entries["type"], reading)
        except Wrong as wrong:
            reading.say_wrong(wrong, "type", entries["type"])
            return None
    if not kind:
        reading.say("card-type-missing", key, {"name": key.text, "known": ", ".join(types)})
        return None
    anew = before is None or before.type != kind
    # What changes a known layer need not say again what that layer said.
    declared = tuple(f if anew else Field(f.name, f.type) for f in types[kind])
    rest = Keys(tuple((k, v) for k, v in value.entries if k.text not in ("type", "pieces")), value.line, value.column)
    if kind != "stack" and "pieces" in entries:
        rest = Keys(tuple((k, v) for k, v in value.entries if k.text != "type"), value.line, value.column)
    unloaded = _unloaded(kind, key.text, entries.get("type"), reading)
    if unloaded is not None:
        # Which keys it may have is not known.
        rest = Keys(tuple((k, v) for k, v in rest.entries if k.text in _LAYER_KEYS), rest.line, rest.column)
    values: Values = read_fields(rest, tuple(f for f in declared if f.name != "pieces"), reading)
    pieces: dict[str, ParsedLayer] = {}
    if kind == "stack" and "pieces" in entries:
        inner = entries["pieces"]
        if isinstance(inner, Keys):
            pieces = _read_named(inner, before.pieces if before and not anew else {}, PIECES, reading)
        else:
            reading.say("not-keys", inner, {"key": "pieces", "nearest": ""})
    path = reading.source.path
    places = {name: Place(path, node.line, node.column) for name, node in values.nodes.items()}
    return ParsedLayer(kind, dict(values.given), pieces, "type" in entries, places, unloaded)


def _unloaded(kind: str, layer: str, node: Node | None, reading: DecodeContext) -> Problem | None:
    """Say of a layer that its type, which stands at ``node`` or in another file, could not be loaded."""
    plugin = plugin_of(kind) if kind not in LAYERS and kind not in PIECES else None
    if plugin is None or not plugin.fault:
        return None
    reason = " ".join(plugin.fault.split())
    values = {"layer": layer, "type": kind, "package": plugin.package, "message": reason}
    line, column = (node.line, node.column) if node is not None else (1, 1)
    return reading.source.problem("card-layer-unloaded", line, column, values)
