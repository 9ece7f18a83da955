"""Parser of layers in one layout file, and how files and overrides are merged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from kiprah.cards.plugins import Plugin, plugin_of
from kiprah.cards.schema import LAYER_FIELDS, LAYERS, PIECES
from kiprah.fields.decoding import DecodeContext, Wrong
from kiprah.fields.groups import read_fields
from kiprah.fields.source import Source
from kiprah.fields.types import Choice
from kiprah.fields.values import Field, Values
from kiprah.fields.yaml_composer import compose
from kiprah.fields.yaml_tree import Items, Keys, Node, Scalar
from kiprah.problem import Place, Problem

_LAYER_KEYS = frozenset(field.name for field in LAYER_FIELDS)


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
    plugin: Plugin | None = None
    """Package that draws it; None where kiprah does."""

    def merged_over(self, below: ParsedLayer | None) -> ParsedLayer:
        """Merge this over an earlier layer of the same name; where it names another type, it starts anew."""
        if below is None or (below.type != self.type and self.names_type):
            return self
        if below.type != self.type:
            # A theme's own layout made another type of it since: what that has too still holds.
            known = {declared.name for declared in _keys_of(below)}
            kept = {key: value for key, value in self.values.items() if key in known}
            return ParsedLayer(
                below.type,
                {**below.values, **kept},
                below.pieces,
                True,
                {**below.places, **self.places},
                below.unloaded,
                below.plugin,
            )
        pieces = merge_layers(self.pieces, below.pieces)
        return ParsedLayer(
            self.type,
            {**below.values, **self.values},
            pieces,
            below.names_type,
            {**below.places, **self.places},
            self.unloaded or below.unloaded,
            below.plugin,
        )


def merge_layers(upper: Mapping[str, ParsedLayer], lower: Mapping[str, ParsedLayer]) -> dict[str, ParsedLayer]:
    """Merge named layers over others: known names are changed in place, new ones come last."""
    merged = dict(lower)
    for name, layer in upper.items():
        merged[name] = layer.merged_over(merged.get(name))
    return merged


def parse_layers(
    node: Keys, known: Mapping[str, ParsedLayer], reading: DecodeContext, lost: Collection[str] = ()
) -> dict[str, ParsedLayer]:
    """Parse named layers; one that changes a known layer need not say its type, nor what stays.

    ``lost`` are types whose packages must not be loaded.
    """
    plugins = _plugins(node, known, lost)
    types = {**LAYERS, **{name: (*LAYER_FIELDS, *plugin.fields) for name, plugin in plugins.items()}}
    return _read_named(node, known, types, plugins, reading)


def plugin_layer_types(texts: Iterable[str]) -> tuple[str, ...]:
    """Return every type that layout files name and kiprah itself does not draw: those that plugins may bring."""
    trees = (compose(source, source.text)[0] for source in (Source("", text) for text in texts))
    named = {name for tree in trees if tree is not None for name in _types_in(tree)}
    return tuple(sorted(named - set(LAYERS) - set(PIECES)))


def _types_in(node: Node) -> Iterator[str]:
    """Yield what is called a type anywhere below a node, were it a layer or not."""
    inner = node.items if isinstance(node, Items) else ()
    if isinstance(node, Keys):
        inner = tuple(value for _, value in node.entries)
        yield from (value.text for key, value in node.entries if key.text == "type" and isinstance(value, Scalar))
    for one in inner:
        yield from _types_in(one)


def _keys_of(layer: ParsedLayer) -> tuple[Field, ...]:
    """Return the keys that a layer or piece of its type may have, whoever draws it."""
    if layer.plugin is not None:
        return (*LAYER_FIELDS, *layer.plugin.fields)
    return {**PIECES, **LAYERS}.get(layer.type, ())


def _plugins(node: Keys, known: Mapping[str, ParsedLayer], lost: Collection[str]) -> Mapping[str, Plugin]:
    """Return what other packages draw, by type; looked for only where a layout names an unknown type."""
    named = {
        value.text
        for _, layer in node.entries
        if isinstance(layer, Keys)
        for key, value in layer.entries
        if key.text == "type" and isinstance(value, Scalar)
    }
    named |= {layer.type for layer in known.values()}
    plugins = {name: plugin_of(name, lost=name in lost) for name in sorted(named - set(LAYERS) - set(PIECES))}
    return {name: plugin for name, plugin in plugins.items() if plugin is not None}


def _read_named(
    node: Keys,
    known: Mapping[str, ParsedLayer],
    types: Mapping[str, tuple[Field, ...]],
    plugins: Mapping[str, Plugin],
    reading: DecodeContext,
) -> dict[str, ParsedLayer]:
    layers = {}
    for key, value in node.entries:
        before = known.get(key.text)
        layer = _read_one(key, value, before, types, plugins, reading)
        if layer is not None:
            layers[key.text] = layer
    return layers


def _read_one(
    key: Scalar,
    value: object,
    before: ParsedLayer | None,
    types: Mapping[str, tuple[Field, ...]],
    plugins: Mapping[str, Plugin],
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
    plugin, named = plugins.get(kind), entries.get("type")
    # Who only changes a layer is not at fault: its type stands elsewhere.
    unloaded = before.unloaded if before is not None else None
    if isinstance(named, Scalar):
        unloaded = _unloaded(plugin, key.text, named, reading) if plugin is not None else None
    if unloaded is not None:
        # Which keys it may have is not known.
        rest = Keys(tuple((k, v) for k, v in rest.entries if k.text in _LAYER_KEYS), rest.line, rest.column)
    values: Values = read_fields(rest, tuple(f for f in declared if f.name != "pieces"), reading)
    pieces: dict[str, ParsedLayer] = {}
    if kind == "stack" and "pieces" in entries:
        inner = entries["pieces"]
        if isinstance(inner, Keys):
            pieces = _read_named(inner, before.pieces if before and not anew else {}, PIECES, {}, reading)
        else:
            reading.say("not-keys", inner, {"key": "pieces", "nearest": ""})
    path = reading.source.path
    places = {name: Place(path, node.line, node.column) for name, node in values.nodes.items()}
    return ParsedLayer(kind, dict(values.given), pieces, "type" in entries, places, unloaded, plugin)


def _unloaded(plugin: Plugin, layer: str, named: Scalar, reading: DecodeContext) -> Problem | None:
    """Say of a layer that what draws its type, which is named here, could not be loaded."""
    values = {"layer": layer, "type": named.text, "package": plugin.package}
    if plugin.lost:
        return reading.source.problem("card-layer-lost", named.line, named.column, values)
    if plugin.fault:
        values |= {"message": " ".join(plugin.fault.split())}
        return reading.source.problem("card-layer-unloaded", named.line, named.column, values)
    return None
