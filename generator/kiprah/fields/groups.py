"""Types of lists and of groups of keys, and the decoding of keys by their declarations."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any, Generic

from msgspec import Struct

from kiprah.fields.decoding import DecodeContext, Unreadable, Wrong, is_empty, scalar_text
from kiprah.fields.hints import commented_out, curly_inside, points_for_commas
from kiprah.fields.types import Converted, Share, Text, Type, ValueT
from kiprah.fields.values import Field, StructT, Values
from kiprah.fields.yaml_tree import Items, Keys, Node, Scalar


class Group(Struct, frozen=True):
    """Keys with values of their own; ``short`` is the key a single text stands for."""

    fields: tuple[Field, ...]
    short: str = ""
    hints: Mapping[str, str] = {}
    """Keys of other generators and what they are called here."""
    meant: Callable[[str], str] | None = None
    """Function from a text that stands where the keys should, to the keys that were probably meant; for hints only."""

    def near(self, node: Node) -> str:
        """Return the keys that a text means, ``{kind: link, url: ...}``; empty where that is not clear."""
        if not isinstance(node, Scalar) or not node.text:
            return ""
        if self.short:
            return node.text
        return self.meant(node.text) if self.meant is not None else ""

    def read(self, node: Node, reading: DecodeContext) -> Values:
        if self.short and isinstance(node, Scalar):
            inner = next(f for f in self.fields if f.name == self.short)
            return Values(
                {self.short: inner.type.read(node, reading)}, {self.short: node}, node, frozenset(), self.fields
            )
        if not isinstance(node, Keys):
            raise Wrong("not-keys", {"nearest": self.near(node)})
        return read_fields(node, self.fields, reading, self.hints)

    def json_schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {f.name: f.type.json_schema() for f in self.fields},
            "additionalProperties": False,
        }
        if required := [f.name for f in self.fields if f.required]:
            schema["required"] = required
        if self.short:
            short = next(f for f in self.fields if f.name == self.short)
            return {"anyOf": [short.type.json_schema(), schema]}
        return schema


class Record(Struct, Generic[StructT], frozen=True):
    """Keys that make one struct; its field ``place``, where ``placed`` is set, says where they stand."""

    struct: type[StructT]
    group: Group
    placed: bool = False

    def read(self, node: Node, reading: DecodeContext) -> StructT:
        values = self.group.read(node, reading)
        if not values.is_whole:
            raise Unreadable
        if self.placed:
            return values.make(self.struct, place=reading.source.place(node.line, node.column))
        return values.make(self.struct)

    def json_schema(self) -> dict[str, Any]:
        return self.group.json_schema()


class ListOf(Struct, Generic[ValueT], frozen=True):
    """A list; where the value is a single text and ``one`` is set, a list of one."""

    of: Type[ValueT]
    most: int = 100
    one: bool = False
    least: int = 0
    distinct: bool = False
    """True where a value that is named twice counts once."""

    def read(self, node: Node, reading: DecodeContext) -> tuple[ValueT, ...]:
        if self.one and isinstance(node, Scalar):
            if not node.quoted and re.match(r"-[^\s\d-]", node.text):
                raise Wrong("list-hyphen")
            return (self._only(node, reading),)
        if not isinstance(node, Items):
            near = inner.near(node) if isinstance(inner := unwrapped_type(self.of), Group) else ""
            raise Wrong("not-a-list", {"nearest": f"[{near}]" if near else ""})
        if isinstance(self.of, Share) and (
            meant := points_for_commas([scalar_text(item) for item in node.items], self.most)
        ):
            raise Wrong("decimal-comma", {"nearest": meant})
        if len(node.items) > self.most or len(node.items) < self.least:
            raise Wrong("too-many", {"count": str(len(node.items)), "least": str(self.least), "most": str(self.most)})
        if isinstance(unwrapped_type(self.of), ListOf) and all(isinstance(item, Scalar) for item in node.items):
            nearest = ", ".join(scalar_text(item) for item in node.items)
            raise Wrong("not-lists", {"nearest": f"[[{nearest}]]" if nearest else ""})
        values: list[ValueT] = []
        unreadable = False
        for item in node.items:
            try:
                values.append(self.of.read(item, reading))
            except Unreadable:
                # Said already; what is wrong with the others is to be said as well.
                unreadable = True
            except Wrong as wrong:
                wrong.node = wrong.node or item
                raise
        if unreadable:
            raise Unreadable
        return tuple(dict.fromkeys(values)) if self.distinct else tuple(values)

    def _only(self, node: Scalar, reading: DecodeContext) -> ValueT:
        """Read a single text as the list's one item; commas in it are probably meant to part several."""
        parts = [part.strip() for part in re.split("[,;]", node.text)]
        nearest = f"[{', '.join(parts)}]" if len(parts) > 1 and all(parts) and not node.quoted else ""
        try:
            value = self.of.read(node, reading)
        except Wrong as wrong:
            if nearest and "nearest" in wrong.values:
                wrong.values["nearest"] = nearest
            raise
        if nearest:
            reading.say("comma-list", node, {"nearest": nearest})
        return value

    def json_schema(self) -> dict[str, Any]:
        inner: dict[str, Any] = {"type": "array", "items": self.of.json_schema(), "maxItems": self.most}
        return {"anyOf": [self.of.json_schema(), inner]} if self.one else inner


def unwrapped_type(type_: Type[Any]) -> Type[Any]:
    """Return the type of what is written, whatever is made of it."""
    while isinstance(type_, Converted | Record):
        type_ = type_.type if isinstance(type_, Converted) else type_.group
    return type_


def read_fields(
    node: Keys, fields: tuple[Field, ...], reading: DecodeContext, hints: Mapping[str, str] | None = None
) -> Values:
    """Read keys by their declarations; every mistake becomes a problem, and the rest is still read."""
    known = {f.name: f for f in fields}
    given: dict[str, Any] = {}
    nodes: dict[str, Node] = {}
    unreadable: set[str] = set()
    for key, value in node.entries:
        declared = known.get(key.text)
        if declared is None:
            _unknown(key, known, reading, hints or {})
            continue
        nodes[key.text] = value
        if is_empty(value) and not declared.guards and not _is_name_of_nothing(declared, value):
            continue
        try:
            given[key.text] = declared.type.read(value, reading)
            inner = curly_inside(value) if isinstance(given[key.text], str) else ""
            if inner:
                reading.say("curly-kept", value, {"key": key.text, "nearest": f'"{inner}"'})
        except Unreadable:
            unreadable.add(key.text)
            if declared.guards:
                reading.broken = True
        except Wrong as wrong:
            _not_fitting(wrong, wrong.node or value, key.text, reading)
            unreadable.add(key.text)
            if declared.guards:
                reading.broken = True
    for declared in fields:
        if declared.required and declared.name not in given and declared.name not in unreadable:
            unreadable.add(declared.name)
            if declared.name in reading.meant:
                continue
            empty = nodes.get(declared.name)
            reading.say(
                "missing-key", empty or node, {"key": declared.name, "nearest": commented_out(empty, reading.source)}
            )
            unreadable.add(declared.name)
    return Values(given, nodes, node, frozenset(unreadable), fields)


def _is_name_of_nothing(declared: Field, value: Node) -> bool:
    """Say whether ``null`` is written where a title or a name has to stand."""
    return isinstance(declared.type, Text) and declared.type.needed and scalar_text(value) not in ("", "~")


def _not_fitting(wrong: Wrong, node: Node, key: str, reading: DecodeContext) -> None:
    """Say what does not fit; where typographic quotes are the cause, say that."""
    if inner := curly_inside(node):
        reading.say("smart-quotes", node, {"key": key, "nearest": f"{key}: {inner}"})
    else:
        reading.say_wrong(wrong, key, node)


def _unknown(key: Scalar, known: Mapping[str, Field], reading: DecodeContext, hints: Mapping[str, str]) -> None:
    if key.text in reading.elsewhere:
        reading.say("translation-fact", key, {"key": key.text})
        return
    near = difflib.get_close_matches(key.text.casefold(), known, 1, 0.6)
    meant = hints.get(key.text.casefold())
    if meant == "":
        reading.say("foreign-key-unneeded", key, {"key": key.text})
    elif meant is not None and meant.partition(":")[0] in known:
        reading.say("foreign-key", key, {"key": key.text, "nearest": meant})
        reading.meant.add(meant.partition(":")[0])
        if known[meant.partition(":")[0]].guards:
            reading.broken = True
    elif near:
        reading.say("unknown-key", key, {"key": key.text, "nearest": near[0]})
        reading.meant.add(near[0])
        if known[near[0]].guards:
            # `privat: true` was meant to hide: it hides, and is an error.
            reading.broken = True
    else:
        reading.say("unknown-key-far", key, {"key": key.text, "known": ", ".join(sorted(known))})
        reading.broken = True
